"""Reading a workbook of answers back: cell by cell into the values of a form, by the marks in hidden cells.

Nothing is judged here except where a cell belongs; whether an answer is right, the questionnaire says.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum
from xlsxwriter.utility import xl_rowcol_to_cell

from app.intake import office_archives
from app.workbook_layout import FILLED_IN, MARKER_SHEET, Column, RowKey, option_meant, says_yes
from questionnaires import Question, Questionnaire, QuestionType, dates
from questionnaires.faults import Fault

_MARKS_WITHIN: Final = 20
"""Rows from the top in which the hidden row with the columns' marks is looked for."""
_LONGEST_SHOWN: Final = 200
_DATE_BOXES: Final = ("evidence_day", "evidence_month", "evidence_year")
#: Three boxes that are no date, for the questionnaire to say so of a cell that holds none.
_NO_DAY: Final = ("0", "0", "0000")


class Unreadable(Exception):
    """The file cannot be opened as a workbook, or opening it would do harm."""


class NoQuestions(Exception):
    """A workbook, but none of its sheets has the questions of a questionnaire."""


class Why(StrEnum):
    """Why a cell cannot be taken, before the questionnaire is asked."""

    NOT_YES_NO = "not_yes_no"
    TWICE = "twice"
    NOT_ASKED = "not_asked"
    ESCAPED = "escaped"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that people fill in, where it stands, and what it holds as text."""

    sheet: str
    address: str
    row: RowKey
    column: Column
    text: str
    day: date | None = None

    @property
    def shown(self) -> str:
        """Its text, cut where it is too long to be repeated."""
        return self.text if len(self.text) <= _LONGEST_SHOWN else self.text[: _LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken."""

    cell: Cell
    why: Why


