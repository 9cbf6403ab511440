"""The words of error messages: a question's own, or else the default of `messages.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from questionnaires import source
from questionnaires.schema import Messages, Question, Text, placeholders

_FILE: Final = Path(__file__).with_name("messages.yaml")


@cache
def defaults() -> Messages:
    """The message for every kind of problem."""
    return Messages.model_validate(source.read(_FILE, _FILE.name).data)


def message(question: Question, code: str, fills: Mapping[str, Text], language: str) -> str:
    """The message of `question` for the problem `code` (a field of `Messages`), with its gaps filled."""
    text: Text = getattr(question.messages, code) or getattr(defaults(), code)
    filled = {name: fill.in_language(language) for name, fill in fills.items()}
    return text.in_language(language).format(**filled)


def gaps(code: str) -> frozenset[str]:
    """The names in curly brackets that a message of this kind may use."""
    text: Text = getattr(defaults(), code)
    return placeholders(text.en)
