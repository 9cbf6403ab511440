"""The third questions for suppliers: the second, and "does not apply" where nothing else would be true."""

from __future__ import annotations

import pytest

import questionnaires
from questionnaires import QuestionType
from screening import screen
from screening.improvement import improve
from screening.types import Case, Contract, Signal
from support.cases import AS_AT

SECOND, THIRD = questionnaires.get("supplier", 2), questionnaires.get("supplier", 3)
MAY_NOT_APPLY = {
    "providers_all_known",
    "providers_pay_checked",
    "site_identity",
    "labour_only_checked",
    "sites_visited",
    "hours_promised",
    "season_recruiters",
    "deductions_limited",
    "cotton_traced",
    "homework_known",
    "minerals_traced",
    "factories_monitored",
    "lines_checked",
    "exports_known",
    "drivers_status",
    "peaks_planned",
}
FITS_EVERYBODY = {"pay_own_account", "travel_paid"}
"""Asked of a trade, and true or not of whoever employs people in it."""
TRADES = ("construction", "cleaning", "care", "food", "textiles", "electronics", "waste", "logistics")


def test_nothing_else_changed() -> None:
    since = questionnaires.compare(SECOND, THIRD)
    assert (since.new, since.gone, since.reworded) == ((), (), ())
    assert set(since.changed) == MAY_NOT_APPLY
    for name in MAY_NOT_APPLY:
        before, after = SECOND.question(name), THIRD.question(name)
        kept = tuple(one for one in after.options if one.value != "not_applicable")
        assert kept == before.options and len(after.options) == len(kept) + 1
        assert (after.text, after.hint, after.show_if) == (before.text, before.hint, before.show_if)


@pytest.mark.parametrize("name", sorted(MAY_NOT_APPLY))
def test_who_says_that_it_does_not_apply_says_what_that_means(name: str) -> None:
    question = THIRD.question(name)
    option = question.option("not_applicable")
    assert option is not None and option.label.en.startswith("Does not apply: ")
    assert option.label.cy.startswith("Nid yw\u2019n berthnasol: ")
    assert [one.value for one in question.options][-2:] == ["not_applicable", "unknown"]


def test_no_trade_forces_a_no_on_somebody_whom_a_question_does_not_fit() -> None:
    for section in THIRD.sections:
        if section.id in TRADES:
            for question in section.questions:
                assert question.type is QuestionType.RADIO
                assert question.id in FITS_EVERYBODY or question.option("not_applicable"), question.id


def _cafe(value: str) -> Case:
    contract = Contract(reference="1", title="Catering for the town hall", cpv=("55520000",))
    return Case(
        identity="c1",
        name="Harbour Cafe (fictitious)",
        as_at=AS_AT,
        contracts=(contract,),
        signals={"season.recruiters": Signal(value)},
    )


def test_does_not_apply_wins_nothing_and_calls_for_nothing() -> None:
    """A firm gains no points by it, and is not advised to mend what it does not have."""
    not_at_all, no = screen(_cafe("not_applicable")), screen(_cafe("no"))
    assert (not_at_all.residual, not_at_all.low, not_at_all.high) == (no.residual, no.low, no.high)
    called = {
        value: [one.recommendation.id for one in improve(_cafe(value).signals).recommendations]
        for value in ("not_applicable", "no")
    }
    assert called["not_applicable"] == [] and called["no"]
