"""The fitted numbers: how evidence becomes a probability, and from which probability on what is decided.

Both are data. `data/match_calibration.yaml` is written by `screening.training`, never by hand;
`data/match_thresholds.yaml` is written by hand and gives a reason for each number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

Floats = npt.NDArray[np.float64]

CERTAIN = 9.0
"""Log odds beyond this are as good as certain: 1 in 8,000."""

_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression: `intercept + coefficients . features` are log odds."""

    features: tuple[str, ...]
    coefficients: npt.NDArray[np.float64]
    intercept: float

    def log_odds(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Log odds of rows of shape (n, number of features)."""
        # einsum sums each row in one order; a matrix product may not, and equal rows must give equal odds.
        odds: npt.NDArray[np.float64] = np.einsum("ij,j->i", rows, self.coefficients) + self.intercept
        return odds

    @classmethod
    def read(cls, stored: dict[str, Any], features: Sequence[str]) -> LinearModel:
        """The model as stored; ValueError if it was fitted on other features than `features`."""
        coefficients: dict[str, float] = stored["coefficients"]
        if tuple(coefficients) != tuple(features):
            different = set(coefficients) ^ set(features)
            raise ValueError(f"The calibration was fitted on other features: {sorted(different) or 'order'}")
        values = np.array(list(coefficients.values()), dtype=np.float64)
        if not (np.isfinite(values).all() and math.isfinite(stored["intercept"])):
            raise ValueError("The calibration holds a number that is not finite.")
        return cls(tuple(features), values, float(stored["intercept"]))


@dataclass(frozen=True, slots=True)
class Line:
    """Platt scaling: the log odds that were said, turned into those that were right.

    J. Platt, Probabilistic outputs for support vector machines, 1999.
    """

    intercept: float
    slope: float

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Line:
        """The line as stored; ValueError unless it rises."""
        line = cls(float(stored["intercept"]), float(stored["slope"]))
        if not (line.slope > 0 and math.isfinite(line.slope) and math.isfinite(line.intercept)):
            raise ValueError("The line of the calibration does not rise.")
        return line

    def __call__(self, odds: Floats) -> Floats:
        line: Floats = self.intercept + self.slope * np.clip(odds, -CERTAIN, CERTAIN)
        return line


@dataclass(frozen=True, slots=True)
class Calibration:
    """The score of a pair, and the line over the log odds that it has among its rivals."""

    pair: LinearModel
    line: Line

    @classmethod
    def read(cls, stored: dict[str, Any], pair_features: Sequence[str]) -> Calibration:
        """From the stored mapping; ValueError for other features than the code has."""
        return cls(LinearModel.read(stored["pair"], pair_features), Line.read(stored["line"]))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits of `data/match_thresholds.yaml`, where each has its reason."""

    automatic: float
    possible: float
    near_miss: float
    rival: float
    distinctive_word: float
    group_word: float
    group_letters: float
    number_equal: float
    number_differs: float
    number_mistyped: float
    number_conflict: float
    vat_equal: float
    vat_differs: float
    domain_equal_namesake: float
    domain_equal_other: float
    domain_differs_namesake: float
    domain_differs_other: float
    postcode_equal_namesake: float
    postcode_equal_other: float
    postcode_differs_namesake: float
    postcode_differs_other: float
    country_differs: float


@cache
def calibration(pair_features: tuple[str, ...]) -> Calibration:
    """The shipped calibration."""
    text = (_DATA / "match_calibration.yaml").read_text(encoding="utf-8")
    return Calibration.read(yaml.safe_load(text), pair_features)


@cache
def thresholds() -> Thresholds:
    """The shipped thresholds."""
    stored = yaml.safe_load((_DATA / "match_thresholds.yaml").read_text(encoding="utf-8"))
    return Thresholds(**{name: float(entry["value"]) for name, entry in stored.items()})
