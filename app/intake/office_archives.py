"""Whether a workbook can be opened without harm: before a reader unpacks it and lays out its cells.

An archive of some kilobytes can unpack to gigabytes, and a sheet with two cells in opposite corners makes a
reader lay out all that lie between.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

MOST_BYTES: Final = 40_000_000
"""Unpacked. A questionnaire has under one million."""
MOST_PARTS: Final = 1_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300

_BLOCK: Final = 64 * 1024
_CELL: Final = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")


class Unsafe(Exception):
    """The archive is broken, too large once unpacked, or too widely spread."""


def check(content: bytes) -> None:
    """Raise `Unsafe` unless every part unpacks within the limits and every sheet stays within them."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or len({part.filename.casefold() for part in parts}) != len(parts):
                raise Unsafe("too many parts, or two of one name")
            room = MOST_BYTES
            for part in parts:
                is_sheet = part.filename.casefold().startswith("xl/worksheets/")
                scan = _Sheet() if is_sheet and part.filename.casefold().endswith(".xml") else None
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


class _Sheet:
    """Follows the XML of a sheet and notes how far down and to the right it reaches."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._row = self._column = 0

    def feed(self, block: bytes, last: bool = False) -> None:
        """Take the next piece of the XML."""
        self._parser.Parse(block, last)

    def _refuse(self, *declared: object) -> None:
        raise Unsafe("a document type is declared")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        where = attributes.get("r", "")
        if tag == "row":
            self._row = int(where[:10]) if where.isdecimal() else self._row + 1
            self._column = 0
        elif tag == "c":
            found = _CELL.fullmatch(where)
            self._column = _number(found[1]) if found else self._column + 1
            self._row = int(found[2]) if found else self._row
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            raise Unsafe("cells are too far apart")


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
