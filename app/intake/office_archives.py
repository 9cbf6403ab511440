"""Whether a workbook can be opened without harm: before a reader unpacks it and lays out its cells.

An archive of some kilobytes can unpack to gigabytes, and a sheet with two cells in opposite corners makes a
reader lay out all that lie between.
"""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile


class Limits(NamedTuple):
    """What a workbook may have at most: bytes once unpacked; in a sheet rows, columns, and cells laid out.

    `rows` and `columns` count cells that are formatted only, `cells` the rectangle around those that hold
    something.
    """

    bytes: int
    rows: int
    columns: int
    cells: int


#: A questionnaire has under one million bytes.
QUESTIONNAIRE: Final = Limits(bytes=40_000_000, rows=20_000, columns=300, cells=6_000_000)
#: A year's spend of a large county, a hundred and forty thousand payments of twelve columns, has 1.7 million
#: cells. A sheet formatted to its last row is usual.
COUNCIL_TABLE: Final = Limits(bytes=600_000_000, rows=1_048_576, columns=16_384, cells=10_000_000)
MOST_PARTS: Final = 1_000

_BLOCK: Final = 64 * 1024
_CELL: Final = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")


class Unsafe(Exception):
    """The archive is broken, too large once unpacked, or too widely spread."""


def check(content: bytes | Path, limits: Limits = QUESTIONNAIRE) -> None:
    """Raise `Unsafe` unless every part unpacks within the limits and every sheet stays within them."""
    try:
        with ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or len({part.filename.casefold() for part in parts}) != len(parts):
                raise Unsafe("too many parts, or two of one name")
            room = limits.bytes
            for part in parts:
                scan = _scan_for(part.filename.casefold(), limits)
                with archive.open(part) as stream:
                    while block := stream.read(_BLOCK):
                        room -= len(block)
                        if room < 0:
                            raise Unsafe("too large once unpacked")
                        if scan is not None:
                            scan.feed(block)
                if scan is not None:
                    scan.feed(b"", last=True)
    except (BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise Unsafe(str(error)) from error
    except (zlib.error, expat.ExpatError) as error:
        raise Unsafe(str(error)) from error


def _scan_for(part: str, limits: Limits) -> _Xml | None:
    if part.startswith("xl/worksheets/") and part.endswith(".xml"):
        return _Sheet(limits)
    return _OpenDocument(limits) if part == "content.xml" else None


class _Xml:
    """Follows the XML of a part; refuses a document type, with which an attack by entities begins."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, block: bytes, last: bool = False) -> None:
        """Take the next piece of the XML."""
        self._parser.Parse(block, last)

    def _refuse(self, *declared: object) -> None:
        raise Unsafe("a document type is declared")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError


class _Sheet(_Xml):
    """A sheet of Excel: how far down and to the right it reaches."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._row = self._column = 0
        self._reach = _Reach(limits.cells)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag in ("v", "is"):
            self._reach.to(self._row, self._column)
            return
        where = attributes.get("r", "")
        if tag == "row":
            self._row = int(where[:10]) if where.isdecimal() else self._row + 1
            self._column = 0
        elif tag == "c":
            found = _CELL.fullmatch(where)
            self._column = _number(found[1]) if found else self._column + 1
            self._row = int(found[2]) if found else self._row
        if self._row > self._limits.rows or self._column > self._limits.columns:
            raise Unsafe("cells are too far apart")


class _OpenDocument(_Xml):
    """The sheets of an OpenDocument file, where a row or a cell may say that it stands many times."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._most = limits.cells
        self._reach = _Reach(limits.cells)
        self._row = self._rows = self._column = self._cells = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "table":
            self._row = self._rows = 0
            self._reach = _Reach(self._most)
        elif tag == "table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "number-rows-repeated")
            self._column = self._cells = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._column += self._cells
            self._cells = _repeated(attributes, "number-columns-repeated")
            if any(key.rpartition(" ")[2] in ("value-type", "formula") for key in attributes):
                self._reach.to(self._row + self._rows, self._column + self._cells)
        elif tag == "p":
            self._reach.to(self._row + self._rows, self._column + self._cells)


class _Reach:
    """The rectangle around the cells that hold something, counted from the first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._down = self._right = 0

    def to(self, row: int, column: int) -> None:
        """A cell here holds something."""
        if row > self._down or column > self._right:
            self._down, self._right = max(self._down, row), max(self._right, column)
            if self._down * self._right > self._most:
                raise Unsafe("cells are too far apart")


def _repeated(attributes: dict[str, Any], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "1")
    return int(text[:9]) if text.isdecimal() else 1


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
