"""The candidates of a block of queries: how probable each is, and what is decided of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from screening.matching.calibration import Calibration, Thresholds
from screening.matching.decide import (
    NOTHING,
    Candidate,
    Verdict,
    among_rivals,
    verdict,
    with_one_clear_winner,
)
from screening.matching.evidence import NO_EVIDENCE, Evidence, identified, weigh
from screening.matching.segment import Block, Compared, Segment, best_of_each
from screening.matching.table import Floats
from screening.matching.texts import Hashes, Positions

# Candidates beyond those shown that are judged, too: identifiers may put them before others.
_SPARE: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """n candidates in the order of their queries, one for each query and organisation.

    `segments` and `entries` say which organisation, `pairs` the row of `compared[segment].aligned` (-1: one
    of the names says nothing), `scores` what names and identifiers say of the pair alone, `identifiers` what
    is known beside names, by row.
    """

    compared: tuple[Compared, ...]
    sources: tuple[Segment, ...]
    queries: Positions
    segments: Positions
    entries: Positions
    pairs: Positions
    entities: Hashes
    flat_equal: npt.NDArray[np.bool_]
    scores: Floats
    identifiers: dict[int, Evidence]
    probabilities: Floats
    count: int

    @classmethod
    def of(cls, sources: Sequence[Segment], block: Block, numbers: Calibration, limits: Thresholds) -> Self:
        """Compare the queries of `block` with the organisations of all segments."""
        compared = tuple(segment.compared(block) for segment in sources)
        columns = [
            _columns(number, segment, block, pairs, numbers)
            for number, (segment, pairs) in enumerate(zip(sources, compared, strict=True))
        ]
        queries, segments, entries, pairs, flat, odds = (
            np.concatenate(column) for column in zip(*columns, strict=True)
        )
        kept = _allowed(block, sources, queries, segments, entries)
        order = kept[np.lexsort((entries[kept], segments[kept], queries[kept]))]
        queries, segments, entries = queries[order], segments[order], entries[order]
        flat, odds = flat[order].astype(bool), odds[order]
        identifiers = _identifiers(block, sources, queries, segments, entries, flat, limits)
        entities = np.zeros(len(order), dtype=np.uint64)
        for number, segment in enumerate(sources):
            own = segments == number
            entities[own] = segment.entries.entities[entries[own]]
        for row, evidence in identifiers.items():
            odds[row] += evidence.log_odds
        among = numbers.line(among_rivals(queries, entities, odds))
        return cls(
            compared=compared,
            sources=tuple(sources),
            queries=queries,
            segments=segments,
            entries=entries,
            pairs=pairs[order],
            entities=entities,
            flat_equal=flat,
            scores=odds.round(6),
            identifiers=identifiers,
            probabilities=1.0 / (1.0 + np.exp(-among)),
            count=len(block.queries),
        )

    def verdicts(self, limit: int, limits: Thresholds) -> Iterator[list[Verdict]]:
        """For each query the verdicts worth showing, best first: by probability, score, then key.

        Shown are matches, near misses, and equal names however many organisations bear them.
        """
        known = np.zeros(len(self.queries), dtype=bool)
        known[[row for row, evidence in self.identifiers.items() if evidence.findings]] = True
        order = np.lexsort((np.arange(len(self.queries)), -self.scores, self.queries))
        starts = np.searchsorted(self.queries, np.arange(self.count + 1))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order)) - starts[self.queries]
        judged = (self.probabilities >= limits.near_miss) & (place < limit + _SPARE)
        rows = np.flatnonzero(judged | known | self.flat_equal)
        bounds = np.searchsorted(self.queries[rows], np.arange(self.count + 1)).tolist()
        listed = rows.tolist()
        for first, last in pairwise(bounds):
            yield self._ranked(listed[first:last], limits)

    def _ranked(self, rows: list[int], limits: Thresholds) -> list[Verdict]:
        found = [verdict(self.candidate(row), float(self.probabilities[row]), limits) for row in rows]
        ranked = [
            one
            for one in found
            if one.decision != "none" or one.probability >= limits.near_miss or one.candidate.flat_equal
        ]
        if len(ranked) > 1:
            # Rows are in the order of the keys, and sorting keeps it where all else is equal.
            ranked.sort(key=lambda one: (-one.probability, -one.candidate.score))
        return [with_one_clear_winner(one, ranked, limits) for one in ranked]

    def candidate(self, row: int) -> Candidate:
        """The candidate of a row."""
        segment = int(self.segments[row])
        return Candidate(
            entries=self.sources[segment].entries,
            entry=int(self.entries[row]),
            aligned=self.compared[segment].aligned,
            pair=int(self.pairs[row]),
            flat_equal=bool(self.flat_equal[row]),
            score=float(self.scores[row]),
            evidence=self.identifiers.get(row, NO_EVIDENCE),
        )


_Columns = tuple[npt.NDArray[np.generic], ...]


def _columns(number: int, segment: Segment, block: Block, pairs: Compared, numbers: Calibration) -> _Columns:
    """The candidates of one segment: queries, segment, entries, pairs, whether names are equal, evidence."""
    odds = numbers.pair.log_odds(pairs.features)
    best = best_of_each(pairs.queries, pairs.entries, odds)
    queries, entries = pairs.queries[best], pairs.entries[best]
    silent = _silent(segment, block, set(zip(queries.tolist(), entries.tolist(), strict=True)))
    return (
        np.append(queries, [query for query, _ in silent]).astype(np.int64),
        np.full(len(best) + len(silent), number, dtype=np.int64),
        np.append(entries, [entry for _, entry in silent]).astype(np.int64),
        np.append(best, [-1] * len(silent)).astype(np.int64),
        np.append(_same_name(pairs, best), [False] * len(silent)),
        np.append(odds[best], [NOTHING] * len(silent)),
    )


def _same_name(pairs: Compared, rows: Positions) -> npt.NDArray[np.bool_]:
    """Whether the names of each row are equal when written together."""
    left, right = pairs.aligned.left, pairs.aligned.right
    ours = left.table.flat_hashes[left.rows[rows]]
    same: npt.NDArray[np.bool_] = ours == right.table.flat_hashes[right.rows[rows]]
    return same


def _silent(segment: Segment, block: Block, compared: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Queries and organisations that share a number, while one of their names says nothing."""
    return [
        (position, entry)
        for position, query in enumerate(block.queries)
        for entry in segment.entries.found_by_number(query)
        if (position, entry) not in compared
    ]


