"""Which targets are worth comparing with a query: two sparse indexes over hashed features of names.

The first holds words, their beginnings, neighbouring words written together, the whole name written together
and its initials; it finds nearly all. The second holds runs of four letters of the name written together,
and is asked where the first one has no good answer (typing errors, words run together). Features that many
names share find nothing and cost most, so each index leaves its commonest out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn  # type: ignore[import-untyped]

from screening.matching.table import NameTable
from screening.matching.texts import Arrays, Hashes, Positions, joined

Singles = npt.NDArray[np.float32]

WORD_CANDIDATES: Final = 15
LETTER_CANDIDATES: Final = 12
GOOD_ENOUGH: Final = 0.8
"""A best word cosine from which on the letters are not asked: the name itself has been found."""
WORTH_COMPARING: Final = 0.3
"""Share of the best cosine below which a candidate is not worth comparing: a third fewer are, and of 10,000
names 4 fewer are found."""
COMMONEST_WORD: Final = 1000
COMMONEST_LETTERS: Final = 100
"""Names that may share a feature before it finds nothing: measured at 52,000 targets, where three times as
many found no more. Rarer runs of letters beside a commoner name find it still."""

# Names whose features are held at once while an index is built.
_ROWS: Final = 100_000

# What kind of feature a hash is; a word and the same letters as a beginning are two.
_BEGINNING = np.uint64(0x6A09E667F3BCC909)
_TOGETHER = np.uint64(0xBB67AE8584CAA73B)
_INITIALS = np.uint64(0x3C6EF372FE94F82B)
_LETTERS = np.uint64(0xA54FF53A5F1D36F1)

_BEGIN: Final = 4
_RUN: Final = 4


class Candidates(NamedTuple):
    """Pairs worth comparing, each once: rows of the queries' table, rows of the targets' table, cosines.

    `words` is the cosine of words, `letters` that of letters; 0 where that index did not name the pair.
    """

    queries: Positions
    targets: Positions
    words: Singles
    letters: Singles


class Features(NamedTuple):
    """Features of the rows of a table, as many as there are; a row may have a feature several times."""

    rows: Positions
    hashes: Hashes


Analyse = Callable[[NameTable], Features]


def word_features(table: NameTable) -> Features:
    """Words, their beginnings, neighbours written together, whole names written together, initials."""
    words, hashed = table.words, table.vocabulary.hashes[table.words]
    counts = np.diff(table.starts)
    rows = np.repeat(np.arange(len(table)), counts)
    long = table.vocabulary.lengths[words] > _BEGIN
    beginnings = _beginnings(table)[words[long]]
    inner = np.flatnonzero(rows[:-1] == rows[1:])
    together = joined(hashed[inner], hashed[inner + 1], table.vocabulary.lengths[words[inner + 1]])
    # Of two words, the neighbours written together are the whole name.
    whole = np.flatnonzero((counts == 1) | (counts == 3))
    shortened = np.flatnonzero((table.initials != 0) & (table.initials_lengths <= 7))
    first = table.starts[:-1][counts <= 2]
    sized = (table.vocabulary.lengths[words[first]] >= 3) & (table.vocabulary.lengths[words[first]] <= 7)
    named = np.flatnonzero(counts <= 2)[sized]
    return Features(
        np.concatenate([rows, rows[long], rows[inner], whole, shortened, named]),
        np.concatenate(
            [
                hashed,
                beginnings ^ _BEGINNING,
                together ^ _TOGETHER,
                table.flat_hashes[whole] ^ _TOGETHER,
                table.initials[shortened] ^ _INITIALS,
                hashed[first[sized]] ^ _INITIALS,
            ]
        ),
    )


def _beginnings(table: NameTable) -> Hashes:
    """The hash of the first letters of each word of the vocabulary (of short words nothing of use)."""
    codes, ends = table.vocabulary.texts.letters()
    starts = np.append(0, ends[:-1])
    return _runs(codes, np.minimum(starts, max(0, len(codes) - _BEGIN)), _BEGIN)


def _runs(codes: npt.NDArray[np.uint8], starts: Positions, length: int) -> Hashes:
    """The letters from each start on as one number; letters beyond ASCII count by the bytes of UTF-8."""
    found = np.zeros(len(starts), dtype=np.uint64)
    for offset in range(min(length, len(codes))):
        found = found << np.uint64(8) | codes[starts + offset]
    return found


def letter_features(table: NameTable) -> Features:
    """Runs of four letters of each name written together; its ends count as a letter."""
    letters, ends = table.flat.letters()
    counts = np.diff(ends, prepend=0)
    # Room for a space before and after each name.
    padded = np.full(len(letters) + 2 * len(counts), ord(" "), dtype=np.uint8)
    rows = np.repeat(np.arange(len(counts)), counts)
    padded[np.arange(len(letters)) + 2 * rows + 1] = letters
    runs = np.maximum(counts + 3 - _RUN, 0)
    owners = np.repeat(np.arange(len(counts)), runs)
    first = ends - counts + 2 * np.arange(len(counts))
    starts = np.arange(len(owners)) - np.repeat(np.cumsum(runs) - runs, runs) + first[owners]
    return Features(owners, _runs(padded, starts, _RUN) ^ _LETTERS)


@dataclass(frozen=True, slots=True)
class SparseIndex:
    """TF-IDF vectors of the rows of a table: sorted feature hashes, their rarities, and a matrix of shape
    (features, rows).
    """

    features: Hashes
    rarity: Singles
    vectors: sparse.csr_matrix

    @classmethod
    def of(cls, table: NameTable, analyse: Analyse, commonest: int) -> Self:
        """Index the features that `analyse` finds, without those that more than `commonest` rows share.

        Takes the table a part at a time: the features of a million names would need gigabytes.
        """
        bounds = [*range(0, len(table), _ROWS), len(table)]
        kinds, shared = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        for first, last in pairwise(bounds):
            found = np.unique(analyse(table.between(first, last)).hashes, return_counts=True)
            # A name that has a feature twice counts twice: too seldom to matter for what is common.
            kinds, shared = _added(kinds, shared, *found)
        kept = (shared <= commonest) | (len(table) <= commonest)
        rarity = np.log((1.0 + len(table)) / (1.0 + shared[kept])) + 1.0
        features, rarity = kinds[kept], np.maximum(rarity, 1.0).astype(np.float32)
        parts = [
            _vectors(analyse(table.between(first, last)), last - first, features, rarity)
            for first, last in pairwise(bounds)
        ]
        rows = sparse.vstack(parts, format="csr") if parts else _empty(len(features))
        vectors = rows.T.tocsr()
        vectors.sort_indices()
        return cls(features, rarity, sparse.csr_matrix(vectors))

    def nearest(self, found: Features, rows: int, count: int) -> tuple[Positions, Positions, Singles]:
        """For each of `rows` queries its `count` nearest rows, the far ones left out: query, row, cosine."""
        asked = _vectors(found, rows, self.features, self.rarity)
        best = sp_matmul_topn(asked, self.vectors, top_n=count)
        owners = np.repeat(np.arange(rows, dtype=np.int64), np.diff(best.indptr))
        first = np.zeros(rows, dtype=np.float32)
        np.maximum.at(first, owners, best.data)
        near = np.flatnonzero(best.data >= first[owners] * WORTH_COMPARING)
        return owners[near], best.indices[near].astype(np.int64), best.data[near]

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved, under names that begin with `name`."""
        return {
            f"{name}.features": self.features,
            f"{name}.rarity": self.rarity,
            f"{name}.starts": self.vectors.indptr,
            f"{name}.rows": self.vectors.indices,
            f"{name}.values": self.vectors.data,
        }

    @classmethod
    def read(cls, arrays: Arrays, name: str, rows: int) -> Self:
        """The index that was saved under `name` over a table of `rows` rows."""
        features = arrays[f"{name}.features"].view(np.uint64)
        parts = (arrays[f"{name}.values"], arrays[f"{name}.rows"], arrays[f"{name}.starts"])
        vectors: sparse.csr_matrix = sparse.csr_matrix(
            parts,  # type: ignore[arg-type]  # scipy's stubs want to know the type of the numbers
            shape=(len(features), rows),
        )
        return cls(features, arrays[f"{name}.rarity"].view(np.float32), vectors)


