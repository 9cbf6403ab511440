"""Which questions a respondent is asked, given the context and the answers so far, and how far they are.

Rules look only at answers of questions that are themselves on the path. An answer that a later change takes
off the path is kept, in case the change is undone, but it is not submitted, gives no signal and decides
nothing. The context is the questionnaire's own (`Questionnaire.asked_in`) unless one is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from questionnaires.context import TOLD, Context
from questionnaires.rules import facts_read, holds, questions_read
from questionnaires.schema import Question, Questionnaire, Section, Text
from questionnaires.values import Answer, Value

NO_ANSWERS: Final[Mapping[str, Answer]] = {}


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


def on_path(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> tuple[Question, ...]:
    """The questions that are asked, in order. Rules read earlier questions only, so one pass settles them."""
    return _walk(questionnaire, answers, context).asked


def is_on_path(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    question_id: str,
    context: Context | None = None,
) -> bool:
    """Whether the question is asked. False for an id that the questionnaire does not have."""
    return any(question.id == question_id for question in on_path(questionnaire, answers, context))


def known(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> Context:
    """The context with the facts that answers told where it did not have them."""
    return _walk(questionnaire, answers, context).context


def worded(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    question: Question,
    context: Context | None = None,
) -> Question:
    """The question as this respondent reads it: in plainer words for micro and small organisations."""
    return question.for_size(known(questionnaire, answers, context).size)


def submitted(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> dict[str, Answer]:
    """The answers that count: those of questions on the path, in the order of the questions."""
    asked = on_path(questionnaire, answers, context)
    return {question.id: answers[question.id] for question in asked if question.id in answers}


def set_aside(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> dict[str, Answer]:
    """The answers that are kept but do not count, because their question is not asked now."""
    counting = submitted(questionnaire, answers, context)
    return {question_id: answer for question_id, answer in answers.items() if question_id not in counting}


def does_not_apply(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> tuple[Question, ...]:
    """The questions that earlier answers or the context have settled as not to be asked, in order.

    Not among them are those that the setting keeps out, and those that an answer still to come may call for.
    """
    walk = _walk(questionnaire, answers, context)
    settled: list[Question] = []
    decided = {question_id for question_id, value in walk.values.items() if value}
    for passed in walk.passed:
        if _is_settled(passed, decided):
            settled.append(passed.question)
            decided.add(passed.question.id)
    return tuple(settled)


def is_required(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    question: Question,
    context: Context | None = None,
) -> bool:
    """Whether the question, if asked, must be answered."""
    if question.required_if is not None:
        walk = _walk(questionnaire, answers, context)
        return holds(question.required_if, walk.values, walk.context.facts())
    return question.required


def next_after(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    question_id: str,
    context: Context | None = None,
) -> Question | None:
    """The question that follows, or None after the last. The question itself may have left the path.

    Raises `KeyError` for an id that the questionnaire does not have.
    """
    place = _place(questionnaire, question_id)
    asked = on_path(questionnaire, answers, context)
    return next((question for question in asked if _place(questionnaire, question.id) > place), None)


def previous_before(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    question_id: str,
    context: Context | None = None,
) -> Question | None:
    """The question that comes before, or None before the first. Raises `KeyError` like `next_after`."""
    place = _place(questionnaire, question_id)
    asked = reversed(on_path(questionnaire, answers, context))
    return next((question for question in asked if _place(questionnaire, question.id) < place), None)


def section_states(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> tuple[SectionState, ...]:
    """The task list: the sections of which something is asked, numbered as they stand in it."""
    asked = {question.id for question in on_path(questionnaire, answers, context)}
    states: list[SectionState] = []
    for section in questionnaire.sections:
        questions = [question for question in section.questions if question.id in asked]
        if not questions:
            continue
        answered = [question for question in questions if _is_answered(question, answers)]
        lacking = any(_is_lacking(questionnaire, question, answers, context) for question in questions)
        state = State.NOT_STARTED
        if answered:
            state = State.IN_PROGRESS if lacking else State.COMPLETED
        states.append(SectionState(section, len(states) + 1, state, len(answered), len(questions)))
    return tuple(states)


def progress(
    questionnaire: Questionnaire,
    question_id: str,
    answers: Mapping[str, Answer] = NO_ANSWERS,
    context: Context | None = None,
) -> Progress:
    """The place of a question among the sections asked; its own counts as asked. Raises `KeyError`."""
    own = questionnaire.section_of(question_id)
    asked = {question.id for question in on_path(questionnaire, answers, context)}
    sections = [
        section
        for section in questionnaire.sections
        if section is own or any(question.id in asked for question in section.questions)
    ]
    return Progress(sections.index(own) + 1, len(sections))


def first_unanswered(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> Question | None:
    """The first question asked that must be answered and is not."""
    asked = on_path(questionnaire, answers, context)
    return next(
        (question for question in asked if _is_lacking(questionnaire, question, answers, context)), None
    )


def is_complete(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> bool:
    """Whether nothing is left to be answered. Whether it is answered validly, `answers.validate` tells."""
    return first_unanswered(questionnaire, answers, context) is None


@dataclass(frozen=True, slots=True)
class _Walk:
    """One pass: the questions asked, those passed over, the values and the facts that decided."""

    asked: tuple[Question, ...]
    passed: tuple[_Passed, ...]
    values: dict[str, Value]
    context: Context


@dataclass(frozen=True, slots=True)
class _Passed:
    """A question that was not asked, and the facts as they were when it would have been."""

    section: Section
    question: Question
    facts: Mapping[str, Value]


def _walk(questionnaire: Questionnaire, answers: Mapping[str, Answer], given: Context | None) -> _Walk:
    """Follow the path. A blank answer is an empty value, which rules take for no answer."""
    context = questionnaire.context if given is None else given
    asked: list[Question] = []
    passed: list[_Passed] = []
    values: dict[str, Value] = {}
    facts = context.facts()
    for section in questionnaire.sections:
        module = section.show_if is None or holds(section.show_if, values, facts)
        for question in section.questions:
            if context.setting not in question.settings:
                continue
            shown = module and (question.show_if is None or holds(question.show_if, values, facts))
            if not shown or question.tells in facts:
                passed.append(_Passed(section, question, facts))
                continue
            asked.append(question)
            answer = answers.get(question.id)
            if answer is not None:
                values[question.id] = answer.value
                if question.tells:
                    context = context.told(question.tells, answer.value)
                    facts = context.facts()
    return _Walk(tuple(asked), tuple(passed), values, context)


def _is_settled(passed: _Passed, decided: Set[str]) -> bool:
    """Whether all that the rules read is known, so that "not asked" means "does not apply".

    `decided` are the questions that are settled so, or answered with more than a blank. A supplier that does
    not know its own trade or size has not said that nothing applies to it.
    """
    rules = [rule for rule in (passed.section.show_if, passed.question.show_if) if rule is not None]
    answered = all(questions_read(rule) <= decided for rule in rules)
    return answered and all((facts_read(rule) & TOLD) <= passed.facts.keys() for rule in rules)


def _place(questionnaire: Questionnaire, question_id: str) -> int:
    for place, question in enumerate(questionnaire.questions):
        if question.id == question_id:
            return place
    raise KeyError(question_id)


def _is_answered(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Blank counts: the person has seen an optional question and passed over it."""
    return question.id in answers


def _is_lacking(
    questionnaire: Questionnaire,
    question: Question,
    answers: Mapping[str, Answer],
    context: Context | None,
) -> bool:
    answer = answers.get(question.id)
    blank = answer is None or answer.is_blank
    return blank and is_required(questionnaire, answers, question, context)
