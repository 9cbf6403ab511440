"""Fit the numbers that turn a search among many names into probabilities.

    python -m screening.training queries TARGETS.csv QUERIES.csv [--write]

TARGETS.csv has the columns `name` and `gid` (the legal entity), QUERIES.csv `query`, `gid` (negative: none
of the targets) and optionally `kind`, whose "rename" rows are left out: a full change of name cannot be
told from names.

Three things are fitted: how harmless each word is that only one of two names has (`left_over`); a conditional
logit (McFadden 1974) over each query's candidates and the answer "none of these", with a linear score of
`compare.FEATURES` whose coefficients keep to the directions in which a feature may speak; and a line from its
log odds to those that were right. The fit sees values of words that were learned on other entities, and the
line scores of queries that the logit has not seen. The measures printed are those of folds over entities: no
entity is in both the fitting and the measuring part. They do not say how well previous names, numbers or
groups are found.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml
from scipy import sparse
from scipy.optimize import minimize

from screening.matching import left_over
from screening.matching.alignment import UNMATCHED, Aligned
from screening.matching.calibration import CERTAIN, Calibration, Line, LinearModel
from screening.matching.compare import DIRECTIONS, FEATURES, LEFT_OVER
from screening.matching.decide import among_rivals
from screening.matching.index import BLOCK
from screening.matching.records import Query, Target
from screening.matching.segment import Block, Segment, best_of_each
from screening.training.common import (
    BOUNDS,
    DATA,
    Bools,
    Floats,
    fit_signed,
    folds_of,
    measures,
    stored_linear,
)

Positions = npt.NDArray[np.int64]
Ranked = list[list[tuple[float, bool]]]

FOLDS: Final = 5
PENALTY: Final = 10.0
"""On the squares of the coefficients of standardised features; from 1 to 20 it hardly matters."""
SMOOTHING: Final = 4.0
"""Pairs that a word is given beside those seen, of which as many are right as of all."""
LEAST_PAIRS: Final = 5
"""Pairs in which a word has to be left over before anything is kept of it."""
# Pairs from which words are learned: they share a rare word and a fair part of both names.
_RARE: Final = 6.0
_SHARED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Examples:
    """Compared pairs of names of all queries, in columns of n rows.

    `queries` are positions in the table of queries, `entries` rows of the index, `rows` (n, len(FEATURES)),
    `labels` whether both are one entity, `left_over` (n, words) how often each word of `words` (side, word)
    has no partner, `telling` the pairs from which words are learned. `folds` has a value for each query: the
    part of a cross-validation that it is in, by its entity.
    """

    queries: Positions
    entries: Positions
    rows: Floats
    labels: Bools
    words: list[tuple[int, str]]
    left_over: sparse.csr_array
    telling: Bools
    folds: Positions

    @classmethod
    def of(cls, targets: pd.DataFrame, queries: pd.DataFrame, folds: int = FOLDS) -> Self:
        """Compare all queries with the targets that are worth it."""
        segment = Segment.of([Target(f"{place:09d}", name) for place, name in enumerate(targets["name"])])
        asked = [Query(str(place), name) for place, name in enumerate(queries["query"])]
        number_of: dict[tuple[int, str], int] = {}
        found = []
        for start in range(0, len(asked), BLOCK):
            compared = segment.compared(Block.of(asked[start : start + BLOCK]))
            words = _left_over(compared.aligned, number_of)
            telling = _telling(compared.aligned)
            found.append((compared.queries + start, compared.entries, compared.features, telling, words))
        numbers, entries, rows, telling = (np.concatenate([one[i] for one in found]) for i in range(4))
        counts = np.concatenate([np.bincount(one[4][0], minlength=len(one[0])) for one in found])
        columns = np.concatenate([one[4][1] for one in found])
        entities = queries["gid"].to_numpy()
        groups = [
            entity if entity >= 0 else name
            for entity, name in zip(entities.tolist(), queries["query"], strict=True)
        ]
        cells = (np.ones(len(columns)), columns, np.append(0, np.cumsum(counts)))
        return cls(
            queries=numbers,
            entries=entries,
            rows=rows,
            labels=targets["gid"].to_numpy()[entries] == entities[numbers],
            words=list(number_of),
            left_over=sparse.csr_array(cells, shape=(len(numbers), len(number_of))),
            telling=telling,
            folds=folds_of(groups, folds),
        )

    def values_of_words(self, chosen: Positions) -> Floats:
        """How harmless each word is, learned from the chosen rows."""
        told = chosen[self.telling[chosen]]
        pairs = self.left_over[told]
        seen, right = pairs.T @ np.ones(len(told)), pairs.T @ self.labels[told].astype(np.float64)
        usual = self.labels[told][np.diff(pairs.indptr) > 0].mean()
        share = (right + SMOOTHING * usual) / (seen + SMOOTHING)
        values: Floats = np.log(share / (1 - share)) - np.log(usual / (1 - usual))
        values[seen < LEAST_PAIRS] = 0.0
        return values

    def with_values(self, chosen: Positions, values: Floats) -> Floats:
        """The chosen rows with the numbers that rest on values of words."""
        rows, pairs = self.rows[chosen], self.left_over[chosen]
        filled = np.flatnonzero(np.diff(pairs.indptr))
        rows[:, LEFT_OVER] = 0.0
        if len(filled):
            of_words, starts = values[pairs.indices], pairs.indptr[:-1][filled]
            rows[filled, LEFT_OVER[0]] = np.minimum.reduceat(of_words, starts)
            rows[filled, LEFT_OVER[1]] = np.add.reduceat(of_words, starts)
        return rows


def _left_over(aligned: Aligned, number_of: dict[tuple[int, str], int]) -> tuple[Positions, Positions]:
    """The rows and the numbers of the words without a partner, in the order of the rows."""
    rows, words = [], []
    for number, side in enumerate((aligned.left, aligned.right)):
        row, column = np.nonzero(side.states == UNMATCHED)
        texts = side.table.vocabulary.texts.take(side.numbers[row, column].astype(np.int64))
        rows.append(row)
        words.append([number_of.setdefault((number, text), len(number_of)) for text in texts])
    row, word = np.concatenate(rows), np.concatenate(words).astype(np.int64)
    order = np.argsort(row, kind="stable")
    return row[order], word[order]


def _telling(aligned: Aligned) -> Bools:
    left, right = aligned.left, aligned.right
    shared = aligned.matched_left / np.maximum(left.table.masses[left.rows], 1e-6)
    shared *= aligned.matched_right / np.maximum(right.table.masses[right.rows], 1e-6)
    telling: Bools = (aligned.heaviest >= _RARE) & (shared > _SHARED)
    return telling


@dataclass(frozen=True, slots=True)
class Models:
    """What was fitted; `values` are those of `Examples.words`."""

    pair: LinearModel
    line: Line
    values: Floats


def fit_logit(rows: Floats, labels: Bools, queries: Positions) -> LinearModel:
    """A conditional logit over the rows of each query, in order, and "none of these", whose score is 0.

    The likelihood is that of any right row, or of "none" where there is none.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread
    starts = np.flatnonzero(np.append(True, queries[1:] != queries[:-1]))
    of_query = np.cumsum(np.append(False, queries[1:] != queries[:-1]))
    right = labels.astype(np.float64)
    answered = np.logical_or.reduceat(labels, starts)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights[:-1] + weights[-1]
        top = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
        share = np.exp(scores - top[of_query])
        none = np.exp(-top)
        total = np.add.reduceat(share, starts) + none
        wanted = np.where(answered, np.add.reduceat(share * right, starts), none)
        wanted = np.maximum(wanted, 1e-300)
        pull = np.where(answered[of_query], share * right / wanted[of_query], 0.0)
        error = share / total[of_query] - pull
        value = (np.log(total) - np.log(wanted)).sum() + PENALTY * (weights[:-1] ** 2).sum()
        return float(value), np.append(scaled.T @ error + 2 * PENALTY * weights[:-1], error.sum())

    bounds = [BOUNDS[direction] for direction in DIRECTIONS.values()] + [(None, None)]
    start = np.zeros(rows.shape[1] + 1)
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 400})
    coefficients = found.x[:-1] / spread
    return LinearModel(FEATURES, coefficients, float(found.x[-1] - coefficients @ mean))


