"""How alike two words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.likeness import ALIKE, likenesses, surely_one_word, word_likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [("maintenance", "mntnce"), ("northgate", "northgat"), ("northgate", "nortghate"), ("serv", "services")],
)
def test_words_misspelt_or_shortened_are_alike(one: str, other: str) -> None:
    assert word_likeness(one, other) == word_likeness(other, one) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"), [("north", "south"), ("12", "123"), ("kent", "dorset"), ("a", "ab"), ("kent", "kenton")]
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


WORD = st.text("abcdent1", min_size=1, max_size=12)


@given(st.lists(st.tuples(WORD, WORD), max_size=6))
def test_likeness_is_symmetric_bounded_and_one_for_the_same_word(pairs: list[tuple[str, str]]) -> None:
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    found = likenesses(ones, others)
    assert found.tolist() == likenesses(others, ones).tolist()
    assert all(0 <= value <= 1 for value in found)
    assert likenesses(ones, ones).tolist() == [1.0] * len(ones)
    assert all(value < 1 for value, one, other in zip(found, ones, others, strict=True) if one != other)
