"""Loading registry copies and suppliers' files into the database: once, completely, and told in full."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.intake import UnusableInput
from app.services.background.progress import silent
from app.services.loads import registry, supplier_files
from models import AuditEvent, Contract, Council, SourceFile, Statement, StatementOrganisation, Supplier

DATA = Path(__file__).parents[3] / "data"
REGISTRY = DATA / "StatementSummaries2026-fictitious.csv"
REGISTER = DATA / "anytown_contracts_register.csv"


def _count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def council(session) -> Council:
    made = Council(slug="anytown", name="Anytown Council")
    session.add(made)
    session.commit()
    return made


def test_a_registry_copy_is_loaded_once(session) -> None:
    first = registry.load(session, REGISTRY, clock.now(), silent, date(2026, 11, 1))
    before = (_count(session, Statement), _count(session, StatementOrganisation))
    second = registry.load(session, REGISTRY, clock.now(), silent, date(2026, 11, 1))
    assert second.id == first.id and first.as_at == date(2026, 11, 1)
    assert (_count(session, Statement), _count(session, StatementOrganisation)) == before
    assert before[0] < before[1], "a group statement covers several organisations"


def test_a_changed_copy_updates_rows_and_adds_none(session, tmp_path: Path) -> None:
    registry.load(session, REGISTRY, clock.now(), silent, date(2026, 11, 1))
    before = (_count(session, Statement), _count(session, StatementOrganisation))
    changed = tmp_path / "StatementSummaries2026.csv"
    changed.write_bytes(REGISTRY.read_bytes() + b"\r\n")
    again = registry.load(session, changed, clock.now(), silent, date(2026, 11, 2))
    assert (_count(session, Statement), _count(session, StatementOrganisation)) == before
    assert session.scalars(select(Statement.source_file_id).distinct()).all() == [again.id]


def test_every_row_of_a_copy_is_loaded_or_told(session) -> None:
    file = registry.load(session, REGISTRY, clock.now(), silent, date(2026, 11, 1))
    assert file.rows_read == file.rows_loaded + len(file.skipped)
    assert all(row["line"] > 1 and row["what"] for row in file.skipped)


def test_no_name_of_an_approver_is_kept(session) -> None:
    registry.load(session, REGISTRY, clock.now(), silent, date(2026, 11, 1))
    roles = session.scalars(select(Statement.approver_role).where(Statement.approver_role != "")).all()
    with REGISTRY.open(encoding="utf-8-sig", newline="") as file:
        given = [row["ApprovingPerson"] or "" for row in csv.DictReader(file)]
    approvers = {text.partition(" (")[0].strip() for text in given} - {""}
    assert roles and approvers
    assert [role for role in roles if any(name in role for name in approvers)] == []


def test_a_register_is_loaded_once_and_a_newer_one_takes_its_place(session, council, tmp_path: Path) -> None:
    first = supplier_files.load(session, council, REGISTER, clock.now(), silent)
    suppliers, contracts = _count(session, Supplier), _count(session, Contract)
    assert suppliers > 30 and contracts >= suppliers
    assert supplier_files.load(session, council, REGISTER, clock.now(), silent).id == first.id
    newer = tmp_path / "newer.csv"
    newer.write_bytes(REGISTER.read_bytes() + b"\n")
    supplier_files.load(session, council, newer, clock.now(), silent)
    assert (_count(session, Supplier), _count(session, Contract)) == (suppliers, contracts)
    assert _count(session, SourceFile) == 2


def test_people_are_counted_and_not_stored(session, council) -> None:
    file = supplier_files.load(session, council, REGISTER, clock.now(), silent)
    assert (file.people_withheld, file.redacted) == (2, 1)
    names = " ".join(session.scalars(select(Supplier.name)))
    assert "Mrs" not in names and "Redacted" not in names.title()


def test_loading_is_in_the_audit_log(session, council) -> None:
    file = supplier_files.load(session, council, REGISTER, clock.now(), silent)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "file.loaded")).one()
    assert (event.subject_id, event.council_id) == (file.id, council.id)
    assert event.detail["sha256"] == file.sha256


def test_a_file_that_cannot_be_used_changes_nothing(session, council, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("colour,size\nred,1\n")
    with pytest.raises(UnusableInput, match="colour"):
        supplier_files.load(session, council, wrong, clock.now(), silent)
    with pytest.raises(UnusableInput):
        registry.load(session, wrong, clock.now(), silent)
    assert _count(session, SourceFile) == 0


@pytest.mark.parametrize("lead_first", [True, False])
def test_the_submitter_of_a_groups_statement_is_known_in_any_order_of_its_rows(
    session, tmp_path: Path, lead_first: bool
) -> None:
    header, *_rows = REGISTRY.read_text(encoding="utf-8-sig").splitlines()
    names = next(csv.reader([header]))

    def row(organisation: str, parent: str) -> list[str]:
        given = {
            "StatementYear": "2026",
            "OrganisationName": organisation,
            "ParentName": parent,
            "GroupSubmission": "Yes",
            "StatementSummaryURL": "https://registry.example/group",
        }
        return [given.get(name, "") for name in names]

    rows = [row("Wexcombe Holdings plc", ""), row("Wexcombe Foods Ltd", "Wexcombe Holdings plc")]
    path = tmp_path / "StatementSummaries2026-asof-2026-11-01.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *(rows if lead_first else rows[::-1])])
    registry.load(session, path, clock.now(), silent)
    statement = session.scalars(select(Statement)).one()
    assert (statement.is_group, statement.parent_name) == (True, "Wexcombe Holdings plc")
    assert len(statement.organisations) == 2
