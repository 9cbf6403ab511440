"""How long it takes, in pages, words and minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import questionnaires
from questionnaires import Answer, Context, Questionnaire, burden

SUPPLIER = questionnaires.current("supplier")


def test_words_are_counted_as_they_are_shown(make: Callable[..., Questionnaire], write_question: Any) -> None:
    found = burden(make([write_question("one"), write_question("two")]), {})
    # "What about one?", "It helps." and three options of one word each; optional: "As it is."
    assert (found.questions, found.words, found.optional) == (2, 16, 6)
    assert found.minutes == 1


def test_smaller_organisations_read_less() -> None:
    sizes = [burden(SUPPLIER, {}, Context(size=size, sectors=("cleaning",))) for size in ("micro", "large")]
    assert sizes[0].questions < sizes[1].questions
    assert sizes[0].words < sizes[1].words


def test_the_core_takes_ten_minutes_at_most_in_both_languages() -> None:
    for language in ("en", "cy"):
        for size in ("micro", "small"):
            assert burden(SUPPLIER, {}, Context(size=size, sectors=("legal",)), language).minutes <= 10
        for sector in ("cleaning", "agriculture", "home_care", "textiles_ppe"):
            assert burden(SUPPLIER, {}, Context(size="micro", sectors=(sector,)), language).minutes <= 10
    assert burden(SUPPLIER, {}, Context(size="large", sectors=("legal",))).minutes <= 10


def test_somebody_of_whom_nothing_is_known_reads_two_questions_more() -> None:
    known = burden(SUPPLIER, {}, Context(size="small", sectors=("legal",)))
    told = {"organisation_size": Answer("small"), "kinds_of_work": Answer(("none",))}
    assert burden(SUPPLIER, told).questions == known.questions + 2
