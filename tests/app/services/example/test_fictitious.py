"""Made-up rows: marked, loaded beside real ones by the example alone, and refused everywhere else."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.intake import UnusableInput
from app.services.background.progress import silent
from app.services.example import example, fictitious
from app.services.loads import registry
from app.services.loads.registry import MADE_UP
from app.settings import Settings
from app.store import statements
from models import FileKind, SourceFile, Statement
from screening import identifiers

BEGUN = date(2026, 9, 11)


def test_every_organisation_says_that_it_is_made_up() -> None:
    told = fictitious.told()
    for row in (*told["suppliers"], *told["statements"]):
        assert row["name"].endswith(MADE_UP), row["name"]
        if number := row.get("number"):
            assert number.startswith("299") and identifiers.company_number(number) == number
        assert "url" not in row or ".example/" in row["url"]
    for row in told["statements"]:
        assert row.get("of", MADE_UP).endswith(MADE_UP)


@pytest.mark.parametrize(
    ("today", "months", "first", "last"),
    [
        (date(2026, 11, 22), 0, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 22), 2, date(2027, 1, 1), date(2027, 1, 31)),
        (date(2026, 1, 31), -1, date(2025, 12, 1), date(2025, 12, 31)),
        (date(2027, 12, 1), 2, date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_months_are_counted_over_the_ends_of_years(today, months, first, last) -> None:
    assert (fictitious.first_of(today, months), fictitious.last_of(today, months)) == (first, last)


def test_made_up_statements_are_no_copy_of_the_registry(session, settings) -> None:
    real = registry.load(session, example.REGISTRY, clock.now(), silent)
    made = fictitious.load_statements(session, settings, clock.now(), clock.today())
    assert (real.kind, made.kind) == (FileKind.REGISTRY, FileKind.MADE_UP)
    assert statements.newest_copy_date(session) == date(2022, 2, 16), "real ones were looked for in that copy"
    assert not made.skipped and made.rows_loaded == len(fictitious.told()["statements"])
    loaded = session.scalars(select(Statement).where(Statement.source_file_id == made.id)).all()
    assert all(one.address.startswith("https://registry.example/") for one in loaded)
    assert {one.approved_on <= clock.today() for one in loaded} == {True}


def test_nobody_else_can_load_them(session, settings) -> None:
    fictitious.load_statements(session, settings, clock.now(), clock.today())
    (path,) = (settings.data_dir / "example").glob("StatementSummaries-fictitious-*.csv")
    with pytest.raises(UnusableInput, match="belong to the example alone"):
        registry.load(session, path, clock.now(), silent)
    with pytest.raises(UnusableInput, match="belong to the example alone"):
        registry.load(session, example.REGISTRY, clock.now(), silent, made_up=True)
    with open(path, encoding="utf-8", newline="") as held:
        rows = list(csv.DictReader(held))
    mixed = path.with_name("StatementSummaries2026-asof-2026-11-01.csv")
    rows[0]["OrganisationName"] = "QUILL & PARTNERS LLP"
    with open(mixed, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for made_up in (False, True):
        with pytest.raises(UnusableInput, match="belong to the example alone"):
            registry.load(session, mixed, clock.now(), silent, made_up=made_up)
    assert len(session.scalars(select(SourceFile)).all()) == 1


def test_production_refuses_them(session, world) -> None:
    production = Settings(
        secret_key="k" * 32,
        database_url="postgresql+psycopg://db.example/fairhand",
        base_url="https://slavery.council.example",
        smtp_host="mail.council.example",
        mail_from="procurement@council.example",
    )
    before = len(session.scalars(select(SourceFile)).all())
    with pytest.raises(RuntimeError, match="one-machine set-up only"):
        fictitious.load_statements(session, production, clock.now(), BEGUN)
    with pytest.raises(RuntimeError, match="one-machine set-up only"):
        fictitious.load_suppliers(session, production, world.council, clock.now(), BEGUN, silent)
    assert len(session.scalars(select(SourceFile)).all()) == before