def fit(examples: Examples, chosen: Positions) -> Models:
    """All three from the chosen rows."""
    folds = examples.folds[examples.queries[chosen]]
    rows = np.empty((len(chosen), len(FEATURES)))
    for fold in np.unique(folds):
        values = examples.values_of_words(chosen[folds != fold])
        rows[folds == fold] = examples.with_values(chosen[folds == fold], values)
    labels, queries = examples.labels[chosen], examples.queries[chosen]
    odds = np.empty(len(chosen))
    for fold in np.unique(folds):
        seen = folds != fold
        odds[~seen] = fit_logit(rows[seen], labels[seen], queries[seen]).log_odds(rows[~seen])
    return Models(
        pair=fit_logit(rows, labels, queries),
        line=_fit_line(examples, chosen, odds),
        values=examples.values_of_words(chosen),
    )


def _ranked(examples: Examples, chosen: Positions, scores: Floats) -> tuple[Positions, Floats]:
    """The chosen rows that are the best of their query and target, best first, and their log odds."""
    best = best_of_each(examples.queries[chosen], examples.entries[chosen], scores)
    rows = chosen[best]
    # Without numbers and postcodes every target is an entity of its own.
    odds = among_rivals(examples.queries[rows], examples.entries[rows].astype(np.uint64), scores[best])
    order = np.lexsort((examples.entries[rows], -scores[best].round(6), examples.queries[rows]))
    return rows[order], odds[order]


