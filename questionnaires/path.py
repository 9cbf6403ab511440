"""Which questions a respondent is asked, given the answers so far, and how far they have come.

Rules look only at answers of questions that are themselves on the path. An answer that a later change takes
off the path is kept, in case the change is undone, but it is not submitted, gives no signal and decides
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from questionnaires.rules import holds
from questionnaires.schema import Question, Questionnaire, Section, Text
from questionnaires.values import Answer, Value


class State(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section as a task: its place in the list (from 1), its state, questions answered of those asked."""

    section: Section
    number: int
    state: State
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The place of a question: its section's number, of so many sections."""

    number: int
    total: int

    def in_language(self, language: str) -> str:
        """ "Section 2 of 5"."""
        text = Text(en=f"Section {self.number} of {self.total}", cy=f"Adran {self.number} o {self.total}")
        return text.in_language(language)


def on_path(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The questions that are asked, in order. Rules read earlier questions only, so one pass settles them."""
    return _walk(questionnaire, answers)[0]


def is_on_path(questionnaire: Questionnaire, answers: Mapping[str, Answer], question_id: str) -> bool:
    """Whether the question is asked. False for an id that the questionnaire does not have."""
    return any(question.id == question_id for question in on_path(questionnaire, answers))


def submitted(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that count: those of questions on the path, in the order of the questions."""
    asked = on_path(questionnaire, answers)
    return {question.id: answers[question.id] for question in asked if question.id in answers}


def set_aside(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that are kept but do not count, because their question is not asked now."""
    counting = submitted(questionnaire, answers)
    return {question_id: answer for question_id, answer in answers.items() if question_id not in counting}


def is_required(questionnaire: Questionnaire, answers: Mapping[str, Answer], question: Question) -> bool:
    """Whether the question, if asked, must be answered."""
    if question.required_if is not None:
        return holds(question.required_if, _walk(questionnaire, answers)[1])
    return question.required


def next_after(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], question_id: str
) -> Question | None:
    """The question that follows, or None after the last. The question itself may have left the path.

    Raises `KeyError` for an id that the questionnaire does not have.
    """
    place = _place(questionnaire, question_id)
    asked = on_path(questionnaire, answers)
    return next((question for question in asked if _place(questionnaire, question.id) > place), None)


def previous_before(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], question_id: str
) -> Question | None:
    """The question that comes before, or None before the first. Raises `KeyError` like `next_after`."""
    place = _place(questionnaire, question_id)
    asked = reversed(on_path(questionnaire, answers))
    return next((question for question in asked if _place(questionnaire, question.id) < place), None)


def section_states(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[SectionState, ...]:
    """The task list. Every section has a question that is always asked, so all sections are in it."""
    asked = {question.id for question in on_path(questionnaire, answers)}
    states = []
    for number, section in enumerate(questionnaire.sections, start=1):
        questions = [question for question in section.questions if question.id in asked]
        answered = [question for question in questions if _is_answered(question, answers)]
        lacking = any(_is_lacking(questionnaire, question, answers) for question in questions)
        state = State.NOT_STARTED
        if answered:
            state = State.IN_PROGRESS if lacking else State.COMPLETED
        states.append(SectionState(section, number, state, len(answered), len(questions)))
    return tuple(states)


def progress(questionnaire: Questionnaire, question_id: str) -> Progress:
    """The place of a question among the sections. Raises `KeyError`."""
    section = questionnaire.section_of(question_id)
    return Progress(questionnaire.sections.index(section) + 1, len(questionnaire.sections))


def first_unanswered(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Question | None:
    """The first question asked that must be answered and is not."""
    asked = on_path(questionnaire, answers)
    return next((question for question in asked if _is_lacking(questionnaire, question, answers)), None)


def is_complete(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bool:
    """Whether nothing is left to be answered. Whether it is answered validly, `answers.validate` tells."""
    return first_unanswered(questionnaire, answers) is None


def _walk(
    questionnaire: Questionnaire, answers: Mapping[str, Answer]
) -> tuple[tuple[Question, ...], dict[str, Value]]:
    """The questions asked, and the values of those answered; a blank one is empty, which rules take for no
    answer.
    """
    asked: list[Question] = []
    values: dict[str, Value] = {}
    for question in questionnaire.questions:
        if question.show_if is None or holds(question.show_if, values):
            asked.append(question)
            answer = answers.get(question.id)
            if answer is not None:
                values[question.id] = answer.value
    return tuple(asked), values


def _place(questionnaire: Questionnaire, question_id: str) -> int:
    for place, question in enumerate(questionnaire.questions):
        if question.id == question_id:
            return place
    raise KeyError(question_id)


def _is_answered(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Blank counts: the person has seen an optional question and passed over it."""
    return question.id in answers


def _is_lacking(questionnaire: Questionnaire, question: Question, answers: Mapping[str, Answer]) -> bool:
    answer = answers.get(question.id)
    blank = answer is None or answer.is_blank
    return blank and is_required(questionnaire, answers, question)
