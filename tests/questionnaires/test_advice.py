"""What is worth a second look in own questions."""

from __future__ import annotations

import pytest

from questionnaires import Question, Setting, advice
from questionnaires.advice import Advice
from questionnaires.messages import defaults

UNKNOWN = {"value": "unknown", "label": {"en": "I do not know", "cy": "Nid wyf yn gwybod"}}


def asked(
    text: str, kind: str = "text", settings: tuple[Setting, ...] = (Setting.POST_AWARD,), hint: str = ""
) -> Question:
    words = {"en": text, "cy": text}
    more = {"max_length": 100} if kind == "text" else {}
    if hint:
        more["hint"] = {"en": hint, "cy": hint}
    return Question.model_validate(
        {
            "id": "own_q",
            "type": kind,
            "text": words,
            "why": words,
            "example": words,
            "settings": settings,
            "messages": {"missing": defaults().missing},
            "options": [UNKNOWN] if kind != "text" else [],
            **more,
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        "Name any worker who was exploited",
        "What are the names of your cleaners?",
        "Which worker was harmed?",
        "Describe what happened to the victim",
        "What is the date of birth of the person?",
        "What is the immigration status of your staff?",
        "How many workers told you their name and nationality?",
        "Which religion do your people have?",
        "Give each worker's name",
    ],
)
def test_asking_about_a_person_is_noticed(text: str) -> None:
    assert Advice.PERSON in advice.about(asked(text))


@pytest.mark.parametrize(
    "text", ["Do you have a policy?", "How many people did you train?", "What is the name of your policy?"]
)
def test_asking_about_what_a_supplier_does_is_not_taken_for_a_person(text: str) -> None:
    assert Advice.PERSON not in advice.about(asked(text))


def test_places_and_terms_of_work_are_noticed_before_the_award_only() -> None:
    place, work = "Which country do your goods come from?", "Do you pay the living wage to all workers?"
    early = (Setting.POST_AWARD, Setting.AT_EVALUATION)
    assert Advice.ORIGIN in advice.about(asked(place, settings=early))
    assert Advice.ORIGIN in advice.about(asked("Where?", "country_list", settings=early))
    assert Advice.WORKFORCE in advice.about(asked(work, settings=(Setting.PRE_QUALIFICATION,)))
    for text in (place, work):
        assert not {Advice.ORIGIN, Advice.WORKFORCE} & set(advice.about(asked(text)))


@pytest.mark.parametrize(
    ("text", "double"),
    [
        ("Do you train staff and do you keep records?", True),
        ("Do you train staff? How often?", True),
        ("Do you train managers and/or supervisors?", True),
        ("Do you train managers and supervisors?", False),
        ("Do you have a policy on health and safety?", False),
    ],
)
def test_two_questions_in_one_are_noticed(text: str, double: bool) -> None:
    assert (Advice.DOUBLE in advice.about(asked(text))) is double


def test_a_must_without_i_do_not_know_and_a_long_question_are_noticed() -> None:
    open_question = asked("How many?", "whole_number").model_copy(update={"options": ()})
    assert Advice.NO_UNKNOWN in advice.about(open_question)
    assert Advice.NO_UNKNOWN not in advice.about(asked("How many?", "whole_number"))
    assert Advice.LONG in advice.about(asked("word " * 31))
    assert Advice.LONG not in advice.about(asked("word " * 30))


def test_hints_count_as_asking() -> None:
    assert Advice.PERSON in advice.about(asked("Tell us more", hint="Give the names of the workers"))
