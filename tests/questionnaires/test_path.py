"""The path: who is asked what, and how far they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from questionnaires import Answer, Questionnaire, State, path


@pytest.fixture(scope="session")
def branching(make: Callable[..., Questionnaire], write_question: Any) -> Questionnaire:
    """agency, then licence if red or unknown, then note if no; drinks; count, required if agency is green."""
    return make(
        [
            write_question("agency"),
            write_question("licence", "yes_no", show_if={"question": "agency", "in": ["red", "unknown"]}),
            write_question("note", "text", show_if={"question": "licence", "equals": "no"}),
        ],
        [
            write_question("drinks", "checkboxes", required=False),
            write_question("count", "whole_number", required_if={"question": "agency", "equals": "green"}),
        ],
    )


def given(**values: str | tuple[str, ...]) -> dict[str, Answer]:
    return {question_id: Answer(value) for question_id, value in values.items()}


def ids(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> list[str]:
    return [question.id for question in path.on_path(questionnaire, answers)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["agency", "drinks", "count"]),
        ({"agency": "green"}, ["agency", "drinks", "count"]),
        ({"agency": "red"}, ["agency", "licence", "drinks", "count"]),
        ({"agency": "unknown", "licence": "yes"}, ["agency", "licence", "drinks", "count"]),
        ({"agency": "red", "licence": "no"}, ["agency", "licence", "note", "drinks", "count"]),
        ({"agency": "green", "licence": "no", "note": "x"}, ["agency", "drinks", "count"]),
    ],
)
def test_the_path_follows_the_answers(
    branching: Questionnaire, answers: dict[str, str], expected: list[str]
) -> None:
    assert ids(branching, given(**answers)) == expected


def test_an_answer_off_the_path_is_kept_but_decides_and_submits_nothing(branching: Questionnaire) -> None:
    answers = given(agency="green", licence="no", note="kept", drinks=("tea",))
    assert list(path.submitted(branching, answers)) == ["agency", "drinks"]
    assert path.set_aside(branching, answers) == given(licence="no", note="kept")
    back = answers | given(agency="red")
    assert list(path.submitted(branching, back)) == ["agency", "licence", "note", "drinks"]
    assert path.set_aside(branching, back) == {}


def test_answers_to_questions_of_another_version_are_set_aside(branching: Questionnaire) -> None:
    assert path.set_aside(branching, given(long_gone="yes")) == given(long_gone="yes")
    assert not path.is_on_path(branching, {}, "long_gone")


def test_back_and_forth(branching: Questionnaire) -> None:
    answers = given(agency="red", licence="no")
    there = [question.id for question in walk(path.next_after, branching, answers, "agency")]
    back = [question.id for question in walk(path.previous_before, branching, answers, "count")]
    assert there == ["licence", "note", "drinks", "count"]
    assert back == ["drinks", "note", "licence", "agency"]


def walk(step: Any, questionnaire: Questionnaire, answers: Mapping[str, Answer], start: str) -> Any:
    question = step(questionnaire, answers, start)
    while question is not None:
        yield question
        question = step(questionnaire, answers, question.id)


def test_from_a_question_that_left_the_path_one_goes_on(branching: Questionnaire) -> None:
    following, before = path.next_after(branching, {}, "licence"), path.previous_before(branching, {}, "note")
    assert following is not None and following.id == "drinks"
    assert before is not None and before.id == "agency"


def test_a_question_that_does_not_exist_is_an_error(branching: Questionnaire) -> None:
    for step in (path.next_after, path.previous_before):
        with pytest.raises(KeyError):
            step(branching, {}, "nobody")
    with pytest.raises(KeyError):
        path.progress(branching, "nobody")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, [(State.NOT_STARTED, 0, 1), (State.NOT_STARTED, 0, 2)]),
        ({"agency": "green"}, [(State.COMPLETED, 1, 1), (State.NOT_STARTED, 0, 2)]),
        ({"agency": "red"}, [(State.IN_PROGRESS, 1, 2), (State.NOT_STARTED, 0, 2)]),
        ({"agency": "red", "licence": "yes"}, [(State.COMPLETED, 2, 2), (State.NOT_STARTED, 0, 2)]),
        ({"agency": "green", "drinks": ()}, [(State.COMPLETED, 1, 1), (State.IN_PROGRESS, 1, 2)]),
        ({"agency": "red", "drinks": ()}, [(State.IN_PROGRESS, 1, 2), (State.COMPLETED, 1, 2)]),
        ({"agency": "green", "count": "3"}, [(State.COMPLETED, 1, 1), (State.COMPLETED, 1, 2)]),
        ({"licence": "yes"}, [(State.NOT_STARTED, 0, 1), (State.NOT_STARTED, 0, 2)]),
    ],
)
def test_section_states(
    branching: Questionnaire,
    answers: dict[str, str | tuple[str, ...]],
    expected: list[tuple[State, int, int]],
) -> None:
    states = path.section_states(branching, given(**answers))
    assert [(one.state, one.answered, one.asked) for one in states] == expected
    assert [one.number for one in states] == [1, 2]
    assert [one.section for one in states] == list(branching.sections)


def test_what_is_left(branching: Questionnaire) -> None:
    def left(**answers: str | tuple[str, ...]) -> str | None:
        question = path.first_unanswered(branching, given(**answers))
        return question.id if question else None

    assert left() == "agency"
    assert left(agency="red") == "licence"
    assert left(agency="red", licence="no") == "note"
    assert left(agency="red", licence="yes") is None, "drinks is optional, count is needed for green only"
    assert left(agency="green") == "count"
    assert left(agency="green", count="") == "count", "a blank is no answer where one is needed"
    assert path.is_complete(branching, given(agency="green", count="3"))
    assert not path.is_complete(branching, given(agency="green"))


def test_required_if_follows_the_answers(branching: Questionnaire) -> None:
    count = branching.question("count")
    assert path.is_required(branching, given(agency="green"), count)
    assert not path.is_required(branching, given(agency="red"), count)


def test_progress_in_words(supplier: Questionnaire) -> None:
    progress = path.progress(supplier, "workers_agency")
    assert (progress.number, progress.total) == (2, 5)
    assert progress.in_language("en") == "Section 2 of 5"
    assert progress.in_language("cy") == "Adran 2 o 5"
