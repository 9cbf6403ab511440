"""What the officers' queue shows, as CSV and as an Excel workbook, for as many rows as there are.

`documents.queue_rows` has everything that the judgement said of each supplier; this has what an officer sees
in the list: also the questionnaire, the decision, the owner and the next step. CSV goes out line by line;
the workbook is written to a temporary file a row at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

import xlsxwriter
from defusedcsv import csv

from app.documents import words
from app.documents.queue_rows import Cell
from app.documents.queue_xlsx import write_cell, write_header

_BLOCK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the list. The order of the fields is the order of the columns.

    Points are out of 100 with one decimal, money is pounds, `days_overdue` is empty where nothing is late.
    Texts are in the reader's language.
    """

    place: int
    supplier: str
    company_number: str
    band: str
    band_is: str
    points: Decimal
    low: Decimal
    high: Decimal
    places_moved: int
    points_moved: Decimal
    moved_because: str
    reasons: str
    sector: str
    spend: Decimal | None
    contracts: int
    contracts_value: Decimal | None
    next_contract_end: date | None
    statement: str
    questionnaire: str
    days_overdue: int | None
    decision: str
    disputed: str
    owner: str
    due: date | None
    next_step: str
    place_firm: Decimal | None
    band_firm: Decimal | None

    def cells(self) -> tuple[Cell, ...]:
        """The values in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS: Final = tuple(column.name for column in fields(ShownRow))

_WIDTHS: Final = {
    "supplier": 34, "moved_because": 40, "reasons": 60, "sector": 28, "spend": 16, "contracts_value": 18,
    "next_contract_end": 18, "statement": 44, "questionnaire": 30, "decision": 30, "disputed": 40,
    "owner": 22, "next_step": 60,
}  # fmt: skip
_USUAL_WIDTH: Final = 14
_FORMATS: Final = {
    **{name: {"num_format": "£#,##0.00;[Red]-£#,##0.00"} for name in ("spend", "contracts_value")},
    **{name: {"num_format": "dd/mm/yyyy"} for name in ("next_contract_end", "due")},
    **{name: {"num_format": "0.0"} for name in ("points", "low", "high", "points_moved")},
    **{name: {"num_format": "0%"} for name in ("place_firm", "band_firm")},
    "company_number": {"num_format": "@"},
}


def shown_csv(rows: Iterable[ShownRow]) -> Iterator[bytes]:
    """The rows, header first, in blocks of a CSV file that spreadsheets open as UTF-8."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield "\ufeff".encode() + lines.taken()
    for row in rows:
        writer.writerow([_text(cell) for cell in row.cells()])
        if lines.size >= _BLOCK:
            yield lines.taken()
    yield lines.taken()


class _Lines:
    """Gathers what a writer writes until somebody takes it."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._parts.append(text)
        self.size += len(text)
        return len(text)

    def taken(self) -> bytes:
        text = "".join(self._parts)
        self._parts, self.size = [], 0
        return text.encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shown_xlsx(rows: Iterable[ShownRow], today: date, filters: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The same as a workbook, with a sheet that says by what the list was narrowed, in blocks of its file."""
    with tempfile.TemporaryFile() as target:
        _write_book(target, rows, today, filters)
        target.seek(0)
        while block := target.read(_BLOCK):
            yield block


def _write_book(
    target: IO[bytes], rows: Iterable[ShownRow], today: date, filters: Sequence[tuple[str, str]]
) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        created = datetime(today.year, today.month, today.day)
        book.set_properties({"title": "Suppliers to look at", "created": created})
        sheet = book.add_worksheet("Queue")
        _write_rows(book, sheet, rows)
        _write_notes(book, today, filters)


def _write_rows(book: Any, sheet: Any, rows: Iterable[ShownRow]) -> None:
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, _USUAL_WIDTH))
    write_header(book, sheet, COLUMNS)
    formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, (name, cell) in enumerate(zip(COLUMNS, row.cells(), strict=True)):
            write_cell(sheet, number, column, cell, formats.get(name))
    sheet.autofilter(0, 0, max(number, 1), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 2)


def _write_notes(book: Any, today: date, filters: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Notes")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    notes = [
        ("How to read this", words.ADVICE),
        ("As shown on", words.long_date(today)),
        *filters,
    ]
    for number, (what, text) in enumerate(notes):
        sheet.write_string(number, 0, what)
        sheet.write_string(number, 1, text)
