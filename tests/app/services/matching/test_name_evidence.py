"""Evidence beyond the registry's names: the register of companies, and names that people confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.matching import match_counting
from app.services.matching.found_by import FoundBy
from app.services.matching.known_companies import KnownCompanies, KnownCompany
from app.services.matching.statement_search import StatementSearch
from app.services.matching.suggestions import SUGGESTED, ConfirmedName
from screening.matching import Query
from screening.matching.costs import Costs, thresholds_for
from screening.types import StatementStatus
from support import fake_index
from support.registry_rows import Row

COPY = date(2026, 2, 16)
FOODS = Row("foods", "Wexcombe Foods Limited", "01111111")
PLANT = Row("plant", "Brackenhurst Plant Hire plc", "", postcode="EX1 1AA")
ROWS = (FOODS, PLANT)
RENAMED = KnownCompany("01111111", "WEXCOMBE FOODS LIMITED", "", ("HARROWGATE LARDER LIMITED",))
LATER = KnownCompany("01111111", "ZEPHYR PROVISIONS LIMITED", "", ("WEXCOMBE FOODS LIMITED",))
BRACKENHURST = KnownCompany("02222222", "BRACKENHURST PLANT HIRE PLC", "EX1 1AA")


class TestRegisterOfCompanies:
    """What Companies House adds to an organisation of the statement registry."""

    def test_previous_names_go_to_the_index_and_are_told_as_the_way(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = fake_index.install(monkeypatch, fake_index.by_any_name)
        search = StatementSearch(ROWS, COPY, companies=KnownCompanies([RENAMED]))
        [result] = search.look_for([Query("q", "HARROWGATE LARDER LIMITED")])
        assert index.target("Wexcombe Foods Limited").previous_names == ("HARROWGATE LARDER LIMITED",)
        assert (result.target_key, result.found_by) == ("foods", FoundBy.PREVIOUS_NAME)

    def test_a_later_name_finds_the_statement_under_the_former_one(self) -> None:
        query = Query("q", "Zephyr Provisions Ltd")
        [before] = StatementSearch(ROWS, COPY).look_for([query])
        [after] = StatementSearch(ROWS, COPY, companies=KnownCompanies([LATER])).look_for([query])
        assert before.finding.status is StatementStatus.NOT_FOUND
        assert (after.target_key, after.found_by) == ("foods", FoundBy.PREVIOUS_NAME)

    def test_name_and_postcode_settle_the_number_of_a_row_without_one(self) -> None:
        query = Query("q", "Totally Different Trading Ltd", "02222222")
        [before] = StatementSearch(ROWS, COPY).look_for([query])
        [after] = StatementSearch(ROWS, COPY, companies=KnownCompanies([BRACKENHURST])).look_for([query])
        assert before.finding.status is StatementStatus.NOT_FOUND
        assert after.finding.status is StatementStatus.MATCHED
        assert (after.target_key, after.found_by) == ("plant", FoundBy.NUMBER)

    @pytest.mark.parametrize(
        ("name", "postcode", "number"),
        [
            ("Brackenhurst Plant Hire plc", "EX1 1AA", "02222222"),
            ("Brackenhurst Plant Hire plc", "EX9 9ZZ", ""),
            ("Brackenhurst Plant Hire plc", "", ""),
            ("Brackenhurst Plant Hire Limited", "EX1 1AA", ""),
            ("Harrowgate Larder Ltd", "TQ1 1AA", ""),
            ("Quillmoor Interiors Ltd", "EH1 1AA", "03333333"),
        ],
    )
    def test_a_number_is_settled_by_one_company_of_that_name_and_postcode_only(
        self, name: str, postcode: str, number: str
    ) -> None:
        companies = KnownCompanies(
            [
                BRACKENHURST,
                KnownCompany("03333333", "QUILLMOOR LIMITED", "EH1 1AA", ("QUILLMOOR INTERIORS LIMITED",)),
                KnownCompany("04444444", "HARROWGATE LARDER LIMITED", "TQ1 1AA"),
                KnownCompany("05555555", "LARDER LIMITED", "TQ1 1AA", ("HARROWGATE LARDER LIMITED",)),
            ]
        )
        assert companies.settled_number(name, postcode) == number


class TestConfirmedNames:
    """Evidence for the council whose officer confirmed it, a suggestion for the others."""

    OURS = ConfirmedName("Zephyr Catering", "Wexcombe Foods Limited", "01111111", ours=True)
    THEIRS = ConfirmedName("Zephyr Catering", "Wexcombe Foods Limited", "01111111", ours=False)

    def test_our_own_is_a_name_of_the_organisation(self) -> None:
        search = StatementSearch(ROWS, COPY, confirmed_names=[self.OURS])
        [result] = search.look_for([Query("q", "ZEPHYR CATERING")])
        assert result.finding.status is StatementStatus.MATCHED
        assert result.found_by is FoundBy.KNOWN_NAME

    def test_another_councils_is_a_possible_match_and_says_so(self) -> None:
        search = StatementSearch(ROWS, COPY, confirmed_names=[self.THEIRS])
        [result] = search.look_for([Query("q", "ZEPHYR CATERING")])
        finding = result.finding
        assert (finding.status, finding.probability) == (StatementStatus.POSSIBLE, SUGGESTED)
        assert str(finding.reasons[0]) == (
            "Another council confirmed that this name means Wexcombe Foods Limited."
        )
        assert result.found_by is FoundBy.SUGGESTION
        assert not search.settles(result.candidates[0])

    def test_it_says_nothing_against_other_numbers_or_a_persons_no(self) -> None:
        search = StatementSearch(ROWS, COPY, confirmed_names=[self.THEIRS])
        [other] = search.look_for([Query("q", "Zephyr Catering", "09999999")])
        [refused] = search.look_for([Query("q", "Zephyr Catering")], rejected={"q": frozenset({"foods"})})
        assert other.finding.status is refused.finding.status is StatementStatus.NOT_FOUND

    def test_it_adds_a_reason_to_what_the_names_say_already(self) -> None:
        known = ConfirmedName("Wexcombe Foods Ltd", "Wexcombe Foods Limited", "", ours=False)
        search = StatementSearch(ROWS, COPY, confirmed_names=[known])
        [result] = search.look_for([Query("q", "Wexcombe Foods Ltd")])
        assert result.finding.status is StatementStatus.MATCHED
        assert str(result.candidates[0].reasons[-1]).startswith("Another council confirmed")
        assert result.found_by is FoundBy.NAME

    def test_a_name_of_an_organisation_without_a_statement_is_no_evidence(self) -> None:
        gone = ConfirmedName("Zephyr Catering", "Quillmoor Interiors Ltd", "07777777", ours=True)
        [result] = StatementSearch(ROWS, COPY, confirmed_names=[gone]).look_for(
            [Query("q", "Zephyr Catering")]
        )
        assert result.finding.status is StatementStatus.NOT_FOUND


def test_a_rejected_organisation_is_told_to_the_index_by_its_newest_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = fake_index.install(monkeypatch, fake_index.by_any_name)
    older = Row("older", "Wexcombe Foods Limited", "01111111", end=date(2020, 1, 1))
    search = StatementSearch((*ROWS, older), COPY)
    search.look_for([Query("q", "x"), Query("r", "y")], rejected={"q": frozenset({"older", "gone"})})
    assert [query.not_keys for query in index.queries] == [frozenset({"foods"}), frozenset()]


def test_limits_are_given_on_only_where_they_are_not_the_shipped_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = fake_index.install(monkeypatch, fake_index.nothing)
    search = StatementSearch(ROWS, COPY)
    search.look_for([Query("q", "x")])
    assert index.limits is None
    stricter = thresholds_for(Costs(wrong_credit=100))
    search.look_for([Query("q", "x")], limits=stricter)
    assert index.limits == stricter and index.limits.automatic == pytest.approx(0.99)


class TestCounts:
    """The figures of a run."""

    def test_every_supplier_is_counted_once_and_the_doubts_add_up(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def answer(query: Query, targets: list[object]) -> tuple[object, ...]:
            found = {target.name: target for target in index.targets}
            return {
                "by name": (fake_index.match(query, found["Wexcombe Foods Limited"], probability=0.95),),
                "by number": (fake_index.match(query, found["Wexcombe Foods Limited"], probability=0.999),),
                "maybe": (
                    fake_index.match(
                        query, found["Brackenhurst Plant Hire plc"], decision="possible", probability=0.6
                    ),
                ),
            }.get(query.key, ())

        index = fake_index.install(monkeypatch, answer)  # type: ignore[arg-type]
        queries = [
            Query("by name", "Wexcombe Foods Ltd"),
            Query("by number", "Entirely Unlike Any Name", "01111111"),
            Query("maybe", "Brackenhurst"),
            Query("nobody", "Quillmoor"),
            Query("ours", "Zephyr"),
        ]
        search = StatementSearch(ROWS, COPY)
        results = search.look_for(queries, confirmed={"ours": "plant"})
        counts = match_counting.count(search, queries, results, thresholds_for(Costs()))
        assert counts is not None
        assert (counts.automatic, counts.possible, counts.decided, counts.none) == (2, 1, 1, 1)
        assert counts.expected_wrong == pytest.approx(0.051)
        assert counts.found_by == {"number": 1, "name": 2}
        assert counts.only_by == {"number": 1}
        assert (counts.automatic_from, counts.possible_from) == (0.9, 0.4)

    def test_a_number_that_the_name_bears_out_is_no_gain(self) -> None:
        search = StatementSearch(ROWS, COPY)
        queries = [Query("q", "Wexcombe Foods Ltd", "01111111")]
        counts = match_counting.count(search, queries, search.look_for(queries), thresholds_for(Costs()))
        assert counts is not None
        assert (counts.found_by, counts.only_by) == ({"number": 1}, {})

    def test_nothing_is_counted_where_nothing_was_looked_for(self) -> None:
        search = StatementSearch((), None)
        queries = [Query("q", "x")]
        assert (
            match_counting.count(search, queries, search.look_for(queries), thresholds_for(Costs())) is None
        )
