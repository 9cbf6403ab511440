"""What two names have in common, as numbers.

`FEATURES` names the numbers in the order in which `features` gives them; the calibration stores that list
and is refused if it was fitted on another. Every number depends on the two names alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA, Indel, JaroWinkler
from rapidfuzz.process import cpdist

from screening.matching.parts import NamePart, weight
from screening.name_words import word_lists

# Words more alike than this are one word misspelt or shortened, in the judgement of `word_likeness`.
ALIKE = 0.6


class Alignment(NamedTuple):
    """Which words of two names stand for each other.

    `matched_*` are weights (exact matches count in full, alike ones by their likeness), `left` and
    `right` the words that found no partner, `heaviest` the weight of the rarest word that did.
    """

    matched_left: float
    matched_right: float
    exact: float
    heaviest: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]


def align(left: NamePart, right: NamePart) -> Alignment:
    """Pair the words of two names: equal ones, then two that are written as one, then alike ones."""
    if left.words == right.words:
        top = max(left.weights, default=0.0)
        return Alignment(left.mass, right.mass, left.mass, top, (), (), ())
    free_right = list(range(len(right.words)))
    free_left: list[int] = []
    matched_left = matched_right = exact = heaviest = 0.0
    for i, word in enumerate(left.words):
        j = next((j for j in free_right if right.words[j] == word), -1) if word in right.words else -1
        if j < 0:
            free_left.append(i)
            continue
        free_right.remove(j)
        matched_left += left.weights[i]
        matched_right += right.weights[j]
        exact += left.weights[i]
        heaviest = max(heaviest, left.weights[i])
    for ours, theirs, one, two in (
        (free_left, free_right, left, right),
        (free_right, free_left, right, left),
    ):
        if not ours or len(theirs) < 2:
            continue
        for i, first in _written_together(ours, theirs, one.words, two.words):
            ours.remove(i)
            second = theirs[theirs.index(first) + 1]
            theirs.remove(first)
            theirs.remove(second)
            together = two.weights[first] + two.weights[second]
            matched_left += one.weights[i] if one is left else together
            matched_right += together if one is left else one.weights[i]
            heaviest = max(heaviest, one.weights[i])
    alike: list[tuple[str, str]] = []
    for i in list(free_left):
        likeness, partner = 0.0, -1
        for j in free_right:
            likely = word_likeness(left.words[i], right.words[j])
            if likely > likeness:
                likeness, partner = likely, j
        if likeness >= ALIKE:
            free_left.remove(i)
            free_right.remove(partner)
            matched_left += likeness * left.weights[i]
            matched_right += likeness * right.weights[partner]
            heaviest = max(heaviest, likeness * min(left.weights[i], right.weights[partner]))
            alike.append((left.words[i], right.words[partner]))
    return Alignment(
        matched_left,
        matched_right,
        exact,
        heaviest,
        tuple(left.words[i] for i in free_left),
        tuple(right.words[j] for j in free_right),
        tuple(alike),
    )


def _written_together(
    ours: Sequence[int], theirs: Sequence[int], words: Sequence[str], others: Sequence[str]
) -> list[tuple[int, int]]:
    """Pairs (i, j): our word i is their words j and j + 1 written together ("moorcare", "moor care")."""
    found: list[tuple[int, int]] = []
    joined = {
        others[first] + others[second]: first for first, second in pairwise(theirs) if second == first + 1
    }
    for i in ours:
        first = joined.get(words[i], -1)
        # Neither of their words may stand for two of ours.
        if first >= 0 and all(abs(first - other) > 1 for _, other in found):
            found.append((i, first))
    return found


@lru_cache(maxsize=200_000)
def word_likeness(one: str, two: str) -> float:
    """How alike two words are, in [0, 1]: equal, cut off, abbreviated or misspelt; 0 for different words."""
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if short.isdigit() or long.isdigit() or _tells_places_apart(one) or _tells_places_apart(two):
        return 0.0
    if len(short) >= 3 and long.startswith(short):
        return 0.9 if len(short) >= 4 else 0.75
    if len(short) >= 4:
        likeness = Indel.normalized_similarity(short, long)
        if likeness >= 0.75:
            return float(0.55 + 0.4 * likeness if short[0] == long[0] else 0.35 + 0.5 * likeness)
    if len(short) >= 3 and _abbreviates(short, long):
        return 0.8 if len(short) >= 4 else 0.6
    return 0.0


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


def _tells_places_apart(word: str) -> bool:
    """Whether a word is a place or a direction: "north" and "northern", "kent" and "kenton" are two."""
    lists = word_lists()
    return word in lists.directions or word in lists.places


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` starts as `long` does and leaves out some of its letters ("mntnce", "maintenance")."""
    letters = iter(long)
    return short[0] == long[0] and len(short) < len(long) and all(letter in letters for letter in short)


