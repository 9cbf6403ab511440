"""The workforce facts of a contract and the answers of its supplier: one rule joins them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import screen
from screening.types import Case, Contribution, Report
from screening.workforce import CONTRACT_FACTS
from support.cases import answered, case, cases

thorough = settings(max_examples=100, deadline=None)

ORDER = {
    "agency_labour": ("none", "some", "yes", "most"),
    "migrant_workers": ("none", "some", "yes", "most"),
    "subcontracting_tiers": ("none", "one", "yes", "more"),
    "workforce_skill": ("skilled", "mixed", "low"),
}
FACTOR = {
    "agency_labour": ("agency", "workforce.agency"),
    "migrant_workers": ("migrant", "workforce.migrant"),
    "subcontracting_tiers": ("tiers", "subcontracting.tiers"),
    "workforce_skill": ("skill", ""),
}


def line(report: Report, factor: str) -> Contribution:
    (found,) = [each for each in report.contributions if each.factor == factor]
    return found


def told(before: Case, field: str, word: str) -> Case:
    contracts = tuple(replace(contract, **{field: word}) for contract in before.contracts)
    return replace(before, contracts=contracts)


def test_the_words_of_each_fact_are_ordered_here() -> None:
    assert {field: set(words) for field, words in ORDER.items()} == {
        field: set(words) for field, words in CONTRACT_FACTS.items()
    }


@thorough
@given(cases, st.sampled_from(sorted(ORDER)), st.data())
def test_a_riskier_fact_never_lowers(before: Case, field: str, data: st.DataObject) -> None:
    better = data.draw(st.integers(0, len(ORDER[field]) - 1))
    worse = data.draw(st.integers(better, len(ORDER[field]) - 1))
    good = screen(told(before, field, ORDER[field][better]))
    bad = screen(told(before, field, ORDER[field][worse]))
    assert (bad.low, bad.residual, bad.high) >= (good.low, good.residual, good.high)
    assert bad.residual >= good.residual and bad.high >= good.high


@thorough
@given(cases, st.sampled_from(sorted(ORDER)))
def test_an_unknown_fact_never_ranks_below_a_good_one(before: Case, field: str) -> None:
    good, unknown = (screen(told(before, field, word)) for word in (ORDER[field][0], ""))
    assert unknown.residual >= good.residual and unknown.high >= good.high


@pytest.mark.parametrize("field", sorted(ORDER))
def test_a_fact_of_the_contract_is_known_and_says_whose_it_is(field: str) -> None:
    worst = ORDER[field][-1]
    report = screen(told(case("Cleaning"), field, worst))
    found = line(report, FACTOR[field][0])
    assert found.known and str(found.reason).startswith(f"The contract says '{worst}':")


@pytest.mark.parametrize(
    ("answer", "fact", "whose"),
    [("none", "most", "contract"), ("most", "none", "answer"), ("some", "some", "answer")],
)
def test_the_riskier_known_fact_stands_and_the_reason_says_whose(answer: str, fact: str, whose: str) -> None:
    both = answered(case("Cleaning", agency_labour=fact), workforce__agency=answer)
    worst = max((answer, fact), key=("none", "some", "most").index)
    assert screen(both).residual == screen(answered(case("Cleaning"), workforce__agency=worst)).residual
    assert f"the riskier stands, the {whose}" in str(
        next(each.reason for each in screen(both).contributions if each.factor == "agency")
    )


def test_i_do_not_know_does_not_outweigh_a_fact() -> None:
    before = answered(case("Cleaning", agency_labour="none"), workforce__agency="unknown")
    assert screen(before).residual == screen(answered(case("Cleaning"), workforce__agency="none")).residual


def test_a_fact_of_one_contract_leaves_the_others_unknown() -> None:
    one = case("Cleaning", agency_labour="none")
    two = replace(one, contracts=(*one.contracts, replace(one.contracts[0], agency_labour="")))
    assert not line(screen(two), "agency").known
    assert "others do not say" in str(
        line(
            screen(replace(two, contracts=(*two.contracts, told(one, "agency_labour", "some").contracts[0]))),
            "agency",
        ).reason
    )
    assert screen(two).residual >= screen(one).residual


def test_a_yes_without_a_number_is_an_interval() -> None:
    report = screen(case("Cleaning", agency_labour="yes"))
    found = line(report, "agency")
    assert not found.known and found.low < found.high
    some, most = (screen(case("Cleaning", agency_labour=word)) for word in ("some", "most"))
    assert some.residual < report.residual < most.residual
