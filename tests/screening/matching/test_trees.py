"""Boosted trees as stored numbers: the odds of the library that fitted them; broken ones are refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from screening.matching.trees import MOST_LEAVES, TreeEnsemble
from screening.training.common import stored_trees

FEATURES = ("likeness", "words", "forms_differ")
# Likeness above 0.5: 1.0; else by the number of words: -1.0 up to two, -0.25 beyond.
SMALL: dict[str, Any] = {
    "features": list(FEATURES),
    "intercept": 0.5,
    "trees": [
        {"feature": [0, 1], "threshold": [0.5, 2.0], "left": [1, -2], "right": [-1, -3],
         "values": [1.0, -1.0, -0.25]},
        {"feature": [2], "threshold": [0.5], "left": [-1], "right": [-2], "values": [0.0, -2.0]},
    ],
}  # fmt: skip


def test_a_row_falls_into_one_leaf_of_every_tree() -> None:
    rows = np.array([[0.9, 9, 0], [0.5, 2, 0], [0.1, 3, 0], [0.9, 1, 1]], dtype=np.float64)
    odds = TreeEnsemble.read(SMALL, FEATURES).log_odds(rows)
    assert odds.tolist() == [1.5, -0.5, 0.25, -0.5]


def test_no_rows() -> None:
    assert TreeEnsemble.read(SMALL, FEATURES).log_odds(np.empty((0, 3))).shape == (0,)


def test_a_tree_of_one_leaf() -> None:
    single = {"feature": [], "threshold": [], "left": [], "right": [], "values": [0.25]}
    ensemble = TreeEnsemble.read(SMALL | {"trees": [single]}, FEATURES)
    assert ensemble.log_odds(np.zeros((2, 3))).tolist() == [0.75, 0.75]


@pytest.mark.parametrize("leaves", [4, MOST_LEAVES])
def test_the_odds_are_those_of_the_library(leaves: int) -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(1000, 3)).round(2)
    labels = rows[:, 0] + rows[:, 1] * rows[:, 2] + random.normal(scale=0.5, size=1000) > 0
    fitted = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=leaves, random_state=0)
    with threadpool_limits(limits=1, user_api="openmp"):
        fitted.fit(rows, labels)
    stored = json.loads(json.dumps(stored_trees(fitted, FEATURES)))
    odds = TreeEnsemble.read(stored, FEATURES).log_odds(rows)
    assert np.abs(odds - fitted.decision_function(rows)).max() < 1e-3


def test_equal_rows_have_equal_odds_wherever_they_stand() -> None:
    rows = np.tile(np.array([[0.3, 4.0, 0.0]]), (3001, 1))
    assert len(set(TreeEnsemble.read(SMALL, FEATURES).log_odds(rows).tolist())) == 1


def test_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="other features"):
        TreeEnsemble.read(SMALL, ("likeness", "words", "numbers_differ"))
    with pytest.raises(ValueError, match="order"):
        TreeEnsemble.read(SMALL, ("words", "likeness", "forms_differ"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threshold", [0.5]),
        ("threshold", [0.5, float("nan")]),
        ("feature", [0, 3]),
        ("left", [0, -2]),
        ("right", [-1, -9]),
        ("right", [-1, -1]),
        ("values", [1.0, -1.0, float("inf")]),
        ("values", [1.0, -1.0]),
    ],
)
def test_a_broken_tree_is_refused(field: str, value: list[float]) -> None:
    broken = copy.deepcopy(SMALL)
    broken["trees"][0][field] = value
    with pytest.raises(ValueError):
        TreeEnsemble.read(broken, FEATURES)


def test_an_ensemble_without_trees_is_refused() -> None:
    with pytest.raises(ValueError):
        TreeEnsemble.read(SMALL | {"trees": []}, FEATURES)
