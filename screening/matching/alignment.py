"""Which words of two names stand for each other, for many pairs of names at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from screening.matching.likeness import ALIKE, likenesses
from screening.matching.table import DIRECTION, NUMBERED, PLACE, Floats, NameTable
from screening.matching.texts import Hashes, Positions, joined

Bools = npt.NDArray[np.bool_]

WIDEST: Final = 16
"""Words of a name that are compared; of 52,000 published names three have more."""

# What a word found.
ABSENT: Final = -1
UNMATCHED: Final = 0
EQUAL: Final = 1
TOGETHER: Final = 2
MISSPELT: Final = 3


class Side(NamedTuple):
    """One side of n pairs, padded to W words: all arrays have the shape (n, W).

    `numbers` are numbers of the table's words (0 where there is none: see `states`), `states` what each word
    found, `partners` the column of the first word on the other side that it stands for (else -1).
    """

    table: NameTable
    rows: Positions
    numbers: npt.NDArray[np.int32]
    hashes: Hashes
    weights: Floats
    states: npt.NDArray[np.int8]
    partners: npt.NDArray[np.int8]

    def words(self, pair: int, state: int) -> tuple[str, ...]:
        """The words of one pair that are in `state`, in order."""
        texts = self.table.vocabulary.texts
        return tuple(texts[int(n)] for n in self.numbers[pair, self.states[pair] == state])


class Alignment(NamedTuple):
    """One pair of `Aligned` in plain numbers and words: `left` and `right` have no partner."""

    matched_left: float
    matched_right: float
    exact: float
    heaviest: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Pairs of names with their words aligned.

    `matched_left` and `matched_right` are weights (equal words count in full, alike ones by their likeness),
    `exact` that of the equal ones, `heaviest` the weight of the rarest word that found a partner;
    `told_apart` where both names have words left over and all of these are places, directions or numbers
    ("North" and "South", "2" and "3"); all of shape (n,).
    """

    left: Side
    right: Side
    matched_left: Floats
    matched_right: Floats
    exact: Floats
    heaviest: Floats
    told_apart: Bools

    def __len__(self) -> int:
        return len(self.exact)

    def same_name(self, pair: int) -> bool:
        """Whether the names of one pair are equal when written together."""
        left, right = self.left, self.right
        ours = left.table.flat_hashes[left.rows[pair]]
        return bool(ours == right.table.flat_hashes[right.rows[pair]])

    def plain(self, pair: int) -> Alignment:
        """One pair by itself."""
        return Alignment(
            matched_left=float(self.matched_left[pair]),
            matched_right=float(self.matched_right[pair]),
            exact=float(self.exact[pair]),
            heaviest=float(self.heaviest[pair]),
            left=self.left.words(pair, UNMATCHED),
            right=self.right.words(pair, UNMATCHED),
            alike=self.alike(pair),
        )

    def alike(self, pair: int) -> tuple[tuple[str, str], ...]:
        """The words of one pair that were taken for one word spelt in two ways."""
        ours, theirs = self.left.table.vocabulary.texts, self.right.table.vocabulary.texts
        return tuple(
            (ours[int(self.left.numbers[pair, i])], theirs[int(self.right.numbers[pair, j])])
            for i in np.flatnonzero(self.left.states[pair] == MISSPELT)
            for j in (self.left.partners[pair, i],)
        )


def align(left: NameTable, left_rows: Positions, right: NameTable, right_rows: Positions) -> Aligned:
    """Pair the words of names: equal ones, then two that are written as one, then alike ones.

    Row `left_rows[i]` of `left` is aligned with row `right_rows[i]` of `right`. Neither the order of the
    sides nor that of the pairs matters.
    """
    count = len(left_rows)
    ours, theirs = _side(left, left_rows), _side(right, right_rows)
    zero = np.zeros((4, count))
    sums = Aligned(ours, theirs, zero[0], zero[1], zero[2], zero[3], np.zeros(count, dtype=bool))
    _equal(sums)
    if (sums.left.states == UNMATCHED).any() or (sums.right.states == UNMATCHED).any():
        _written_together(sums.left, sums.right, sums.matched_left, sums.matched_right, sums.heaviest)
        _written_together(sums.right, sums.left, sums.matched_right, sums.matched_left, sums.heaviest)
        _misspelt(sums)
        sums.told_apart[:] = _tells_apart(ours) & _tells_apart(theirs)
    return sums


def _tells_apart(side: Side) -> Bools:
    """Whether words are left over and all of them are places, directions or numbers."""
    free = side.states == UNMATCHED
    telling = (side.table.vocabulary.bits[side.numbers] & (PLACE | DIRECTION | NUMBERED)) != 0
    tells: Bools = free.any(axis=1) & (telling | ~free).all(axis=1)
    return tells


def _side(table: NameTable, rows: Positions) -> Side:
    starts = table.starts[rows]
    counts = np.minimum(table.starts[rows + 1] - starts, WIDEST)
    columns = np.arange(int(counts.max(initial=1)))
    present = columns < counts[:, None]
    numbers = np.where(present, table.words[np.where(present, starts[:, None] + columns, 0)], 0)
    return Side(
        table=table,
        rows=rows,
        numbers=numbers,
        hashes=np.where(present, table.vocabulary.hashes[numbers], 0),
        weights=np.where(present, table.vocabulary.weights[numbers], 0.0),
        states=np.where(present, UNMATCHED, ABSENT).astype(np.int8),
        partners=np.full(numbers.shape, -1, dtype=np.int8),
    )


