"""Loading company data and tables of parents, and what they find; all companies are fictitious."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.intake import ParentLink, UnusableInput
from app.services.background.progress import silent
from app.services.judgement import match_refresh
from app.services.loads import companies, parents
from app.store import screenings as queue
from app.store import statements
from models import AuditEvent, Organisation, OrganisationParent, SourceFile, StatementOrganisation
from support import fake_index
from support.companies_house import A_PERSON, controlled, write_companies

HARBOUR = {
    "CompanyName": "TIDEWAY CONSTRUCTION LIMITED",
    "CompanyNumber": "01111111",
    "RegAddress.PostCode": "EX1 1AA",
    "CompanyStatus": "Active",
    "PreviousName_1.CompanyName": "HARBOUR CONSTRUCTION GROUP LIMITED",
    "PreviousName_1.CONDATE": "01/02/2024",
}
ELSEWHERE = {"CompanyName": "ELSEWHERE LIMITED", "CompanyNumber": "09999999", "CompanyStatus": "Active"}


@pytest.fixture
def company_data(tmp_path: Path) -> Path:
    return write_companies(tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.csv", HARBOUR, ELSEWHERE)


@pytest.fixture
def harbour(world) -> StatementOrganisation:
    """The organisation with a statement, which in this copy has its number."""
    found = world.session.scalars(
        select(StatementOrganisation).where(StatementOrganisation.name == "HARBOUR CONSTRUCTION GROUP LTD")
    ).one()
    found.company_number = "01111111"
    found.statement.is_group = True
    world.session.commit()
    return found


def _snapshot(folder: Path, *lines: str) -> Path:
    path = folder / "persons-with-significant-control-snapshot-2026-11-20.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class TestCompanies:
    """Companies House's basic company data."""

    def test_only_companies_that_matter_are_kept_with_their_previous_names(self, world, company_data) -> None:
        loaded = companies.load(world.session, company_data, clock.now(), silent)
        [kept] = world.session.scalars(select(Organisation))
        assert (kept.name, kept.postcode, kept.company_status) == (
            "TIDEWAY CONSTRUCTION LIMITED",
            "EX1 1AA",
            "Active",
        )
        [name] = kept.names
        assert (name.name, name.used_until, name.as_at, name.source) == (
            "HARBOUR CONSTRUCTION GROUP LIMITED",
            date(2024, 2, 1),
            date(2026, 11, 1),
            "companies_house",
        )
        assert (loaded.file.rows_read, loaded.file.rows_loaded, loaded.file.kind) == (2, 1, "companies")
        assert loaded.facts["companies kept"] == loaded.facts["previous names kept"] == 1

    def test_loading_the_same_file_again_changes_nothing(self, world, company_data) -> None:
        for _ in range(2):
            companies.load(world.session, company_data, clock.now(), silent)
        [kept] = world.session.scalars(select(Organisation))
        assert len(kept.names) == 1
        files = world.session.scalars(select(SourceFile).where(SourceFile.kind == "companies")).all()
        assert len(files) == 1
        events = world.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "companies.loaded")
        ).all()
        assert len(events) == 2

    def test_suppliers_with_the_number_are_linked_once(self, world, company_data) -> None:
        world.builder.company_number = "01111111"
        world.session.commit()
        linked = "suppliers newly linked to a company by number"
        assert companies.load(world.session, company_data, clock.now(), silent).facts[linked] == 1
        assert world.builder.organisation.company_number == "01111111"
        assert companies.load(world.session, company_data, clock.now(), silent).facts[linked] == 0

    def test_a_supplier_under_its_new_name_is_found_by_the_register(
        self, world, harbour, company_data
    ) -> None:
        world.builder.name = "Tideway Construction Ltd"
        world.session.commit()
        before = match_refresh.refresh(world.session, world.council.id, silent)
        companies.load(world.session, company_data, clock.now(), silent)
        after = match_refresh.refresh(world.session, world.council.id, silent)
        assert before is not None and after is not None
        assert after.automatic == before.automatic + 1
        assert after.found_by["previous_name"] == after.only_by["previous_name"] == 1
        [match] = statements.matches_of_supplier(world.session, world.council.id, world.builder.id)
        assert match.found_by == "previous_name"

    def test_a_file_that_is_none_leaves_no_trace(self, world, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong-2026-11-01.csv"
        wrong.write_text("a,b\n1,2\n", encoding="utf-8")
        with pytest.raises(UnusableInput):
            companies.load(world.session, wrong, clock.now(), silent)
        assert not world.session.scalars(select(SourceFile).where(SourceFile.kind == "companies")).all()


class TestParents:
    """Tables of parents."""

    def test_links_below_organisations_with_statements_are_kept(self, world, harbour, tmp_path: Path) -> None:
        path = _snapshot(
            tmp_path,
            A_PERSON,
            controlled("02222222", "01111111", "HARBOUR CONSTRUCTION GROUP LTD"),
            controlled("03333333", "02222222", "HARBOUR DREDGING LTD"),
            controlled("07777777", "08888888", "ELSEWHERE PLC"),
        )
        loaded = parents.load(world.session, path, clock.now(), silent)
        kept = world.session.scalars(select(OrganisationParent)).all()
        assert [(row.child_number, row.parent_number) for row in kept] == [
            ("02222222", "01111111"),
            ("03333333", "02222222"),
        ]
        assert {row.as_at for row in kept} == {date(2026, 11, 20)}
        assert loaded.facts["links between companies"] == 3
        assert loaded.facts["lines about something else, passed over"] == 1

    def test_a_newer_table_takes_the_place_of_the_older_one_of_its_source(
        self, world, harbour, tmp_path: Path
    ) -> None:
        parents.load(
            world.session, _snapshot(tmp_path, controlled("02222222", "01111111")), clock.now(), silent
        )
        table = tmp_path / "own-2026-11-21.csv"
        table.write_text("child_number,parent_number\n04444444,01111111\n", encoding="utf-8")
        parents.load(world.session, table, clock.now(), silent)
        parents.load(
            world.session, _snapshot(tmp_path, controlled("03333333", "01111111")), clock.now(), silent
        )
        kept = world.session.scalars(select(OrganisationParent)).all()
        assert {(row.child_number, row.source) for row in kept} == {
            ("04444444", "table"),
            ("03333333", "companies_house_psc"),
        }

    def test_a_subsidiary_is_covered_by_the_statement_of_its_group(
        self, world, harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parents.load(
            world.session, _snapshot(tmp_path, controlled("03333333", "01111111")), clock.now(), silent
        )
        world.builder.name, world.builder.company_number = "Quillmoor Dredging Ltd", "03333333"
        world.session.commit()
        fake_index.install(monkeypatch, fake_index.members_by_number)
        world.screen_all()
        [match] = statements.matches_of_supplier(world.session, world.council.id, world.builder.id)
        assert (match.decision, match.kind, match.member, match.found_by) == (
            "automatic",
            "same_group",
            "03333333",
            "group",
        )
        report = queue.current_report(world.session, world.council.id, world.builder.id)
        assert report is not None and report.statement_status == "covered_by_group"

    def test_groups_are_followed_down_and_never_in_a_circle(self) -> None:
        links = [ParentLink(child, parent) for child, parent in ("21", "32", "13", "43", "98")]
        assert {(one.child_number, one.parent_number) for one in parents.below(links, {"1"})} == {
            ("2", "1"),
            ("3", "2"),
            ("1", "3"),
            ("4", "3"),
        }
