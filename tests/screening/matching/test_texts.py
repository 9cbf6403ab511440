"""Texts in arrays, and their hashes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.texts import Texts, hashes, joined

TEXT = st.text(max_size=12)


@given(st.lists(TEXT, max_size=8))
def test_texts_come_back_as_they_went_in(given_texts: list[str]) -> None:
    plain = [text.encode("utf-8", "replace").decode() for text in given_texts]
    texts = Texts.of(given_texts)
    assert list(texts) == plain
    assert [texts[i] for i in range(len(texts))] == plain
    backwards = np.arange(len(texts))[::-1]
    assert texts.take(backwards) == plain[::-1]
    assert list(Texts.read(texts.arrays("t"), "t")) == plain


@given(TEXT, TEXT)
def test_the_hash_of_two_texts_written_together_follows_from_theirs(one: str, other: str) -> None:
    first, second, both = hashes([one, other, one + other])
    assert joined(np.array([first]), np.array([second]), np.array([len(other)]))[0] == both


@given(st.lists(TEXT, unique=True, max_size=30))
def test_different_texts_have_different_hashes(texts: list[str]) -> None:
    assert len(set(hashes(texts).tolist())) == len(texts)


def test_hashes_are_the_same_on_every_machine() -> None:
    assert hashes(["", "a", "moorcare"]).tolist() == [0, 98, 16500365610366879060]
