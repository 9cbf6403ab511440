"""Reading public bulk files of millions of rows: streamed, plain, gzipped or zipped as they are published."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Final

from app.intake import text_files, values
from app.intake.records import SkippedRow, UnusableInput

PROGRESS_EVERY: Final = 50_000
TOLD: Final = 1_000
"""So many skipped rows are told one by one; those beyond are counted."""

_DAY_IN_NAME: Final = re.compile(r"(20\d\d-\d\d-\d\d)")
_ZIP_MARK: Final = b"PK\x03\x04"

Cells = tuple[int, Sequence[str]]


@dataclass(slots=True)
class Skips:
    """Rows that were left out: every one is counted by its reason, the first are kept with their lines."""

    reasons: Counter[str] = field(default_factory=Counter)
    told: list[SkippedRow] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        """Count a row."""
        self.reasons[what] += 1
        if len(self.told) < TOLD:
            self.told.append(SkippedRow(line, what))


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a file, UTF-8, also of one in an archive of its own (.gz, or .zip with one file in it).

    Raises UnusableInput if there is no such file, or the archive is damaged or holds several files.
    """
    if not path.is_file():
        raise UnusableInput(f"{path}: there is no such file.")
    try:
        with _binary(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="") as text:
            yield text
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnusableInput(f"{path.name}: the archive is damaged or cut short ({error}).") from error


@contextmanager
def _binary(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as stream:
        mark = stream.read(4)
    if mark == _ZIP_MARK:
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if not name.endswith("/")]
            if len(members) != 1:
                raise UnusableInput(f"{path.name}: holds {len(members)} files; unpack it and name one.")
            with archive.open(members[0]) as member:
                yield member
    elif mark.startswith(text_files.GZIP_MARK):
        with gzip.open(path, "rb") as packed:
            yield packed  # type: ignore[misc]  # a GzipFile is read like any file; its stub does not say so
    else:
        with path.open("rb") as plain:
            yield plain


def table(path: Path, lines: Iterable[str]) -> tuple[list[str], Iterator[Cells]]:
    """The header's names without blanks around them, and (line, cells) of each row below that is not
    blank."""
    reader = csv.reader(lines)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise UnusableInput(f"{path.name}: this is not a CSV file ({error}).") from error
    return header, _rows(path, reader)


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[Cells]:
    line = 1
    try:
        for line, cells in enumerate(reader, start=2):
            if any(cells):
                yield line, cells
    except csv.Error as error:
        raise UnusableInput(f"{path.name}, row {line + 1}: cannot be read ({error}).") from error


def column_numbers(path: Path, header: Sequence[str], needed: Sequence[str], what: str) -> dict[str, int]:
    """Where each column stands; UnusableInput names those that are missing, and `what` was expected."""
    found = {name: number for number, name in enumerate(header)}
    if missing := [name for name in needed if name not in found]:
        raise UnusableInput(f"{path.name}: this is not {what}; it lacks the columns {', '.join(missing)}.")
    return found


def day_of(path: Path, given: date | None) -> date:
    """The day of the copy: as given, else as the file's name says ("...-2026-11-01.csv")."""
    named = _DAY_IN_NAME.search(path.name)
    found = given or (values.day(named[1]) if named else None)
    if found is None:
        raise UnusableInput(f"{path.name}: say the day of this copy, such as --as-at 2026-11-01.")
    return found
