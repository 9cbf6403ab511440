"""What two names have in common."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.alignment import MISSPELT, UNMATCHED, Aligned, align
from screening.matching.compare import DIRECTIONS, FEATURES, features
from screening.matching.parts import parts_of, weight
from screening.matching.table import NameTable


def aligned(*pairs: tuple[str, str]) -> Aligned:
    """The proper names of each pair, aligned together."""
    tables = [NameTable.of([parts_of(pair[side])[0] for pair in pairs]) for side in (0, 1)]
    rows = np.arange(len(pairs))
    return align(tables[0], rows, tables[1], rows)


def compared(left: str, right: str) -> dict[str, float]:
    return dict(zip(FEATURES, features(aligned((left, right)))[0].tolist(), strict=True))


def test_equal_words_are_matched_in_full() -> None:
    numbers = compared("Northgate Cleaning Ltd", "NORTHGATE CLEANING LIMITED")
    assert numbers["exactly_covered"] == 1
    assert numbers["all_words_matched"]
    assert numbers["form_and_name_equal"]
    assert not numbers["forms_differ"]


def test_a_word_that_comes_twice_needs_two_partners() -> None:
    pair = aligned(("Northgate Northgate Care", "Northgate Care"))
    assert pair.left.words(0, UNMATCHED) == ("northgate",)
    assert pair.right.words(0, UNMATCHED) == ()


def test_words_written_together_are_matched() -> None:
    both = aligned(
        ("Moor Care Northgate", "Moorcare Northgate"), ("Moorcare Northgate", "Moor Care Northgate")
    )
    for pair in (0, 1):
        assert both.left.words(pair, UNMATCHED) == both.right.words(pair, UNMATCHED) == ()
        assert both.matched_left[pair] == pytest.approx(both.left.table.masses[pair])
        assert both.matched_right[pair] == pytest.approx(both.right.table.masses[pair])


def test_the_most_alike_words_find_each_other_first() -> None:
    pair = aligned(("Maintenanse Maintainense", "Maintenance"))
    assert pair.alike(0) == (("maintenanse", "maintenance"),)
    assert pair.left.words(0, UNMATCHED) == ("maintainense",)


def test_a_very_long_name_is_compared_by_its_first_words() -> None:
    long = " ".join(f"zand{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert compared(long, long)["all_words_matched"]


def test_places_and_directions_that_differ_are_counted() -> None:
    assert compared("Northgate Care North", "Northgate Care South")["places_differ"] == 2
    assert compared("Northgate Care", "Northgate Care South")["places_differ"] == 0.5


def test_legal_forms_and_numbers_that_differ_are_told() -> None:
    numbers = compared("Northgate Homes 2 Ltd", "Northgate Homes 3 LLP")
    assert numbers["forms_differ"] and numbers["numbers_differ"]
    assert compared("Northgate Homes 2", "Homes Northgate 2")["numbers_equal"]


def test_names_that_differ_in_places_or_numbers_only_are_told_apart() -> None:
    assert compared("Northgate Care North", "Northgate Care South")["told_apart"]
    assert compared("Northgate Homes 2", "Northgate Homes 3")["told_apart"]
    assert not compared("Northgate Care", "Northgate Care South")["told_apart"]
    assert not compared("Northgate Care North", "Northgate Care Catering")["told_apart"]


def test_initials_stand_for_a_name() -> None:
    assert compared("NCS Ltd", "Northgate Cleaning Supplies Ltd")["acronym"] == 3
    assert compared("Hill Ltd", "Northgate Cleaning Supplies Ltd")["acronym"] == 0
    assert compared("ICE Interactive", "ICE Clear Europe")["acronym"] == 0


def test_rare_words_weigh_more() -> None:
    assert weight("zandworth") > weight("cleaning") > weight("group") > 0


WORDS = [
    "northgate",
    "care",
    "group",
    "devon",
    "2",
    "moor",
    "moorcare",
    "zandworth",
    "zandwoth",
    "services",
    "ltd",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join).filter(parts_of)


# A ledger shortens the names of a register, and never the other way round.
SIDED = {
    *("left_covered", "left_covered_above_90", "heaviest_matched_of_covered", "only_right_has_more"),
    *("left_over_least", "left_over_sum", "form_missing_left", "words_left"),
    *("one_word_left", "one_word_right", "alias_left", "alias_right"),
}


@given(NAMES, NAMES)
def test_the_numbers_are_finite_and_depend_on_the_side_only_where_they_say_so(left: str, right: str) -> None:
    forwards, backwards = compared(left, right), compared(right, left)
    assert all(math.isfinite(value) for value in forwards.values())
    for name in set(FEATURES) - SIDED:
        assert forwards[name] == pytest.approx(backwards[name]), name
    assert forwards["one_word_left"] == backwards["one_word_right"]
    assert forwards["alias_left"] == backwards["alias_right"]


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_pairs_do_not_depend_on_those_beside_them(pairs: list[tuple[str, str]]) -> None:
    together = features(aligned(*pairs))
    for row, pair in zip(together, pairs, strict=True):
        assert row == pytest.approx(features(aligned(pair))[0])


@given(NAMES, NAMES)
def test_every_word_has_at_most_one_partner(left: str, right: str) -> None:
    pair = aligned((left, right))
    partners = [p for p in pair.left.partners[0].tolist() if p >= 0]
    assert len(set(partners)) == len(partners)
    assert (pair.left.states[0] == MISSPELT).sum() == (pair.right.states[0] == MISSPELT).sum()
    assert pair.matched_left[0] <= pair.left.table.masses[0] + 1e-9


def test_every_feature_has_a_direction() -> None:
    assert set(DIRECTIONS.values()) <= {-1, 0, 1}
    assert features(aligned(("a b", "a b"))).shape == (1, len(FEATURES))
