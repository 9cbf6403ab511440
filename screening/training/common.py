"""What every fit needs: a regression that keeps to signs, boosted trees as plain numbers, and measures."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from screening.matching.calibration import LinearModel

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DATA = Path(__file__).parent.parent / "data"

# Where a coefficient may be that speaks for one entity only (1), against only (-1), or either way (0).
BOUNDS = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}

# Strength of the penalty on large coefficients (of standardised features); the result hardly depends on it.
PENALTY = 0.5


def fit_signed(rows: Floats, labels: Bools, directions: Sequence[int]) -> tuple[Floats, float]:
    """A logistic regression whose coefficients keep to `directions` (+1, -1, or 0 for free).

    `rows` has shape (n, features). Gives coefficients for the features as they are and the intercept.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread
    wanted = labels.astype(np.float64)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = scaled @ weights[:-1] + weights[-1]
        error = 1.0 / (1.0 + np.exp(-odds)) - wanted
        value = np.logaddexp(0.0, odds).sum() - (wanted * odds).sum() + PENALTY * (weights[:-1] ** 2).sum()
        gradient = np.append(scaled.T @ error + 2 * PENALTY * weights[:-1], error.sum())
        return float(value), gradient

    bounds = [BOUNDS[direction] for direction in directions] + [(None, None)]
    start = np.zeros(rows.shape[1] + 1)
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 2000})
    coefficients = found.x[:-1] / spread
    return coefficients, float(found.x[-1] - coefficients @ mean)


def stored_trees(model: HistGradientBoostingClassifier, features: Sequence[str]) -> dict[str, Any]:
    """The ensemble as `TreeEnsemble.read` reads it, in six digits: the data cannot bear more."""
    trees = []
    # scikit-learn has no public access to its trees; test_trees.py compares the odds with its own.
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        inner = [i for i, node in enumerate(nodes) if not node["is_leaf"]]
        leaves = [i for i, node in enumerate(nodes) if node["is_leaf"]]
        place = {i: position for position, i in enumerate(inner)}
        place |= {i: -1 - position for position, i in enumerate(leaves)}
        trees.append(
            {
                "feature": [int(nodes[i]["feature_idx"]) for i in inner],
                "threshold": [_short(nodes[i]["num_threshold"]) for i in inner],
                "left": [place[int(nodes[i]["left"])] for i in inner],
                "right": [place[int(nodes[i]["right"])] for i in inner],
                "values": [_short(nodes[i]["value"]) for i in leaves],
            }
        )
    return {
        "features": list(features),
        "intercept": _short(np.ravel(model._baseline_prediction)[0]),
        "trees": trees,
    }


def _short(number: float) -> float:
    # "+ 0.0" turns -0.0 into 0.0.
    return float(f"{number:.6g}") + 0.0


def folds_of(groups: Iterable[object], folds: int) -> npt.NDArray[np.int64]:
    """A fold for each row, the same for rows of one group, whatever the order of the rows."""
    return np.array([zlib.crc32(str(group).encode()) % folds for group in groups], dtype=np.int64)


def measures(answers: Sequence[tuple[float, bool]], findable: int) -> dict[str, float]:
    """Best F1 of accepting the best answer, its threshold, and recall at a precision.

    `findable` is the number of queries that have a target. Answers of one score are accepted together.
    """
    order = sorted(answers, key=lambda answer: -answer[0])
    scores = np.array([answer[0] for answer in order])
    last = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))
    right = np.cumsum([answer[1] for answer in order])[last]
    precision = right / (last + 1)
    recall = right / max(1, findable)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(f1))
    result = {"f1": float(f1[best]), "threshold": float(scores[last[best]]), "right_first": float(recall[-1])}
    for wanted in (0.99, 0.995):
        reached = np.flatnonzero(precision >= wanted)
        result[f"recall_at_{wanted}"] = float(recall[reached].max()) if len(reached) else 0.0
        result[f"threshold_at_{wanted}"] = float(scores[last[reached.max()]]) if len(reached) else 1.0
    return result


def stored_linear(model: LinearModel) -> dict[str, Any]:
    """The mapping that `LinearModel.read` reads."""
    pairs = zip(model.features, model.coefficients, strict=True)
    return {
        "intercept": _short(model.intercept),
        "coefficients": {name: _short(value) for name, value in pairs},
    }
