"""How far each weight may be moved."""

from __future__ import annotations

import itertools
import math

import pytest

from screening.reference import sources
from screening.weights import bounds, bounds_rows, ladder, value


def _used(name: str) -> float:
    table, _, key = name.partition(".")
    return ladder()[key].point if table == "ladder" else value(name)


@pytest.mark.parametrize("name", sorted(bounds()))
def test_the_shipped_value_lies_within_its_bounds(name: str) -> None:
    lowest, highest = bounds()[name]
    assert 0.0 <= lowest <= _used(name) <= highest
    # Nothing may be switched off but what is off until a council switches it on.
    assert lowest > 0.0 or name.startswith("outside.")
    assert lowest < highest


def test_every_row_has_a_reason_and_a_registered_source() -> None:
    for row in bounds_rows().values():
        assert len(row.reason) > 8
        assert row.source in sources()


def test_a_step_of_the_ladder_never_passes_the_next() -> None:
    names = ("minimal", "very_low", "low", "moderate", "raised", "high", "very_high")
    ends = [bounds()[f"ladder.{name}"] for name in names]
    assert all(lower[1] < upper[0] for lower, upper in itertools.pairwise(ends))


def test_a_listed_forced_labour_pair_is_medium_under_every_weighting() -> None:
    floor = round(1000 * (1 - math.exp(-value("floor.forced_labour"))))
    assert "floor.forced_labour" not in bounds()
    assert bounds()["bands.medium"][1] <= floor


def test_some_is_never_more_than_yes_nor_a_word_more_than_a_document() -> None:
    assert bounds()["share.some"][1] < bounds()["share.yes"][0]
    assert bounds()["evidence.said"][1] < bounds()["evidence.documented"][0]
    assert bounds()["bands.medium"][1] < bounds()["bands.high"][0]
