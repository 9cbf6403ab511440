"""The queue as an Excel workbook: real numbers and dates, a filter, and notes on the figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from app.documents import words
from app.documents.queue_rows import COLUMNS, Cell, QueueRow
from app.documents.run_facts import RunFacts, ScreenedSupplier, summarise

LONGEST_CELL: Final = 32_767
"""Characters that Excel allows in a cell; XlsxWriter leaves out a longer text altogether."""
A3: Final = 8
LONGEST_LINK: Final = 2_079
MOST_LINKS: Final = 65_000
"""Excel refuses a sheet with more than 65,530 links; the others are written as text."""

WIDTHS: Final = {
    "rank": 6, "supplier": 34, "organisation": 34, "company_number": 16, "spend": 16, "category": 30,
    "sector": 30, "countries": 12, "statement_status": 17, "statement_organisation": 34,
    "statement_period_end": 21, "statement_url": 40, "match_probability": 18, "match_reason": 60,
    "inherent": 10, "controls": 10, "residual": 10, "low": 8, "high": 8, "band": 18, "reasons": 70,
    "unknowns": 60, "next_action": 40, "clauses": 60, "use": 20, "permitted_use": 40,
    "left_out": 40, "notes": 60, "rank_stability": 16, "band_stability": 16, "weights_changed": 60,
}  # fmt: skip
FORMATS: Final = {
    "spend": {"num_format": "£#,##0.00;[Red]-£#,##0.00"},
    "statement_period_end": {"num_format": "dd/mm/yyyy"},
    "match_probability": {"num_format": "0.000"},
    **{name: {"num_format": "0.0"} for name in ("inherent", "controls", "residual", "low", "high")},
    **{name: {"num_format": "0%"} for name in ("rank_stability", "band_stability")},
    "company_number": {"num_format": "@"},
}


def queue_xlsx(rows: Sequence[QueueRow], screened: Sequence[ScreenedSupplier], facts: RunFacts) -> bytes:
    """Render the workbook (Queue, Notes, Skipped rows); the same results give the same bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        created = datetime(facts.as_at.year, facts.as_at.month, facts.as_at.day)
        book.set_properties({"title": "Suppliers to look at", "created": created})
        book.set_size(2400, 1400)
        _queue_sheet(book, rows)
        _notes_sheet(book, screened, facts)
        _skipped_sheet(book, facts)
    return target.getvalue()


def _queue_sheet(book: Any, rows: Sequence[QueueRow]) -> None:
    sheet = book.add_worksheet("Queue")
    write_header(book, sheet, COLUMNS)
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS[name])
    for number, row in enumerate(rows, start=1):
        for column, (name, cell) in enumerate(zip(COLUMNS, row.cells(), strict=True)):
            link = name == "statement_url" and number <= MOST_LINKS
            write_cell(sheet, number, column, cell, formats.get(name), link=link)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 2)
    # Printed on A3, several sheets side by side: on one sheet so many columns could not be read.
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.set_print_scale(60)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    sheet.print_area(0, 0, len(rows), len(COLUMNS) - 1)


def _notes_sheet(book: Any, screened: Sequence[ScreenedSupplier], facts: RunFacts) -> None:
    sheet = book.add_worksheet("Notes")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for number, (what, text) in enumerate(_notes(screened, facts)):
        sheet.write_string(number, 0, what, bold)
        sheet.write_string(number, 1, _clip(text), wrap)


def _notes(screened: Sequence[ScreenedSupplier], facts: RunFacts) -> list[tuple[str, str]]:
    summary = summarise(screened, facts.inputs)
    notes = [
        ("How to read this", words.ADVICE),
        (
            "Points",
            "Out of 100. inherent less controls is residual; low and high are what the unknowns leave open.",
        ),
        (
            "Stability",
            "rank_stability is the share of draws of everything unknown and of the weights, each within its "
            "bounds, in which the supplier stays within five places; band_stability that in which the band "
            "of its score stays.",
        ),
        ("May be used for", words.uses(supplier.report for supplier in screened) or "not stated"),
        ("Screened as at", words.long_date(facts.as_at)),
        ("Suppliers", f"{summary.suppliers:,}"),
    ]
    notes += [(f"Band: {words.BANDS[band]}", f"{number:,}") for band, number in summary.bands.items()]
    notes += [
        (f"Statement: {words.STATUSES[status]}", f"{number:,}")
        for status, number in summary.statements.items()
    ]
    for file in facts.inputs:
        read = " ".join([f"{file.name}.", *file.sentences(), f"SHA-256 {file.sha256}."])
        notes.append((f"Read: {file.role}", read))
    notes.append(("Model version", facts.model_version))
    notes += [(f"Reference: {name}", version) for name, version in sorted(facts.references.items())]
    return notes


def _skipped_sheet(book: Any, facts: RunFacts) -> None:
    sheet = book.add_worksheet("Skipped rows")
    write_header(book, sheet, ("file", "line", "left out", "why", "value", "mend"))
    for column, width in enumerate((50, 10, 12, 60, 24, 70)):
        sheet.set_column(column, column, width)
    number = 0
    for file in facts.inputs:
        for what, lines in (("row", file.skipped), ("cell", file.notes)):
            for line in lines:
                number += 1
                cells: tuple[Cell, ...] = (file.name, line.line, what, line.why, line.value, line.mend)
                for column, cell in enumerate(cells):
                    write_cell(sheet, number, column, cell)
    sheet.autofilter(0, 0, max(number, 1), 5)
    sheet.freeze_panes(1, 0)


def write_header(book: Any, sheet: Any, names: Sequence[str]) -> None:
    """Write the names of the columns in the first row."""
    look = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3F2F1"})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, look)


def write_cell(
    sheet: Any, row: int, column: int, cell: Cell, look: Any = None, *, link: bool = False
) -> None:
    """Write a cell by its type; a text is always text, and a link only if it is a plain web address."""
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, column, cell, look)
    elif link and cell.startswith(("https://", "http://")) and len(cell) <= LONGEST_LINK:
        sheet.write_url(row, column, cell, look, string=_clip(cell))
    else:
        sheet.write_string(row, column, _clip(cell), look)


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
