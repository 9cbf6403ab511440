"""The queue as an Excel workbook, read back as a spreadsheet program would."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

from python_calamine import CalamineWorkbook

from app.documents.queue_rows import COLUMNS, queue_row
from app.documents.queue_xlsx import FORMATS, LONGEST_CELL, WIDTHS, queue_xlsx
from app.documents.run_facts import RunFacts, ScreenedSupplier


def book_of(supplier: ScreenedSupplier, facts: RunFacts) -> bytes:
    return queue_xlsx([queue_row(supplier.case, supplier.report, supplier.rank)], [supplier], facts)


def sheet_of(data: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()


def part_of(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_every_column_has_a_width_and_every_format_a_column() -> None:
    assert set(WIDTHS) == set(COLUMNS)
    assert set(FORMATS) <= set(COLUMNS)


def test_numbers_and_dates_are_real(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    header, row = sheet_of(book_of(supplier, facts), "Queue")
    assert tuple(header) == COLUMNS
    cells = dict(zip(header, row, strict=True))
    assert (cells["rank"], cells["spend"], cells["residual"]) == (1, 880000.01, 61.4)
    assert cells["statement_period_end"] == date(2025, 3, 31)
    assert cells["match_probability"] == 0.988
    assert cells["company_number"] == "01234567"


def test_header_is_frozen_and_filtered_and_only_web_addresses_are_links(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    data = book_of(supplier, facts)
    sheet = part_of(data, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="2" ySplit="1"' in sheet
    assert '<autoFilter ref="A1:AE2"/>' in sheet
    assert sheet.count("<hyperlink ") == 1
    statement = replace(supplier.report.statement, url="file:///etc/passwd")
    unsafe = replace(supplier, report=replace(supplier.report, statement=statement))
    assert "<hyperlink " not in part_of(book_of(unsafe, facts), "xl/worksheets/sheet1.xml")


def test_no_text_becomes_a_formula_or_is_lost_for_its_length(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    long = replace(supplier, case=replace(supplier.case, name="=1+1" + "x" * 40_000))
    data = book_of(long, facts)
    assert "<f>" not in part_of(data, "xl/worksheets/sheet1.xml")
    name = sheet_of(data, "Queue")[1][1]
    assert name.startswith("=1+1xxx")
    assert name.endswith("…")
    assert len(name) == LONGEST_CELL


def test_notes_tell_versions_dates_use_and_that_it_is_advice(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    notes = {what: text for what, text, *_ in sheet_of(book_of(supplier, facts), "Notes")}
    assert "advice for a person" in notes["How to read this"]
    assert notes["May be used for"] == "contract management and the council's annual statement"
    assert notes["Screened as at"] == "21 November 2026"
    assert notes["Model version"] == "2026.1"
    assert notes["Reference: country"] == "2019"
    assert "16 February 2026" in notes["Read: Registry copy"]
    assert "a" * 64 in notes["Read: Suppliers"]


def test_skipped_rows_have_a_sheet(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    rows = sheet_of(book_of(supplier, facts), "Skipped rows")
    assert [row[:4] for row in rows[1:]] == [
        ["anytown.csv", 4, "row", "no amount"],
        ["anytown.csv", 9, "row", "no amount"],
        ["anytown.csv", 5, "row", "no supplier"],
    ]


def test_the_same_results_give_the_same_bytes(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    assert book_of(supplier, facts) == book_of(supplier, facts)