# Each number and the direction in which it may speak: +1 only for one entity, -1 only against, 0 either way.
# The fit keeps to these directions, so that more in common never lowers a probability.
DIRECTIONS = {
    "matched_mass": 1,
    "matched_mass_below_12": 1,
    "heaviest_matched_above_6": 1,
    "heaviest_matched_above_8": 1,
    "exactly_covered": 1,
    "all_words_matched": 1,
    "words_unmatched_left": -1,
    "words_unmatched_right": -1,
    "heaviest_unmatched_on_both_sides": -1,
    "first_word": 1,
    "first_word_unmatched": -1,
    "last_word_unmatched": -1,
    "likeness": 1,
    "likeness_above_92": 1,
    "likeness_start": 1,
    "written_together_equal": 1,
    "written_together_contained": 1,
    "acronym": 1,
    "forms_differ": -1,
    "no_forms": 0,
    "numbers_equal": 1,
    "numbers_differ": -1,
    "places_differ": -1,
    "group_words_differ": -1,
    "alias": -1,
}
FEATURES = tuple(DIRECTIONS)


def features(left: NamePart, right: NamePart, pair: Alignment) -> tuple[float, ...]:
    """The numbers of one pair of names, as `features_of` gives them for many."""
    return features_of([left], [right], [pair])[0]


def features_of(
    lefts: Sequence[NamePart], rights: Sequence[NamePart], pairs: Sequence[Alignment]
) -> list[tuple[float, ...]]:
    """The numbers of pairs of names in the order of `FEATURES`; `pairs` are `align(left, right)`.

    Masses are sums of word weights, of a long name about 30; likenesses and shares are in [0, 1].
    """
    if not lefts:
        return []
    ours, theirs = [part.flat for part in lefts], [part.flat for part in rights]
    likeness = cpdist(ours, theirs, scorer=Indel.normalized_similarity, dtype=np.float64)
    start = cpdist(ours, theirs, scorer=JaroWinkler.similarity, dtype=np.float64)
    return list(map(_numbers, lefts, rights, pairs, likeness.tolist(), start.tolist()))


def _numbers(
    left: NamePart, right: NamePart, pair: Alignment, likeness: float, start: float
) -> tuple[float, ...]:
    lists = word_lists()
    matched = min(pair.matched_left, pair.matched_right)
    unmatched = min(_heaviest(pair.left), _heaviest(pair.right))
    shorter, longer = sorted((left.flat, right.flat), key=len)
    both_forms = bool(left.legal_form) and bool(right.legal_form)
    both_numbers = bool(left.numbers) and bool(right.numbers)
    return (
        min(matched, 30.0),
        min(matched, 12.0),
        max(0.0, pair.heaviest - 6.0),
        max(0.0, pair.heaviest - 8.0),
        pair.exact / max(left.mass, right.mass, 1e-6),
        not pair.left and not pair.right,
        len(pair.left),
        len(pair.right),
        unmatched,
        word_likeness(left.words[0], right.words[0]),
        (left.words[0] in pair.left[:1]) + (right.words[0] in pair.right[:1]),
        (left.words[-1] in pair.left[-1:]) + (right.words[-1] in pair.right[-1:]),
        likeness,
        max(0.0, likeness - 0.92),
        start,
        left.flat == right.flat,
        len(shorter) >= 4 and shorter in longer,
        acronym(left, right),
        both_forms and left.legal_form != right.legal_form,
        not left.legal_form and not right.legal_form,
        both_numbers and left.numbers == right.numbers,
        both_numbers and left.numbers != right.numbers,
        _one_sided(pair, _place_words()),
        _one_sided(pair, lists.group_words),
        left.alias or right.alias,
    )


def _heaviest(words: Sequence[str]) -> float:
    return max(map(weight, words)) if words else 0.0


@cache
def _place_words() -> frozenset[str]:
    return word_lists().places | word_lists().directions


def _one_sided(pair: Alignment, kind: frozenset[str]) -> float:
    """How many unmatched words are of a kind; words on one side only count half: ledgers leave words out."""
    if kind.isdisjoint((*pair.left, *pair.right)):
        return 0.0
    left, right = kind.intersection(pair.left), kind.intersection(pair.right)
    return len(left ^ right) * (1.0 if left and right else 0.5)


def acronym(left: NamePart, right: NamePart) -> float:
    """The length (at most 6) of the initials that one name uses for the other, 0 if it does not."""
    for short, long in ((left, right), (right, left)):
        if len(long.initials) >= 3 and long.initials in (short.flat, short.words[0]):
            return float(min(len(long.initials), 6))
    return 0.0
