"""Filling in a workbook as a person would: some cells are written, all else stays as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from python_calamine import CalamineWorkbook

from app.workbook_layout import Column, RowKey

Value = str | int | float | bool | date | None
Place = tuple[str, str]
"""The key of a row as text, and the name of a column."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def places(content: bytes) -> dict[Place, str]:
    """Where each cell stands: (key of its row, name of its column) -> address such as "D4"."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[Place, str] = {}
    for name in book.sheet_names:
        columns: dict[int, Column] = {}
        for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
            marks = {at: column for at, cell in enumerate(row) if (column := Column.of_mark(str(cell)))}
            columns = columns or marks
            key = RowKey.read(str(row[0])) if row and columns else None
            if key is not None:
                found |= {(str(key), c.value): f"{chr(65 + at)}{number}" for at, c in columns.items()}
    return found


def filled(
    content: bytes,
    answers: Mapping[str, Value],
    urls: Mapping[str, Value] | None = None,
    days: Mapping[str, Value] | None = None,
) -> bytes:
    """The workbook with these cells written: answers by row ("question:id", "option:id:value",
    "entry:id:1"; a bare id is a question), links and dates of evidence by the id of their question.
    """
    where = places(content)
    wanted: dict[str, Value] = {}
    for column, cells in (("answer", answers), ("evidence_url", urls), ("evidence_date", days)):
        for key, value in (cells or {}).items():
            row = key if ":" in key else f"question:{key}"
            wanted[where[row, column]] = value
    return changed(content, "xl/worksheets/sheet3.xml", lambda xml: _written(xml, wanted))


def changed(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The file with one part put through `change`; None leaves the part out."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for one in source.namelist():
            data: bytes | None = source.read(one)
            if one == part and data is not None:
                data = change(data)
            if data is not None:
                made.writestr(one, data)
    return target.getvalue()


def _written(xml: bytes, wanted: Mapping[str, Value]) -> bytes:
    root = etree.fromstring(xml)
    cells = {cell.get("r"): cell for cell in root.iter(f"{_MAIN}c")}
    for address, value in wanted.items():
        _write(cells[address], value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write(cell: etree._Element, value: Value) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = escaped(value)
        return
    if isinstance(value, bool):
        cell.set("t", "b")
        value = int(value)
    if isinstance(value, date):
        value = (value - date(1899, 12, 30)).days
    etree.SubElement(cell, f"{_MAIN}v").text = str(value)


def with_formula(content: bytes, row: str, formula: str, value: str) -> bytes:
    """The workbook with a formula in an answer cell, and what it last came to."""
    address = places(content)[row, "answer"]

    def change(xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        cell = next(one for one in root.iter(f"{_MAIN}c") if one.get("r") == address)
        _write(cell, None)
        cell.set("t", "str")
        etree.SubElement(cell, f"{_MAIN}f").text = formula
        etree.SubElement(cell, f"{_MAIN}v").text = value
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return changed(content, "xl/worksheets/sheet3.xml", change)


def without_sheet(content: bytes, name: str) -> bytes:
    """The workbook without one of its sheets."""
    return changed(
        content,
        "xl/workbook.xml",
        lambda xml: re.sub(f'<sheet name="{name}"[^>]*/>'.encode(), b"", xml),
    )


def escaped(text: str) -> str:
    """As spreadsheet programs write what XML cannot hold, and what looks like it."""
    text = re.sub(r"_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1", text)
    return re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\r]", lambda m: f"_x{ord(m[0]):04X}_", text
    )
