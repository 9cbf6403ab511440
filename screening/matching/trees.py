"""Small boosted trees as plain numbers, evaluated without the library that fitted them.

Evaluated as by "QuickScorer" (Lucchese and others, SIGIR 2015): a node's test that fails rules out the leaves
on its left; of those that no test of the tree rules out the leftmost is the one that the row falls into. The
leaves are bits, so that one look-up for each feature does the tests of many trees at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint32]

MOST_LEAVES = 32
# Rows at once, so that the masks of all trees stay in the processor's cache.
_ROWS = 1024


@dataclass(frozen=True, slots=True)
class _FeatureTests:
    """All tests of one feature: `masks[b]` are the leaves that a value leaves possible, by tree of `trees`.

    `b` is the number of `thresholds` (ascending) that the value exceeds.
    """

    column: int
    thresholds: Floats
    trees: npt.NDArray[np.intp]
    masks: Masks


@dataclass(frozen=True, slots=True)
class TreeEnsemble:
    """Gradient boosted trees for a yes or no: `intercept` plus one value of every tree are log odds."""

    features: tuple[str, ...]
    intercept: float
    _tests: tuple[_FeatureTests, ...]
    _values: Floats

    @classmethod
    def read(cls, stored: Mapping[str, Any], features: Sequence[str]) -> Self:
        """The ensemble as stored; ValueError if it was fitted on other features than `features` or is broken.

        `stored` has `features`, `intercept` and `trees`. A tree has the lists `feature` (a position in
        `features`), `threshold`, `left` and `right` for its nodes, the root first, and `values` for its
        leaves. A row goes left where its value is at most the threshold; a child is a later node or, as
        -1 - i, the leaf i.
        """
        fitted_on = tuple(stored["features"])
        if fitted_on != tuple(features):
            different = set(fitted_on) ^ set(features)
            raise ValueError(f"The trees were fitted on other features: {sorted(different) or 'order'}")
        intercept = float(stored["intercept"])
        trees = [_Tree.read(tree, len(fitted_on)) for tree in stored["trees"]]
        if not trees or not math.isfinite(intercept):
            raise ValueError("The ensemble has no trees or an intercept that is not finite.")
        values = np.zeros((len(trees), MOST_LEAVES))
        for position, tree in enumerate(trees):
            values[position, : len(tree.values)] = tree.values
        return cls(fitted_on, intercept, tuple(_tests(trees, len(fitted_on))), values)

    def log_odds(self, rows: Floats) -> Floats:
        """Log odds of rows of shape (n, number of features), without NaN; equal rows have equal odds."""
        odds = np.empty(len(rows))
        first_value = np.arange(len(self._values)) * MOST_LEAVES
        for start in range(0, len(rows), _ROWS):
            block = rows[start : start + _ROWS]
            possible = np.full((len(block), len(self._values)), ~np.uint32(0))
            for tests in self._tests:
                passed = np.searchsorted(tests.thresholds, block[:, tests.column], side="left")
                possible[:, tests.trees] &= tests.masks[passed]
            # The bits below the lowest one that is set: how many they are is the number of the leaf.
            leaves = np.bitwise_count(~possible & (possible - np.uint32(1)))
            values = self._values.ravel().take(first_value + leaves)
            odds[start : start + _ROWS] = values.sum(axis=1) + self.intercept
        return odds


@dataclass(frozen=True, slots=True)
class _Tree:
    """A tree, its leaves from left to right; `nodes` are (feature, threshold, leaves on the left as bits)."""

    nodes: tuple[tuple[int, float, int], ...]
    values: tuple[float, ...]

    @classmethod
    def read(cls, stored: Mapping[str, Any], features: int) -> Self:
        lists = [stored[name] for name in ("feature", "threshold", "left", "right")]
        values = stored["values"]
        if len({len(column) for column in lists}) != 1 or len(values) != len(lists[0]) + 1:
            raise ValueError("A tree has lists of unequal length.")
        if len(values) > MOST_LEAVES:
            raise ValueError(f"A tree has {len(values)} leaves; {MOST_LEAVES} are the most.")
        nodes: list[tuple[int, float, int]] = []
        ordered: list[int] = []

        def walk(place: int, above: int) -> int:
            """Visit what hangs at `place`; the leaves found there as bits."""
            if place < 0:
                if -1 - place >= len(values):
                    raise ValueError("A tree names a leaf that it does not have.")
                ordered.append(-1 - place)
                return 1 << (len(ordered) - 1)
            # Going to later nodes only, a broken tree cannot run in circles.
            if not above < place < len(lists[0]):
                raise ValueError("A tree's nodes are not in order.")
            feature, threshold, left, right = (column[place] for column in lists)
            if not (0 <= feature < features and math.isfinite(threshold)):
                raise ValueError("A tree tests what is no feature, or against no number.")
            on_the_left = walk(int(left), place)
            nodes.append((int(feature), float(threshold), on_the_left))
            return on_the_left | walk(int(right), place)

        walk(0 if lists[0] else -1, -1)
        if sorted(ordered) != list(range(len(values))):
            raise ValueError("A tree's leaves are not all reached, and each once.")
        if not all(map(math.isfinite, values)):
            raise ValueError("A tree's leaf has no finite value.")
        return cls(tuple(nodes), tuple(float(values[leaf]) for leaf in ordered))


def _tests(trees: Sequence[_Tree], features: int) -> list[_FeatureTests]:
    found = []
    for column in range(features):
        nodes = [
            (threshold, number, on_the_left)
            for number, tree in enumerate(trees)
            for feature, threshold, on_the_left in tree.nodes
            if feature == column
        ]
        if not nodes:
            continue
        thresholds = sorted({threshold for threshold, _, _ in nodes})
        concerned = sorted({number for _, number, _ in nodes})
        rank = {threshold: place for place, threshold in enumerate(thresholds)}
        place_of = {number: place for place, number in enumerate(concerned)}
        masks = np.full((len(thresholds) + 1, len(concerned)), ~np.uint32(0))
        for threshold, number, on_the_left in nodes:
            masks[rank[threshold] + 1 :, place_of[number]] &= ~np.uint32(on_the_left)
        found.append(_FeatureTests(column, np.array(thresholds), np.array(concerned), masks))
    return found
