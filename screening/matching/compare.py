"""What two names have in common, as numbers.

`FEATURES` names the numbers in the order in which `features` gives them; the calibration stores that list
and is refused if it was fitted on another. Every number depends on the two names alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from screening.matching.alignment import EQUAL, MISSPELT, UNMATCHED, Aligned, Bools, Side
from screening.matching.likeness import likenesses
from screening.matching.table import DIRECTION, KNOWN, PLACE, PROPER, Floats

DIRECTIONS: Final = {
    # Words that found their partner, by their rarity.
    "matched_mass_below_12": 1,
    "heaviest_matched_above_6": 1,
    "heaviest_matched_above_8": 1,
    "exactly_covered": 1,
    "left_covered": 1,
    "left_covered_above_90": 1,
    "heaviest_matched_of_covered": 1,
    "all_words_matched": 1,
    "first_word": 1,
    "written_likeness": 1,
    "acronym": 1,
    # Words that did not.
    "first_word_unmatched": -1,
    "heaviest_unmatched_on_both_sides": -1,
    "only_right_has_more": 0,
    "known_words_taken_for_one": -1,
    "told_apart": -1,
    "places_differ": -1,
    "left_over_least": 1,
    "left_over_sum": 1,
    # Legal forms and numbers.
    "forms_equal": 0,
    "forms_differ": -1,
    "forms_differ_or_missing": 0,
    "form_missing_left": 0,
    "form_and_name_equal": 1,
    "no_forms": 0,
    "numbers_equal": 1,
    "numbers_differ": -1,
    # What kind of names they are.
    "words_left": 0,
    "one_word_left": 0,
    "one_word_right": 0,
    "alias_left": 0,
    "alias_right": 0,
}
"""Each number and the direction in which it may speak: +1 only for one entity, -1 only against, 0 either way.
The fit keeps to these directions, so that more in common never lowers a probability."""

FEATURES: Final = tuple(DIRECTIONS)
LEFT_OVER: Final = (FEATURES.index("left_over_least"), FEATURES.index("left_over_sum"))
"""The numbers that rest on learned values of words (`left_over`): a fit has to learn these on other names."""


def features(pairs: Aligned) -> Floats:
    """The numbers of aligned pairs, of shape (n, len(FEATURES)).

    The left side is the query. Masses are sums of word weights, of a long name about 30; likenesses and
    shares are in [0, 1].
    """
    left, right = pairs.left, pairs.right
    free_left, free_right = left.states == UNMATCHED, right.states == UNMATCHED
    any_left, any_right = free_left.any(axis=1), free_right.any(axis=1)
    mass_left, mass_right = left.table.masses[left.rows], right.table.masses[right.rows]
    covered = pairs.matched_left / np.maximum(mass_left, 1e-6)
    equal = left.table.flat_hashes[left.rows] == right.table.flat_hashes[right.rows]
    form, other_form = left.table.forms[left.rows], right.table.forms[right.rows]
    numbers, other_numbers = left.table.numbers[left.rows], right.table.numbers[right.rows]
    both_forms, both_numbers = (form != 0) & (other_form != 0), (numbers != 0) & (other_numbers != 0)
    words_left, words_right = _words(left), _words(right)
    columns = (
        np.minimum(np.minimum(pairs.matched_left, pairs.matched_right), 12.0),
        np.maximum(0.0, pairs.heaviest - 6.0),
        np.maximum(0.0, pairs.heaviest - 8.0),
        pairs.exact / np.maximum(np.maximum(mass_left, mass_right), 1e-6),
        covered,
        np.maximum(0.0, covered - 0.9),
        pairs.heaviest * covered,
        ~any_left & ~any_right,
        _first_words(left, right),
        _written_likeness(left, right),
        np.maximum(_acronym(left, right), _acronym(right, left)),
        free_left[:, 0].astype(int) + free_right[:, 0],
        np.minimum((left.weights * free_left).max(axis=1), (right.weights * free_right).max(axis=1)),
        ~any_left & any_right,
        _known_words_taken_for_one(pairs),
        pairs.told_apart,
        _one_sided(left, right, free_left, free_right, PLACE | DIRECTION),
        *left_over(pairs, left.table.vocabulary.left_over[0], right.table.vocabulary.left_over[1]),
        both_forms & (form == other_form),
        both_forms & (form != other_form),
        form != other_form,
        (form == 0) & (other_form != 0),
        both_forms & (form == other_form) & equal,
        (form == 0) & (other_form == 0),
        both_numbers & (numbers == other_numbers),
        both_numbers & (numbers != other_numbers),
        np.log1p(words_left),
        words_left == 1,
        words_right == 1,
        left.table.kinds[left.rows] != PROPER,
        right.table.kinds[right.rows] != PROPER,
    )
    rows: Floats = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return rows


def left_over(pairs: Aligned, left_values: Floats, right_values: Floats) -> tuple[Floats, Floats]:
    """The least and the sum of the values of the words without a partner, 0 where there are none.

    `left_values` and `right_values` have a value for each word of the tables' vocabularies: how harmless it
    is that only the query has it, or only the target (see `screening.matching.left_over`).
    """
    left, right = pairs.left, pairs.right
    ours = np.where(left.states == UNMATCHED, left_values[left.numbers], np.inf)
    theirs = np.where(right.states == UNMATCHED, right_values[right.numbers], np.inf)
    values = np.concatenate([ours, theirs], axis=1)
    free = np.isfinite(values)
    least = np.where(free.any(axis=1), values.min(axis=1), 0.0)
    total: Floats = np.where(free, values, 0.0).sum(axis=1)
    return least, total


def _words(side: Side) -> Floats:
    rows: Floats = np.diff(side.table.starts)[side.rows].astype(np.float64)
    return rows


def _first_words(left: Side, right: Side) -> Floats:
    """The likeness of the first words."""
    found: Floats = (left.hashes[:, 0] == right.hashes[:, 0]).astype(np.float64)
    differ = np.flatnonzero(found == 0.0)
    ours, theirs = left.table.vocabulary, right.table.vocabulary
    one, other = left.numbers[differ, 0].astype(np.int64), right.numbers[differ, 0].astype(np.int64)
    bits = ours.bits[one] | theirs.bits[other]
    found[differ] = likenesses(ours.texts.take(one), theirs.texts.take(other), bits)
    return found


def _written_likeness(left: Side, right: Side) -> Floats:
    """The likeness of the names as written, which tells apart what word lists have made equal."""
    ours, theirs = left.table.folded.take(left.rows), right.table.folded.take(right.rows)
    found: Floats = cpdist(ours, theirs, scorer=Indel.normalized_similarity, dtype=np.float64)
    return found


def _known_words_taken_for_one(pairs: Aligned) -> Floats:
    """How many pairs of words look like one misspelt although both are words that several names have.

    "Conservation" and "construction" are two; "service" and "services", "serv" and "services" one.
    """
    count = np.zeros(len(pairs))
    left, right = pairs.left, pairs.right
    pair, column = np.nonzero(left.states == MISSPELT)
    if not len(pair):
        return count
    ours, theirs = left.table.vocabulary, right.table.vocabulary
    one = left.numbers[pair, column].astype(np.int64)
    other = right.numbers[pair, left.partners[pair, column]].astype(np.int64)
    known = np.flatnonzero((ours.bits[one] & theirs.bits[other] & KNOWN) != 0)
    words = zip(ours.texts.take(one[known]), theirs.texts.take(other[known]), strict=True)
    apart = [not (a.startswith(b) or b.startswith(a)) for a, b in words]
    np.add.at(count, pair[known], apart)
    return count


def _one_sided(left: Side, right: Side, free_left: Bools, free_right: Bools, bits: int) -> Floats:
    """How many unmatched words are of a kind; words on one side only count half: ledgers leave words out."""
    ours = (free_left & ((left.table.vocabulary.bits[left.numbers] & bits) != 0)).sum(axis=1)
    theirs = (free_right & ((right.table.vocabulary.bits[right.numbers] & bits) != 0)).sum(axis=1)
    counted: Floats = (ours + theirs) * np.where((ours > 0) & (theirs > 0), 1.0, 0.5)
    return counted


def _acronym(long: Side, short: Side) -> Floats:
    """The length (at most 6) of the initials of `long` that `short` is called by, 0 if it is not.

    A word that both names have is no proof: "ICE Interactive" is not "ICE Clear Europe".
    """
    initials = long.table.initials[long.rows]
    called = (initials == short.table.flat_hashes[short.rows]) | (initials == short.hashes[:, 0])
    called &= short.states[:, 0] != EQUAL
    length = np.minimum(long.table.initials_lengths[long.rows], 6)
    found: Floats = np.where((initials != 0) & called, length, 0).astype(np.float64)
    return found
