"""How well and how fast organisations' names are matched, beside every peer, in one run on the same data.

    .venv/bin/python benchmarks/matching/run.py --targets TARGETS.csv --queries QUERIES.csv --pairs PAIRS.csv

`inputs.py` tells the columns. --cases adds nomenklatura's public cases, --million N an index of N targets.
--tasks and --peers choose what is measured anew; the tables also show what was measured before on the same
data. Every method runs alone in a process of its own on one core; building an index and training are kept
apart and are in no figure of speed. What learns, ours and theirs, is fitted on four folds and measured on
the fifth, the same folds for all; nothing but our own normaliser is shared with a peer.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import figures
import inputs
import methods
import million
import ours
import pandas as pd
import picture
import results
from bench import Benchmark

TITLES = {
    "search": "Queries against targets",
    "pairs": "Given pairs",
    "cases": "nomenklatura's public cases of organisations, from which nothing was learnt",
    "million": "Against a larger index, most of it fictitious",
}


def alone(method: Callable[..., Any], *arguments: object) -> Any:
    """What `method` gives in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(method, *arguments).result()


def our_search(targets: pd.DataFrame, queries: pd.DataFrame) -> dict[str, Any]:
    """Figures on unseen folds, and the speed of the matcher as shipped."""
    ranked = alone(ours.searched, targets, queries)
    speed = alone(ours.search_speed, targets, queries)
    bins = figures.reliability(ranked)
    return {"figures": figures.of_answers(ranked, queries) | speed, "reliability": bins}


def our_million(targets: pd.DataFrame, queries: pd.DataFrame) -> dict[str, Any]:
    """Figures of the matcher as shipped among fictitious rivals."""
    ranked, measured = alone(ours.million, targets, queries)
    return {"figures": figures.of_answers(ranked, queries) | measured}


def our_pairs(pairs: pd.DataFrame, learns: bool) -> dict[str, Any]:
    """Figures of pairs, on unseen folds or as shipped; the speed is that of the matcher as shipped."""
    said, speed = alone(ours.pairs_as_shipped, pairs)
    if learns:
        said = alone(ours.pairs_on_unseen, pairs)
    return {"figures": figures.of_pairs(said, pairs["label"]) | speed}


def reliability(folder: Path, record: dict[str, Any]) -> str:
    """Draw the picture of our reliability, and give the table beside it."""
    name = f"{record['date']}-reliability.svg"
    drawn = picture.reliability(record["reliability"], "Reliability on unseen queries")
    (folder / name).write_text(drawn, encoding="utf-8")
    lines = ["| bin | answers | said | right | gap |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {row['from']:.1f} to {row['from'] + 1 / figures.BINS:.1f} | {row['answers']} | {row['said']:.3f} "
        f"| {row['right']:.3f} | {abs(row['said'] - row['right']):.3f} |"
        for row in record["reliability"]
    ]
    gap = figures.largest_gap(record["reliability"])
    return "\n".join(["## Reliability\n", f"![Reliability]({name})\n", *lines, f"\nLargest gap {gap:.3f}.\n"])


def measure(bench: Benchmark, options: argparse.Namespace, data: dict[str, str]) -> None:
    """Measure the tasks that are asked for: ours, then the peers."""
    targets, queries = inputs.targets(options.targets), inputs.queries(options.queries)
    if "search" in options.tasks:
        bench.ours("search", data["search"], results.OURS, lambda: our_search(targets, queries))
        bench.search("search", data["search"], methods.SEARCHES, targets, queries)
    if "pairs" in options.tasks:
        pairs = inputs.pairs(options.pairs)
        bench.ours("pairs", data["pairs"], results.OURS, lambda: our_pairs(pairs, learns=True))
        bench.compare("pairs", data["pairs"], methods.PAIRS, pairs)
    if "cases" in options.tasks and options.cases:
        cases = inputs.cases(options.cases)
        bench.ours("cases", data["cases"], results.OURS, lambda: our_pairs(cases, learns=False))
        bench.compare("cases", data["cases"], methods.CASES, cases)
    if "million" in options.tasks and options.million:
        many = million.grown(targets, options.million)
        bench.ours("million", data["million"], results.OURS, lambda: our_million(many, queries))
        bench.search("million", data["million"], methods.MILLION, many, queries)


def report(folder: Path, about: dict[str, str], data: dict[str, str]) -> str:
    """Every table of these data, those of earlier runs too, and the picture of our reliability."""
    parts = [
        f"# Matching of names, {about['date']}\n",
        f"{about['machine']}; one core; commit {about['commit']}.\n",
    ]
    for task, of in data.items():
        records = results.kept(folder, task, of)
        parts.append(f"## {TITLES[task]}\n\n{results.table(task, records)}\n")
        if records and "reliability" in records[0]:
            parts.append(reliability(folder, records[0]))
    return "\n".join(parts)


def main() -> None:
    """Measure, keep, print, and write the report of the day."""
    options = _options()
    data = {
        "search": inputs.fingerprint(options.targets, options.queries),
        "pairs": inputs.fingerprint(options.pairs),
    }
    if options.cases:
        data["cases"] = inputs.fingerprint(options.cases)
    if options.million:
        data["million"] = f"{data['search']}-{options.million}"
    with tempfile.TemporaryDirectory() as scratch:
        bench = Benchmark(options, Path(scratch))
        measure(bench, options, data)
    text = report(options.results, bench.about, data)
    (options.results / f"{bench.about['date']}-matching.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("targets", "queries", "pairs"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--cases", type=Path, help="nomenklatura's cases.csv")
    parser.add_argument("--million", type=int, default=0, metavar="N", help="also measure with N targets")
    parser.add_argument(
        "--peers", default="all", type=lambda text: text.split(","), help="all, none, or adapters by name"
    )
    parser.add_argument(
        "--tasks", default=",".join(TITLES), type=lambda text: text.split(","), help="those to measure anew"
    )
    parser.add_argument("--without-ours", action="store_true", help="measure the peers only")
    parser.add_argument("--results", type=Path, default=Path(__file__).parents[1] / "results")
    parser.add_argument("--environments", type=Path, default=Path.home() / ".cache" / "fairhand-peers")
    parser.add_argument("--minutes", type=float, default=60, help="the most time that a peer gets")
    return parser.parse_args()


if __name__ == "__main__":
    main()
