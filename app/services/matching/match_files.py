"""Matching and comparing names of anybody's own files, without a database.

Only the targets are held in memory: queries and pairs are read, answered and written in batches.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

from defusedcsv import csv

from app.intake import UnusableInput
from app.intake.name_tables import (
    NamedRow,
    NameTable,
    PairRow,
    Survey,
    read_pairs,
    read_queries,
    read_targets,
)
from screening.matching import Match, Query, Target

if TYPE_CHECKING:
    from screening.matching import NameIndex

MATCH_COLUMNS: Final = (
    "query_row", "rank", "target_row", "target_name", "probability", "kind", "decision", "reasons",
)  # fmt: skip
COMPARE_COLUMNS: Final = ("probability", "kind", "reasons")
ROWS_EACH: Final = 5
"""Most rows of one query: recall at five is what shortlists are judged by, and a person reads no more."""

BATCH: Final = 4096
STEP: Final = 512
"""Queries after which progress is told."""
MANY: Final = 50_000
"""Queries from which on several processes, which need two seconds to start, are worth it."""

OnProgress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done and of how many (None where nobody knows yet)."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class MatchTally:
    """A finished matching in figures.

    `automatic`, `possible` and `none` count queries by the decision on their best target;
    `expected_wrong` is how many of the automatic ones the probabilities let expect to be wrong.
    """

    queries: Survey
    targets: Survey
    automatic: int
    possible: int
    none: int
    expected_wrong: float


@dataclass(frozen=True, slots=True)
class CompareTally:
    """A finished comparison in figures; `renamed` maps headings given to what they are called now."""

    pairs: Survey
    kinds: dict[str, int]
    renamed: dict[str, str]


def match_files(
    queries: Path, targets: Path, out: TextIO, on_progress: OnProgress | None = None
) -> MatchTally:
    """Look for each name of `queries` among those of `targets` and write the answers to `out` as CSV.

    Up to `ROWS_EACH` rows of `MATCH_COLUMNS` for each query, best first, near misses (decision "none")
    included; rows of both files are counted from 0. A query that is like nothing, and a blank one, has no
    row. Without a byte order mark, unlike the documents for officers: scripts read the columns by name.

    Raises `app.intake.UnusableInput` if a file cannot be used, before anything is written.
    """
    tell = on_progress or _silent
    wanted, known = read_queries(queries), read_targets(targets)
    counted, listed = wanted.survey(), known.survey()
    if listed.rows == listed.blank:
        raise UnusableInput(f"{targets.name}: no row has a name to be found.")
    # Told only when both files have proved usable: an error then stands alone on the terminal.
    _tell_read(wanted.name, counted, tell)
    _tell_read(known.name, listed, tell)
    index = _build(known, listed, tell)
    writer = _Writer(out, MATCH_COLUMNS)
    best: dict[str, int] = {"automatic": 0, "possible": 0, "none": 0}
    total = counted.rows - counted.blank
    expected_wrong = 0.0
    asked = (_query(row) for row in wanted.rows() if row.name)
    for done, matches in enumerate(_answers(index, asked, total), start=1):
        writer.rows(_match_row(rank, match) for rank, match in enumerate(matches, start=1))
        decision = matches[0].decision if matches else "none"
        best[decision] += 1
        if decision == "automatic":
            expected_wrong += 1 - matches[0].probability
        if done % STEP == 0 or done == total:
            tell("Matching", done, total)
    return MatchTally(
        counted, listed, best["automatic"], best["possible"], best["none"], round(expected_wrong, 1)
    )


def compare_file(pairs: Path, out: TextIO, on_progress: OnProgress | None = None) -> CompareTally:
    """Compare the two names of each row of `pairs` and write the rows to `out` with `COMPARE_COLUMNS` added.

    Every row given is written, in order; where a name is blank the added cells are empty, since nothing was
    compared. A column given under the name of an added one is renamed ("kind_given").

    Raises `app.intake.UnusableInput` if the file cannot be used, before anything is written.
    """
    tell = on_progress or _silent
    table = read_pairs(pairs)
    counted = table.survey()
    _tell_read(table.name, counted, tell)
    header, renamed = _renamed(table.header)
    from screening.matching.pairs import compare_names  # here, because loading it takes half a second

    writer = _Writer(out, (*header, *COMPARE_COLUMNS))
    kinds = {"same_entity": 0, "same_group": 0, "none": 0}
    done = 0
    for batch in _batches(table.rows()):
        compared = iter(compare_names([(_query(p.left), _target(p.right)) for p in batch if not p.is_blank]))
        for pair in batch:
            match = None if pair.is_blank else next(compared)
            writer.rows([_pair_row(pair, match)])
            if match is not None:
                kinds[match.kind] += 1
        done += len(batch)
        tell("Comparing", done, counted.rows)
    return CompareTally(counted, kinds, renamed)


# ------------------------------------------------------------------------------------------------- reading


def _silent(what: str, done: int, total: int | None) -> None:
    return None


def _tell_read(name: str, survey: Survey, tell: OnProgress) -> None:
    tell(f"Reading {name}", survey.rows, survey.rows)


def _build(known: NameTable, listed: Survey, tell: OnProgress) -> NameIndex:
    from screening.matching import NameIndex  # here, because loading it takes half a second

    what, total = "Building the index", listed.rows - listed.blank
    tell(what, 0, total)
    return NameIndex.build(
        [_target(row) for row in known.rows() if row.name], lambda done: tell(what, done, total)
    )


def _answers(index: NameIndex, queries: Iterable[Query], total: int) -> Iterator[tuple[Match, ...]]:
    """The answers to all queries in their order; by all cores of the machine where there are many."""
    cores = _cores()
    if cores == 1 or total < MANY:
        for batch in _batches(queries):
            yield from index.match(batch, ROWS_EACH, all_misses=True)
        return
    from screening.matching.pool import match_all

    with TemporaryDirectory(prefix="fairhand-") as folder:
        kept = Path(folder) / "index"
        index.save(kept)
        for _, matches in match_all(kept, queries, cores, ROWS_EACH, all_misses=True):
            yield matches


def _cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _query(row: NamedRow) -> Query:
    return Query(
        key=str(row.row),
        name=row.name,
        company_number=row.company_number,
        postcode=row.postcode,
        charity_number=row.charity_number,
        vat_number=row.vat_number,
        domain=row.domain,
        country=row.country,
    )


def _target(row: NamedRow) -> Target:
    return Target(
        # The matcher tells equals apart by key: with leading zeros the row that comes first wins.
        key=f"{row.row:012d}",
        name=row.name,
        company_number=row.company_number,
        postcode=row.postcode,
        aliases=row.aliases,
        previous_names=row.previous_names,
        charity_number=row.charity_number,
        vat_number=row.vat_number,
        domain=row.domain,
        country=row.country,
    )


# ------------------------------------------------------------------------------------------------- writing


class _Writer:
    """CSV as the other documents have it: lines ended by CR LF, cells that would run as formulas disarmed."""

    def __init__(self, out: TextIO, header: Iterable[str]) -> None:
        self._csv = csv.writer(out, lineterminator="\r\n")
        self._csv.writerow(header)

    def rows(self, rows: Iterable[Iterable[str]]) -> None:
        self._csv.writerows(rows)


def _match_row(rank: int, match: Match) -> tuple[str, ...]:
    return (
        match.query_key,
        str(rank),
        str(int(match.target_key)),
        match.target_name,
        _probability(match),
        match.kind,
        match.decision,
        _reasons(match),
    )


def _pair_row(pair: PairRow, match: Match | None) -> tuple[str, ...]:
    added = ("", "", "") if match is None else (_probability(match), match.kind, _reasons(match))
    return (*pair.cells, *added)


def _probability(match: Match) -> str:
    return f"{match.probability:.6f}"


def _reasons(match: Match) -> str:
    return " ".join(map(str, match.reasons))


def _renamed(header: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The header with columns that would be taken for the added ones renamed, and which were."""
    taken = {*header, *COMPARE_COLUMNS}
    renamed: dict[str, str] = {}
    for heading in header:
        if heading in COMPARE_COLUMNS and heading not in renamed:
            new = f"{heading}_given"
            while new in taken:
                new += "_given"
            renamed[heading] = new
            taken.add(new)
    return tuple(renamed.get(heading, heading) for heading in header), renamed
