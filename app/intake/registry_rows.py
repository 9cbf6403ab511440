"""The rows of a registry download, with the faults of the program that wrote it put right.

The registry's writer of 2021 put cells with quotation marks into quotation marks without doubling those
inside. Such a row cannot be read by the rules of CSV alone. But each row begins on a line of its own with the
statement's year, and the number of columns is known; so rows are cut out first, then read one by one: by
the rules, else with only those quotation marks closing a cell that a comma or the end of the row follows.
A row for which neither gives the right number of columns is handed on as broken; the next row is not lost.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from app.intake import text_files
from app.intake.records import UnusableInput

# A line and the cells of the row that starts there; None if the row is broken.
Record = tuple[int, list[str] | None]

_FIRST_COLUMN = "StatementYear"
_ROW_START = re.compile(r'"?20\d\d"?,')
# A cell may hold lines that look like the start of a row ("2022, we trained ..."): so many may be joined. The
# longest texts of the registry's form, some 3,000 characters in all, hold no more such lines.
_MAX_PIECES = 500


def read_rows(path: Path) -> tuple[list[str], Iterator[Record]]:
    """The header's names and an iterator over the rows below it, blank rows left out.

    Raises UnusableInput if the file cannot be opened or is empty.
    """
    if not path.is_file():
        raise UnusableInput(f"{path}: there is no such file.")
    source = enumerate(text_files.lines(path), start=1)
    first = next(source, None)
    if first is None:
        raise UnusableInput(f"{path.name}: the file is empty.")
    try:
        header = [name.strip() for name in next(csv.reader([first[1]]), [])]
    except csv.Error as error:
        raise UnusableInput(f"{path.name}: this is not a CSV file ({error}).") from error
    if header[:1] == [_FIRST_COLUMN]:
        return header, _joined(_pieces(source), len(header))
    return header, _by_the_rules(path, source, len(header))


def _by_the_rules(path: Path, source: Iterator[tuple[int, str]], columns: int) -> Iterator[Record]:
    """Rows of a file whose columns were put into another order: plain CSV."""
    reader = csv.reader(line for _, line in source)
    line = 2
    try:
        for cells in reader:
            if any(cells):
                yield line, cells if len(cells) == columns else None
            line = reader.line_num + 2
    except csv.Error as error:
        raise UnusableInput(f"{path.name}, line {line}: the row cannot be read ({error}).") from error


def _pieces(source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Stretches of text that begin where a row may begin, with the line of that beginning."""
    begun, text = 0, ""
    for line, content in source:
        if begun and not _ROW_START.match(content):
            text += content
            continue
        if begun:
            yield begun, text
        # A row with a broken year is still a row of its own when it comes first.
        begun, text = line, content
    if begun and text.strip():
        yield begun, text


def _joined(pieces: Iterator[tuple[int, str]], columns: int) -> Iterator[Record]:
    """Rows out of pieces: a piece that is no row is tried together with those that follow it."""
    waiting: list[tuple[int, str]] = []
    while True:
        while len(waiting) < _MAX_PIECES and (piece := next(pieces, None)):
            waiting.append(piece)
        if not waiting:
            return
        begun = waiting[0][0]
        taken, rows = _first_rows(waiting, columns)
        yield from ((begun + offset, cells) for offset, cells in rows)
        del waiting[:taken]


def _first_rows(waiting: list[tuple[int, str]], columns: int) -> tuple[int, list[Record]]:
    """How many pieces the first row takes, and that row (with any that stand in the same piece)."""
    text = ""
    for taken, (_, piece) in enumerate(waiting, start=1):
        joined = text + piece
        # A piece that is a row by itself continues no other: joined, they would mix two organisations. One
        # that is a row only with its quotation marks put right may be the rest of a row without any fault.
        if taken > 1 and (
            _all_whole(_by_rule(piece, columns))
            or (not _all_whole(_by_rule(joined, columns)) and _rows(piece, columns))
        ):
            break
        text = joined
        if rows := _rows(text, columns):
            return taken, rows
    return 1, [(0, None)]


def _rows(text: str, columns: int) -> list[Record]:
    """The rows in a text, counted from its first line; [] if there is not one whole row in it.

    There is more than one where a row begins with something else than a year.
    """
    rows = _by_rule(text, columns)
    if _all_whole(rows):
        return rows
    undoubled = _undoubled_cells(text.rstrip("\r\n"))
    if len(undoubled) == columns:
        return [(0, undoubled)]
    return rows if any(cells for _, cells in rows) else []


def _by_rule(text: str, columns: int) -> list[Record]:
    """The rows of a text by the rules of CSV, None for one of another number of columns; [] if it breaks
    them."""
    rows: list[Record] = []
    reader = csv.reader(text.rstrip("\r\n").splitlines(keepends=True), strict=True)
    begun = 0
    try:
        for cells in reader:
            if cells:
                rows.append((begun, cells if len(cells) == columns else None))
            begun = reader.line_num
    except csv.Error:
        return []
    return rows


def _all_whole(rows: list[Record]) -> bool:
    return bool(rows) and all(cells for _, cells in rows)


def _undoubled_cells(text: str) -> list[str]:
    """Cells of a row in which quotation marks inside a quoted cell are not doubled."""
    cells: list[str] = []
    position = 0
    while position <= len(text):
        if text.startswith('"', position):
            end = position + 1
            while (end := text.find('"', end)) >= 0 and text[end + 1 : end + 2] not in ("", ","):
                end += 1
            if end < 0:
                return []
            cells.append(text[position + 1 : end])
            position = end + 2
        else:
            end = text.find(",", position)
            end = len(text) if end < 0 else end
            cells.append(text[position:end])
            position = end + 1
    return cells
