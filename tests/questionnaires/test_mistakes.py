"""Sentences that know what they were made of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import questionnaires
from questionnaires.mistakes import Said, say

ROOM = Path(questionnaires.__file__).parent
#: They speak to whoever publishes a standard file, in the terminal, and not on a page.
IN_THE_TERMINAL = frozenset({"__main__.py", "lock.py"})


def test_a_sentence_is_english_and_keeps_template_and_values() -> None:
    said = say("There is no question '{name}'.", name="{own}")
    assert said == "There is no question '{own}'." and isinstance(said, str)
    assert (said.template, said.values) == ("There is no question '{name}'.", {"name": "{own}"})
    assert say("{where} (section {section})", where=said, section="x").values["where"] is said


def test_a_gap_that_nothing_fills_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("There is no {thing}.")


def calls(path: Path, name: str) -> list[ast.Call]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [one for one in nodes if isinstance(one, ast.Call) and getattr(one.func, "id", "") == name]


def test_every_mistake_is_said_in_a_template_that_a_catalogue_can_hold() -> None:
    templates = 0
    for path in ROOM.glob("*.py"):
        for call in calls(path, "say"):
            assert isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}"
            templates += 1
        if path.name in IN_THE_TERMINAL:
            continue
        for call in [*calls(path, "Mistake"), *calls(path, "wrong")]:
            words = [one for one in call.args if isinstance(one, ast.JoinedStr | ast.Constant)]
            assert not words, f"{path.name}:{call.lineno} says something that is not translated"
    assert templates > 150
    assert issubclass(Said, str)
