"""How alike two words are: equal, cut off, abbreviated or misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Indel, Prefix
from rapidfuzz.process import cpdist

from screening.matching.parts import weight
from screening.matching.table import DIGITS, DIRECTION, PLACE, Floats, word_bits

ALIKE = 0.6
"""Words more alike than this are one word misspelt or shortened, in the judgement of `likenesses`."""

# Bits of words that are never taken for another: "north" and "northern", "kent" and "kenton" are two.
_TOLD_APART = DIGITS | PLACE | DIRECTION


def likenesses(
    ones: Sequence[str], others: Sequence[str], bits: npt.NDArray[np.uint8] | None = None
) -> Floats:
    """How alike the words of each pair are, in [0, 1]; 0 for different words.

    `bits` are those of both words of a pair taken together (`table.word_bits`), found out if not given.
    """
    if bits is None:
        found = (word_bits(one) | word_bits(other) for one, other in zip(ones, others, strict=True))
        bits = np.fromiter(found, dtype=np.uint8, count=len(ones))
    if not len(ones):
        return np.zeros(0)
    first = np.fromiter(map(len, ones), dtype=np.int64, count=len(ones))
    second = np.fromiter(map(len, others), dtype=np.int64, count=len(others))
    short, both = np.minimum(first, second), first + second
    apart = cpdist(ones, others, scorer=Indel.distance, dtype=np.int64)
    begin = cpdist(ones, others, scorer=Prefix.similarity, dtype=np.int64)
    common = (both - apart) // 2
    similar = 1.0 - apart / both
    misspelt = np.where(begin > 0, 0.55 + 0.4 * similar, 0.35 + 0.5 * similar)
    cut_off = (short >= 3) & (begin == short)
    abbreviated = (short >= 3) & (common == short) & (begin > 0) & (first != second)
    likeness: Floats = np.select(
        [cut_off, (short >= 4) & (similar >= 0.75), abbreviated],
        [np.where(short >= 4, 0.9, 0.75), misspelt, np.where(short >= 4, 0.8, 0.6)],
        default=0.0,
    )
    likeness[(bits & _TOLD_APART) != 0] = 0.0
    likeness[apart == 0] = 1.0
    return likeness


@lru_cache(maxsize=200_000)
def word_likeness(one: str, other: str) -> float:
    """How alike two words are, as `likenesses` gives it for many."""
    return float(likenesses([one], [other])[0])


@lru_cache(maxsize=65536)
def surely_one_word(one: str, other: str, distinctive: float) -> bool:
    """Whether two alike words are safe to take for one: a plural, or a slip in a word that many names have.

    A slip in a rare word ("Barnes" for "Barnet") may as well be another name. Of a common word and its
    misspelling only the former is common, so the commoner one decides; `distinctive` is the weight from
    which on a word is rare.
    """
    short, long = sorted((one, other), key=len)
    if long == f"{short}s":
        return True
    if min(weight(one), weight(other)) >= distinctive:
        return False
    slip = len(short) >= 6 and OSA.distance(short, long) == 1
    return slip or (len(short) >= 4 and (long.startswith(short) or _abbreviates(short, long)))


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` starts as `long` does and leaves out some of its letters ("mntnce", "maintenance")."""
    letters = iter(long)
    return short[0] == long[0] and len(short) < len(long) and all(letter in letters for letter in short)
