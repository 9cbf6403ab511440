"""The index of targets: built once, asked many times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from screening.matching.calibration import CONTEXT, Calibration, calibration, thresholds
from screening.matching.compare import FEATURES, Alignment, align, features_of
from screening.matching.decide import NO_EVIDENCE, Candidate, Verdict, context, decide
from screening.matching.parts import NamePart, parts_of, whole
from screening.matching.reasons import reasons
from screening.matching.records import Match, Query, Target
from screening.matching.shortlist import Shortlist

# Queries worked on at once; bounds the memory and is the step of `progress`.
BLOCK = 512
# Targets of exactly one name that are looked at; a name that more of them share says nothing.
MOST_NAMESAKES = 50


class ComparedPair(NamedTuple):
    """One part of a query beside one part of the target at position `target`; `features` as in `FEATURES`."""

    target: int
    left: NamePart
    right: NamePart
    alignment: Alignment
    features: tuple[float, ...]


def _match(query: Query, verdict: Verdict) -> Match:
    target = verdict.candidate.target
    return Match(
        query_key=query.key,
        target_key=target.key,
        target_name=target.name,
        probability=verdict.probability,
        kind=verdict.kind,
        decision=verdict.decision,
        reasons=reasons(query, verdict),
    )


class NameIndex:
    """Organisations by name and company number.

    The order in which targets are given has no influence on what is found.
    """

    def __init__(self, targets: Sequence[Target], numbers: Calibration) -> None:
        self._targets = sorted(targets, key=lambda target: target.key)
        self._calibration = numbers
        self._parts: list[NamePart] = []
        self._owners: list[int] = []
        self._parts_of: list[range] = []
        self._by_flat: dict[str, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        for position, target in enumerate(self._targets):
            parts = parts_of(target.name, target.aliases)
            first = len(self._parts)
            self._parts_of.append(range(first, first + len(parts)))
            for part in parts:
                self._by_flat[part.flat].append(len(self._parts))
                self._parts.append(part)
                self._owners.append(position)
            if target.company_number:
                self._by_number[target.company_number].append(position)
        self._shortlist = Shortlist(self._parts)

    @property
    def targets(self) -> Sequence[Target]:
        """The targets in the order of their keys, which is the index's own."""
        return self._targets

    @classmethod
    def build(cls, targets: Sequence[Target]) -> Self:
        """Index `targets`; ValueError if two have one key."""
        if len({target.key for target in targets}) != len(targets):
            raise ValueError("Two targets have the same key.")
        return cls(targets, calibration(FEATURES))

    def match(
        self,
        queries: Sequence[Query],
        limit: int = 5,
        progress: Callable[[int], None] | None = None,
        *,
        all_misses: bool = False,
    ) -> list[tuple[Match, ...]]:
        """For each query, in order, the targets that it may mean, best first and at most `limit`.

        Automatic and possible matches come with the nearest misses (decision "none"); a query that is
        like nothing gives an empty tuple. With `all_misses` every candidate comes, however improbable, for
        measuring. `progress` is told how many queries are done, after each block.
        """
        limits = replace(thresholds(), near_miss=0.0) if all_misses else thresholds()
        found: list[tuple[Match, ...]] = []
        for start in range(0, len(queries), BLOCK):
            block = queries[start : start + BLOCK]
            compared = list(self.compared(block))
            rows = [row for candidates in compared for row in context(candidates)]
            probabilities = self._probabilities(rows)
            for query, candidates in zip(block, compared, strict=True):
                own, probabilities = np.split(probabilities, [len(candidates)])
                verdicts = decide(query, candidates, own, limits)
                found.append(tuple(_match(query, verdict) for verdict in verdicts[:limit]))
            if progress is not None:
                progress(len(found))
        return found

    def _probabilities(self, rows: Sequence[tuple[float, ...]]) -> npt.NDArray[np.float64]:
        """Probabilities of rows of `CONTEXT`."""
        table = np.array(rows, dtype=np.float64).reshape(-1, len(CONTEXT))
        probabilities: npt.NDArray[np.float64] = 1.0 / (
            1.0 + np.exp(-self._calibration.among_rivals.log_odds(table))
        )
        return probabilities

    def compared(self, queries: Sequence[Query]) -> Iterator[list[Candidate]]:
        """For each query its candidates, one per target, by the parts of both that fit best."""
        listed = list(self.pairs(queries))
        rows = np.array([pair.features for found in listed for pair in found], dtype=np.float64)
        odds = iter(self._calibration.pair.log_odds(rows.reshape(-1, len(FEATURES))).tolist())
        for query, found in zip(queries, listed, strict=True):
            best: dict[int, Candidate] = {}
            for pair in found:
                evidence = next(odds)
                held = best.get(pair.target)
                if held is None or evidence > held.evidence:
                    target = self._targets[pair.target]
                    best[pair.target] = Candidate(target, pair.left, pair.right, pair.alignment, evidence)
            for position in self._of_number(query):
                # Equal numbers need no words: one of the two names says nothing.
                if position not in best:
                    target = self._targets[position]
                    left, right = whole(query.name), whole(target.name)
                    best[position] = Candidate(target, left, right, align(left, right), NO_EVIDENCE)
            yield list(best.values())

    def pairs(self, queries: Sequence[Query], *, unlikely: bool = False) -> Iterator[list[ComparedPair]]:
        """For each query all pairs of its parts with parts of targets that are worth comparing.

        `unlikely` as in `Shortlist.candidates`.
        """
        parts: list[NamePart] = []
        owners: list[int] = []
        for position, query in enumerate(queries):
            own = parts_of(query.name)
            parts += own
            owners += [position] * len(own)
        pairs: list[set[tuple[int, int]]] = [set() for _ in queries]
        for row, column in zip(*self._shortlist.candidates(parts, unlikely=unlikely), strict=True):
            pairs[owners[row]].add((int(row), int(column)))
        for row, part in enumerate(parts):
            found = pairs[owners[row]]
            found |= {(row, column) for column in self._by_flat.get(part.flat, ())[:MOST_NAMESAKES]}
            for target in self._of_number(queries[owners[row]]):
                found |= {(row, column) for column in self._parts_of[target]}
        lefts = [parts[row] for listed in pairs for row, _ in sorted(listed)]
        owned = [column for listed in pairs for _, column in sorted(listed)]
        rights = [self._parts[column] for column in owned]
        alignments = [align(left, right) for left, right in zip(lefts, rights, strict=True)]
        compared = map(
            ComparedPair,
            (self._owners[column] for column in owned),
            lefts,
            rights,
            alignments,
            features_of(lefts, rights, alignments),
        )
        for listed in pairs:
            yield list(islice(compared, len(listed)))

    def _of_number(self, query: Query) -> Sequence[int]:
        return self._by_number.get(query.company_number, ()) if query.company_number else ()
