"""How effects combine."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.effects import Effect, Kind
from screening.hazards import apportion, carried, cells, points, total
from screening.types import Channel, say

hazards = st.lists(st.floats(0, 5), min_size=1, max_size=6)


def effect(kind: Kind, number: float, **more: object) -> Effect:
    return Effect("f", Channel.GOODS, kind, number, number, number, True, say("why"), "judgement", **more)  # type: ignore[arg-type]


@given(st.integers(0, 1000), st.lists(st.floats(0.001, 100), min_size=1, max_size=30))
def test_points_are_given_out_to_the_last_tenth_and_in_proportion(whole: int, shares: list[float]) -> None:
    given_out = apportion(whole, shares)
    assert sum(given_out) == whole
    for tenths, share in zip(given_out, shares, strict=True):
        assert abs(tenths - whole * share / math.fsum(shares)) < 1


def test_nothing_can_only_be_given_nothing() -> None:
    assert apportion(0, []) == [] and apportion(0, [0.0, 0.0]) == [0, 0]
    with pytest.raises(ValueError, match="over nothing"):
        apportion(3, [0.0])


@given(hazards, st.floats(0, 5), st.data())
def test_a_rising_or_a_further_hazard_never_lowers_the_total(
    parts: list[float], extra: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    risen = [part + extra if index == place else part for index, part in enumerate(parts)]
    assert total(risen) >= total(parts) - 1e-12
    assert total([*parts, extra]) >= total(parts) - 1e-12
    assert total(parts) >= max(parts)


def test_the_riskiest_work_counts_in_full() -> None:
    assert carried([0.2, 0.9, 0.4]) == pytest.approx([0.16, 1.0, 0.4])


def test_a_score_is_a_likelihood_on_a_scale_of_tenths() -> None:
    assert points(0.0) == 0
    assert points(math.log(2)) == 500
    assert points(50.0) == 1000


def test_a_channel_multiplies_and_a_floor_holds() -> None:
    (cell,) = cells([effect(Kind.BASE, 0.2), effect(Kind.RAISE, 1.5), effect(Kind.CONTROL, 0.5)])
    assert cell.hazard(1) == pytest.approx(0.3)
    assert cell.residual(1) == pytest.approx(0.15)
    (floored,) = cells(
        [effect(Kind.BASE, 0.1), effect(Kind.RAISE, 1.5, floor=0.36), effect(Kind.CONTROL, 0.5)]
    )
    assert floored.hazard(1) == floored.residual(1) == 0.36


def test_a_channel_without_a_base_is_refused() -> None:
    with pytest.raises(ValueError, match="no base hazard"):
        cells([effect(Kind.RAISE, 1.5)])


def test_an_effect_keeps_low_point_and_high_in_order() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Effect("f", Channel.GOODS, Kind.RAISE, 1.2, 1.1, 1.3, True, say("why"), "judgement")
