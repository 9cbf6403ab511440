"""What every adapter shares: reading the tables, dealing out folds, timing, and writing the answers.

An adapter runs in its peer's own environment, on one core, as

    python -P -m peers.PEER search METHOD TARGETS.csv QUERIES.csv ANSWERS.csv
    python -P -m peers.PEER pairs METHOD PAIRS.csv SCORES.csv

and prints one line of JSON last. Seconds are the processor's, which on one core are those of a clock on an
idle machine, and stay so on a busy one. This file needs the standard library only, since no two peers agree
on more.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# A table by its columns. TARGETS has `name` (as written), `core` (our normalised text, for peers that ask for
# cleaned input), `full` (the same with the legal form) and `gid`; QUERIES the same and `fold`; PAIRS `left`,
# `right`, `left_core`, `right_core`, `schema`, `label` and `fold`.
Table = dict[str, list[str]]
# Of each query its targets, best first: row of the target, score.
Ranked = list[list[tuple[int, float]]]
SHOWN = 5

_set_up = 0.0


@contextmanager
def setting_up() -> Iterator[None]:
    """Count the seconds inside as building, for a peer that can only be trained with the queries at hand."""
    global _set_up
    start = time.process_time()
    yield
    _set_up += time.process_time() - start


@dataclass(frozen=True)
class Search:
    """A method that finds names.

    `build` gets the targets and the labelled queries that it may learn from (empty if it does not learn) and
    gives the function that answers. Where a peer offers one call for both, `build` cannot do anything early;
    then `one_call` says to take the seconds that the call needs for a single query as those of building.
    """

    build: Callable[[Table, Table], Callable[[Table], Ranked]]
    learns: bool = False
    one_call: bool = False


@dataclass(frozen=True)
class Pairs:
    """A method that scores pairs: `build` gets the labelled pairs that it may learn from."""

    build: Callable[[Table], Callable[[Table], Sequence[float]]]
    learns: bool = False


def main(
    packages: Sequence[str], searches: dict[str, Search] | None = None, pairs: dict[str, Pairs] | None = None
) -> None:
    """Run the method that the command line names."""
    pin()
    task, method, *files = sys.argv[1:]
    if task == "search":
        report = _search((searches or {})[method], *map(Path, files))
    else:
        report = _compare((pairs or {})[method], *map(Path, files))
    report |= {"peak_mb": peak(), "versions": {package: version(package) for package in packages}}
    print(f"\n{json.dumps(report)}", flush=True)


def peak() -> float:
    """The most memory that this process held, in megabytes.

    `getrusage` would count the parent's memory too when the parent was larger at the start.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _search(method: Search, targets: Path, queries: Path, answers: Path) -> dict[str, object]:
    target_table, query_table = read(targets), read(queries)
    built = asked = 0.0
    with answers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("query_row", "rank", "target_row", "score"))
        for seen, unseen in _folds(query_table, method.learns):
            start = time.process_time()
            ask = method.build(target_table, rows(query_table, seen))
            if method.one_call:
                ask(rows(query_table, unseen[:1]))
            ready = time.process_time()
            found = ask(rows(query_table, unseen))
            built, asked = built + ready - start, asked + time.process_time() - ready
            if method.one_call:
                asked -= ready - start
            for row, best in zip(unseen, found, strict=True):
                writer.writerows((row, rank, *answer) for rank, answer in enumerate(best[:SHOWN], start=1))
    return _speed("queries", len(query_table["name"]), built, asked)


def _compare(method: Pairs, pairs: Path, scores: Path) -> dict[str, object]:
    table = read(pairs)
    built = scored = 0.0
    result = [0.0] * len(table["left"])
    for seen, unseen in _folds(table, method.learns):
        start = time.process_time()
        score = method.build(rows(table, seen))
        ready = time.process_time()
        found = score(rows(table, unseen))
        built, scored = built + ready - start, scored + time.process_time() - ready
        for row, value in zip(unseen, found, strict=True):
            result[row] = float(value)
    with scores.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("score",), *((value,) for value in result)])
    return _speed("pairs", len(result), built, scored)


def _speed(what: str, count: int, built: float, answered: float) -> dict[str, object]:
    return {what: count, "per_second": count / (answered - _set_up), "build_seconds": built + _set_up}


def _folds(table: Table, learns: bool) -> list[tuple[list[int], list[int]]]:
    """Rows to learn from and rows to answer; a method that does not learn answers all at once."""
    folds = table["fold"]
    if not learns:
        return [([], list(range(len(folds))))]
    return [
        (
            [row for row, its in enumerate(folds) if its != fold],
            [i for i, its in enumerate(folds) if its == fold],
        )
        for fold in sorted(set(folds))
    ]


def read(path: Path) -> Table:
    """A table by its columns; every value is text."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    return {name: [line[column] for line in lines] for column, name in enumerate(header)}


def rows(table: Table, chosen: Sequence[int]) -> Table:
    """The chosen rows of a table, in their order."""
    return {name: [values[row] for row in chosen] for name, values in table.items()}


def best_of(per_query: int, found: Sequence[tuple[int, int, float]]) -> Ranked:
    """Answers from a list of (query row, target row, score) in any order; equal scores by target row."""
    ranked: Ranked = [[] for _ in range(per_query)]
    for query, target, score in sorted(found, key=lambda row: (row[0], -row[2], row[1])):
        if len(ranked[query]) < SHOWN:
            ranked[query].append((target, score))
    return ranked


def pin() -> None:
    """Keep this process, and what it starts, on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
