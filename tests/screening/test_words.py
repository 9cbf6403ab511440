"""Finding phrases by whole words."""

from __future__ import annotations

import pytest

from screening.words import Phrases, tokens


def test_words_lose_case_accents_punctuation_and_plural() -> None:
    assert tokens("Cafés & Children's Homes - PPE/Glasses") == (
        "cafe", "and", "children", "home", "ppe", "glasse",
    )  # fmt: skip


def test_works_are_not_work() -> None:
    assert tokens("works work services business") == ("works", "work", "service", "business")


def test_the_phrase_with_more_words_comes_first() -> None:
    phrases = Phrases({"cleaning": ["cleaning"], "products": ["cleaning material"]})
    assert [hit.tag for hit in phrases.find("Cleaning Materials (inc pools)")] == ["products", "cleaning"]


def test_a_phrase_is_not_found_inside_a_word() -> None:
    assert Phrases({"taxis": ["cab"]}).find("Cable and cabinets") == []


def test_a_phrase_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="has no words"):
        Phrases({"cleaning": ["--"]})


def test_phrases_that_mean_two_things_are_told() -> None:
    assert Phrases({"a": ["plant hire"], "b": ["plants hire"]}).shared() == [("plant hire", ["a", "b"])]
