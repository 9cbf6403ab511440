"""The very hidden sheet of the lists that cells offer: options, countries, yes and no."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from app.documents.workbook import names
from app.workbook_layout import LISTS_SHEET, NO, YES, labels
from questionnaires import Question, QuestionType, countries


class Lists:
    """Puts each list in a column of its own, once, and says where it stands."""

    def __init__(self, book: Any, language: str) -> None:
        self._book, self._language = book, language
        self._sheet = book.add_worksheet(LISTS_SHEET)
        self._sheet.very_hidden()
        self._columns = 0
        self._countries: dict[tuple[str, ...], str] = {}
        words = [YES.in_language(language), NO.in_language(language)]
        self.yes_no = self._add(words, [names.YES, ""])

    def of(self, question: Question) -> str:
        """Where the list for a question's answer cells is; empty for what has none."""
        if question.type is QuestionType.CHECKBOXES:
            self._labels(question)
            return self.yes_no
        if question.type is QuestionType.COUNTRY_LIST:
            return self._countries_of(question)
        return self._labels(question) if question.options else ""

    def _labels(self, question: Question) -> str:
        offered = labels(question, self._language)
        return self._add(list(offered), [names.label(question, option.value) for option in offered.values()])

    def _countries_of(self, question: Question) -> str:
        offered = countries.choices(self._language)
        if () not in self._countries:
            # The names of the first list serve the formulas of all.
            self._countries[()] = self._add(
                [name for _, name in offered], [names.country(code) for code, _ in offered]
            )
        if not question.options:
            return self._countries[()]
        self._labels(question)
        unknown = tuple(labels(question, self._language))
        if unknown not in self._countries:
            self._countries[unknown] = self._add([*unknown, *(name for _, name in offered)], [])
        return self._countries[unknown]

    def _add(self, entries: list[str], called: list[str]) -> str:
        column, self._columns = self._columns, self._columns + 1
        for row, entry in enumerate(entries):
            self._sheet.write_string(row, column, entry)
        for row, name in enumerate(called):
            if name:
                self._book.define_name(name, self._cell(column, row))
        return f"={LISTS_SHEET}!{xl_range_abs(0, column, len(entries) - 1, column)}"

    def _cell(self, column: int, row: int) -> str:
        return f"={LISTS_SHEET}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"
