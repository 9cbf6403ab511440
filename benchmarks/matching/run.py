"""How well and how fast organisations' names are found, beside methods that anybody can install.

    .venv/bin/python benchmarks/matching/run.py --targets TARGETS.csv --queries QUERIES.csv --pairs PAIRS.csv

TARGETS has the columns `name` and `gid` (the entity), QUERIES `query`, `gid` (negative: none of the targets)
and `kind`, PAIRS `left`, `right`, `label`, `cluster` and `resolvable`. Each method runs in a process of its
own on one core. Our model is fitted anew for each of five folds over entities and measured on the fold that
it has not seen; a full change of name ("rename") is left out, because names alone cannot tell it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import platform
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from typing import Any

import figures
import methods
import pandas as pd

# Queries that a slow method is asked: every n-th, so that all kinds are among them.
WRATIO_EVERY = 60
RATIO_EVERY = 4


def read(path: Path) -> pd.DataFrame:
    """A table of names, in which "NA" and "None" are names."""
    return pd.read_csv(path, keep_default_na=False)


def alone(method: Callable[..., Any], *arguments: object) -> tuple[Any, float]:
    """What `method` gives in a fresh process pinned to one core, and that process's peak in megabytes."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_pinned, method, *arguments).result()


def _pinned(method: Callable[..., object], *arguments: object) -> tuple[object, float]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    result = method(*arguments)
    return result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run all methods and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("targets", "queries", "pairs"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    targets, queries, pairs = read(options.targets), read(options.queries), read(options.pairs)
    queries = queries[queries["kind"] != "rename"].reset_index(drop=True)

    packages = ", ".join(f"{name} {version(name)}" for name in ("rapidfuzz", "scikit-learn", "numpy"))
    print(
        f"{time.strftime('%Y-%m-%d')}  {platform.machine()}, Python {platform.python_version()}, {packages}"
    )
    print(f"{len(targets)} targets, {len(queries)} queries, one core\n")
    print(figures.HEADER)
    ranked, _ = alone(methods.ours_on_unseen, targets, queries)
    speed, peak = alone(methods.our_speed, targets, queries)
    print(figures.line("Fairhand", ranked, queries, speed, peak), flush=True)
    for label, method, every in (
        ("TF-IDF char_wb 3, our normaliser", methods.tfidf, 1),
        ("rapidfuzz ratio", methods.ratio, RATIO_EVERY),
        ("rapidfuzz WRatio", methods.wratio, WRATIO_EVERY),
    ):
        sample = queries.iloc[::every].reset_index(drop=True)
        (found, speed), peak = alone(method, targets, sample)
        shown = label if every == 1 else f"{label} ({len(sample)} queries)"
        print(figures.line(shown, found, sample, speed, peak), flush=True)

    print("\nReliability of our best answer, queries of the unseen fold")
    print(figures.reliability([best[0] for best in ranked if best]))
    f1, area = methods.pairs_on_unseen(pairs[pairs["resolvable"].astype(str) == "True"])
    print(f"\nPairs with name evidence, five folds over clusters: F1 {f1:.3f}, PR-AUC {area:.3f}")


if __name__ == "__main__":
    main()
