"""Fit the probability that two given names are one entity.

    python -m screening.training pairs PAIRS.csv [--write]

PAIRS.csv has the columns `left`, `right`, `label` (1: one entity) and `cluster` (what the pair was taken
from); rows whose `resolvable` is not "True" are left out, since no name evidence decides them.

The model is gradient boosted trees over `pair_features.FEATURES`, fitted on the pairs and, with little
weight, on made-up ones (`screening.training.synthetic`). The measures printed are of folds over clusters;
those called strict leave out of each fit all pairs that share a name with the fold that is measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no stubs

from screening.matching.pair_features import FEATURES, compared
from screening.matching.parts import parts_of
from screening.names import clean
from screening.training.common import DATA, Bools, Floats, folds_of, measures, stored_trees
from screening.training.synthetic import examples

FOLDS: Final = 5
# Made-up pairs of each kind, and what one counts against a real one. More weight finds more slips of the
# pen and foreign forms, and judges councils' own pairs less well.
MADE_UP: Final = 6000
MADE_UP_WEIGHT: Final = 0.05
_SEED: Final = 5


def cross_validated(pairs: pd.DataFrame, folds: int = FOLDS, *, strict: bool = False) -> Floats:
    """Log odds of each pair by a model that has not seen its cluster; `strict`: nor any of its names."""
    rows, labels = _rows(_columns(pairs)), _labels(pairs)
    fold = folds_of(pairs["cluster"], folds)
    odds = np.zeros(len(pairs))
    for held_out in range(folds):
        unseen = fold == held_out
        seen = ~unseen & ~_shares_a_name(pairs, unseen) if strict else ~unseen
        model = _fitted(rows[seen], labels[seen], _names(pairs[seen]))
        odds[unseen] = model.decision_function(rows[unseen])
    return odds


def _fitted(rows: Floats, labels: Bools, names: Sequence[str]) -> HistGradientBoostingClassifier:
    made_up = examples(names, MADE_UP, _SEED)
    weights = np.concatenate([np.ones(len(rows)), np.full(len(made_up), MADE_UP_WEIGHT)])
    model = HistGradientBoostingClassifier(
        max_iter=250,
        learning_rate=0.05,
        max_leaf_nodes=24,
        min_samples_leaf=20,
        l2_regularization=5.0,
        max_features=0.4,
        random_state=_SEED,
    )
    made = _rows((example.left, example.right) for example in made_up)
    wanted = np.concatenate([labels, np.array([example.same for example in made_up], dtype=np.bool_)])
    # One thread: the fit is small, and threads that wait for each other make it many times slower.
    with threadpool_limits(limits=1, user_api="openmp"):
        model.fit(np.concatenate([rows, made]), wanted, sample_weight=weights)
    return model


def _rows(pairs: Iterable[tuple[str, str]]) -> Floats:
    """The features of the parts of each two names that are most alike; zeros where a name says nothing."""
    lefts, rights, owners = [], [], []
    count = 0
    for count, (left, right) in enumerate(pairs, start=1):
        for one in parts_of(left):
            for other in parts_of(right):
                lefts.append(one)
                rights.append(other)
                owners.append(count - 1)
    _, found = compared(lefts, rights)
    likeness = found[:, FEATURES.index("exactly_covered")] + found[:, FEATURES.index("likeness")]
    rows = np.zeros((count, len(FEATURES)))
    # The likest comes last and stays.
    order = np.argsort(likeness, kind="stable")
    rows[np.array(owners, dtype=np.int64)[order]] = found[order]
    return rows


def _columns(pairs: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(pairs["left"], pairs["right"], strict=True)


def _labels(pairs: pd.DataFrame) -> Bools:
    labels: Bools = pairs["label"].to_numpy() == 1
    return labels


def _names(pairs: pd.DataFrame) -> list[str]:
    return [*pairs["left"], *pairs["right"]]


def _shares_a_name(pairs: pd.DataFrame, chosen: Bools) -> Bools:
    """Which pairs have a name, but for its writing, that one of the chosen pairs has too."""
    left, right = ([clean(name).flat or name for name in pairs[side]] for side in ("left", "right"))
    taken = {
        name for side in (left, right) for name, is_chosen in zip(side, chosen, strict=True) if is_chosen
    }
    return np.array([one in taken or two in taken for one, two in zip(left, right, strict=True)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure over folds; with --write also fit on everything and write the calibration."""
    parser = argparse.ArgumentParser(prog="python -m screening.training pairs")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)

    pairs = pd.read_csv(options.pairs, keep_default_na=False)
    if "resolvable" in pairs:
        pairs = pairs[pairs["resolvable"].astype(str) == "True"].reset_index(drop=True)
    labels = _labels(pairs)
    for strict in (False, True):
        odds = cross_validated(pairs, strict=strict)
        f1 = measures(list(zip(odds.tolist(), labels.tolist(), strict=True)), int(labels.sum()))["f1"]
        area = average_precision_score(labels, odds)
        print(f"{'strict' if strict else 'folds over clusters':20} F1 {f1:.4f}  PR-AUC {area:.4f}")
    if options.write:
        stored = stored_trees(_fitted(_rows(_columns(pairs)), labels, _names(pairs)), FEATURES)
        path = DATA / "pair_calibration.json"
        note = {"fitted_on": f"{len(pairs)} labelled pairs and {2 * MADE_UP} made-up ones"}
        path.write_text(json.dumps(note | stored, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"written: {path}")
