"""A part of an index that is built once: organisations, their names in columns, and how to find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from screening.matching.alignment import Aligned, align
from screening.matching.compare import features
from screening.matching.directory import Directory, Hit, how
from screening.matching.entries import Entries
from screening.matching.parts import NamePart, parts_of
from screening.matching.records import Query, Target
from screening.matching.shortlist import Shortlist, same_flat
from screening.matching.table import Floats, NameTable
from screening.matching.texts import Arrays, Hashes, Positions

MOST_NAMESAKES: Final = 50
"""Targets of exactly one name that are looked at; a name that more of them share says nothing."""
STEP: Final = 20_000
"""Targets after which a long build says how far it is."""


class Compared(NamedTuple):
    """Pairs of a part of a query with a part of an organisation: n rows.

    `queries` are positions in the block of queries, `entries` rows of the segment's organisations, `aligned`
    and `features` (n, len(FEATURES)) what the two names have in common.
    """

    queries: Positions
    entries: Positions
    aligned: Aligned
    features: Floats


class Block(NamedTuple):
    """Queries asked at once: their parts in columns, and the position of the query that each part is of."""

    queries: Sequence[Query]
    table: NameTable
    owners: Positions

    @classmethod
    def of(cls, queries: Sequence[Query]) -> Self:
        """Take the names of `queries` apart."""
        parts: list[NamePart] = []
        owners: list[int] = []
        for position, query in enumerate(queries):
            own = parts_of(query.name)
            parts += own
            owners += [position] * len(own)
        return cls(queries, NameTable.of(parts), np.array(owners, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Segment:
    """Organisations that were indexed together; `owners` are the entries that the rows of `table` name."""

    entries: Entries
    table: NameTable
    owners: Positions
    first_parts: Positions
    shortlist: Shortlist
    flat_order: Positions
    flat_hashes: Hashes
    directory: Directory

    @classmethod
    def of(cls, targets: Sequence[Target], progress: Callable[[int], None] | None = None) -> Self:
        """Index `targets`, which must be in the order of their keys."""
        entries = Entries.of(targets)
        owners: list[int] = []
        table = NameTable.of(_parts(targets, owners, progress))
        owned = np.array(owners, dtype=np.int64)
        order = np.argsort(table.flat_hashes, kind="stable")
        return cls(
            entries=entries,
            table=table,
            owners=owned,
            first_parts=np.searchsorted(owned, np.arange(len(entries) + 1)),
            shortlist=Shortlist.of(table),
            flat_order=order,
            flat_hashes=table.flat_hashes[order],
            directory=Directory.of(table, entries),
        )

    def candidates(self, block: Block) -> tuple[Positions, Positions]:
        """The organisations that each query is compared with, by name or number, whatever comes of it: their
        positions in the block and their rows, each pair once and in order.
        """
        rows, columns = self._pairs(block)
        numbered = [
            (position, entry)
            for position, query in enumerate(block.queries)
            for entry in self.entries.found_by_number(query)
        ]
        known = np.array(numbered, dtype=np.int64).reshape(-1, 2)
        queries = np.append(block.owners[rows], known[:, 0])
        entries = np.append(self.owners[columns], known[:, 1])
        width = max(1, len(self.entries))
        return np.divmod(np.unique(queries * width + entries), width)

    def compared(self, block: Block) -> Compared:
        """All pairs of parts that are worth comparing, in the order of queries, parts and organisations."""
        rows, columns = self._pairs(block)
        aligned = align(block.table, rows, self.table, columns)
        return Compared(block.owners[rows], self.owners[columns], aligned, features(aligned))

    def _pairs(self, block: Block) -> tuple[Positions, Positions]:
        near = self.shortlist.candidates(block.table)
        equal = same_flat(block.table, self.flat_order, self.flat_hashes, MOST_NAMESAKES)
        numbered = self._by_number(block)
        rows = np.concatenate([near.queries, equal.queries, numbered[0]])
        columns = np.concatenate([near.targets, equal.targets, numbered[1]])
        return np.divmod(np.unique(rows * max(1, len(self.table)) + columns), max(1, len(self.table)))

    def hits(self, typed: str, limit: int) -> list[Hit]:
        """Organisations that fit what was typed: by number first, then by words."""
        entries = self.entries
        found = [
            Hit(entries.keys[entry], entries.names[entry], number, "number")
            for number, entry in (self.directory.of_number(typed, limit) if _has_digit(typed) else ())
        ]
        # Several names of one target may fit, so that more rows are asked for than targets are wanted.
        for row in self.directory.of_words(typed, self.table, 4 * limit).tolist():
            entry = int(self.owners[row])
            kind = how(int(self.table.kinds[row]), entries.members[entry])
            found.append(Hit(entries.keys[entry], entries.names[entry], self.table.written[row], kind))
        return found

    def _by_number(self, block: Block) -> tuple[Positions, Positions]:
        """Pairs of rows of organisations that share an identifier with the query."""
        rows: list[int] = []
        columns: list[int] = []
        first = np.searchsorted(block.owners, np.arange(len(block.queries) + 1)).tolist()
        for position, query in enumerate(block.queries):
            for entry in self.entries.found_by_number(query):
                for row in range(first[position], first[position + 1]):
                    for column in range(self.first_parts[entry], self.first_parts[entry + 1]):
                        rows.append(row)
                        columns.append(column)
        return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved."""
        own: dict[str, npt.NDArray[np.generic]] = {name: getattr(self, name) for name in _COLUMNS}
        return (
            own
            | self.entries.arrays("entries")
            | self.table.arrays("names")
            | self.shortlist.words.arrays("by_words")
            | self.shortlist.letters.arrays("by_letters")
            | self.directory.arrays("directory")
        )

    @classmethod
    def read(cls, arrays: Arrays) -> Self:
        """The segment that was saved."""
        table = NameTable.read(arrays, "names")
        return cls(
            entries=Entries.read(arrays, "entries"),
            table=table,
            shortlist=Shortlist.read(arrays, len(table)),
            directory=Directory.read(arrays, "directory"),
            **{name: arrays[name] for name in _COLUMNS},  # type: ignore[arg-type]
        )


_COLUMNS: Final = ("owners", "first_parts", "flat_order", "flat_hashes")


def _has_digit(typed: str) -> bool:
    return any(map(str.isdigit, typed))


def _parts(
    targets: Sequence[Target], owners: list[int], progress: Callable[[int], None] | None
) -> Iterator[NamePart]:
    """The parts of all names; `owners` is told the entry of each."""
    entry = -1
    for done, target in enumerate(targets, start=1):
        entry += 1
        for part in parts_of(target.name, target.aliases, target.previous_names):
            owners.append(entry)
            yield part
        for member in target.members:
            entry += 1
            for part in parts_of(member.name):
                owners.append(entry)
                yield part
        if progress is not None and (done % STEP == 0 or done == len(targets)):
            progress(done)


def best_of_each(queries: Positions, entries: Positions, odds: Floats) -> Positions:
    """The rows that fit best of each query and organisation, in the order of both.

    Of equal odds the first row wins, which is the name proper.
    """
    order = np.lexsort((np.arange(len(odds)), -odds, entries, queries))
    queries, entries = queries[order], entries[order]
    first = np.append(True, (queries[1:] != queries[:-1]) | (entries[1:] != entries[:-1]))[: len(order)]
    best: Positions = order[first]
    return best
