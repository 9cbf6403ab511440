"""Looking names up while somebody types: by the beginnings of words and of numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from screening.matching.entries import NUMBERS, Entries
from screening.matching.table import ALIAS, PREVIOUS, PROPER, WRITTEN, NameTable
from screening.matching.texts import Arrays, Positions, Texts
from screening.name_words import fold, word_lists

# Nothing sorts after it, so that [text, text + _LAST) holds all that begins with text.
_LAST: Final = "\U0010ffff"
_HOW: Final = {PROPER: "name", ALIAS: "further name", PREVIOUS: "previous name", WRITTEN: "further name"}


class Hit(NamedTuple):
    """A target that fits what was typed.

    `found` is the name or number by which it was found, `how` what that is: "name", "further name",
    "previous name", "member", "number", or "similar" for a name that is only like what was typed.
    """

    key: str
    name: str
    found: str
    how: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The rows of a table by their words, and organisations by their numbers in alphabetical order.

    The rows that have word w are `rows[starts[w]:starts[w + 1]]`.
    """

    rows: npt.NDArray[np.int32]
    starts: Positions
    numbers: Texts
    numbered: npt.NDArray[np.int32]

    @classmethod
    def of(cls, table: NameTable, entries: Entries) -> Self:
        """Order the words of `table` and the numbers of `entries`."""
        owners = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(table.starts))
        order = np.argsort(table.words, kind="stable")
        starts = np.searchsorted(table.words[order], np.arange(len(table.vocabulary.texts) + 1))
        numbers = sorted(
            (number, row)
            for column in NUMBERS
            for row, number in enumerate(entries.identifiers[column])
            if number
        )
        return cls(
            rows=owners[order],
            starts=starts,
            numbers=Texts.of(number for number, _ in numbers),
            numbered=np.array([row for _, row in numbers], dtype=np.int32),
        )

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved, under names that begin with `name`."""
        return {
            f"{name}.rows": self.rows,
            f"{name}.starts": self.starts,
            f"{name}.numbered": self.numbered,
            **self.numbers.arrays(f"{name}.numbers"),
        }

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Self:
        """The directory that was saved under `name`."""
        return cls(
            rows=arrays[f"{name}.rows"].view(np.int32),
            starts=arrays[f"{name}.starts"].view(np.int64),
            numbers=Texts.read(arrays, f"{name}.numbers"),
            numbered=arrays[f"{name}.numbered"].view(np.int32),
        )

    def of_number(self, typed: str, limit: int) -> list[tuple[str, int]]:
        """Numbers that begin with `typed`, and the organisation of each; also without leading zeros."""
        compact = "".join(typed.split()).upper()
        found: list[tuple[str, int]] = []
        for beginning in (compact, compact.zfill(8)) if compact.isdigit() else (compact,):
            first, last = _span(self.numbers, beginning)
            for place in range(first, min(last, first + limit)):
                pair = self.numbers[place], int(self.numbered[place])
                found += [pair] if pair not in found else []
        return found[:limit]

    def of_words(self, typed: str, table: NameTable, limit: int) -> Positions:
        """Rows of `table` that have all words typed, the last one perhaps unfinished; best first.

        First come names that begin with what was typed, then proper names before further ones, then short
        ones.
        """
        spans = [self._span_of(word, table, last) for word, last in _typed_words(typed)]
        rows: Positions | None = None
        # The rarest word first: what it leaves is looked for among the rest.
        for first, last in sorted(spans, key=lambda span: int(self.starts[span[1]] - self.starts[span[0]])):
            own = self.rows[self.starts[first] : self.starts[last]]
            flags = _flags(own, len(table))
            rows = np.flatnonzero(flags) if rows is None else rows[flags[rows]]
        if rows is None or not len(rows):
            return np.zeros(0, dtype=np.int64)
        return self._ranked(rows, spans, table, limit)

    def _span_of(self, word: str, table: NameTable, unfinished: bool) -> tuple[int, int]:
        texts = table.vocabulary.texts
        if unfinished:
            return _span(texts, word)
        place = bisect_left(texts, word)
        return (place, place + 1) if place < len(texts) and texts[place] == word else (place, place)

    def _ranked(
        self, rows: Positions, spans: Sequence[tuple[int, int]], table: NameTable, limit: int
    ) -> Positions:
        begins = np.zeros(len(rows), dtype=bool)
        if spans:
            opening = table.words[table.starts[rows]]
            begins = (opening >= spans[0][0]) & (opening < spans[0][1])
        _, ends = table.flat.letters()
        length = ends[rows] - np.where(rows > 0, ends[rows - 1], 0)
        # One number in the order wanted; rows are in the order of the keys, which settles the rest.
        worth = (
            (~begins).astype(np.int64) << 50 | table.kinds[rows].astype(np.int64) << 40 | length << 32 | rows
        )
        best = np.argpartition(worth, limit - 1)[:limit] if len(worth) > limit else np.arange(len(worth))
        return rows[best[np.argsort(worth[best])]]


def how(kind: int, member: str) -> str:
    """What a name of `kind` is to the target that it finds."""
    return "member" if member else _HOW[kind]


def _span(texts: Texts, beginning: str) -> tuple[int, int]:
    """The texts, which are in order, that begin with `beginning`."""
    return bisect_left(texts, beginning), bisect_left(texts, beginning + _LAST)


def _flags(rows: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.bool_]:
    flags = np.zeros(count, dtype=bool)
    flags[rows] = True
    return flags


def _typed_words(typed: str) -> list[tuple[str, bool]]:
    """The words typed as the index has them, and whether each may be unfinished (the last one may).

    Words that no name is found by ("the", "Limited") are left out unless nothing else was typed.
    """
    lists = word_lists()
    words = fold(typed)
    if not words:
        return []
    *whole, last = words
    ended = typed[-1:].isspace()
    skipped = lists.stop_words | lists.forms_anywhere.keys() | lists.forms_at_end.keys()
    found = [
        (word, False)
        for each in (words if ended else whole)
        if each not in skipped
        for word in lists.abbreviations.get(each, each).split()
    ]
    if not ended and (not found or last not in skipped):
        found.append((last, True))
    return found
