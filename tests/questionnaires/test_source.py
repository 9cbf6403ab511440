"""Reading YAML: everything stays text, and every mistake has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaires import source
from questionnaires.mistakes import QuestionnaireError


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    read = source.parse("[yes, no, NO, on, 1, 1.0, 2026-03-31, null, ~]", "x.yaml")
    assert read.data == ["yes", "no", "NO", "on", "1", "1.0", "2026-03-31", "null", "~"]


def test_a_place_has_the_line_of_its_key_or_of_the_nearest_thing_around_it() -> None:
    read = source.parse("a: 1\nb:\n  - c: 2\n  - d:\n      e: 3\n", "x.yaml")
    assert read.where(("b", 1, "d", "e")) == "x.yaml, line 5, b.1.d.e"
    assert read.where(("b", 1, "missing")) == "x.yaml, line 4, b.1.missing"
    assert read.where(("b", 7)) == "x.yaml, line 2, b.7"
    assert read.where(()) == "x.yaml, line 1"


@pytest.mark.parametrize(
    ("text", "where", "what", "how"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3", "'a' is given twice", "Keep one"),
        ("x:\n  - k: 1\n    k: 2\n", "line 3", "'k' is given twice", "Keep one"),
        ("a: &word text\nb: *word\n", "line 2", "*word", "Write the text out"),
        ("a: [1, 2\n", "line 2", "not YAML", "indentation"),
        ("a: b: c\n", "line 1", "not YAML", "quotation marks"),
        ("a: \x07\n", "x.yaml", "not YAML", "Remove"),
        ("", "x.yaml", "empty", "Write"),
        ("# only a comment\n", "x.yaml", "empty", "Write"),
    ],
)
def test_every_mistake_says_where_what_and_how(text: str, where: str, what: str, how: str) -> None:
    with pytest.raises(QuestionnaireError) as caught:
        source.parse(text, "x.yaml")
    [mistake] = caught.value.mistakes
    assert where in mistake.where
    assert what in mistake.what
    assert how in mistake.how
    assert str(caught.value) == f"{mistake.where}: {mistake.what} {mistake.how}"


def test_a_file_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="no such file"):
        source.read(tmp_path / "1.yaml", "small/1.yaml")
    (tmp_path / "1.yaml").write_bytes("a: caffè".encode("cp1252"))
    with pytest.raises(QuestionnaireError, match=r"small/1.yaml: The file is not UTF-8 \(byte 7\)"):
        source.read(tmp_path / "1.yaml", "small/1.yaml")
