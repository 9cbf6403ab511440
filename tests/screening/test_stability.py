"""How firm a rank is under draws of what is unknown and of the weights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import contracts, order_key, rank, scoring, screen, stability
from screening.effects import Effect, Kind
from screening.sectors import works
from screening.types import Case, Report, WeightChange
from screening.weights import Weights, bounds, value
from support.cases import TITLES, case, cases

MANY = [
    replace(case(title, value=10_000 * (number + 1)), identity=f"{number:03}{title}")
    for number in range(9)
    for title in TITLES
]


def sketches(reports: list[Report]) -> list[stability.Sketch]:
    return [stability.sketch(report) for report in rank(reports)]


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [screen(one) for one in MANY]


def test_the_same_reports_give_the_same_shares_in_any_order(reports: list[Report]) -> None:
    found = stability.of_reports(reports)
    assert found == stability.of_reports(reversed(reports))
    assert found.keys() == {order_key(report) for report in reports}
    assert all(0.0 <= one.rank <= 1.0 and 0.0 <= one.band <= 1.0 for one in found.values())


def test_another_seed_gives_other_draws(reports: list[Report]) -> None:
    ranked = sketches(reports)
    first, same, other = (stability.draw(ranked, 40, seed).near.tolist() for seed in (1, 1, 2))
    assert first == same != other


def test_without_anything_drawn_every_place_and_band_is_firm(reports: list[Report]) -> None:
    found = stability.draw(sketches(reports), 3, 1, unknowns=False, weightings=False)
    assert found.near.tolist() == found.same_band.tolist() == [1.0] * len(reports)
    assert found.top.tolist() == [1.0] * 3


def test_few_suppliers_cannot_move_far() -> None:
    assert {one.rank for one in stability.of_reports([screen(one) for one in MANY[:6]]).values()} == {1.0}
    assert stability.of_reports([]) == {}


def test_a_supplier_of_whom_nothing_is_unknown_keeps_its_band_whatever_the_others_are() -> None:
    unknown = screen(case("Cleaning of the town hall", identity="unknown"))
    lines = tuple(
        replace(line, low=line.points, high=line.points, known=True) for line in unknown.contributions
    )
    known = replace(
        unknown, identity="known", low=unknown.residual, high=unknown.residual, contributions=lines
    )
    ranked = sketches([known, unknown, *(screen(one) for one in MANY)])
    found = stability.draw(ranked, 100, 1, weightings=False)
    firm = {one.key[4]: share for one, share in zip(ranked, found.same_band.tolist(), strict=True)}
    assert firm["known"] == 1.0 > firm["unknown"]


@settings(max_examples=60)
@given(cases)
def test_a_sketch_keeps_the_ends_and_gives_out_all_of_the_way(one: Case) -> None:
    report = screen(one)
    found = stability.sketch(report)
    scores = [round(1000 * (1 - np.exp(-np.exp(log)))) for log in found.ends]
    assert scores == [report.low, report.residual, report.high]
    if found.unknowns:
        assert sum(way[0] for way in found.unknowns) == pytest.approx(1.0)
        assert sum(way[1] for way in found.unknowns) == pytest.approx(1.0)
    if report.residual:
        assert sum(part for _, part in found.shares) == pytest.approx(1.0)


@settings(max_examples=40)
@given(st.lists(cases, min_size=1, max_size=6, unique_by=lambda one: one.identity))
def test_anything_can_be_drawn(many: list[Case]) -> None:
    found = stability.draw(sketches([screen(one) for one in many]), 5, 3)
    assert np.isfinite(found.near).all() and np.isfinite(found.same_band).all()


def test_drawn_weights_stay_within_their_bounds_and_half_are_lower() -> None:
    ratios = stability.draw_weights(2000, 1)
    assert ratios.keys() == {name for name in bounds() if name.startswith(stability.DRAWN)}
    for name in ("raise.agency", "bands.high"):
        lowest, highest = bounds()[name]
        drawn = ratios[name] * value(name)
        assert lowest <= drawn.min() and drawn.max() <= highest
        assert (drawn < value(name)).mean() == pytest.approx(0.5, abs=0.05)


def test_a_councils_own_weight_is_where_its_draws_begin() -> None:
    change = WeightChange("raise.agency", 1.0, 1.5, "A. Officer", date(2026, 11, 22), "local findings")
    drawn = stability.draw_weights(500, 1, Weights((change,)))["raise.agency"] * 1.5
    assert drawn.max() <= 1.5 + 1e-9
    assert drawn.min() >= bounds()["raise.agency"][0]


# --- How near the draws are to scoring in full --------------------------------------------------------------


def _exactly(one: Case, ratios: dict, number: int) -> int:
    def moved(effect: Effect, step: str) -> Effect:
        if effect.kind is Kind.BASE:
            times = float(ratios[f"ladder.{step}"][number])
            return replace(
                effect, low=effect.low * times, point=effect.point * times, high=effect.high * times
            )
        name = f"raise.{effect.factor}"
        if effect.kind is not Kind.RAISE or name not in ratios:
            return effect
        low, point, high = (1 + (end - 1) * float(ratios[name][number]) for end in effect.corners)
        return replace(effect, low=low, point=point, high=high)

    kinds = works(one)
    return scoring.score(
        [
            [moved(effect, work.sector.hazard[effect.channel]) for effect in effects]
            for work, effects in zip(kinds, contracts.effects_of(kinds), strict=True)
        ]
    ).residual


def test_draws_of_weights_come_near_to_scoring_in_full(reports: list[Report]) -> None:
    by_key = {order_key(report): one for report, one in zip(reports, MANY, strict=True)}
    ranked = sketches(reports)
    ratios = stability.draw_weights(12, 5)
    near = stability.residuals(ranked, ratios, 12)
    full = np.array([[_exactly(by_key[one.key], ratios, draw) for draw in range(12)] for one in ranked])
    points = np.abs(near - full) / 10.0
    assert points.mean() < 0.5
    assert points.max() < 3.0
    # Without the draws the two would be further apart: the test can tell.
    still = np.array([[stability_score(one)] * 12 for one in ranked])
    assert np.abs(still - full).mean() / 10.0 > 4 * points.mean()


def stability_score(one: stability.Sketch) -> float:
    return 1000.0 * (1.0 - float(np.exp(-np.exp(one.ends[1]))))


def test_no_supplier_or_no_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="a draw needs suppliers"):
        stability.draw([], 1, 1)
