"""Why a report changed."""

from __future__ import annotations

from hypothesis import given, settings

from screening import explain_change, screen
from screening.changes import FACTOR_NAMES, factor_points
from screening.controls import NOT_ANSWERED
from screening.factors import FACTORS
from screening.types import Case, Signal
from screening.weights import controls
from support.cases import answered, case, cases


def test_nothing_changed_is_nothing_to_say() -> None:
    assert explain_change(screen(case("Cleaning")), screen(case("Cleaning"))) == ()


def test_the_largest_change_is_told_first_with_its_reason() -> None:
    before = case("Cleaning")
    after = answered(before, workforce__agency="none", workforce__migrant="most", policy__published="yes")
    told = [str(sentence) for sentence in explain_change(screen(before), screen(after))]
    assert told[0].startswith("Workers from abroad: +")
    assert any(text.startswith("Agency workers: -") for text in told)
    assert any(text.startswith("Policy: -") for text in told)


def test_what_is_gone_is_explained_by_its_old_reason() -> None:
    with_policy = case("Cleaning", signals={"policy.published": Signal("yes")})
    told = [str(each) for each in explain_change(screen(with_policy), screen(case("Cleaning")))]
    assert any("No longer: a published policy" in text for text in told)


@settings(max_examples=60, deadline=None)
@given(cases, cases)
def test_the_changes_add_up_to_the_change_of_the_residual(first: Case, second: Case) -> None:
    before, after = screen(first), screen(second)
    told = explain_change(before, after)
    moved = sum(round(10 * float(sentence.values["points"])) for sentence in told)
    assert moved == after.residual - before.residual
    sizes = [abs(float(sentence.values["points"])) for sentence in told]
    assert sizes == sorted(sizes, reverse=True)


def test_every_factor_has_a_name() -> None:
    own = {factor.__name__ for factor in FACTORS} - {"answered", "modules"}
    assert FACTOR_NAMES.keys() == own | controls().keys() | {NOT_ANSWERED}


def test_points_by_factor_add_up() -> None:
    report = screen(case("Cleaning"))
    assert sum(factor_points(report.contributions).values()) == report.residual