@dataclass(frozen=True, slots=True)
class Filled:
    """All cells of one question, and the form values that they give together."""

    question: Question
    cells: tuple[Cell, ...]
    raw: Mapping[str, Sequence[str]]
    faults: tuple[CellFault, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing stands in any of its cells."""
        return not any(cell.text for cell in self.cells)

    @property
    def has_evidence(self) -> bool:
        """Something stands in the cells for evidence."""
        return any(cell.text for cell in self.cells if cell.column is not Column.ANSWER)

    def of(self, column: Column) -> list[Cell]:
        """Its cells in one column, from the top."""
        return [cell for cell in self.cells if cell.column is column]


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """What a workbook holds. `marker` is empty if its sheet is gone; `strays` belong to no question."""

    marker: str
    questions: tuple[Filled, ...]
    strays: tuple[CellFault, ...] = field(default=())


def read_marker(content: bytes) -> str:
    """The marker of a workbook, empty if there is none. Raises `Unreadable`."""
    return _marker(_opened(content))


def read_workbook(content: bytes, questionnaire: Questionnaire, language: str) -> WorkbookRead:
    """Read the answers to a questionnaire. `language` is that of the labels; the other is taken too.

    Raises `Unreadable` and `NoQuestions`.
    """
    book = _opened(content)
    known = {question.id: question for question in questionnaire.questions}
    cells: dict[tuple[RowKey, Column], Cell] = {}
    strays: list[CellFault] = []
    found = False
    for name in _sheets(book):
        rows = _rows(book, name)
        for cell in _cells(name, rows):
            found = True
            question = known.get(cell.row.question_id)
            if question is None or not _belongs(cell, question):
                strays += [CellFault(cell, Why.NOT_ASKED)] if cell.text else []
                continue
            before = cells.setdefault((cell.row, cell.column), cell)
            if cell.text and not before.text:
                cells[cell.row, cell.column] = cell
            elif cell.text and cell.text != before.text:
                strays.append(CellFault(cell, Why.TWICE))
    if not found:
        raise NoQuestions
    of_question: dict[str, list[Cell]] = {}
    for cell in cells.values():
        of_question.setdefault(cell.row.question_id, []).append(cell)
    read = [
        _filled(question, tuple(of_question[question.id]), language)
        for question in questionnaire.questions
        if question.id in of_question
    ]
    return WorkbookRead(_marker(book), tuple(read), tuple(strays))


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever the library says of a broken workbook into `Unreadable`."""
    try:
        yield
    except (CalamineError, office_archives.Unsafe, ValueError, OSError) as error:
        raise Unreadable(str(error)) from error
    except BaseException as error:
        # Where its Rust gives up, as on a day of -1e300, it raises what is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(str(error)) from error


def _opened(content: bytes) -> CalamineWorkbook:
    with _reading():
        office_archives.check(content)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _sheets(book: CalamineWorkbook) -> Iterator[str]:
    return (sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _rows(book: CalamineWorkbook, name: str) -> list[list[object]]:
    """All rows of a sheet from its first cell on, so that places in the lists are places in the sheet."""
    with _reading():
        return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def _marker(book: CalamineWorkbook) -> str:
    if MARKER_SHEET not in set(_sheets(book)):
        return ""
    return "".join(_text(row[0]) for row in _rows(book, MARKER_SHEET) if row).strip()


def _cells(sheet: str, rows: list[list[object]]) -> Iterator[Cell]:
    """The cells to fill in of a sheet that has the marks; none of any other sheet."""
    marks = ({c: at for at, value in enumerate(row) if (c := Column.of_mark(_text(value)))} for row in rows)
    places = next(
        (one for one in islice(marks, _MARKS_WITHIN) if {Column.KEY, Column.ANSWER} <= set(one)), {}
    )
    for below, row in enumerate(rows):
        key = RowKey.read(_text(row[places[Column.KEY]])) if places else None
        for column in FILLED_IN:
            if key is not None and column in places:
                value = row[places[column]]
                address = str(xl_rowcol_to_cell(below, places[column]))
                yield Cell(sheet, address, key, column, _text(value), _day(value))


def _belongs(cell: Cell, question: Question) -> bool:
    """Whether people can fill in this cell of the question; others hold words of ours."""
    if cell.column is not Column.ANSWER:
        return question.evidence is not None and not cell.row.option and not cell.row.entry
    if question.type is QuestionType.CHECKBOXES:
        return question.option(cell.row.option) is not None
    if question.type is QuestionType.COUNTRY_LIST:
        return cell.row.entry > 0
    return not cell.row.option and not cell.row.entry


def _filled(question: Question, cells: tuple[Cell, ...], language: str) -> Filled:
    faults = [CellFault(cell, Why.ESCAPED) for cell in cells if "_x005f_" in cell.text.casefold()]
    answers = [cell for cell in cells if cell.column is Column.ANSWER]
    entries: list[str] = []
    if question.type is QuestionType.CHECKBOXES:
        for cell in answers:
            chosen = says_yes(cell.text)
            if chosen is None:
                faults.append(CellFault(cell, Why.NOT_YES_NO))
            elif chosen:
                entries.append(cell.row.option)
    elif question.type is QuestionType.COUNTRY_LIST:
        entries = [cell.text for cell in answers if cell.text]
    elif answers:
        entries = _entries(question, answers[0], language)
    raw: dict[str, Sequence[str]] = {"answer": entries}
    for cell in cells:
        if cell.column is Column.EVIDENCE_URL:
            raw["evidence_url"] = [cell.text]
        elif cell.column is Column.EVIDENCE_DATE and cell.text:
            boxes = _boxes(cell)
            raw |= {name: [box] for name, box in zip(_DATE_BOXES, boxes, strict=True)}
    return Filled(question, cells, raw, tuple(faults))


def _entries(question: Question, cell: Cell, language: str) -> list[str]:
    """The form values of an answer in one cell."""
    option = option_meant(question, cell.text, language) if cell.text else None
    if option is not None:
        return [option.value]
    if question.type is QuestionType.DATE and cell.day is not None:
        return list(dates.boxes(cell.day))
    return [cell.text]


def _boxes(cell: Cell) -> tuple[str, str, str]:
    if cell.day is not None:
        return dates.boxes(cell.day)
    read = dates.read_entries([cell.text[:100]])
    return _NO_DAY if isinstance(read, Fault) else dates.boxes(read)


def _text(value: object) -> str:
    """A cell's value as a person would have typed it into a form; blank edges do not count."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
