"""The methods that are measured: ours on data it has not seen, and peers that need nothing of their own."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from figures import Ranked
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score

from screening.matching import NameIndex, Query, Target
from screening.matching.compare import DIRECTIONS, FEATURES, align, features
from screening.matching.parts import parts_of
from screening.names import clean
from screening.training import Examples, answers, blank, fit, fit_signed, measures

FOLDS = 5
SHOWN = 5
# Rows of queries compared with all targets at once, so that the memory stays small.
BATCH = 200


def _targets(table: pd.DataFrame) -> list[Target]:
    return [Target(f"{position:09d}", name) for position, name in enumerate(table["name"])]


def ours_on_unseen(table: pd.DataFrame, queries: pd.DataFrame) -> Ranked:
    """Our best answers, each from a model fitted on the other folds' entities."""
    targets = _targets(table)
    entity_of = {target.key: int(entity) for target, entity in zip(targets, table["gid"], strict=True)}
    examples = Examples(NameIndex(targets, blank()), queries, entity_of, FOLDS)
    ranked: Ranked = [[] for _ in range(len(queries))]
    for fold in range(FOLDS):
        seen = examples.fold[examples.query] != fold
        found = answers(examples, ~seen, fit(examples, seen, entity_of), entity_of, SHOWN)
        for query, best in found.items():
            ranked[query] = best
    return ranked


def our_speed(table: pd.DataFrame, queries: pd.DataFrame) -> float:
    """Queries a second of `NameIndex.match`, answers with their reasons."""
    index = NameIndex.build(_targets(table))
    asked = [Query(str(position), name) for position, name in enumerate(queries["query"])]
    index.match(asked[:100])
    start = time.perf_counter()
    index.match(asked)
    return len(asked) / (time.perf_counter() - start)


def tfidf(table: pd.DataFrame, queries: pd.DataFrame) -> tuple[Ranked, float]:
    """Cosines of TF-IDF vectors of three letters over our normalised names; answers and queries a second."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    indexed = vectors.fit_transform([clean(name).core for name in table["name"]]).T.tocsr()
    entities = table["gid"].to_numpy()
    start = time.perf_counter()
    asked = vectors.transform([clean(name).core for name in queries["query"]])
    rows = (
        row
        for first in range(0, asked.shape[0], BATCH)
        for row in (asked[first : first + BATCH] @ indexed).toarray()
    )
    best = [_best(row) for row in rows]
    taken = time.perf_counter() - start
    return _judged(best, entities, queries), len(queries) / taken


def ratio(table: pd.DataFrame, queries: pd.DataFrame) -> tuple[Ranked, float]:
    """`rapidfuzz.fuzz.ratio` against every target; answers and queries a second."""
    return _brute_force(fuzz.ratio, table, queries)


def wratio(table: pd.DataFrame, queries: pd.DataFrame) -> tuple[Ranked, float]:
    """`rapidfuzz.fuzz.WRatio` against every target; answers and queries a second."""
    return _brute_force(fuzz.WRatio, table, queries)


def _brute_force(
    scorer: Callable[..., float], table: pd.DataFrame, queries: pd.DataFrame
) -> tuple[Ranked, float]:
    names = [name.casefold() for name in table["name"]]
    asked = [name.casefold() for name in queries["query"]]
    start = time.perf_counter()
    best = [
        _best(row)
        for first in range(0, len(asked), BATCH)
        for row in cdist(asked[first : first + BATCH], names, scorer=scorer, dtype=np.float32, workers=1)
    ]
    taken = time.perf_counter() - start
    return _judged(best, table["gid"].to_numpy(), queries), len(asked) / taken


def _best(scores: npt.NDArray[np.float32]) -> list[tuple[int, float]]:
    """The targets of the highest scores, best first; equal scores in the order of the targets."""
    near = np.argpartition(-scores, SHOWN)[:SHOWN]
    order = near[np.lexsort((near, -scores[near]))]
    return [(int(position), float(scores[position])) for position in order]


def _judged(
    best: list[list[tuple[int, float]]], entities: npt.NDArray[np.int64], queries: pd.DataFrame
) -> Ranked:
    return [
        [(score, bool(entities[position] == entity)) for position, score in found]
        for found, entity in zip(best, queries["gid"], strict=True)
    ]


def pairs_on_unseen(pairs: pd.DataFrame) -> tuple[float, float]:
    """F1 at its best threshold and the area under precision and recall, over folds of clusters."""
    rows = np.array([_closest(*names) for names in zip(pairs["left"], pairs["right"], strict=True)])
    labels = pairs["label"].to_numpy() == 1
    fold = np.array([zlib.crc32(str(cluster).encode()) % FOLDS for cluster in pairs["cluster"]])
    odds = np.zeros(len(pairs))
    for held_out in range(FOLDS):
        seen = fold != held_out
        coefficients, intercept = fit_signed(rows[seen], labels[seen], list(DIRECTIONS.values()))
        odds[~seen] = rows[~seen] @ coefficients + intercept
    found = measures(list(zip(odds.tolist(), labels.tolist(), strict=True)), int(labels.sum()))
    return found["f1"], float(average_precision_score(labels, odds))


def _closest(left: str, right: str) -> tuple[float, ...]:
    """The features of the parts of two names that share most; zeros where a name says nothing."""
    found = [
        (pair.exact, features(one, other, pair))
        for one in parts_of(left)
        for other in parts_of(right)
        for pair in (align(one, other),)
    ]
    return max(found)[1] if found else (0.0,) * len(FEATURES)
