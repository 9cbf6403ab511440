"""The made-up suppliers of the example and their made-up statements: written into files, and loaded.

Reader of app/example/fictitious.yaml. The files stand in the data folder, with the days of the first start.
Every organisation bears `registry.MADE_UP` in its name, and the loader of registry copies refuses such names
from anybody else, so none of these rows can come into a production database.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

from app.services.background.progress import Progress, silent
from app.services.loads import registry, supplier_files
from app.settings import Settings
from models import Council, SourceFile

_FILE: Final = Path(__file__).parents[2] / "example" / "fictitious.yaml"
_REGISTER: Final = (
    "Contract Reference", "Contract Title", "Description", "Supplier Name", "Company Number", "CPV Code",
    "Contract Value", "Start Date", "End Date", "Country of origin", "Agency workers", "Workforce skill",
)  # fmt: skip
_AREAS: Final = {
    "OrgStructure": "StatementIncludesOrgStructure",
    "Policies": "StatementIncludesPolicies",
    "RisksAssessment": "StatementIncludesRisksAssessment",
    "DueDiligence": "StatementIncludesDueDiligence",
    "Training": "StatementIncludesTraining",
    "Goals": "StatementIncludesGoals",
}
_REGISTRY: Final = (
    "StatementYear", "OrganisationName", "SectorType", "CompanyNumber", "LastUpdated", "GroupSubmission",
    "ParentName", "StatementURL", "StatementSummaryURL", "StatementStartDate", "StatementEndDate",
    "ApprovingPerson", "DateApproved", *_AREAS.values(), "Turnover", "YearsProducingStatements",
)  # fmt: skip
_MONTHS_TO_PUBLISH: Final = 2
"""A made-up statement is approved by the end of the second month after its year."""


@cache
def told() -> Mapping[str, Any]:
    """The file as it stands."""
    read: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read


def first_of(today: date, months: int) -> date:
    """The first day of the month that lies so many months from this one."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)


def last_of(today: date, months: int) -> date:
    """The last day of the month that lies so many months from this one."""
    return date.fromordinal(first_of(today, months + 1).toordinal() - 1)


def load_statements(session: Session, settings: Settings, now: datetime, today: date) -> SourceFile:
    """Load the made-up statements beside the real copy of the registry."""
    if not settings.is_embedded:
        raise RuntimeError("made-up statements exist in the one-machine set-up only")
    copied = now.date()
    name = f"StatementSummaries-fictitious-asof-{copied.isoformat()}.csv"
    rows = (_statement(row, today, copied) for row in told()["statements"])
    path = _write(settings, name, _REGISTRY, rows)
    return registry.load(session, path, now, silent, made_up=True)


def load_suppliers(
    session: Session, settings: Settings, council: Council, now: datetime, today: date, tell: Progress
) -> SourceFile:
    """Load the made-up suppliers of a council beside the contracts that it has."""
    if not settings.is_embedded:
        raise RuntimeError("made-up suppliers exist in the one-machine set-up only")
    rows = [one for one in told()["suppliers"] if one.get("council", "anytown") == council.slug]
    name = f"{council.slug}_contracts_register_fictitious.csv"
    path = _write(settings, name, _REGISTER, _contracts(council.slug[:2].upper(), rows, today))
    return supplier_files.load(session, council, path, now, tell, beside=True)


def _contracts(prefix: str, rows: Iterable[Mapping[str, Any]], today: date) -> Iterable[Sequence[Any]]:
    number = 0
    for row in rows:
        for one in row["contracts"]:
            number += 1
            yield (
                f"{prefix}-F{number:03}",
                one["title"],
                one["description"],
                row["name"],
                row.get("number", ""),
                one["cpv"],
                one["value"],
                first_of(today, one["from"]).isoformat(),
                last_of(today, one["to"]).isoformat(),
                one.get("made_in", ""),
                one.get("agency", ""),
                one.get("skill", ""),
            )


def _statement(row: Mapping[str, Any], today: date, copied: date) -> Sequence[Any]:
    end = last_of(today, row["to"])
    start = first_of(today, row["to"] - 11)
    approved = min(last_of(today, row["to"] + _MONTHS_TO_PUBLISH), copied)
    without = row.get("without", ())
    page = row.get("group") or row["number"]
    return (
        end.year,
        row["name"],
        "Private",
        row["number"],
        _day(approved),
        "Yes" if "group" in row else "No",
        row.get("of", ""),
        row["url"],
        f"https://registry.example/statement-summary/{page}/{end.year}",
        _day(start),
        _day(end),
        "(Managing Director)",
        _day(approved),
        *("No" if area in without else "Yes" for area in _AREAS),
        row["turnover"],
        row["years"],
    )


def _day(day: date) -> str:
    """A day as the registry writes it."""
    return f"{day:%d/%m/%Y}"


def _write(settings: Settings, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    folder = settings.data_dir / "example"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
    return path
