"""Looking for statements among registry rows, with the real matcher and fictitious organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from app.services.matching.statement_search import SearchResult, StatementSearch, display_name
from screening.matching import Query
from screening.types import StatementStatus
from support.registry_rows import Row

COPY = date(2026, 2, 16)


FOODS = Row("foods", "Wexcombe Foods Limited", "01111111")
PLANT = Row("plant", "Brackenhurst Plant Hire plc", "02222222")
CARE = Row("care", "Tolverne Domiciliary Care Ltd", "03333333")
ROWS = (FOODS, PLANT, CARE)


def ask(
    *rows: Row,
    name: str = "Wexcombe Foods Ltd",
    number: str = "",
    rejected: Mapping[str, frozenset[str]] | None = None,
    confirmed: Mapping[str, str] | None = None,
    copy_dates: Mapping[str, date] | None = None,
) -> SearchResult:
    [result] = StatementSearch(rows, COPY, copy_dates).look_for(
        [Query("q", name, number)], rejected=rejected, confirmed=confirmed
    )
    return result


def test_a_name_that_differs_in_its_form_only_is_matched_with_all_that_the_row_says() -> None:
    result = ask(*ROWS)
    finding = result.finding
    assert finding.status is StatementStatus.MATCHED
    assert (finding.organisation, finding.copy_date) == ("Wexcombe Foods Limited", COPY)
    assert finding.period_end == date(2025, 3, 31)
    assert finding.url == "https://example.org/statement"
    assert finding.areas == {"training": True}
    assert finding.turnover == "Under £36 million"
    assert finding.probability is not None
    assert finding.probability > 0.9
    assert finding.reasons
    assert not finding.decided
    assert result.target_key == "foods"


def test_a_name_like_no_other_is_not_found_in_the_copy_of_its_date() -> None:
    finding = ask(*ROWS, name="Quillmoor Upholstery Partners").finding
    assert finding.status is StatementStatus.NOT_FOUND
    assert finding.copy_date == COPY
    assert (finding.organisation, finding.url, finding.probability) == ("", "", None)
    assert not finding.decided


def test_without_a_copy_nothing_was_looked_for() -> None:
    [result] = StatementSearch((), None).look_for([Query("q", "Wexcombe Foods Ltd")])
    assert result.finding.status is StatementStatus.NOT_LOOKED_FOR
    assert result.finding.copy_date is None


def test_an_empty_copy_was_looked_in() -> None:
    assert ask().finding.status is StatementStatus.NOT_FOUND


def test_the_newest_statement_is_the_one_whose_period_ends_last() -> None:
    older = Row("older", "Wexcombe Foods Limited", "01111111", end=date(2024, 3, 31))
    undated = Row("undated", "Wexcombe Foods Limited", "01111111", end=None)
    result = ask(older, *ROWS, undated)
    assert result.target_key == "foods"
    assert [match.target_key for match in result.candidates].count("foods") == 1
    assert "older" not in {match.target_key for match in result.candidates}


def test_a_former_name_with_the_same_number_leads_to_the_newest_statement() -> None:
    former = Row("former", "Harrowgate Larder Company Limited", "01111111", end=date(2023, 3, 31))
    finding = ask(former, *ROWS, name="Harrowgate Larder Company Ltd").finding
    assert finding.status in {StatementStatus.MATCHED, StatementStatus.POSSIBLE}
    assert finding.organisation == "Wexcombe Foods Limited"
    assert finding.period_end == date(2025, 3, 31)


def test_a_row_without_a_number_joins_the_organisation_of_its_name_only_if_that_is_one() -> None:
    blank = Row("blank", "WEXCOMBE FOODS LTD", end=date(2025, 12, 31))
    assert ask(*ROWS, blank).target_key == "blank"
    namesake = Row("namesake", "Wexcombe Foods Limited", "04444444", end=date(2022, 1, 1))
    numbers = {match.target_key for match in ask(*ROWS, blank, namesake).candidates}
    assert numbers == {"foods", "blank", "namesake"}


def test_equal_company_numbers_are_matched_whatever_the_name() -> None:
    finding = ask(*ROWS, name="Brackenhurst", number="02222222").finding
    assert finding.status is StatementStatus.MATCHED
    assert finding.organisation == "Brackenhurst Plant Hire plc"


def test_the_finding_of_several_copies_has_the_date_of_the_rows_own_copy() -> None:
    finding = ask(*ROWS, copy_dates={"foods": date(2025, 2, 1)}).finding
    assert finding.copy_date == date(2025, 2, 1)


def test_a_groups_statement_is_told_in_the_reasons() -> None:
    member = Row("foods", "Wexcombe Foods Limited", parent_name="Wexcombe Holdings plc", is_group=True)
    reasons = [str(reason) for reason in ask(member, PLANT, CARE).finding.reasons]
    assert "Covered by the group's statement of Wexcombe Holdings plc." in reasons


def test_a_bare_number_in_place_of_a_name_is_shown_under_the_parents_name() -> None:
    assert display_name(Row("n", "104523", parent_name="Wexcombe Holdings plc")) == "Wexcombe Holdings plc"
    assert display_name(Row("n", "104523")) == "104523"


def test_a_statement_without_a_link_of_its_own_is_shown_by_its_summary() -> None:
    silent = Row("foods", "Wexcombe Foods Limited", statement_url="")
    assert ask(silent, PLANT, CARE).finding.url == "https://registry.example/summary"


class TestDecisions:
    """What people decided stands above what the matcher thinks."""

    def test_a_rejected_organisation_is_not_proposed_again(self) -> None:
        result = ask(*ROWS, rejected={"q": frozenset({"foods"})})
        assert result.finding.status is StatementStatus.NOT_FOUND
        assert result.finding.decided
        assert "foods" not in {match.target_key for match in result.candidates}

    def test_a_rejection_of_an_older_year_counts_for_the_organisation(self) -> None:
        older = Row("older", "Wexcombe Foods Limited", "01111111", end=date(2024, 3, 31))
        assert ask(older, *ROWS, rejected={"q": frozenset({"older"})}).finding.decided

    def test_a_rejection_for_one_supplier_is_not_one_for_another(self) -> None:
        assert ask(*ROWS, rejected={"other": frozenset({"foods"})}).finding.status is StatementStatus.MATCHED

    @pytest.mark.parametrize("key", ["plant", "older"])
    def test_a_confirmed_organisation_stands_whatever_its_name(self, key: str) -> None:
        older = Row("older", "Brackenhurst Plant Hire plc", "02222222", end=date(2020, 1, 1))
        result = ask(older, *ROWS, name="Zephyr", confirmed={"q": key})
        assert result.finding.status is StatementStatus.MATCHED
        assert result.finding.organisation == "Brackenhurst Plant Hire plc"
        assert result.finding.decided
        assert result.target_key == "plant"
        assert "A person confirmed" in str(result.finding.reasons[0])

    def test_a_confirmation_whose_row_is_gone_falls_back_on_the_matcher(self) -> None:
        result = ask(*ROWS, confirmed={"q": "gone"})
        assert result.target_key == "foods"
        assert not result.finding.decided


def test_results_are_in_the_order_of_the_queries_and_progress_is_told() -> None:
    queries = [Query("b", "Tolverne Domiciliary Care"), Query("a", "Wexcombe Foods Ltd")]
    told: list[int] = []
    results = StatementSearch(ROWS, COPY).look_for(queries, progress=told.append)
    assert [result.target_key for result in results] == ["care", "foods"]
    assert told[-1] == len(queries)
