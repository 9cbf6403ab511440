"""An empty table of the labour in a tender, to be filled in by a tenderer or an officer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from defusedcsv import csv

_ROWS_CHECKED = 200


def labour_csv(headers: Sequence[str]) -> bytes:
    """The header alone, for a spreadsheet or another program."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(headers)
    return text.getvalue().encode("utf-8-sig")


def labour_xlsx(
    headers: Sequence[str],
    bands: Sequence[str],
    band_column: int,
    sheet: str,
    notes: Sequence[str],
    second: str,
) -> bytes:
    """A sheet with the header and a list to choose a band from, and a second one with notes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": sheet, "created": datetime(2026, 1, 1)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        table = book.add_worksheet(sheet[:31])
        for column, words in enumerate(headers):
            table.write_string(0, column, words, head)
            table.set_column(column, column, 34 if column in (0, band_column) else 18)
        table.data_validation(
            1, band_column, _ROWS_CHECKED, band_column, {"validate": "list", "source": list(bands)}
        )
        table.freeze_panes(1, 0)
        table.set_landscape()
        table.fit_to_pages(1, 0)
        about = book.add_worksheet(second[:31])
        about.set_column(0, 0, 100)
        for row, words in enumerate(notes):
            about.write_string(row, 0, words, wrapped)
    return target.getvalue()
