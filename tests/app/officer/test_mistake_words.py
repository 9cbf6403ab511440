"""Mistakes in the file of a questionnaire, in the language of the page."""

from __future__ import annotations

import pytest

from app.officer.own_questionnaires import mistake_words
from questionnaires.mistakes import Mistake, say

WELSH = {
    "{where} (question {question})": "{where} (cwestiwn {question})",
    "{file}, line {line}": "{file}, llinell {line}",
    "There is no question '{name}'.": "Nid oes cwestiwn '{name}'.",
    "Remove it.": "Tynnwch ef.",
}


@pytest.fixture
def in_welsh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistake_words, "gettext", lambda text: WELSH.get(text, text))


def test_sentences_are_translated_inside_of_sentences_and_words_of_the_file_are_not(in_welsh) -> None:
    where = say(
        "{where} (question {question})",
        where=say("{file}, line {line}", file="Remove it.", line=3),
        question="a",
    )
    one = Mistake(where, say("There is no question '{name}'.", name="Remove it."), say("Remove it."))
    assert mistake_words.line(one) == (
        "Remove it., llinell 3 (cwestiwn a)",
        "Nid oes cwestiwn 'Remove it.'. Tynnwch ef.",
    )


def test_brackets_of_the_file_are_no_gaps(in_welsh) -> None:
    assert (
        mistake_words.told(say("There is no question '{name}'.", name="{0} {x}"))
        == "Nid oes cwestiwn '{0} {x}'."
    )


def test_what_is_no_sentence_of_ours_stays_as_it_is(in_welsh) -> None:
    assert mistake_words.told("Remove it.") == "Remove it." and mistake_words.told(7) == "7"
