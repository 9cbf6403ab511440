"""The fitted numbers are read with care."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from screening.matching.calibration import Calibration, calibration, thresholds
from screening.matching.compare import DIRECTIONS, FEATURES
from screening.matching.decide import among_rivals
from screening.training.common import fit_signed, measures


def stored() -> dict[str, Any]:
    return {
        "pair": {"intercept": 0.5, "coefficients": dict.fromkeys(FEATURES, 1.0)},
        "line": {"intercept": 0.0, "slope": 1.0},
    }


def test_the_shipped_numbers_fit_the_code_and_keep_to_their_directions() -> None:
    numbers = calibration(FEATURES)
    for name, value in zip(FEATURES, numbers.pair.coefficients, strict=True):
        assert DIRECTIONS[name] * value >= 0, name
    assert np.abs(numbers.pair.coefficients).sum() > 1


def test_log_odds_are_the_weighted_sum() -> None:
    model = Calibration.read(stored(), FEATURES).pair
    assert model.log_odds(np.ones((2, len(FEATURES)))) == pytest.approx([len(FEATURES) + 0.5] * 2)


def test_other_features_are_refused() -> None:
    missing = stored()
    del missing["pair"]["coefficients"]["acronym"]
    with pytest.raises(ValueError, match="acronym"):
        Calibration.read(missing, FEATURES)
    reordered = stored()
    reordered["pair"]["coefficients"] = dict(reversed(reordered["pair"]["coefficients"].items()))
    with pytest.raises(ValueError, match="order"):
        Calibration.read(reordered, FEATURES)


def test_a_number_that_is_not_finite_is_refused() -> None:
    broken = stored()
    broken["pair"]["coefficients"]["acronym"] = math.nan
    with pytest.raises(ValueError, match="not finite"):
        Calibration.read(broken, FEATURES)


@pytest.mark.parametrize("slope", [0.0, -1.0, math.nan, math.inf])
def test_a_line_that_does_not_rise_is_refused(slope: float) -> None:
    broken = stored()
    broken["line"]["slope"] = slope
    with pytest.raises(ValueError, match="rise"):
        Calibration.read(broken, FEATURES)


def odds(scores: list[float], entities: list[int]) -> list[float]:
    count = len(scores)
    return among_rivals(
        np.zeros(count, dtype=np.int64), np.array(entities, dtype=np.uint64), np.array(scores)
    ).tolist()


def test_candidates_and_none_of_them_share_one_certainty() -> None:
    found = 1 / (1 + np.exp(-np.array(odds([2.0, 1.0, -1.0], [1, 2, 3]))))
    share = np.exp([2.0, 1.0, -1.0])
    assert found == pytest.approx(share / (1 + share.sum()))


def test_two_that_fit_equally_well_have_half_each_at_most() -> None:
    assert odds([30.0, 30.0], [1, 2]) == pytest.approx([0.0, 0.0])


def test_records_of_one_entity_are_no_rivals() -> None:
    assert odds([5.0, 5.0], [1, 1]) == pytest.approx([5.0, 5.0])


def test_no_score_is_too_large_or_too_small() -> None:
    assert all(map(math.isfinite, odds([900.0, -900.0, 0.0], [1, 2, 3])))
    assert odds([-900.0], [1])[0] < -20 < 20 < odds([900.0], [1])[0]


def test_the_thresholds_are_in_order() -> None:
    limits = thresholds()
    assert 0 < limits.number_differs < limits.near_miss < limits.rival < limits.possible
    assert limits.possible <= limits.number_mistyped < limits.automatic < limits.number_equal < 1


def test_the_fit_finds_the_signal_and_keeps_to_the_directions() -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(2000, 3))
    labels = rows @ np.array([2.0, -1.0, 0.0]) + 0.5 + random.logistic(size=2000) > 0
    coefficients, intercept = fit_signed(rows, labels, [1, -1, 0])
    assert coefficients == pytest.approx([2.0, -1.0, 0.0], abs=0.25)
    assert intercept == pytest.approx(0.5, abs=0.25)
    held_back, _ = fit_signed(rows, labels, [-1, 1, 0])
    assert held_back[0] == held_back[1] == 0


def test_measures_of_accepting_the_best_answer() -> None:
    found = measures([(0.9, True), (0.8, True), (0.7, False), (0.6, True)], findable=4)
    assert found["recall_at_0.99"] == 0.5
    assert found["threshold_at_0.99"] == 0.8
    assert found["f1"] == pytest.approx(0.75)


def test_answers_of_one_score_are_accepted_together() -> None:
    found = measures([(0.9, True), (0.9, False), (0.5, True)], findable=2)
    assert found["recall_at_0.99"] == 0
    assert found["f1"] == pytest.approx(0.8)