def _added(
    kinds: Hashes, counts: Positions, more: Hashes, more_counts: Positions
) -> tuple[Hashes, Positions]:
    """Counts of two sets of features put together."""
    together, inverse = np.unique(np.concatenate([kinds, more]), return_inverse=True)
    totals = np.zeros(len(together), dtype=np.int64)
    np.add.at(totals, inverse[: len(kinds)], counts)
    np.add.at(totals, inverse[len(kinds) :], more_counts)
    return together, totals


def _empty(width: int) -> sparse.csr_matrix:
    cells = (np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int32))
    return sparse.csr_matrix(cells, shape=(0, width))


def _vectors(found: Features, rows: int, features: Hashes, rarity: Singles) -> sparse.csr_matrix:
    """Vectors of length 1 of shape (rows, features); what is not among `features` is left out."""
    width = max(1, len(features))
    place = np.minimum(np.searchsorted(features, found.hashes), width - 1)
    known = np.flatnonzero(features[place] == found.hashes) if len(features) else place[:0]
    cells, times = np.unique(found.rows[known] * width + place[known], return_counts=True)
    row, feature = np.divmod(cells, width)
    values = rarity[feature] * (1.0 + np.log(times)).astype(np.float32)
    lengths = np.sqrt(np.bincount(row, weights=values * values, minlength=rows)).astype(np.float32)
    starts = np.searchsorted(row, np.arange(rows + 1))
    cells_of = (values / lengths[row], feature.astype(np.int32), starts)
    return sparse.csr_matrix(cells_of, shape=(rows, len(features)))


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The two indexes over the parts of all targets."""

    words: SparseIndex
    letters: SparseIndex

    @classmethod
    def of(cls, table: NameTable) -> Self:
        """Index the rows of `table`."""
        return cls(
            SparseIndex.of(table, word_features, COMMONEST_WORD),
            SparseIndex.of(table, letter_features, COMMONEST_LETTERS),
        )

    @classmethod
    def read(cls, arrays: Arrays, rows: int) -> Self:
        """The indexes that were saved as "by_words" and "by_letters" over a table of `rows` rows."""
        return cls(SparseIndex.read(arrays, "by_words", rows), SparseIndex.read(arrays, "by_letters", rows))

    def candidates(self, queries: NameTable) -> Candidates:
        """The pairs of rows of `queries` and rows of the targets that are worth comparing."""
        rows, columns, cosines = self.words.nearest(word_features(queries), len(queries), WORD_CANDIDATES)
        best = np.zeros(len(queries), dtype=np.float32)
        np.maximum.at(best, rows, cosines)
        found = letter_features(queries)
        unanswered = best[found.rows] < GOOD_ENOUGH
        asked = Features(found.rows[unanswered], found.hashes[unanswered])
        more, more_columns, more_cosines = self.letters.nearest(asked, len(queries), LETTER_CANDIDATES)
        return _merged(rows, columns, cosines, more, more_columns, more_cosines)


def _merged(
    rows: Positions, columns: Positions, words: Singles, more: Positions, others: Positions, letters: Singles
) -> Candidates:
    """Pairs of both indexes, each once, in the order of the queries and the targets."""
    queries, targets = np.concatenate([rows, more]), np.concatenate([columns, others])
    order = np.lexsort((targets, queries))
    queries, targets = queries[order], targets[order]
    by_words = np.concatenate([words, np.zeros(len(more), dtype=np.float32)])[order]
    by_letters = np.concatenate([np.zeros(len(rows), dtype=np.float32), letters])[order]
    first = np.append(True, (queries[1:] != queries[:-1]) | (targets[1:] != targets[:-1]))[: len(queries)]
    starts = np.flatnonzero(first)
    if not len(starts):
        return Candidates(queries, targets, by_words, by_letters)
    return Candidates(
        queries[starts],
        targets[starts],
        np.maximum.reduceat(by_words, starts),
        np.maximum.reduceat(by_letters, starts),
    )


def same_flat(queries: NameTable, order: Positions, sorted_hashes: Hashes, most: int) -> Candidates:
    """Pairs of rows whose names written together are equal, at most `most` for each row of `queries`.

    `order` are the targets' rows in the order of their `flat_hashes`, `sorted_hashes` these.
    """
    first = np.searchsorted(sorted_hashes, queries.flat_hashes, side="left")
    last = np.searchsorted(sorted_hashes, queries.flat_hashes, side="right")
    counts = np.minimum(last - first, most)
    rows = np.repeat(np.arange(len(queries)), counts)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts) + first[rows]
    ones: Singles = np.ones(len(rows), dtype=np.float32)
    return Candidates(rows, np.asarray(order, dtype=np.int64)[places], ones, ones)
