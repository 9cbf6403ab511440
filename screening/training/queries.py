"""Fit the numbers that turn a query's comparison with its candidates into a probability.

    python -m screening.training queries TARGETS.csv QUERIES.csv [--write]

TARGETS.csv has the columns `name` and `gid` (the legal entity), QUERIES.csv `query`, `gid` (negative: none
of the targets) and optionally `kind`, whose "rename" rows are left out: a full change of name cannot be
told from names. The files hold real names and stay outside the project; only the fitted numbers are kept.

Two logistic regressions are fitted. The first sees a pair of names alone (`compare.FEATURES`); its
coefficients are kept to the directions in which a feature may speak (`compare.DIRECTIONS`). The second sees
the first one's log odds and those of the rivals (`decide.context`); it is fitted on odds that the first one
gives to queries it has not seen. The measures printed are those of two folds over entities: no entity is in
both the fitting and the measuring half. They do not say how well previous names, numbers or groups are found.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from sklearn.linear_model import LogisticRegression

from screening.matching.calibration import CONTEXT, Calibration, LinearModel
from screening.matching.compare import DIRECTIONS, FEATURES
from screening.matching.decide import Candidate, context
from screening.matching.index import BLOCK, ComparedPair, NameIndex
from screening.matching.records import Query, Target
from screening.training.common import DATA, Bools, Floats, fit_signed, measures

# Inner folds that give the second step odds of unseen queries.
INNER_FOLDS = 4


class Examples:
    """Compared pairs of all queries with their labels; `fold` deals the queries out by entity."""

    def __init__(
        self, index: NameIndex, queries: pd.DataFrame, entity_of: Mapping[str, int], folds: int = 2
    ) -> None:
        self.entities = queries["gid"].to_numpy()
        self.fold = np.array(
            [
                zlib.crc32((str(entity) if entity >= 0 else name).encode()) % folds
                for entity, name in zip(queries["gid"], queries["query"], strict=True)
            ]
        )
        asked = [Query(str(i), name) for i, name in enumerate(queries["query"])]
        self.index = index
        self.pairs: list[ComparedPair] = []
        query_of: list[int] = []
        for start in range(0, len(asked), BLOCK):
            for offset, found in enumerate(index.pairs(asked[start : start + BLOCK], unlikely=True)):
                self.pairs += found
                query_of += [start + offset] * len(found)
        self.query = np.array(query_of)
        self.rows = np.array([pair.features for pair in self.pairs], dtype=np.float64)
        self.found_entity = np.array([entity_of[index.targets[pair.target].key] for pair in self.pairs])
        self.labels: Bools = self.found_entity == self.entities[self.query]

    def candidates(self, chosen: Bools, odds: Floats) -> dict[int, list[Candidate]]:
        """For each chosen query its targets with the best of its pairs, as matching does it."""
        best: dict[int, dict[int, Candidate]] = {}
        for i in np.flatnonzero(chosen):
            pair, held = self.pairs[i], best.setdefault(int(self.query[i]), {})
            if pair.target not in held or odds[i] > held[pair.target].evidence:
                target = self.index.targets[pair.target]
                held[pair.target] = Candidate(target, pair.left, pair.right, pair.alignment, float(odds[i]))
        return {query: list(held.values()) for query, held in best.items()}


def fit(examples: Examples, chosen: Bools, entity_of: Mapping[str, int]) -> tuple[LinearModel, LinearModel]:
    """Both models from the chosen pairs."""
    directions = list(DIRECTIONS.values())
    inner = np.array([zlib.crc32(str(query).encode()) % INNER_FOLDS for query in examples.query])
    odds = np.zeros(len(examples.query))
    for fold in range(INNER_FOLDS):
        seen, unseen = chosen & (inner != fold), chosen & (inner == fold)
        coefficients, intercept = fit_signed(examples.rows[seen], examples.labels[seen], directions)
        odds[unseen] = examples.rows[unseen] @ coefficients + intercept
    rows, labels = [], []
    for query, candidates in examples.candidates(chosen, odds).items():
        rows += context(candidates)
        labels += [entity_of[c.target.key] == examples.entities[query] for c in candidates]
    second = LogisticRegression(C=1.0, max_iter=5000).fit(np.array(rows), np.array(labels))
    coefficients, intercept = fit_signed(examples.rows[chosen], examples.labels[chosen], directions)
    return (
        LinearModel(FEATURES, coefficients, intercept),
        LinearModel(CONTEXT, second.coef_[0].astype(np.float64), float(second.intercept_[0])),
    )


def answers(
    examples: Examples,
    chosen: Bools,
    models: tuple[LinearModel, LinearModel],
    entity_of: Mapping[str, int],
    count: int = 5,
) -> dict[int, list[tuple[float, bool]]]:
    """For each chosen query its `count` best targets: probability, and whether it is the right entity."""
    pair_model, among_rivals = models
    ranked = {}
    for query, candidates in examples.candidates(chosen, pair_model.log_odds(examples.rows)).items():
        probability = 1.0 / (1.0 + np.exp(-among_rivals.log_odds(np.array(context(candidates)))))
        order = sorted(
            (-round(float(p), 6), c.target.key) for p, c in zip(probability, candidates, strict=True)
        )
        right = examples.entities[query]
        ranked[query] = [(-minus, bool(entity_of[key] == right)) for minus, key in order[:count]]
    return ranked


def stored(models: tuple[LinearModel, LinearModel], note: str) -> dict[str, Any]:
    """The mapping that `Calibration.read` reads; six significant digits are more than the data can bear."""

    def numbers(model: LinearModel) -> dict[str, Any]:
        pairs = zip(model.features, model.coefficients, strict=True)
        return {
            "intercept": float(f"{model.intercept:.6g}"),
            # "+ 0.0" turns the -0.0 of a bound into 0.0.
            "coefficients": {name: float(f"{value:.6g}") + 0.0 for name, value in pairs},
        }

    return {"fitted_on": note, "pair": numbers(models[0]), "among_rivals": numbers(models[1])}


def blank() -> Calibration:
    """A calibration that says nothing, for an index that only has to list pairs."""
    return Calibration(
        pair=LinearModel(FEATURES, np.zeros(len(FEATURES)), 0.0),
        among_rivals=LinearModel(CONTEXT, np.zeros(len(CONTEXT)), 0.0),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on two folds; with --write also fit on everything and write the calibration."""
    parser = argparse.ArgumentParser(description="Fit the probability of name matching.")
    parser.add_argument("targets", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)

    named = pd.read_csv(options.targets, keep_default_na=False)
    queries = pd.read_csv(options.queries, keep_default_na=False)
    if "kind" in queries:
        queries = queries[queries["kind"] != "rename"].reset_index(drop=True)
    targets = [Target(f"{i:09d}", name) for i, name in enumerate(named["name"])]
    entity_of = {target.key: int(e) for target, e in zip(targets, named["gid"], strict=True)}
    examples = Examples(NameIndex(targets, blank()), queries, entity_of)

    for fold in (0, 1):
        fitted = examples.fold[examples.query] != fold
        ranked = answers(examples, ~fitted, fit(examples, fitted, entity_of), entity_of)
        findable = int(((examples.entities >= 0) & (examples.fold == fold)).sum())
        for name, value in measures([best[0] for best in ranked.values()], findable).items():
            print(f"fold {fold}  {name:20} {value:.4f}")
    if options.write:
        everything = np.ones(len(examples.query), dtype=np.bool_)
        note = f"{len(queries)} labelled queries against {len(targets)} names"
        text = yaml.safe_dump(stored(fit(examples, everything, entity_of), note), sort_keys=False)
        header = (
            "# Written by screening/training/queries.py; change the features or the data and run it again.\n"
        )
        path = DATA / "match_calibration.yaml"
        path.write_text(header + text, encoding="utf-8")
        print(f"written: {path}")
