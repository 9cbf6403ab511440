"""What two names have in common."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.compare import (
    DIRECTIONS,
    FEATURES,
    acronym,
    align,
    features,
    surely_one_word,
    word_likeness,
)
from screening.matching.parts import NamePart, parts_of, weight


def part(name: str) -> NamePart:
    return parts_of(name)[0]


def compared(left: str, right: str) -> dict[str, float]:
    one, other = part(left), part(right)
    return dict(zip(FEATURES, features(one, other, align(one, other)), strict=True))


def test_equal_words_are_matched_in_full() -> None:
    numbers = compared("Northgate Cleaning Ltd", "NORTHGATE CLEANING LIMITED")
    assert numbers["exactly_covered"] == 1
    assert numbers["all_words_matched"]
    assert numbers["written_together_equal"]
    assert not numbers["forms_differ"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("maintenance", "mntnce"), ("northgate", "northgat"), ("northgate", "nortghate"), ("serv", "services")],
)
def test_words_misspelt_or_shortened_are_alike(one: str, other: str) -> None:
    assert word_likeness(one, other) == word_likeness(other, one) >= 0.6


@pytest.mark.parametrize(
    ("one", "other"), [("north", "south"), ("12", "123"), ("kent", "dorset"), ("a", "ab")]
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert word_likeness(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other", "safe"),
    [
        ("solutions", "soultions", True),
        ("services", "servcs", True),
        ("zandworths", "zandworth", True),
        ("zandworth", "sandworth", False),
        ("sapphire", "spire", False),
        ("insurance", "assurance", False),
    ],
)
def test_only_a_slip_in_a_common_word_is_safe(one: str, other: str, safe: bool) -> None:
    assert surely_one_word(one, other, 5.0) is surely_one_word(other, one, 5.0) is safe


def test_words_written_together_are_matched() -> None:
    pair = align(part("Moor Care Northgate"), part("Moorcare Northgate"))
    assert pair.left == pair.right == ()
    assert align(part("Moorcare Northgate"), part("Moor Care Northgate")).left == ()


def test_places_and_directions_that_differ_are_counted() -> None:
    assert compared("Northgate Care North", "Northgate Care South")["places_differ"] == 2
    assert compared("Northgate Care", "Northgate Care South")["places_differ"] == 0.5


def test_legal_forms_and_numbers_that_differ_are_told() -> None:
    numbers = compared("Northgate Homes 2 Ltd", "Northgate Homes 3 LLP")
    assert numbers["forms_differ"] and numbers["numbers_differ"]
    assert compared("Northgate Homes 2", "Homes Northgate 2")["numbers_equal"]


def test_initials_stand_for_a_name() -> None:
    assert acronym(part("NCS Ltd"), part("Northgate Cleaning Supplies Ltd")) == 3
    assert acronym(part("Hill Ltd"), part("Northgate Cleaning Supplies Ltd")) == 0


def test_rare_words_weigh_more() -> None:
    assert weight("zandworth") > weight("cleaning") > weight("group") > 0


NAMES = st.lists(
    st.sampled_from(["northgate", "care", "group", "devon", "2", "moor", "zandworth", "services", "ltd"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(NAMES, NAMES)
def test_the_numbers_are_finite_and_do_not_depend_on_the_side(left: str, right: str) -> None:
    if not parts_of(left) or not parts_of(right):
        return
    forwards, backwards = compared(left, right), compared(right, left)
    assert all(math.isfinite(value) for value in forwards.values())
    sided = {"words_unmatched_left", "words_unmatched_right", "likeness_start"}
    for name in set(FEATURES) - sided:
        assert forwards[name] == pytest.approx(backwards[name]), name
    assert forwards["words_unmatched_left"] == backwards["words_unmatched_right"]


def test_every_feature_has_a_direction() -> None:
    assert set(DIRECTIONS.values()) <= {-1, 0, 1}
    assert len(features(part("a b"), part("a b"), align(part("a b"), part("a b")))) == len(FEATURES)
