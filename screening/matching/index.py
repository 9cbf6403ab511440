"""The index of targets: built once, asked many times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

import numpy as np

from screening.matching import saved
from screening.matching.calibration import Calibration, Thresholds, calibration, thresholds
from screening.matching.compare import FEATURES
from screening.matching.decide import Verdict
from screening.matching.directory import Hit
from screening.matching.found import Found
from screening.matching.reasons import match_of
from screening.matching.records import Match, Query, Target
from screening.matching.segment import Block, Segment

BLOCK: Final = 512
"""Queries worked on at once; bounds the memory and is the step of `progress`."""
_LONG_ENOUGH: Final = 4
"""Letters from which on a name that is only like what was typed is worth showing."""


class NameIndex:
    """Organisations by name and identifiers.

    The order in which targets are given has no influence on what is found.
    """

    def __init__(
        self, segments: Sequence[Segment], numbers: Calibration, added: Sequence[Target] = ()
    ) -> None:
        self._segments = tuple(segments)
        self._calibration = numbers
        self._added = tuple(added)

    @classmethod
    def build(cls, targets: Sequence[Target], progress: Callable[[int], None] | None = None) -> Self:
        """Index `targets`; ValueError if two have one key. `progress` is told how many are done."""
        return cls([Segment.of(_ordered(targets), progress)], calibration(FEATURES))

    def with_more(self, targets: Sequence[Target]) -> Self:
        """This index and `targets` besides, whose keys must be new (ValueError).

        What is indexed already stays as it is; only the targets added this way before are indexed again.
        """
        more = [*self._added, *targets]
        new = Segment.of(_ordered(more))
        taken = set(self._segments[0].entries.keys)
        if twice := sorted(taken.intersection(new.entries.keys)):
            raise ValueError(f"A target with the key {twice[0]!r} is in the index already.")
        return type(self)([self._segments[0], new], self._calibration, more)

    def save(self, folder: Path) -> None:
        """Keep the index as the folder `folder`; ValueError for one with targets added since it was built."""
        if len(self._segments) > 1:
            raise ValueError("An index with targets added has to be built anew to be saved.")
        saved.save(self._segments[0], folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index that was saved as `folder`, shared with all who load it; raises `UnusableIndex`."""
        return cls([saved.load(folder)], calibration(FEATURES))

    @classmethod
    def kept(
        cls, targets: Sequence[Target], under: Path, progress: Callable[[int], None] | None = None
    ) -> Self:
        """The index of `targets` from the folder `under`, where it is built and saved if it is not there yet.

        Indexes of other targets that lie there are removed.
        """
        folder = under / saved.content_hash(targets)
        try:
            return cls.load(folder)
        except saved.UnusableIndex:
            cls.build(targets, progress).save(folder)
            saved.clear(under, but=folder)
            return cls.load(folder)

    @property
    def segments(self) -> Sequence[Segment]:
        """The parts of the index, each built at once."""
        return self._segments

    def __len__(self) -> int:
        return sum(len(segment.entries) for segment in self._segments)

    def match(
        self,
        queries: Sequence[Query],
        limit: int = 5,
        progress: Callable[[int], None] | None = None,
        *,
        all_misses: bool = False,
        limits: Thresholds | None = None,
    ) -> list[tuple[Match, ...]]:
        """For each query, in order, the targets that it may mean, best first and at most `limit`.

        Automatic and possible matches come with the nearest misses (decision "none"); a query that is
        like nothing gives an empty tuple. With `all_misses` every candidate comes, however improbable, for
        measuring. `limits` replaces the shipped thresholds. `progress` is told how many queries are done,
        after each block.
        """
        used = limits or thresholds()
        if all_misses:
            used = replace(used, near_miss=0.0)
        found: list[tuple[Match, ...]] = []
        for start in range(0, len(queries), BLOCK):
            block = Block.of(queries[start : start + BLOCK])
            found += self._answers(block, limit, used)
            if progress is not None:
                progress(len(found))
        return found

    def candidates(self, queries: Sequence[Query]) -> Iterator[list[str]]:
        """For each query, in order, the keys of all targets that it is compared with, each once, in order.

        Which these are depends on all targets. What `match` answers depends on the query and on these alone:
        so whoever keeps an answer need not ask again while they are as they were. Costs about a fifth of it.
        """
        for start in range(0, len(queries), BLOCK):
            block = Block.of(queries[start : start + BLOCK])
            found: list[list[str]] = [[] for _query in block.queries]
            for segment in self._segments:
                keys = segment.entries.keys
                for position, entry in zip(*map(np.ndarray.tolist, segment.candidates(block)), strict=True):
                    if not found[position] or found[position][-1] != keys[entry]:
                        found[position].append(keys[entry])
            yield from found

    def search(self, typed: str, limit: int = 10) -> list[Hit]:
        """The targets that fit what somebody has typed so far: a number, or words, the last one unfinished.

        Best first, each target once. Where too few fit, names that are only like it follow.
        """
        hits: dict[str, Hit] = {}
        for segment in self._segments:
            for hit in segment.hits(typed, limit):
                hits.setdefault(hit.key, hit)
        if len(hits) < limit and len(typed.strip()) >= _LONG_ENOUGH:
            (similar,) = self.match([Query("", typed)], limit)
            for match in similar:
                found = match.member.name if match.member else match.target_name
                hits.setdefault(match.target_key, Hit(match.target_key, match.target_name, found, "similar"))
        return list(hits.values())[:limit]

    def _answers(self, block: Block, limit: int, limits: Thresholds) -> Iterator[tuple[Match, ...]]:
        found = Found.of(self._segments, block, self._calibration, limits)
        for query, verdicts in zip(block.queries, found.verdicts(limit, limits), strict=True):
            yield tuple(match_of(query.key, one) for one in _one_of_each_target(verdicts, limit))


def _ordered(targets: Sequence[Target]) -> list[Target]:
    if len({target.key for target in targets}) != len(targets):
        raise ValueError("Two targets have the same key.")
    return sorted(targets, key=lambda target: target.key)


def _one_of_each_target(verdicts: Sequence[Verdict], limit: int) -> list[Verdict]:
    """The best verdict of each target: a query may be like an organisation and like members of its group."""
    best: dict[str, Verdict] = {}
    for found in verdicts:
        best.setdefault(found.candidate.entries.keys[found.candidate.entry], found)
        if len(best) == limit:
            break
    return list(best.values())
