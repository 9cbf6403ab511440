"""The commands for authors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from questionnaires import lock
from questionnaires.__main__ import main

Save = Callable[..., Path]


def test_publish_checks_and_enters(
    save: Save, write: Any, write_question: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    root = save(write([write_question("a")]))
    assert main(["publish", "small", "1"], root) == 0
    assert capsys.readouterr().out.startswith("small@1: ")
    assert ("small", 1) in lock.published(root)


def test_what_has_mistakes_is_not_published(
    save: Save, write: Any, write_question: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    root = save(write([write_question("a", why=None)]))
    assert main(["publish", "small", "1"], root) == 2
    assert "why (section part_1, question a)" in capsys.readouterr().err
    assert not (root / lock.NAME).exists()
    assert main(["publish", "small", "7"], root) == 2
    assert "there is no version 7" in capsys.readouterr().err


def test_check_reads_everything(
    save: Save, write: Any, write_question: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    root = save(write([write_question("a")]))
    lock.publish(root, "small", 1)
    assert main(["check"], root) == 0
    assert capsys.readouterr().out == "small@1: 1 questions, nothing wrong\n"
    save("id: [", version=2)
    assert main(["check"], root) == 2
    assert "small/2.yaml, line 1" in capsys.readouterr().err
