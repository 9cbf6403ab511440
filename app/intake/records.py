"""What intake hands on: plain frozen records, free of files, database and web.

Money is in pounds sterling (`Decimal`, two places); dates are calendar dates. Nothing here holds the name
of a payee who is a person: such rows are counted and left behind where they were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from screening.types import Contract


class UnusableInput(Exception):
    """The file as a whole cannot be used. The message says what is wrong and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out, or one of whose cells was (`value`); `what` says why.

    `line` is the line of the text file or the row of the sheet, counted from 1. `value` is shown only if it
    can be no name: an amount, a date, a country. `mend` says how the publisher could put it right.
    """

    line: int
    what: str
    value: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class PeopleWithheld:
    """Payees that look like people: how many rows, how many different payees. Never who."""

    rows: int = 0
    payees: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said of a file in place of what is told from its header.

    `columns` maps the position of a column (from 0) to its field, "" for one that is not to be read. `kind`
    is empty where the header tells it. `buyer` keeps the notices of one buyer, of a file that names several.
    """

    columns: Mapping[int, str] = field(default_factory=dict)
    kind: Literal["", "contracts", "spend"] = ""
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class SupplierInput:
    """One supplier of a council file, its rows added up.

    `key` is stable between files of the same council: the vendor id, else the company number, else the
    cleaned name. `name` is the spelling used most often. `spend` is the sum of what was paid (in a contracts
    register, of the contracts' values), None if no amount was given; `credits` is the sum of the negative
    amounts, zero or below. `postcode` is empty unless it is plainly that of a body (`app.intake.addresses`).
    A register gives one contract per row; a spend file one per expense category, largest first, whose values
    add up to `spend`.
    """

    key: str
    name: str
    other_names: tuple[str, ...] = ()
    vendor_id: str = ""
    other_vendor_ids: tuple[str, ...] = ()
    company_number: str = ""
    vat_number: str = ""
    charity_number: str = ""
    postcode: str = ""
    spend: Decimal | None = None
    credits: Decimal = Decimal(0)
    contracts: tuple[Contract, ...] = ()
    lines: int = 0
    first_line: int = 0


@dataclass(frozen=True, slots=True)
class CouncilFile:
    """A council's contracts register or spend file, read.

    Every row below the header is accounted for: `rows_read` equals `rows_loaded` + `blank_rows` +
    `repeated_headers` + `redacted_rows` + `people_withheld.rows` + the number of `skipped` rows. `notes` are
    rows that were loaded without one of their cells. `columns` maps a field to the header it was read from.
    `unread_sheets` names the sheets of a workbook that were not read. `period` is the first and the last
    payment date of a spend file. `malformed_numbers` counts suppliers for which the file has no company
    number but a text in its place that cannot be one. `buyers` counts the awards of each buyer that a file of
    notices names.
    """

    name: str
    sha256: str
    kind: Literal["contracts", "spend"]
    columns: Mapping[str, str]
    suppliers: tuple[SupplierInput, ...]
    rows_read: int
    rows_loaded: int
    skipped: tuple[SkippedRow, ...] = ()
    notes: tuple[SkippedRow, ...] = ()
    people_withheld: PeopleWithheld = PeopleWithheld()
    redacted_rows: int = 0
    blank_rows: int = 0
    repeated_headers: int = 0
    malformed_numbers: int = 0
    buyers: Mapping[str, int] = field(default_factory=dict)
    period: tuple[date | None, date | None] = (None, None)
    encoding: str = ""
    sheet: str = ""
    unread_sheets: tuple[str, ...] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """Why rows were skipped: reason -> number of rows, most frequent first."""
        return count_reasons(self.skipped)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of the modern slavery statement registry: one organisation covered by one statement.

    `areas` maps the six areas (structure, policies, risk_assessment, due_diligence, training, goals) to the
    registry's Yes or No; an area without an answer is absent. `approver_role` is the role only, the person's
    name is not kept. `year` is the reporting year (the year of the deadline), so the latest statement is the
    one with the greatest `end`, not the greatest `year`.
    """

    year: int
    organisation_name: str
    company_number: str = ""
    address: str = ""
    postcode: str = ""
    sector_type: str = ""
    is_group: bool = False
    parent_name: str = ""
    statement_url: str = ""
    summary_url: str = ""
    start: date | None = None
    end: date | None = None
    approver_role: str = ""
    approved_on: date | None = None
    areas: Mapping[str, bool] = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    other_sector: str = ""
    turnover: str = ""
    years_producing: str = ""
    last_updated: date | None = None
    pdf_url: str = ""

    @property
    def key(self) -> str:
        """Address of the statement and the organisation: members of a group share one address."""
        return f"{self.summary_url or self.statement_url} {self.organisation_name}"

    @property
    def display_name(self) -> str:
        """The name to show: the registry's own, or the parent's where the registry holds a bare number."""
        return (
            self.parent_name
            if self.organisation_name.isdigit() and self.parent_name
            else self.organisation_name
        )


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """A copy of the statement registry: `rows_read` equals the number of `rows` plus that of `skipped`.

    `as_at` is the day of the copy. "Not found" always means "not found in the copy of that day".
    """

    name: str
    sha256: str
    as_at: date
    rows: tuple[StatementRow, ...]
    rows_read: int
    skipped: tuple[SkippedRow, ...] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """Why rows were skipped: reason -> number of rows, most frequent first."""
        return count_reasons(self.skipped)


@dataclass(frozen=True, slots=True)
class ParentLink:
    """One company that another controls, both by their Companies House numbers ("" if a number is none)."""

    child_number: str
    parent_number: str
    child_name: str = ""
    parent_name: str = ""
    source: str = ""
    as_at: date | None = None


def count_reasons(rows: tuple[SkippedRow, ...]) -> dict[str, int]:
    """Number of rows by reason, most frequent first, then by the reason's text."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.what] = counts.get(row.what, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
