"""Our row of the registry goes through our own reader of the registry and back without loss."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.registry_sheet import tables
from app.extensions import clock
from app.intake import StatementRow, read_registry
from app.intake.registry import AREAS
from app.services.loads import registry
from models import Statement, StatementOrganisation
from screening.registry_form import Entry, InRegistry, columns, fields, rows, unguarded
from support.registry_entries import WHOLE, entries

SUMMARY = "https://registry.example/statement-summary/ANY01/2026"
MORE = InRegistry(date(2026, 11, 20), SUMMARY)


def written(entry: Entry, folder: Path) -> Path:
    path = folder / "StatementSummaries2026-asof-2026-11-20.csv"
    path.write_bytes(tables.registry_csv(rows(entry, MORE)))
    return path


def in_columns(read: StatementRow) -> dict[str, str]:
    """What the reader knows, in the registry's columns again."""

    def day(given: date | None) -> str:
        return f"{given:%d/%m/%Y}" if given else ""

    return {
        "StatementYear": str(read.year),
        "OrganisationName": read.organisation_name,
        "Address": read.address,
        "SectorType": read.sector_type,
        "CompanyNumber": read.company_number,
        "LastUpdated": day(read.last_updated),
        "GroupSubmission": "Yes" if read.is_group else "No",
        "ParentName": read.parent_name,
        "StatementURL": read.statement_url,
        "StatementSummaryURL": read.summary_url,
        "StatementStartDate": day(read.start),
        "StatementEndDate": day(read.end),
        "ApprovingPerson": read.approver_role,
        "DateApproved": day(read.approved_on),
        **{AREAS[area]: "Yes" if answer else "No" for area, answer in read.areas.items()},
        "OrganisationSectors": "\n".join(read.sectors),
        "OtherOrganisationSector": read.other_sector,
        "Turnover": read.turnover,
        "YearsProducingStatements": read.years_producing,
        "PDFURL": read.pdf_url,
    }


def expected(entry: Entry) -> list[dict[str, str]]:
    """What was written, of what the reader keeps: the role and not the name, the address in one line."""
    found = []
    for row in rows(entry, MORE):
        kept = {name: cell for name, cell in row.items() if name in in_columns(StatementRow(2026, "x"))}
        kept |= {column: row[column] for column in AREAS.values()}
        kept["Address"] = row["Address"].replace("\n", ", ")
        kept["ApprovingPerson"] = entry.text("job_title")
        found.append(kept)
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(entries())
def test_every_entry_is_read_as_it_was_written(tmp_path: Path, entry: Entry) -> None:
    read = read_registry(written(entry, tmp_path))
    assert read.skipped == ()
    assert [in_columns(one) for one in read.rows] == expected(entry)


@pytest.mark.parametrize("lines", [1, 5, 60])
def test_lines_that_look_like_the_beginning_of_a_row_break_nothing(tmp_path: Path, lines: int) -> None:
    told = "\n".join(["In", *["2022,"] * lines])
    entry = WHOLE.with_({"progress": (told,), "risk1_actions": (told,)})
    read = read_registry(written(entry, tmp_path))
    assert read.skipped == () and [in_columns(one) for one in read.rows] == expected(entry)


def test_the_rest_of_a_row_is_not_taken_for_a_row_with_faults(tmp_path: Path) -> None:
    """Found by chance: cut at its second line, the rest has as many cells as a row if quotation marks within
    cells are taken as the registry's old writer left them."""
    more = {"address": ("=1+1", "2022,x"), "group": ("Single",), "risk3": ('",0',)}
    entry = Entry({name: value for name, value in WHOLE.values.items() if fields()[name].needed} | more)
    read = read_registry(written(entry, tmp_path))
    assert read.skipped == () and [in_columns(one) for one in read.rows] == expected(entry)


@settings(max_examples=60)
@given(entries())
def test_every_cell_comes_back_from_the_csv_file_and_from_json(entry: Entry) -> None:
    made = rows(entry, MORE)
    text = tables.registry_csv(made).decode("utf-8-sig")
    header, *cells = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == columns()
    read = [dict(zip(header, map(unguarded, line), strict=True)) for line in cells]
    assert read == made == json.loads(tables.registry_json(made))
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in cells for cell in line)


def test_the_rows_are_stored_as_statements_like_those_of_the_registry(
    session: Session, tmp_path: Path
) -> None:
    source = registry.load(session, written(WHOLE, tmp_path), clock.now(), lambda *_: None)
    assert (source.rows_read, source.rows_loaded, source.skipped) == (3, 3, [])
    (statement,) = session.scalars(select(Statement)).all()
    assert statement.address == SUMMARY and statement.statement_url == WHOLE.text("statement_url")
    assert (statement.year, statement.is_group) == (2026, True)
    assert (statement.period_start, statement.period_end) == (date(2025, 4, 1), date(2026, 3, 31))
    assert (statement.approver_role, statement.approved_on) == ("Leader of the Council", date(2026, 6, 9))
    assert statement.areas == {**dict.fromkeys(AREAS, True), "goals": False}
    assert statement.sectors == ["Public sector", "Other"]
    assert (statement.turnover, statement.years_producing) == ("Over £500 million", "1 to 5 years")
    stored = session.scalars(select(StatementOrganisation).order_by(StatementOrganisation.id)).all()
    assert [(one.name, one.postcode, one.sector_type) for one in stored] == [
        ("Anytown Council", "AY1 1AA", "Public"),
        ("Anytown Homes Ltd", "", ""),
        ("Anytown Leisure CIC", "", ""),
    ]
    again = registry.load(session, written(WHOLE, tmp_path), clock.now(), lambda *_: None)
    assert again.id == source.id


def test_an_entry_without_any_address_is_told_by_the_reader_and_not_lost_in_silence(tmp_path: Path) -> None:
    entry = WHOLE.with_({"statement_url": (), "email": ("slavery@anytown.example",), "group": ("Single",)})
    path = tmp_path / "StatementSummaries2026.csv"
    other = WHOLE.with_({"organisation_name": ("Othertown Council",), "group": ("Single",)})
    unregistered = InRegistry(date(2026, 11, 20))
    path.write_bytes(tables.registry_csv([*rows(entry, unregistered), *rows(other, unregistered)]))
    read = read_registry(path)
    assert [one.organisation_name for one in read.rows] == ["Othertown Council"]
    assert [one.what for one in read.skipped] == ["no address of a statement or of its summary"]
