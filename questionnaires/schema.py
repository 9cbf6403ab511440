"""The shape of a questionnaire: frozen objects, nothing optional that a respondent would miss.

What one question must be in itself is checked here; what questions must be to each other, in `checks.py`.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

from questionnaires.context import SMALL, Context, Setting
from questionnaires.mistakes import say, wrong
from questionnaires.rules import Rule
from questionnaires.values import UNKNOWN

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
SignalName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*\.[a-z][a-z_]*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Frozen(BaseModel):
    """The base of all of them: what was loaded never changes, and a misspelt key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """Words in both languages of the service. `cy_checked` says that a Welsh speaker has read the Welsh."""

    en: Words
    cy: Words
    cy_checked: bool = False

    def in_language(self, language: str) -> str:
        """The text for a language tag such as "cy" or "cy-GB"; English for every other language."""
        return self.cy if language.lower().partition("-")[0] == "cy" else self.en


class QuestionType(StrEnum):
    """The kinds of answer. `kinds.py` has one reader for each."""

    YES_NO = "yes_no"
    RADIO = "radio"
    CHECKBOXES = "checkboxes"
    COUNTRY_LIST = "country_list"
    TEXT = "text"
    URL = "url"
    DATE = "date"
    WHOLE_NUMBER = "whole_number"

    @property
    def is_single_choice(self) -> bool:
        """One of the listed options."""
        return self in (QuestionType.YES_NO, QuestionType.RADIO)

    @property
    def is_multiple(self) -> bool:
        """The value is a tuple."""
        return self in (QuestionType.CHECKBOXES, QuestionType.COUNTRY_LIST)


class Option(Frozen):
    """One answer to choose. An `exclusive` one ("none of these") cannot be chosen together with others.

    `registry` has the options of the government's statement registry that it answers at the same time.
    """

    value: Slug
    label: Text
    hint: Text | None = None
    exclusive: bool = False
    registry: tuple[Words, ...] = ()


class Evidence(Frozen):
    """What counts as evidence for an answer, and for how many months from its date."""

    what: Text
    valid_for_months: Annotated[int, Field(ge=1, le=60)]


class Plain(Frozen):
    """Plainer words of a question, for micro and small organisations."""

    text: Text
    hint: Text | None = None


class Messages(Frozen):
    """The error messages of a question by what went wrong. `messages.yaml` has those that are left out."""

    missing: Text | None = None
    not_an_option: Text | None = None
    choose_one: Text | None = None
    exclusive: Text | None = None
    country_unknown: Text | None = None
    country_near: Text | None = None
    country_ambiguous: Text | None = None
    country_region: Text | None = None
    country_too_many: Text | None = None
    too_long: Text | None = None
    url_scheme: Text | None = None
    url_host: Text | None = None
    date_part: Text | None = None
    date_year: Text | None = None
    date_not_real: Text | None = None
    date_future: Text | None = None
    date_past: Text | None = None
    number_not_whole: Text | None = None
    number_too_low: Text | None = None
    number_too_high: Text | None = None
    evidence_url_missing: Text | None = None
    evidence_date_missing: Text | None = None
    answer_again: Text | None = None


class Question(Frozen):
    """One question on one page.

    `why` says in a sentence why it is asked, `example` what a good answer looks like. It is asked if
    `show_if` holds (always, without one) and must be answered if `required`, or if `required_if` holds.
    `signal` names the fact that the answer gives; `signal_if_not_asked` is that fact where the answers before
    it make the question pointless ("not_applicable"), so that "not asked" is not taken for "not answered".

    `settings` are the stages of a procurement in which it may be asked. A question that `tells` a fact of the
    context is asked only where the context does not have it. `registry` names the list of the statement
    registry whose options it reuses. A date that is a promise is `in_future`.
    """

    id: Slug
    type: QuestionType
    text: Text
    hint: Text | None = None
    why: Text
    example: Text
    options: tuple[Option, ...] = ()
    plain: Plain | None = None
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)] = tuple(Setting)
    tells: Literal["sectors", "size"] | None = None
    registry: Words | None = None
    in_future: bool = False
    show_if: Rule | None = None
    required: bool = True
    required_if: Rule | None = None
    max_length: Annotated[int, Field(ge=1, le=10_000)] | None = None
    minimum: int | None = None
    maximum: int | None = None
    evidence: Evidence | None = None
    signal: SignalName | None = None
    signal_if_not_asked: Slug | None = None
    messages: Messages

    def option(self, value: str) -> Option | None:
        """The option with that value, if there is one."""
        return next((option for option in self.options if option.value == value), None)

    def for_size(self, size: str) -> Question:
        """The question in the words for an organisation of that size (`context.SIZES`, or "")."""
        if self.plain is None or size not in SMALL:
            return self
        return self.model_copy(update={"text": self.plain.text, "hint": self.plain.hint or self.hint})

    @property
    def offers_unknown(self) -> bool:
        """Whether "I do not know" is one of the options."""
        return self.option(UNKNOWN) is not None

    @model_validator(mode="after")
    def _is_consistent(self) -> Question:
        _check_options(self)
        _check_limits(self)
        _check_signal(self)
        _check_uses(self)
        if self.required_if is not None and not self.required:
            raise wrong(say("Both 'required' and 'required_if' are given."), say("Keep one of the two."))
        if self.messages.missing is None and (self.required or self.required_if):
            raise wrong(
                say("There is no message for a missing answer."),
                say("Add messages: missing, which says what to do."),
            )
        return self


