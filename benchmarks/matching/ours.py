"""Our own matcher behind a narrow contract, so that the benchmark need not know how it is made.

Seconds are the processor's, as in `peers/common.py`, but for saving and loading, where the disk counts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from figures import Ranked
from inputs import FOLDS
from peers.common import peak, pin

from screening.matching import Match, NameIndex, Query, Target
from screening.matching.pairs import compare_names
from screening.training.pairs import cross_validated as cross_validated_pairs
from screening.training.queries import cross_validated as cross_validated_queries

SHOWN = 5
# Answers of a first call, which fills caches that a running service has full.
WARM = 100


def searched(targets: pd.DataFrame, queries: pd.DataFrame) -> Ranked:
    """Our best answers, each from a model fitted on the other folds' entities."""
    return cross_validated_queries(targets, queries.rename(columns={"name": "query"}), FOLDS)


def search_speed(targets: pd.DataFrame, queries: pd.DataFrame) -> dict[str, float]:
    """Queries a second of `NameIndex.match`, seconds of building, and peak memory.

    Reasons are put into words when somebody reads them, which no peer does at all: they are not timed.
    """
    pin()
    listed = _targets(targets)
    start = time.process_time()
    index = NameIndex.build(listed)
    built = time.process_time() - start
    _, per_second = _asked(index, queries)
    return {"per_second": per_second, "build_seconds": built, "peak_mb": peak()}


def million(targets: pd.DataFrame, queries: pd.DataFrame) -> tuple[Ranked, dict[str, float]]:
    """The index as shipped, built, saved and loaded; the loaded one answers."""
    pin()
    listed = _targets(targets)
    index, build_seconds = _timed(lambda: NameIndex.build(listed))
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "index"
        _, save_seconds = _timed(lambda: index.save(kept), time.perf_counter)
        loaded, load_seconds = _timed(lambda: NameIndex.load(kept), time.perf_counter)
        matches, per_second = _asked(loaded, queries)
    entity_of = {target.key: entity for target, entity in zip(listed, targets["gid"], strict=True)}
    ranked = [
        [(match.probability, bool(entity_of[match.target_key] == right)) for match in found]
        for found, right in zip(matches, queries["gid"], strict=True)
    ]
    return ranked, {
        "per_second": per_second,
        "build_seconds": build_seconds,
        "save_seconds": save_seconds,
        "load_seconds": load_seconds,
        "peak_mb": peak(),
    }


def pairs_on_unseen(pairs: pd.DataFrame) -> list[float]:
    """Odds of pairs, each from a model fitted on the other folds' clusters."""
    return list(cross_validated_pairs(pairs, FOLDS))


def pairs_as_shipped(pairs: pd.DataFrame) -> tuple[list[float], dict[str, float]]:
    """Probabilities of the matcher as shipped, which has learnt nothing of the pairs, and pairs a second."""
    pin()
    named = zip(pairs["left"], pairs["right"], strict=True)
    given = [(Query(str(i), left), Target(str(i), right)) for i, (left, right) in enumerate(named)]
    compare_names(given[:WARM])
    matches, seconds = _timed(lambda: compare_names(given))
    said = [match.probability for match in matches]
    return said, {"per_second": len(given) / seconds, "peak_mb": peak()}


def _targets(table: pd.DataFrame) -> list[Target]:
    return [Target(f"{row:09d}", name) for row, name in enumerate(table["name"])]


def _asked(index: NameIndex, queries: pd.DataFrame) -> tuple[list[tuple[Match, ...]], float]:
    asked = [Query(str(row), name) for row, name in enumerate(queries["name"])]
    index.match(asked[:WARM], SHOWN)
    matches, seconds = _timed(lambda: index.match(asked, SHOWN))
    return matches, len(asked) / seconds


def _timed(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> tuple[Any, float]:
    start = clock()
    result = work()
    return result, clock() - start
