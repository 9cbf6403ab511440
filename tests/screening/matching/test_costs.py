"""From what errors cost to the limits of the decisions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.calibration import thresholds
from screening.matching.costs import Costs, thresholds_for

_COST = st.floats(min_value=0.01, max_value=1000)


def test_the_usual_costs_give_the_shipped_limits() -> None:
    assert thresholds_for(Costs()) == thresholds()


@given(st.builds(Costs, _COST, _COST, _COST), st.floats(min_value=0, max_value=1))
def test_each_side_of_the_limits_is_the_cheapest_decision(costs: Costs, probability: float) -> None:
    automatic, possible = costs.limits
    chosen = "automatic" if probability >= automatic else "possible" if probability >= possible else "none"
    expected = costs.expected(probability)
    assert expected[chosen] <= min(expected.values()) + 1e-9 * max(expected.values())


@given(st.builds(Costs, _COST, _COST, _COST))
def test_the_limits_are_probabilities_in_order(costs: Costs) -> None:
    limits = thresholds_for(costs)
    assert 0 <= limits.near_miss <= limits.possible <= limits.automatic < 1


@given(st.builds(Costs, _COST, _COST, _COST), st.floats(min_value=1.1, max_value=10))
def test_a_dearer_wrong_credit_never_lowers_the_limit_of_automatic_matches(
    costs: Costs, times: float
) -> None:
    dearer = Costs(costs.wrong_credit * times, costs.miss, costs.review)
    assert dearer.limits[0] >= costs.limits[0] - 1e-12


def test_the_unit_does_not_matter() -> None:
    pounds = Costs(wrong_credit=30, miss=7.5, review=3)
    assert pounds.limits == pytest.approx(Costs().limits)


def test_where_a_review_saves_nothing_nobody_is_asked() -> None:
    assert Costs(wrong_credit=1, miss=1, review=5).limits == (0.5, 0.5)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.inf, math.nan])
@pytest.mark.parametrize("which", ["wrong_credit", "miss", "review"])
def test_a_cost_is_a_number_above_0(which: str, wrong: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Costs(**{which: wrong})
