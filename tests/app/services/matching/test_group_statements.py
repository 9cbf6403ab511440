"""Statements of groups: whom they cover, on what ground, and that they are never the supplier's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.services.matching.covering import LISTED_IN_FINDING, Submission, judge, settles
from app.services.matching.found_by import FoundBy
from app.services.matching.known_companies import KnownCompanies, KnownCompany, Link
from app.services.matching.statement_rows import submitted_by_another
from app.services.matching.statement_search import SearchResult, StatementSearch
from screening.matching import Member, Query
from screening.types import CoverBasis, StatementStatus
from support import fake_index
from support.registry_rows import Row

COPY = date(2026, 2, 16)
ADDRESS = "https://registry.example/summary/wexcombe"
LEAD = Row("lead", "WEXCOMBE HOLDINGS PLC", "01111111", is_group=True, summary_url=ADDRESS)
MEMBER = Row(
    "member",
    "Tolverne Domiciliary Care Ltd",
    "03333333",
    is_group=True,
    parent_name="WEXCOMBE HOLDINGS PLC",
    summary_url=ADDRESS,
)
PLANT = Row("plant", "Brackenhurst Plant Hire plc", "02222222", summary_url="https://registry.example/plant")
ROWS = (LEAD, MEMBER, PLANT)


def ask(*rows: Row, name: str, number: str = "", companies: KnownCompanies | None = None) -> SearchResult:
    [result] = StatementSearch(rows, COPY, companies=companies).look_for([Query("q", name, number)])
    return result


class TestListed:
    """The registry's rows: they share the address of the summary, and all but the lead name the parent."""

    def test_a_listed_member_is_covered_by_the_statement_of_its_group(self) -> None:
        result = ask(*ROWS, name="Tolverne Domiciliary Care Limited")
        finding = result.finding
        assert finding.status is StatementStatus.COVERED_BY_GROUP
        assert finding.group is not None
        assert (finding.group.submitted_by, finding.group.basis) == (
            "WEXCOMBE HOLDINGS PLC",
            CoverBasis.LISTED,
        )
        assert finding.group.organisations == ("Tolverne Domiciliary Care Ltd", "WEXCOMBE HOLDINGS PLC")
        assert finding.group.covers == 2
        told = " ".join(map(str, finding.reasons))
        assert "Covered by the group's statement of WEXCOMBE HOLDINGS PLC." in told
        assert "names it, with 2 organisations in all" in told

    def test_the_organisation_that_submitted_it_has_a_statement_of_its_own(self) -> None:
        finding = ask(*ROWS, name="Wexcombe Holdings plc").finding
        assert (finding.status, finding.group) == (StatementStatus.MATCHED, None)
        assert "It submitted the statement for its group." in map(str, finding.reasons)

    def test_a_lead_that_names_itself_as_parent_is_no_member(self) -> None:
        assert not submitted_by_another("Wexcombe Holdings Limited", "WEXCOMBE HOLDINGS LTD", is_group=True)
        assert not submitted_by_another("Wexcombe Foods Ltd", "Wexcombe Holdings Ltd", is_group=False)

    def test_a_bare_number_in_place_of_the_name_is_a_member_too(self) -> None:
        assert submitted_by_another("104523", "Wexcombe Holdings plc", is_group=True)

    def test_a_possible_match_with_a_member_says_what_it_would_mean(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake_index.install(
            monkeypatch,
            lambda query, targets: tuple(
                fake_index.match(query, target, decision="possible", probability=0.6)
                for target in targets
                if target.key == "member"
            ),
        )
        finding = ask(*ROWS, name="Tolverne Care").finding
        assert (finding.status, finding.group) == (StatementStatus.POSSIBLE, None)
        assert "If it is this organisation, the group's statement of WEXCOMBE HOLDINGS PLC covers it." in [
            str(reason) for reason in finding.reasons
        ]

    def test_of_one_period_its_own_statement_counts_before_the_groups(self) -> None:
        own = Row(
            "own", "Tolverne Domiciliary Care Ltd", "03333333", summary_url="https://registry.example/own"
        )
        assert ask(*ROWS, own, name="Tolverne Domiciliary Care Ltd").finding.status is StatementStatus.MATCHED
        older = replace(own, end=date(2024, 3, 31))
        newest = ask(*ROWS, older, name="Tolverne Domiciliary Care Ltd").finding
        assert newest.status is StatementStatus.COVERED_BY_GROUP

    def test_a_long_list_is_kept_in_part_with_its_length(self) -> None:
        many = [
            replace(
                MEMBER,
                key=f"m{number}",
                organisation_name=f"Wexcombe Depot {number:02} Ltd",
                company_number="",
            )
            for number in range(30)
        ]
        group = ask(*ROWS, *many, name="Tolverne Domiciliary Care Ltd").finding.group
        assert group is not None
        assert (len(group.organisations), group.covers) == (LISTED_IN_FINDING, 32)


class TestTableOfParents:
    """A table says that the supplier's company is a subsidiary; the statement's own list does not name it."""

    COMPANIES = KnownCompanies(
        [KnownCompany("04444444", "Larkmoor Homecare Ltd")],
        [
            Link("04444444", "05555555"),
            Link("05555555", "01111111", "Larkmoor Group Ltd"),
            Link("09", "02222222"),
        ],
    )

    def test_members_are_given_to_the_index_down_to_the_lowest_level(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = fake_index.install(monkeypatch, fake_index.members_by_number)
        ask(*ROWS, name="Larkmoor Homecare Ltd", number="04444444", companies=self.COMPANIES)
        assert index.target("WEXCOMBE HOLDINGS PLC").members == (
            Member("Larkmoor Homecare Ltd", "04444444"),
            Member("Larkmoor Group Ltd", "05555555"),
        )

    def test_a_subsidiary_is_covered_where_the_statement_was_submitted_for_a_group(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake_index.install(monkeypatch, fake_index.members_by_number)
        result = ask(*ROWS, name="Larkmoor Homecare", number="04444444", companies=self.COMPANIES)
        finding = result.finding
        assert finding.status is StatementStatus.COVERED_BY_GROUP
        assert finding.group is not None
        assert finding.group.basis is CoverBasis.PARENT_TABLE
        assert result.found_by is FoundBy.GROUP
        assert "list of 2 organisations does not name it" in " ".join(map(str, finding.reasons))

    def test_a_statement_for_the_parent_alone_covers_nobody_else(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake_index.install(monkeypatch, fake_index.members_by_number)
        companies = KnownCompanies([], [Link("04444444", "02222222", "Larkmoor Homecare Ltd")])
        finding = ask(*ROWS, name="Larkmoor Homecare", number="04444444", companies=companies).finding
        assert (finding.status, finding.group) == (StatementStatus.POSSIBLE, None)
        assert "for the parent alone" in str(finding.reasons[-1])

    def test_names_that_look_like_one_group_cover_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_index.install(
            monkeypatch,
            lambda query, targets: tuple(
                fake_index.match(query, target, kind="same_group", decision="possible", probability=0.45)
                for target in targets
                if target.key == "lead"
            ),
        )
        finding = ask(*ROWS, name="Wexcombe Catering Ltd").finding
        assert (finding.status, finding.group) == (StatementStatus.POSSIBLE, None)

    def test_members_stop_at_companies_with_statements_of_their_own(self) -> None:
        companies = KnownCompanies(
            [], [Link("03", "02"), Link("02", "01"), Link("04", "01"), Link("01", "03")]
        )
        assert [one.company_number for one in companies.members("01", frozenset({"01", "02"}))] == ["04"]
        assert [one.company_number for one in companies.members("01", ())] == ["02", "03", "04"]


class TestJudgement:
    """What a match amounts to, case by case."""

    GROUP = Submission("Wexcombe Holdings plc", "", is_group=True, listed=("b", "A"))
    ALONE = Submission("Wexcombe Holdings plc", "", is_group=False)

    @pytest.mark.parametrize(
        ("submission", "facts", "status", "basis"),
        [
            (GROUP, {"kind": "same_entity", "settled": True}, StatementStatus.MATCHED, None),
            (GROUP, {"kind": "same_entity", "settled": False}, StatementStatus.POSSIBLE, None),
            (GROUP, {"kind": "same_group", "settled": True}, StatementStatus.POSSIBLE, None),
            (
                GROUP,
                {"kind": "same_group", "settled": True, "confirmed": True},
                StatementStatus.COVERED_BY_GROUP,
                CoverBasis.PERSON,
            ),
            (
                GROUP,
                {"kind": "same_group", "settled": True, "in_table": True},
                StatementStatus.COVERED_BY_GROUP,
                CoverBasis.PARENT_TABLE,
            ),
            (
                ALONE,
                {"kind": "same_group", "settled": True, "in_table": True},
                StatementStatus.POSSIBLE,
                None,
            ),
            (ALONE, {"kind": "same_entity", "settled": True}, StatementStatus.MATCHED, None),
        ],
    )
    def test_each_case(
        self,
        submission: Submission,
        facts: dict[str, object],
        status: StatementStatus,
        basis: CoverBasis | None,
    ) -> None:
        standing = judge(submission, **facts)  # type: ignore[arg-type]
        assert standing.status is status
        assert (standing.group.basis if standing.group else None) is basis

    def test_only_what_counts_without_a_person_settles(self) -> None:
        assert settles("same_entity", "automatic", in_table=False, is_group=False)
        assert settles("same_group", "automatic", in_table=True, is_group=True)
        assert not settles("same_group", "automatic", in_table=True, is_group=False)
        assert not settles("same_group", "automatic", in_table=False, is_group=True)
        assert not settles("same_entity", "possible", in_table=True, is_group=True)
