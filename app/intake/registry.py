"""Reading the yearly download of the UK modern slavery statement registry, unchanged.

The columns are found by name: downloads of 71 columns (to 2022) and of 73 (with PDFDate and PDFURL) are
both read. Only what Fairhand needs is kept; of the person who approved a statement, only the role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from app.intake import text_files, values
from app.intake.records import RegistryFile, SkippedRow, StatementRow, UnusableInput
from app.intake.registry_rows import read_rows
from screening import identifiers

PROGRESS_EVERY = 1_000

BROKEN_ROW = "the row does not have the columns of the header"
NO_YEAR = "the statement year is not a year"
NO_ORGANISATION = "no organisation is named"
NO_ADDRESS = "no address of a statement or of its summary"
TWICE = "the same organisation and statement stand in an earlier row"

_MENDS = {
    BROKEN_ROW: "look for a quotation mark inside a cell and double it, or download the file again",
    NO_YEAR: "the first column must hold the reporting year, such as 2026",
    NO_ORGANISATION: "look the statement up in the registry by its address and fill in OrganisationName",
    NO_ADDRESS: "fill in StatementSummaryURL or StatementURL",
    TWICE: "nothing to do: the later row was left out",
}
REQUIRED = (
    "StatementYear",
    "OrganisationName",
    "CompanyNumber",
    "StatementURL",
    "StatementSummaryURL",
    "StatementStartDate",
    "StatementEndDate",
)
AREAS = {
    "structure": "StatementIncludesOrgStructure",
    "policies": "StatementIncludesPolicies",
    "risk_assessment": "StatementIncludesRisksAssessment",
    "due_diligence": "StatementIncludesDueDiligence",
    "training": "StatementIncludesTraining",
    "goals": "StatementIncludesGoals",
}
_DATE_IN_NAME = re.compile(r"asof-(\d{4}-\d\d-\d\d)")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)


def read_registry(
    path: Path,
    as_at: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> RegistryFile:
    """Read `StatementSummaries<year>.csv` (also gzipped) as downloaded.

    `as_at` is the day of the copy; else "asof-YYYY-MM-DD" in the file's name says it; else it is the day
    of the latest change in the file. `progress` is called with the number of rows read so far.

    Raises UnusableInput if the file cannot be opened, lacks a required column, holds no row that can be
    used, or its day cannot be told.
    """
    rows: dict[str, StatementRow] = {}
    skipped: list[SkippedRow] = []
    read = 0
    header, records = read_rows(path)
    _check_header(path, header)
    for read, (line, cells) in enumerate(records, start=1):
        if progress and read % PROGRESS_EVERY == 0:
            progress(read)
        found = _statement(dict(zip(header, cells, strict=True))) if cells else BROKEN_ROW
        if isinstance(found, StatementRow) and found.key in rows:
            found = TWICE
        if isinstance(found, StatementRow):
            rows[found.key] = found
        else:
            skipped.append(SkippedRow(line, found, mend=_MENDS[found]))
    if progress:
        progress(read)
    if not rows:
        raise UnusableInput(f"{path.name}: none of its {read} rows can be used.")
    return RegistryFile(
        name=path.name,
        sha256=text_files.sha256_of(path),
        as_at=as_at or _day_of_copy(path, rows),
        rows=tuple(rows.values()),
        rows_read=read,
        skipped=tuple(skipped),
    )


def _check_header(path: Path, header: Sequence[str]) -> None:
    if missing := [name for name in REQUIRED if name not in header]:
        raise UnusableInput(
            f"{path.name}: this is not a download of the statement registry; it lacks the columns "
            f"{', '.join(missing)}. Take StatementSummaries<year>.csv from the registry, unchanged."
        )


def _day_of_copy(path: Path, rows: Mapping[str, StatementRow]) -> date:
    if found := _DATE_IN_NAME.search(path.name):
        named = values.day(found[1])
        if named is None:
            raise UnusableInput(f"{path.name}: {found[1]} in the file's name is not a day of the calendar.")
        return named
    changes = [row.last_updated for row in rows.values() if row.last_updated]
    if not changes:
        raise UnusableInput(
            f"{path.name}: the day of this copy cannot be told; put it into the file's name, such as "
            "StatementSummaries2026-asof-2026-03-31.csv."
        )
    return max(changes)


# ------------------------------------------------------------------------------------------------ one row


def _statement(raw: Mapping[str, str]) -> StatementRow | str:
    """The row as a statement, or the reason why it cannot be one."""
    year = raw["StatementYear"].strip()
    organisation = _name(raw["OrganisationName"])
    parent = _name(raw.get("ParentName", ""))
    summary_url, statement_url = raw["StatementSummaryURL"].strip(), raw["StatementURL"].strip()
    if not re.fullmatch(r"20\d\d", year):
        return NO_YEAR
    if not organisation:
        return NO_ORGANISATION
    if not (summary_url or statement_url):
        return NO_ADDRESS
    address = raw.get("Address", "")
    return StatementRow(
        year=int(year),
        organisation_name=organisation,
        company_number=identifiers.company_number(raw["CompanyNumber"]),
        address=", ".join(_lines(address)),
        postcode=_postcode(address),
        sector_type=raw.get("SectorType", "").strip(),
        is_group=_yes_or_no(raw.get("GroupSubmission", "")) is True,
        parent_name=parent,
        statement_url=statement_url,
        summary_url=summary_url,
        start=values.day(raw["StatementStartDate"]),
        end=values.day(raw["StatementEndDate"]),
        approver_role=approver_role(raw.get("ApprovingPerson", "")),
        approved_on=values.day(raw.get("DateApproved", "")),
        areas=_areas(raw),
        sectors=_lines(raw.get("OrganisationSectors", "")),
        other_sector=raw.get("OtherOrganisationSector", "").strip(),
        turnover=raw.get("Turnover", "").strip(),
        years_producing=raw.get("YearsProducingStatements", "").strip(),
        last_updated=values.day(raw.get("LastUpdated", "")),
        pdf_url=raw.get("PDFURL", "").strip(),
    )


def _name(text: str) -> str:
    """An organisation's name without the tab that guards against formulas and without stray quotes."""
    plain = " ".join(text.split())
    while len(plain) > 1 and plain[0] == plain[-1] == '"':
        plain = plain[1:-1].strip()
    if plain.count('"') == 1:
        plain = plain.strip('"').strip()
    return plain


def approver_role(text: str) -> str:
    """The role in "Jo Bloggs (Managing Director (UK))"; "" if no role stands in brackets."""
    opened, closed = text.find("("), text.rfind(")")
    if opened < 0 or closed < opened:
        return ""
    role = " ".join(text[opened + 1 : closed].split())
    while role.startswith("(") and role.rstrip(" .").endswith(")"):
        role = role[1:].rstrip(" .")[:-1]
    return role.strip(" .")


def _areas(raw: Mapping[str, str]) -> dict[str, bool]:
    answers = {area: _yes_or_no(raw.get(column, "")) for area, column in AREAS.items()}
    return {area: answer for area, answer in answers.items() if answer is not None}


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.strip().casefold())


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a cell that holds a list, LF or CRLF."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def _postcode(address: str) -> str:
    found = _POSTCODE.findall(address)
    return " ".join(found[-1]).upper() if found else ""
