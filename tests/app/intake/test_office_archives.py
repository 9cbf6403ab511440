"""Workbooks that would unpack or lay out to far too much are refused; real ones pass."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from app.intake import office_archives
from app.intake.office_archives import COUNCIL_TABLE, QUESTIONNAIRE, Limits, Unsafe, check

SPACES = 'xmlns:t="urn:t" xmlns:o="urn:o" xmlns:x="urn:x"'


def archive(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return content.getvalue()


def sheet(rows: str) -> bytes:
    return archive({"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"})


def document(rows: str) -> bytes:
    return archive({"content.xml": f"<t:table {SPACES}>{rows}</t:table>"})


def test_a_large_real_workbook_passes_for_a_council_and_not_as_a_questionnaire(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True})
    made = book.add_worksheet()
    for number in range(20_500):
        made.write_row(number, 0, [number, "Northgate Cleaning Services Ltd", 12.5])
    book.close()
    check(tmp_path / "a.xlsx", COUNCIL_TABLE)
    with pytest.raises(Unsafe, match="far apart"):
        check((tmp_path / "a.xlsx").read_bytes(), QUESTIONNAIRE)


def test_formatting_to_the_last_row_is_usual_and_values_far_apart_are_not() -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    check(sheet(first + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'), COUNCIL_TABLE)
    for far in ('<c r="XFD1048576"><v>1</v></c>', '<c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c>'):
        with pytest.raises(Unsafe, match="far apart"):
            check(sheet(f'{first}<row r="1048576">{far}</row>'), COUNCIL_TABLE)


def test_rows_that_an_opendocument_repeats_count_each_time() -> None:
    cell = '<t:table-cell o:value-type="float" t:number-columns-repeated="1000"/>'
    check(document(f'<t:table-row t:number-rows-repeated="100">{cell}</t:table-row>'), COUNCIL_TABLE)
    with pytest.raises(Unsafe, match="far apart"):
        check(document(f'<t:table-row t:number-rows-repeated="100000">{cell}</t:table-row>'), COUNCIL_TABLE)
    empty = '<t:table-row t:number-rows-repeated="1048576"><t:table-cell t:number-columns-repeated="16384"/>'
    check(document(f"{empty}</t:table-row>"), COUNCIL_TABLE)
    with pytest.raises(Unsafe, match="far apart"):
        check(document(f"{empty}</t:table-row><t:table-row>{cell}</t:table-row>"), COUNCIL_TABLE)


def test_what_a_file_claims_of_its_size_is_not_believed(monkeypatch) -> None:
    small = Limits(bytes=1_000_000, rows=10, columns=10, cells=10)
    with pytest.raises(Unsafe, match="too large"):
        check(archive({"xl/media/a.bin": "0" * 1_000_001}), small)
    monkeypatch.setattr(office_archives, "MOST_PARTS", 1)
    with pytest.raises(Unsafe, match="parts"):
        check(archive({"a": "", "b": ""}), small)
