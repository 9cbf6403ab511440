"""The defined names of a workbook, by which its formulas speak of cells."""

from __future__ import annotations

from typing import Final

from questionnaires import Question

YES: Final = "word_yes"


def answer(question: Question) -> str:
    """The cell of an answer; all cells of one with several entries."""
    return f"answer_{question.id}"


def option(question: Question, value: str) -> str:
    """The cell beside an option of checkboxes."""
    return f"answer_{question.id}__{value}"


def label(question: Question, value: str) -> str:
    """The label of an option, on the sheet of lists."""
    return f"label_{question.id}__{value}"


def asked(question: Question) -> str:
    """The hidden cell that is 1 while the answers call for the question."""
    return f"asked_{question.id}"


def country(code: str) -> str:
    """The name of a country, on the sheet of lists."""
    return f"country_{code}"