def _equal(sums: Aligned) -> None:
    """Equal words find each other; the second of two on one side finds the second on the other."""
    left, right = sums.left, sums.right
    ours, theirs = _counted(left), _counted(right)
    equal = ours[:, :, None] == theirs[:, None, :]
    for side, found in ((left, equal.any(axis=2)), (right, equal.any(axis=1))):
        side.states[found & (side.states == UNMATCHED)] = EQUAL
    matched = left.states == EQUAL
    left.partners[matched] = equal.argmax(axis=2)[matched]
    right.partners[right.states == EQUAL] = equal.argmax(axis=1)[right.states == EQUAL]
    sums.exact[:] = (left.weights * matched).sum(axis=1)
    sums.matched_left[:] = sums.exact
    sums.matched_right[:] = (right.weights * (right.states == EQUAL)).sum(axis=1)
    sums.heaviest[:] = (left.weights * matched).max(axis=1, initial=0.0)


def _counted(side: Side) -> Hashes:
    """The words' hashes, told apart by how often the word came before in its name; absent ones equal none."""
    hashed = side.hashes.copy()
    width = hashed.shape[1]
    for column in range(1, width):
        before = (side.hashes[:, :column] == side.hashes[:, column, None]).sum(axis=1)
        hashed[:, column] += before.astype(np.uint64)
    absent = side.states == ABSENT
    # Two tables may be one: absent words of the left must not equal those of the right either.
    hashed[absent] = 0
    return hashed


def _written_together(ours: Side, theirs: Side, matched: Floats, other: Floats, heaviest: Floats) -> None:
    """One word of ours is two neighbours of theirs written together ("moorcare", "moor care")."""
    free = theirs.states == UNMATCHED
    neighbours = free[:, :-1] & free[:, 1:]
    single = ours.states == UNMATCHED
    pairs = np.flatnonzero(single.any(axis=1) & neighbours.any(axis=1))
    if not len(pairs):
        return
    length = theirs.table.vocabulary.lengths[theirs.numbers[pairs, 1:]]
    both = joined(theirs.hashes[pairs, :-1], theirs.hashes[pairs, 1:], length)
    equal = ours.hashes[pairs][:, :, None] == both[:, None, :]
    equal &= single[pairs][:, :, None] & neighbours[pairs][:, None, :]
    for found, i, first in np.argwhere(equal).tolist():
        pair = int(pairs[found])
        second = first + 1
        if ours.states[pair, i] or theirs.states[pair, first] or theirs.states[pair, second]:
            continue
        ours.states[pair, i] = theirs.states[pair, first] = theirs.states[pair, second] = TOGETHER
        ours.partners[pair, i] = first
        theirs.partners[pair, [first, second]] = i
        matched[pair] += ours.weights[pair, i]
        other[pair] += theirs.weights[pair, first] + theirs.weights[pair, second]
        heaviest[pair] = max(heaviest[pair], ours.weights[pair, i])


def _misspelt(sums: Aligned) -> None:
    """Of the words left over, the two most alike find each other first."""
    left, right = sums.left, sums.right
    ours, theirs = left.states == UNMATCHED, right.states == UNMATCHED
    pairs = np.flatnonzero(ours.any(axis=1) & theirs.any(axis=1))
    likeness = np.zeros((len(pairs), ours.shape[1], theirs.shape[1]))
    places = np.nonzero(ours[pairs][:, :, None] & theirs[pairs][:, None, :])
    likeness[places] = _likeness_of(
        left, left.numbers[pairs[places[0]], places[1]], right, right.numbers[pairs[places[0]], places[2]]
    )
    width = theirs.shape[1]
    while len(pairs):
        flat = likeness.reshape(len(pairs), -1)
        best = flat.argmax(axis=1)
        value = flat[np.arange(len(pairs)), best]
        found = value >= ALIKE
        pairs, likeness, best, value = pairs[found], likeness[found], best[found], value[found]
        i, j = best // width, best % width
        left.states[pairs, i] = right.states[pairs, j] = MISSPELT
        left.partners[pairs, i], right.partners[pairs, j] = j, i
        one, other = left.weights[pairs, i], right.weights[pairs, j]
        sums.matched_left[pairs] += value * one
        sums.matched_right[pairs] += value * other
        sums.heaviest[pairs] = np.maximum(sums.heaviest[pairs], value * np.minimum(one, other))
        rows = np.arange(len(pairs))
        likeness[rows, i, :] = 0.0
        likeness[rows, :, j] = 0.0


def _likeness_of(
    left: Side, ours: npt.NDArray[np.int32], right: Side, theirs: npt.NDArray[np.int32]
) -> Floats:
    """The likeness of words by their numbers, each different pair compared once."""
    keys, inverse = np.unique(ours.astype(np.int64) << 32 | theirs, return_inverse=True)
    one, other = keys >> 32, keys & 0xFFFFFFFF
    words, others = left.table.vocabulary, right.table.vocabulary
    found = likenesses(words.texts.take(one), others.texts.take(other), words.bits[one] | others.bits[other])
    return found[inverse]