def _fit_line(examples: Examples, chosen: Positions, scores: Floats) -> Line:
    """The line over the best answer of each query."""
    rows, odds = _ranked(examples, chosen, scores)
    first = np.append(True, examples.queries[rows][1:] != examples.queries[rows][:-1])
    said = np.clip(odds[first], -CERTAIN, CERTAIN)[:, None]
    slopes, intercept = fit_signed(said, examples.labels[rows[first]], [1])
    return Line(intercept, float(slopes[0]))


def answers(examples: Examples, chosen: Positions, models: Models, count: int = 5) -> Ranked:
    """For each query the `count` best targets among the chosen rows: probability, and whether it is right."""
    rows, odds = _ranked(examples, chosen, models.pair.log_odds(examples.with_values(chosen, models.values)))
    probabilities = 1.0 / (1.0 + np.exp(-models.line(odds)))
    ranked: Ranked = [[] for _ in range(len(examples.folds))]
    for row, probability in zip(rows.tolist(), probabilities.round(6).tolist(), strict=True):
        shown = ranked[int(examples.queries[row])]
        if len(shown) < count:
            shown.append((probability, bool(examples.labels[row])))
    return ranked


def cross_validated(targets: pd.DataFrame, queries: pd.DataFrame, folds: int = FOLDS) -> Ranked:
    """The best answers for each query, from models that were fitted on other entities."""
    examples = Examples.of(targets, queries, folds)
    ranked: Ranked = [[] for _ in range(len(queries))]
    for fold in range(folds):
        own = examples.folds[examples.queries] == fold
        models = fit(examples, np.flatnonzero(~own))
        for query, shown in enumerate(answers(examples, np.flatnonzero(own), models)):
            ranked[query] = shown or ranked[query]
    return ranked


def stored(models: Models, note: str) -> dict[str, Any]:
    """The mapping that `Calibration.read` reads."""
    line = {"intercept": float(f"{models.line.intercept:.6g}"), "slope": float(f"{models.line.slope:.6g}")}
    return {"fitted_on": note, "pair": stored_linear(models.pair), "line": line}


def _write_words(examples: Examples, values: Floats) -> None:
    """Keep the values of words, to two decimals; those of no effect are left out."""
    table: dict[str, list[float]] = {}
    for (side, word), value in zip(examples.words, values.round(2).tolist(), strict=True):
        if value:
            table.setdefault(word, [0.0, 0.0])[side] = value
    with left_over.PATH.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["word", "query", "target"])
        rows.writerows([word, *table[word]] for word in sorted(table))


def _write(examples: Examples, note: str) -> None:
    models = fit(examples, np.arange(len(examples.queries)))
    numbers = stored(models, note)
    Calibration.read(numbers, FEATURES)
    header = "# Written by screening/training/queries.py; change the features or the data and run it again.\n"
    path = DATA / "match_calibration.yaml"
    path.write_text(header + yaml.safe_dump(numbers, sort_keys=False), encoding="utf-8")
    _write_words(examples, models.values)
    print(f"written: {path}, {left_over.PATH}")


def _read(path: Path) -> pd.DataFrame:
    # "NA" and "None" are names.
    return pd.read_csv(path, keep_default_na=False)


def main(arguments: Sequence[str]) -> None:
    """Measure, and with `--write` fit on everything and store."""
    parser = argparse.ArgumentParser(prog="python -m screening.training queries", description=__doc__)
    parser.add_argument("targets", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--write", action="store_true", help="store the fit on all queries")
    options = parser.parse_args(arguments)
    targets, queries = _read(options.targets), _read(options.queries)
    if "kind" in queries:
        queries = queries[queries["kind"] != "rename"].reset_index(drop=True)
    ranked = cross_validated(targets, queries)
    findable = int((queries["gid"] >= 0).sum())
    for name, value in measures([best[0] for best in ranked if best], findable).items():
        print(f"{name:20} {value:.4f}")
    if options.write:
        note = f"{len(queries)} labelled queries against {len(targets)} names"
        _write(Examples.of(targets, queries), note)
