"""A published file never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import questionnaires
from questionnaires import loader, lock
from questionnaires.mistakes import QuestionnaireError

Save = Callable[..., Path]


@pytest.fixture
def root(save: Save, write: Any, write_question: Any) -> Path:
    return save(write([write_question("a")]))


def test_publishing_writes_one_line_and_once_only(root: Path) -> None:
    line = lock.publish(root, "small", 1)
    expected = hashlib.sha256((root / "small" / "1.yaml").read_bytes()).hexdigest()
    assert line == f"small@1: {expected}"
    before = (root / lock.NAME).read_bytes()
    assert lock.publish(root, "small", 1) == line
    assert (root / lock.NAME).read_bytes() == before
    assert lock.published(root) == {("small", 1): expected}
    assert [path.name for path in root.glob("published*")] == [lock.NAME]


def test_a_changed_file_is_refused_wherever_it_is_used(root: Path) -> None:
    lock.publish(root, "small", 1)
    path = root / "small" / "1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("It helps.", "It helps us."), encoding="utf-8")
    uses: list[Callable[[], object]] = [
        lambda: loader.load(root, "small", 1),
        lambda: loader.load_current(root, "small"),
        lambda: lock.publish(root, "small", 1),
    ]
    for use in uses:
        with pytest.raises(QuestionnaireError) as caught:
            use()
        [mistake] = caught.value.mistakes
        assert mistake.where == "small/1.yaml"
        assert mistake.what == "The file was changed after it was published."
        assert mistake.how == "Restore it from the version history; write a new wording as small/2.yaml."


def test_a_published_file_cannot_go_missing(root: Path) -> None:
    lock.publish(root, "small", 1)
    (root / "small" / "1.yaml").unlink()
    with pytest.raises(QuestionnaireError, match="A published file is missing"):
        loader.load_current(root, "small")


def test_line_ends_of_windows_are_no_change(root: Path) -> None:
    lock.publish(root, "small", 1)
    path = root / "small" / "1.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert loader.load(root, "small", 1).id == "small"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("small@1 abc", "The line cannot be read."),
        ("small@01: " + "0" * 64, "The line cannot be read."),
        ("small@1: " + "0" * 64 + "\nsmall@1: " + "1" * 64, "small@1 is there twice."),
    ],
)
def test_a_register_that_cannot_be_read_is_refused(root: Path, line: str, what: str) -> None:
    (root / lock.NAME).write_text(f"# Heading\n\n{line}\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError) as caught:
        lock.published(root)
    assert caught.value.mistakes[0].what == what
    assert caught.value.mistakes[0].where.startswith("published.lock, line ")


def test_what_this_project_has_published_is_unchanged() -> None:
    published = lock.published(questionnaires.ROOT)
    assert ("supplier", 1) in published
    for questionnaire_id, version in published:
        lock.check_unchanged(questionnaires.ROOT, questionnaire_id, version)