def _check_options(question: Question) -> None:
    """Options fit the type: enough to choose from, none where they would never be shown."""
    values = [option.value for option in question.options]
    repeated = {value for value in values if values.count(value) > 1}
    if repeated:
        raise wrong(
            say("The option '{value}' is given twice.", value=min(repeated)),
            say("Give each option a value of its own."),
        )
    if question.type is QuestionType.YES_NO and set(values) - {UNKNOWN} != {"yes", "no"}:
        raise wrong(
            say("A yes_no question has the options yes and no, and may have unknown."),
            say("Use the type radio for others."),
        )
    if question.type in (QuestionType.RADIO, QuestionType.CHECKBOXES):
        if len(values) < 2:
            raise wrong(
                say("A {type} question needs two options or more.", type=question.type), say("Add options.")
            )
    elif question.type is not QuestionType.YES_NO and set(values) - {UNKNOWN}:
        raise wrong(
            say("A {type} question can offer the option unknown and no other.", type=question.type),
            say("Remove the others."),
        )
    for option in question.options:
        if option.exclusive and question.type is not QuestionType.CHECKBOXES:
            raise wrong(
                say("The option '{value}' is exclusive.", value=option.value),
                say("Only checkboxes can have such options."),
            )
        if option.value == UNKNOWN and question.type is QuestionType.CHECKBOXES and not option.exclusive:
            raise wrong(
                say("The option 'unknown' goes together with others."), say("Add 'exclusive: true' to it.")
            )


def _check_limits(question: Question) -> None:
    """Limits are given only to the types that have them, and leave room for an answer."""
    if (question.max_length is not None) != (question.type is QuestionType.TEXT):
        raise wrong(
            say("The limit max_length belongs to questions of the type text, all of them."),
            say("Add or remove it."),
        )
    if question.type is not QuestionType.WHOLE_NUMBER:
        if question.minimum is not None or question.maximum is not None:
            raise wrong(
                say("The limits minimum and maximum are for whole_number questions."), say("Remove them.")
            )
    elif (
        question.minimum is not None and question.maximum is not None and question.minimum > question.maximum
    ):
        raise wrong(
            say(
                "No number is from {minimum} to {maximum}.",
                minimum=question.minimum,
                maximum=question.maximum,
            ),
            say("Exchange the limits."),
        )


def _check_signal(question: Question) -> None:
    """Signals have a fixed vocabulary, so only questions with a fixed list of answers can give one."""
    has_list = question.type.is_single_choice or question.type.is_multiple
    if question.signal and not has_list:
        raise wrong(
            say("A {type} question gives the signal {signal}.", type=question.type, signal=question.signal),
            say("Only yes_no, radio, checkboxes and country_list questions can give a signal."),
        )
    if question.signal_if_not_asked and not question.signal:
        raise wrong(say("'signal_if_not_asked' needs a signal."), say("Add one or remove it."))


def _check_uses(question: Question) -> None:
    """What an answer is also used for fits its type."""
    if question.in_future and question.type is not QuestionType.DATE:
        raise wrong(say("'in_future' is for questions of the type date."), say("Remove it."))
    if question.tells == "size" and not question.type.is_single_choice:
        raise wrong(say("A size is one answer."), say("Use the type radio."))
    if question.tells == "sectors" and question.type is not QuestionType.CHECKBOXES:
        raise wrong(say("Kinds of work are several answers."), say("Use the type checkboxes."))
    if any(option.registry for option in question.options) and not question.registry:
        raise wrong(
            say("Options of the registry are named, and not their list."), say("Add 'registry: its list'.")
        )


class Section(Frozen):
    """A task on the respondent's list; `title` starts with a verb. `who` says who in a firm can usually
    answer.

    A section with `show_if` is a module: its questions are asked only where the rule holds.
    """

    id: Slug
    title: Text
    who: Text
    show_if: Rule | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Questionnaire(Frozen):
    """One version of a questionnaire. `minutes` is about how long it takes, said before a person starts."""

    id: Slug
    version: Annotated[int, Field(ge=1)]
    title: Text
    introduction: Text
    minutes: Annotated[int, Field(ge=1, le=120)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    _context: Context = PrivateAttr(default_factory=Context)

    @property
    def context(self) -> Context:
        """What is known before anybody answers; of a questionnaire as loaded: nothing, after the award."""
        return self._context

    def asked_in(self, context: Context) -> Questionnaire:
        """The same questions as they are asked in a context; whoever follows the path reads it from here."""
        copy = self.model_copy()
        copy._context = context
        return copy

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, whether or not a given respondent is asked them."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """The question with that id. Raises `KeyError`."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def section_of(self, question_id: str) -> Section:
        """The section that holds the question. Raises `KeyError`."""
        for section in self.sections:
            if any(question.id == question_id for question in section.questions):
                return section
        raise KeyError(question_id)

    @property
    def welsh_checked(self) -> bool:
        """Whether a Welsh speaker has read every text. A page in Welsh says so where it is not the case."""
        return all(text.cy_checked for _, text in texts(self))


def texts(part: Frozen) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every text inside a part of a questionnaire, with the way to it."""
    for name in type(part).model_fields:
        yield from _texts_in(getattr(part, name), (name,))


def _texts_in(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, Frozen):
        for inner, text in texts(value):
            yield (*place, *inner), text
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _texts_in(item, (*place, position))


def placeholders(text: str) -> frozenset[str]:
    """The names in curly brackets in a message. Raises `ValueError` for a bracket without its twin."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
