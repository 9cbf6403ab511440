"""A published table of any kind as a header and rows with their line numbers.

Knows files, encodings, separators, sheets and title rows. What a header looks like is the caller's
knowledge: `read_table` takes a function that scores a row as a header.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from app.intake import office_archives, text_files
from app.intake.records import UnusableInput

Row = tuple[int, list[str]]
HeaderScore = Callable[[Sequence[str]], int]

SEPARATORS = (",", ";", "\t")
# Title rows, notes and dates of publication above a header were never seen to go beyond a dozen rows.
HEADER_WITHIN_ROWS = 50
_ZIP_MARK = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_OLE_MARK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a file. `rows()` reads the rows below the header afresh at each call.

    `header_line` and the lines of the rows count from 1, as an editor or a spreadsheet does; a row that
    runs over several lines has the number of its first. Cells are text with line breaks kept; dates of
    workbooks come as ISO text. Rows may be shorter or longer than the header.
    """

    name: str
    sha256: str
    encoding: str
    sheet: str
    unread_sheets: tuple[str, ...]
    header: tuple[str, ...]
    header_line: int
    _source: Callable[[], Iterator[Row]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """The rows below the header, blank ones included."""
        return (row for row in self._source() if row[0] > self.header_line)


def read_table(path: Path, score: HeaderScore) -> Table:
    """Find the table in a CSV (also gzipped), XLSX, XLS or ODS file.

    `score` says how much a row looks like the header that is wanted, 0 for not at all; the first row with
    the highest score is taken, over all separators or sheets. If none scores, the fullest of the first rows
    is taken, so that a message can say which columns were seen.

    Raises UnusableInput if there is no such file, it is no table, is empty, damaged or locked.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(512)
    except OSError as error:
        raise UnusableInput(f"{path}: cannot be opened ({error.strerror or error}).") from error
    if not start:
        raise UnusableInput(f"{path.name}: the file is empty.")
    if start.startswith((_ZIP_MARK, _OLE_MARK)):
        return _from_workbook(path, score, start)
    _refuse_documents(path, start)
    return _from_text(path, score)


def _refuse_documents(path: Path, start: bytes) -> None:
    opening = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith(b"%pdf"):
        raise UnusableInput(f"{path.name}: this is a PDF; ask for the table as CSV or Excel.")
    if start.startswith(_PICTURES):
        raise UnusableInput(f"{path.name}: this is a picture; ask for the table as CSV or Excel.")
    if opening.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnusableInput(
            f"{path.name}: this is a web page, not a table; download the file that it links to."
        )


# ------------------------------------------------------------------------------------------------- text


def _from_text(path: Path, score: HeaderScore) -> Table:
    if not text_files.is_text(path):
        raise UnusableInput(f"{path.name}: this is no text; save the table as CSV or Excel.")
    candidates = []
    for separator in SEPARATORS:
        with closing(_csv_rows(path, separator)) as rows:
            head = list(islice(rows, HEADER_WITHIN_ROWS))
        candidates.append((_find_header(head, score), separator))
    # max() keeps the first of equals: a comma before a semicolon before a tab.
    (_, _, line, header), separator = max(candidates, key=lambda candidate: candidate[0][:2])
    if not header:
        raise UnusableInput(f"{path.name}: the file has no rows.")
    return Table(
        name=path.name,
        sha256=text_files.sha256_of(path),
        encoding=text_files.encoding_of(path),
        sheet="",
        unread_sheets=(),
        header=header,
        header_line=line,
        _source=lambda: _csv_rows(path, separator),
    )


def _csv_rows(path: Path, separator: str) -> Generator[Row]:
    reader = csv.reader(text_files.lines(path), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnusableInput(
            f"{path.name}, line {line}: the row cannot be read ({error}); look for a quotation mark that is "
            "opened and never closed."
        ) from error


# ---------------------------------------------------------------------------------------------- workbooks


def _from_workbook(path: Path, score: HeaderScore, start: bytes) -> Table:
    found = []
    for sheet in _sheets(path, start):
        head = list(islice(_sheet_rows(sheet), HEADER_WITHIN_ROWS))
        found.append((_find_header(head, score), sheet))
    if not found:
        raise UnusableInput(f"{path.name}: the workbook has no sheet of cells.")
    # The best header; among sheets with the same header the longest table.
    (_, _, line, header), chosen = max(
        found, key=lambda candidate: (*candidate[0][:2], candidate[1].total_height)
    )
    if not header:
        raise UnusableInput(f"{path.name}: the workbook has no rows.")
    return Table(
        name=path.name,
        sha256=text_files.sha256_of(path),
        encoding="",
        sheet=chosen.name,
        unread_sheets=tuple(sheet.name for (*_, cells), sheet in found if cells and sheet is not chosen),
        header=header,
        header_line=line,
        _source=lambda: _sheet_rows(chosen),
    )


def _sheets(path: Path, start: bytes) -> list[CalamineSheet]:
    """All sheets of cells; each is parsed here, once. Sheets that hold a chart only are left out."""
    try:
        if start.startswith(_ZIP_MARK):
            _refuse_other_archives(path)
            office_archives.check(path, office_archives.COUNCIL_TABLE)
        book = CalamineWorkbook.from_path(path)
        return [
            book.get_sheet_by_name(sheet.name)
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except office_archives.Unsafe as error:
        raise UnusableInput(
            f"{path.name}: the workbook is damaged or far too large ({error}); save the table as CSV."
        ) from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnusableInput(
            f"{path.name}: the workbook cannot be opened ({error}). Is it locked with a password, damaged or "
            "not a spreadsheet? Save the table as CSV."
        ) from error


def _refuse_other_archives(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        names = set(parts.namelist())
    if "xl/workbook.bin" in names:
        raise UnusableInput(f"{path.name}: this is a binary workbook (XLSB); save it as XLSX or CSV.")
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise UnusableInput(f"{path.name}: this archive is no workbook; unpack it and add the table in it.")


def _sheet_rows(sheet: CalamineSheet) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        yield line, [_cell_text(cell) for cell in cells]


def _cell_text(cell: object) -> str:
    """Text of a workbook's cell: whole numbers without ".0", dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


# ------------------------------------------------------------------------------------------------- header


def _find_header(head: Sequence[Row], score: HeaderScore) -> tuple[int, int, int, tuple[str, ...]]:
    """(score, filled cells, line, cells) of the best header among the first rows; all blank: no cells."""
    best: tuple[int, int, int, tuple[str, ...]] = (0, 0, 0, ())
    for line, cells in head:
        filled = sum(1 for cell in cells if cell.strip())
        if filled and (score(cells), filled) > best[:2]:
            best = (score(cells), filled, line, tuple(cells))
    return best