def _allowed(
    block: Block, sources: Sequence[Segment], queries: Positions, segments: Positions, entries: Positions
) -> Positions:
    """The rows that no person has ruled out."""
    refusing = [position for position, query in enumerate(block.queries) if query.not_keys]
    kept = np.ones(len(queries), dtype=bool)
    for row in np.flatnonzero(np.isin(queries, refusing)).tolist():
        key = sources[segments[row]].entries.keys[int(entries[row])]
        kept[row] = key not in block.queries[queries[row]].not_keys
    return np.flatnonzero(kept)


def _identifiers(
    block: Block,
    sources: Sequence[Segment],
    queries: Positions,
    segments: Positions,
    entries: Positions,
    flat_equal: npt.NDArray[np.bool_],
    limits: Thresholds,
) -> dict[int, Evidence]:
    """What is known beside names, for the rows where both sides give an identifier."""
    given = {position: known for position, query in enumerate(block.queries) if (known := identified(query))}
    if not given:
        return {}
    found: dict[int, Evidence] = {}
    for row in np.flatnonzero(np.isin(queries, list(given))).tolist():
        own = sources[segments[row]].entries
        evidence = weigh(given[queries[row]], own, int(entries[row]), bool(flat_equal[row]), limits)
        if evidence.findings:
            found[row] = evidence
    return found
