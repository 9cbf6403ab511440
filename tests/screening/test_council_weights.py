"""A council's own weights: an overlay that is the same as shipping them, and changes nothing when empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import screening
from screening import (
    clauses,
    codec,
    contracts,
    controls,
    factors,
    geography,
    hazards,
    ranking,
    sectors,
    weights,
    workforce,
)
from screening.types import Contract, Evidence, OutsideFigure, Report, Signal, WeightChange
from screening.weights import SHIPPED, Weights, bounds, changed, shipped
from support.cases import AS_AT, answered, case, cases

ON = date(2026, 11, 1)
NAMES = sorted(bounds())


def moved(**values: float) -> Weights:
    """Weights with changes; "__" in a name stands for its dot."""
    return Weights(
        tuple(
            changed(name.replace("__", "."), number, "Lee Lead", ON, "To test")
            for name, number in values.items()
        )
    )


def plain(report: Report) -> Report:
    """The report without what it says of weights."""
    return replace(report, weights=(), weights_sha256="")


def test_without_changes_the_shipped_numbers_are_used() -> None:
    assert SHIPPED.changes == () and SHIPPED.sha256 == ""
    assert SHIPPED.ladder == weights.ladder()
    assert all(SHIPPED.value(name) == shipped(name) for name in NAMES if not name.startswith("ladder."))


def test_every_weight_that_may_be_moved_has_a_shipped_value_within_its_bounds_and_a_reason() -> None:
    for name, (lowest, highest) in bounds().items():
        assert lowest <= shipped(name) <= highest
        assert weights.reason(name)


@pytest.mark.parametrize(
    ("name", "number"), [("raise.agency", 9.0), ("raise.agency", 0.0), ("raise.agency", float("nan"))]
)
def test_a_weight_beyond_its_bounds_is_refused(name: str, number: float) -> None:
    with pytest.raises(ValueError, match=r"raise\.agency may be 0.5 to 1.5"):
        Weights((WeightChange(name, 1.0, number, "Lee Lead", ON, "To test"),))


def test_a_weight_without_bounds_may_not_be_changed_and_none_twice() -> None:
    with pytest.raises(ValueError, match=r"floor\.forced_labour may not be changed"):
        Weights((WeightChange("floor.forced_labour", 0.36, 0.4, "Lee Lead", ON, "To test"),))
    one = changed("raise.agency", 1.2, "Lee Lead", ON, "To test")
    with pytest.raises(ValueError, match="twice"):
        Weights((one, one))


def test_the_hash_stands_for_the_values_alone() -> None:
    by_another = Weights((changed("raise.agency", 1.2, "Pat Person", date(2026, 1, 1), "Because"),))
    assert moved(raise__agency=1.2).sha256 == by_another.sha256 != moved(raise__agency=1.3).sha256


def test_a_step_of_the_ladder_keeps_its_proportions() -> None:
    before, after = weights.ladder()["high"], moved(ladder__high=0.2).ladder["high"]
    assert after.point == 0.2
    assert (
        after.low / before.low == pytest.approx(after.high / before.high) == pytest.approx(0.2 / before.point)
    )


def test_a_report_says_which_weights_were_changed_by_whom_when_and_why() -> None:
    own = moved(raise__agency=1.4)
    report = screening.screen(case("Cleaning of the town hall"), weights=own)
    assert report.weights == (WeightChange("raise.agency", 1.0, 1.4, "Lee Lead", ON, "To test"),)
    assert report.weights_sha256 == own.sha256 != ""
    assert codec.load_report(codec.dump_report(report)) == report
    assert screening.screen(case("Cleaning of the town hall")).weights_sha256 == ""


# --- Every weight that may be moved is really passed on ---------------------------------------------------

_MANY = replace(
    answered(
        case("Cleaning of the town hall", agency_labour="yes", sourcing_countries=("CN",)),
        workforce__agency="some",
        workforce__migrant="some",
        workforce__low_paid="some",
        workforce__accommodation="yes",
        subcontracting__tiers="one",
        policy__published="yes",
        delivery__countries="IN",
    ),
    contracts=(
        Contract(title="Cleaning of the town hall", agency_labour="yes", workforce_skill="mixed"),
        Contract(title="Supply of uniforms", sourcing_countries=("BD", "CN")),
        Contract(title="Legal Services", start=date(2024, 1, 1), end=date(2028, 1, 1)),
    ),
)
_ANSWERED = replace(
    _MANY,
    signals={
        "policy.published": Signal("yes", Evidence.DOCUMENTED, AS_AT),
        "workforce.agency": Signal("some"),
        "subcontracting.tiers": Signal("one"),
    },
)
_TITLES = (
    "",
    "Legal Services",
    "IT Licences",
    "Refuse Collection inc Skip Hire",
    "Catering Services inc Pupil Meals",
    "Grants & Cont to Vol, comm & soc ent",
    "External Agency Staff",
    "Grounds maintenance",
    "Supply of cotton uniforms",
    "Furniture",
    "Energy",
)
_CASES = (
    _MANY,
    _ANSWERED,
    *(case(title) for title in _TITLES),
    *(
        case(title, value)
        for title in _TITLES
        for value in (3_000, 20_000, 60_000, 200_000, 600_000, 2_000_000, 9_000_000)
    ),
    *(case("Supply of uniforms", sourcing_countries=(code,)) for code in ("BD", "IN", "CN", "TR", "FR")),
    *(
        case("Supply of food", description="bricks and rice", sourcing_countries=(code,))
        for code in ("IN", "NP")
    ),
    case("Cleaning", workforce_skill="low", migrant_workers="yes", subcontracting_tiers="yes"),
    case(
        "Supply of uniforms",
        sourcing_countries=("IN",),
        outside=(OutsideFigure("gsi", "IN", 1.0), OutsideFigure("tip", "IN", 1.0)),
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_each_weight_reaches_the_result(name: str) -> None:
    for number in bounds()[name]:
        own = Weights((changed(name, number, "Lee Lead", ON, "To test"),))
        if any(plain(screening.screen(one, weights=own)) != screening.screen(one) for one in _CASES):
            return
    pytest.fail(f"{name} changes no report")


# --- The overlay is the same as shipping the numbers ------------------------------------------------------


def _caches() -> list[Any]:
    rooms = (weights, factors, workforce, controls, geography, hazards, ranking, sectors, contracts, clauses)
    return [found for room in rooms for found in vars(room).values() if hasattr(found, "cache_clear")]


def _forget() -> None:
    for cache in _caches():
        cache.cache_clear()
    vars(SHIPPED).pop("ladder", None)


@contextmanager
def shipping(own: Weights) -> Iterator[None]:
    """As if the tables held these numbers."""
    real = weights._tables()
    table = {name: {key: dict(row) for key, row in rows.items()} for name, rows in real.items()}
    for change in own.changes:
        part, _, key = change.name.partition(".")
        if part == "ladder":
            step = own.ladder[key]
            table[part][key].update(low=step.low, point=step.point, high=step.high)
        else:
            table[part][key]["value"] = change.value
    patch = pytest.MonkeyPatch()
    # The sector is found by the shipped weights, whatever a council thinks of its risk.
    order = sectors.hazard_order()
    try:
        _forget()
        patch.setattr(weights, "_tables", lambda: table)
        patch.setattr(sectors, "hazard_order", lambda: order)
        yield
    finally:
        patch.undo()
        _forget()


_own = st.lists(st.sampled_from(NAMES), max_size=8, unique=True).flatmap(
    lambda names: st.tuples(
        *(st.floats(*bounds()[name]).map(lambda number, n=name: (n, number)) for name in names)
    )
)


@given(cases, _own)
@settings(max_examples=30)
def test_own_weights_give_what_shipping_them_would_give(
    one: Any, values: tuple[tuple[str, float], ...]
) -> None:
    own = Weights(tuple(changed(name, number, "Lee Lead", ON, "To test") for name, number in values))
    overlaid = screening.screen(one, weights=own)
    with shipping(own):
        assert plain(overlaid) == screening.screen(one)


@given(cases, _own)
@settings(max_examples=50)
def test_own_weights_keep_the_sums_and_leave_no_trace(
    one: Any, values: tuple[tuple[str, float], ...]
) -> None:
    before = codec.dump_report(screening.screen(one))
    own = Weights(tuple(changed(name, number, "Lee Lead", ON, "To test") for name, number in values))
    report = screening.screen(one, weights=own)
    assert sum(line.points for line in report.contributions) == report.residual
    assert report.low <= report.residual <= report.high
    parts = contracts.lines(one, report)
    assert sum(line.points for line in parts) == report.residual
    assert codec.dump_report(screening.screen(one)) == before
    assert codec.dump_report(screening.screen(one, weights=Weights(report.weights))) == codec.dump_report(
        report
    )
