"""Reading Companies House's Free Company Data Product: all live companies, with up to ten previous names
each.

Of its five and a half million rows only those are kept that say something of a supplier or of an organisation
with a statement. The header is the published one, whose names have blanks before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.intake import bulk_files, text_files, values
from app.intake.records import SkippedRow
from screening import identifiers, names

BROKEN_ROW = "the row does not have the columns of the header"
NO_NUMBER = "the company number is not one of Companies House"
NO_NAME = "the company has no name"

MOST_PREVIOUS_NAMES: Final = 10
NEEDED: Final = ("CompanyName", "CompanyNumber", "RegAddress.PostCode", "CompanyStatus")


@dataclass(frozen=True, slots=True)
class PreviousName:
    """A name that a company gave up, and when; None where the file does not say."""

    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Company:
    """One company of the register, its previous names the latest first."""

    number: str
    name: str
    postcode: str
    status: str
    previous: tuple[PreviousName, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which companies matter: by number, or by a cleaned name (`screening.names.clean(...).flat`, never
    "")."""

    numbers: frozenset[str]
    names: frozenset[str]

    def wants(self, company: Company) -> bool:
        """Whether the company's number is wanted, or its name, or a name that it had."""
        if company.number in self.numbers:
            return True
        known = (company.name, *(one.name for one in company.previous))
        return any(names.clean(name).flat in self.names for name in known)


@dataclass(frozen=True, slots=True)
class CompaniesFile:
    """A copy of the company data: `rows_read` rows, of which `companies` are wanted.

    `skipped` holds the first of the rows that cannot be read, `reasons` counts them all.
    """

    name: str
    sha256: str
    as_at: date
    companies: tuple[Company, ...]
    rows_read: int
    skipped: tuple[SkippedRow, ...]
    reasons: dict[str, int]


def read_companies(
    path: Path, wanted: Wanted, as_at: date | None = None, progress: Callable[[int], None] | None = None
) -> CompaniesFile:
    """Read `BasicCompanyDataAsOneFile-YYYY-MM-DD` (.csv, .zip or .gz) in one pass and keep what is wanted.

    `as_at` is the day of the copy where the file's name does not say it. `progress` is called with the number
    of rows read. Raises UnusableInput if the file cannot be opened or is not company data.
    """
    kept: dict[str, Company] = {}
    skips = bulk_files.Skips()
    read = 0
    with bulk_files.opened(path) as text:
        day = bulk_files.day_of(path, as_at)
        header, rows = bulk_files.table(path, text)
        columns = _Columns.of(path, header)
        for read, (line, cells) in enumerate(rows, start=1):
            if progress and read % bulk_files.PROGRESS_EVERY == 0:
                progress(read)
            found = columns.company(cells) if len(cells) == len(header) else BROKEN_ROW
            if isinstance(found, str):
                skips.add(line, found)
            elif wanted.wants(found):
                kept[found.number] = found
    if progress:
        progress(read)
    return CompaniesFile(
        name=path.name,
        sha256=text_files.sha256_of(path),
        as_at=day,
        companies=tuple(kept.values()),
        rows_read=read,
        skipped=tuple(skips.told),
        reasons=dict(skips.reasons.most_common()),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand that are read."""

    name: int
    number: int
    postcode: int
    status: int
    previous: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, path: Path, header: Sequence[str]) -> _Columns:
        places = bulk_files.column_numbers(path, header, NEEDED, "Companies House's basic company data")
        pairs = (
            (f"PreviousName_{one}.CompanyName", f"PreviousName_{one}.CONDATE")
            for one in range(1, MOST_PREVIOUS_NAMES + 1)
        )
        name, number, postcode, status = (places[needed] for needed in NEEDED)
        return cls(
            name,
            number,
            postcode,
            status,
            previous=tuple((places[one], places.get(day, -1)) for one, day in pairs if one in places),
        )

    def company(self, cells: Sequence[str]) -> Company | str:
        """The company of a row, or why it is none."""
        number, name = identifiers.company_number(cells[self.number]), " ".join(cells[self.name].split())
        if not number:
            return NO_NUMBER
        if not name:
            return NO_NAME
        postcode = " ".join(cells[self.postcode].upper().split())
        return Company(number, name, postcode, cells[self.status].strip(), tuple(self._previous(cells)))

    def _previous(self, cells: Sequence[str]) -> Iterator[PreviousName]:
        for name, day in self.previous:
            if given := " ".join(cells[name].split()):
                yield PreviousName(given, values.day(cells[day]) if day >= 0 else None)
