"""What two given names have in common, as numbers for the model of pairs.

Of a given pair both names are known and no rivals are: a number may cost more than in a search through all
targets (`compare.FEATURES`), and likeness in full, which ignores how rare a word is, counts beside the
rarity of the words, so that names of any country are compared. Every number is the same for (left, right)
as for (right, left).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from screening.matching.alignment import Aligned, Alignment, align
from screening.matching.likeness import word_likeness
from screening.matching.parts import NamePart, weight
from screening.matching.table import Floats, NameTable
from screening.name_words import word_lists

# Each number and the direction in which it may speak: +1 only for one entity, -1 only against, 0 either way.
DIRECTIONS: Final = {
    # Words that stand for each other, weighed by their rarity.
    "matched_mass": 1,
    "heaviest_matched": 1,
    "exactly_covered": 1,
    "covered_of_shorter": 1,
    "covered_of_longer": 1,
    "unmatched_fewer": -1,
    "unmatched_more": -1,
    "heaviest_unmatched_lighter": -1,
    "heaviest_unmatched_heavier": -1,
    "unmatched_mass_lighter": -1,
    "unmatched_mass_heavier": -1,
    "first_word": 1,
    "first_word_unmatched": -1,
    "last_word_unmatched": -1,
    "unmatched_likeness": 1,
    "alike_words": 0,
    "least_alike": 1,
    "heaviest_alike": 0,
    "words_changed": -1,
    "letters_changed": -1,
    "most_changed_word": -1,
    # Likeness of the names in full.
    "likeness": 1,
    "likeness_start": 1,
    "likeness_sorted": 1,
    "likeness_part": 1,
    "likeness_with_form": 1,
    "edits": -1,
    "edits_of_length": -1,
    "shared_start": 1,
    "contained": 1,
    "acronym": 1,
    # What tells companies apart though the names are alike.
    "forms": 1,
    "forms_known": 0,
    "numbers_equal": 1,
    "numbers_differ": -1,
    "numbers_on_one_side": -1,
    "places_differ": -1,
    "places_on_one_side": -1,
    "group_words_unmatched": 0,
    # What kind of names they are.
    "shorter_length": 0,
    "length_difference": 0,
    "lighter_mass": 0,
    "words_of_shorter": 0,
    "alias": 0,
}
FEATURES: Final = tuple(DIRECTIONS)

_ROMAN: Final = frozenset(
    ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xx"]
)  # fmt: skip


def compared(lefts: Sequence[NamePart], rights: Sequence[NamePart]) -> tuple[Aligned, Floats]:
    """Pairs of names with words: how they align, and the numbers of `FEATURES`, of shape (n, features)."""
    rows = np.arange(len(lefts))
    aligned = align(NameTable.of(lefts), rows, NameTable.of(rights), rows)
    found = [
        pair_features(left, right, aligned.plain(i))
        for i, (left, right) in enumerate(zip(lefts, rights, strict=True))
    ]
    return aligned, np.array(found, dtype=np.float64).reshape(-1, len(FEATURES))


def pair_features(left: NamePart, right: NamePart, pair: Alignment) -> tuple[float, ...]:
    """The numbers of `FEATURES` for two names with words, which `pair` aligns."""
    return (
        *_of_words(left, right, pair),
        *_of_letters(left, right),
        *_against(left, right, pair),
        min(len(left.flat), len(right.flat)),
        abs(len(left.flat) - len(right.flat)),
        min(left.mass, right.mass),
        min(len(left.words), len(right.words)),
        left.alias or right.alias,
    )


def _of_words(left: NamePart, right: NamePart, pair: Alignment) -> tuple[float, ...]:
    unmatched = sorted((len(pair.left), len(pair.right)))
    heaviest = sorted((_heaviest(pair.left), _heaviest(pair.right)))
    masses = sorted((left.mass - pair.matched_left, right.mass - pair.matched_right))
    covered = sorted((pair.matched_left / max(left.mass, 1e-6), pair.matched_right / max(right.mass, 1e-6)))
    alike = [word_likeness(one, other) for one, other in pair.alike]
    return (
        min(pair.matched_left, pair.matched_right),
        pair.heaviest,
        pair.exact / max(left.mass, right.mass, 1e-6),
        covered[1],
        covered[0],
        unmatched[0],
        unmatched[1],
        heaviest[0],
        heaviest[1],
        masses[0],
        masses[1],
        word_likeness(left.words[0], right.words[0]),
        (left.words[0] in pair.left[:1]) + (right.words[0] in pair.right[:1]),
        (left.words[-1] in pair.left[-1:]) + (right.words[-1] in pair.right[-1:]),
        _likeness_of_unmatched(pair),
        len(alike),
        min(alike, default=1.0),
        max((min(weight(one), weight(other)) for one, other in pair.alike), default=0.0),
        *_changes(pair),
    )


def _changes(pair: Alignment) -> tuple[int, int, float]:
    """Words that differ, the letters to change in them, and the largest share of one word to change.

    Each word without an equal stands against the most similar one of the other name, so that a slip in one
    letter and another word in its place are far apart, however rare either is.
    """
    changed = list(pair.alike)
    shorter, longer = sorted((pair.left, pair.right), key=len)
    free = list(longer)
    for word in shorter:
        partner = min(free, key=lambda other: OSA.normalized_distance(word, other))
        free.remove(partner)
        changed.append((word, partner))
    edits = [OSA.distance(one, other) for one, other in changed]
    letters = sum(edits) + sum(map(len, free))
    shares = [edit / max(len(one), len(other)) for edit, (one, other) in zip(edits, changed, strict=True)]
    return len(changed) + len(free), min(letters, 20), max(shares, default=0.0) if not free else 1.0


def _likeness_of_unmatched(pair: Alignment) -> float:
    """How alike the words without a partner are, taken together; 1 where there are none on either side."""
    if not pair.left or not pair.right:
        return 1.0 if not pair.left and not pair.right else 0.5
    return Indel.normalized_similarity("".join(pair.left), "".join(pair.right))


def _of_letters(left: NamePart, right: NamePart) -> tuple[float, ...]:
    ours, theirs = left.flat, right.flat
    shorter, longer = sorted((ours, theirs), key=len)
    edits = OSA.distance(ours, theirs)
    start = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), len(shorter))
    return (
        Indel.normalized_similarity(ours, theirs),
        JaroWinkler.similarity(ours, theirs),
        Indel.normalized_similarity("".join(sorted(left.words)), "".join(sorted(right.words))),
        fuzz.partial_ratio(ours, theirs) / 100,
        Indel.normalized_similarity(ours + left.legal_form, theirs + right.legal_form),
        min(edits, 12),
        edits / max(len(longer), 1),
        start / max(len(longer), 1),
        len(shorter) / len(longer) if len(shorter) >= 3 and shorter in longer else 0.0,
        _acronym(left, right),
    )


def _against(left: NamePart, right: NamePart, pair: Alignment) -> tuple[float, ...]:
    lists = word_lists()
    places = lists.places | lists.directions
    numbers = left.numbers | _ROMAN.intersection(left.words[1:])
    others = right.numbers | _ROMAN.intersection(right.words[1:])
    known = bool(left.legal_form) + bool(right.legal_form)
    ours, theirs = set(pair.left), set(pair.right)
    return (
        0 if known < 2 else 1 if left.legal_form == right.legal_form else -1,
        known,
        bool(numbers) and numbers == others,
        bool(numbers) and bool(others) and numbers != others,
        bool(numbers) != bool(others),
        bool(ours & places) and bool(theirs & places),
        len((ours | theirs) & places),
        len((ours | theirs) & lists.group_words),
    )


def _heaviest(words: Sequence[str]) -> float:
    return max(map(weight, words), default=0.0)


def _acronym(left: NamePart, right: NamePart) -> float:
    """The length (at most 6) of the initials that one name uses for the other, 0 if it does not."""
    for short, long in ((left, right), (right, left)):
        if len(long.initials) >= 3 and long.initials in (short.flat, short.words[0]):
            return float(min(len(long.initials), 6))
    return 0.0
