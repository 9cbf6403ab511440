"""From a form to an answer, from an answer to words on a page, from all answers to signals.

A stored answer is checked by turning it into form values and reading those again: there is one set of rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from questionnaires import countries, dates, kinds, links, path
from questionnaires.cleaning import clean
from questionnaires.context import Context
from questionnaires.faults import Fault
from questionnaires.messages import message
from questionnaires.schema import Question, Questionnaire, QuestionType, Text
from questionnaires.values import (
    ANSWER,
    EVIDENCE_DATE,
    EVIDENCE_URL,
    UNKNOWN,
    Answer,
    Problems,
    SignalValue,
    Value,
)

__all__ = [
    "Answer",
    "Problems",
    "SignalValue",
    "display",
    "for_registry",
    "parse",
    "signals",
    "signals_given",
    "to_raw",
    "validate",
]

_NOT_PROVIDED = Text(en="Not provided", cy="Heb ei ddarparu")
_DATE_BOXES = ("evidence_day", "evidence_month", "evidence_year")

Raw = Mapping[str, Sequence[str]]


def parse(
    question: Question,
    raw: Raw,
    language: str,
    *,
    required: bool | None = None,
    as_at: date | None = None,
) -> Answer | Problems:
    """The answer that a form gives, or what is wrong with each field of it, in the person's language.

    `raw` has lists of strings under "answer" and, where the question asks for evidence, "evidence_url",
    "evidence_day", "evidence_month" and "evidence_year"; other keys are passed over. A date question has its
    day, month and year as three strings under "answer". `required` overrides the question's own (see
    `path.is_required`). With `as_at`, evidence cannot be dated later than that day, and a promised day must
    be.
    """
    faults: dict[str, Fault] = {}
    value: Value = ""
    read = kinds.read(question, raw.get(ANSWER, ()))
    if isinstance(read, Fault):
        faults[ANSWER] = read
    elif question.in_future and read and as_at is not None and str(read) <= as_at.isoformat():
        faults[ANSWER] = Fault("date_past")
    elif read or not _must_be_answered(question, required):
        value = read
    else:
        faults[ANSWER] = Fault("missing")
    url, day = "", None
    if question.evidence is not None:
        url, day, evidence_faults = _read_evidence(raw, as_at)
        faults |= evidence_faults
    if faults:
        return Problems({f: message(question, x.code, x.fills, language) for f, x in faults.items()})
    return Answer(value, url, day)


def to_raw(question: Question, answer: Answer, language: str = "en") -> dict[str, list[str]]:
    """The form values of an answer: what the page shows when a person comes back to it. `parse` reads them
    back.
    """
    raw = {ANSWER: kinds.to_entries(question, answer.value, language)}
    if question.evidence is not None:
        raw[EVIDENCE_URL] = [answer.evidence_url]
        boxes = dates.boxes(answer.evidence_date) if answer.evidence_date else ("", "", "")
        raw |= {box: [part] for box, part in zip(_DATE_BOXES, boxes, strict=True)}
    return raw


def display(question: Question, answer: Answer, language: str) -> str | list[str]:
    """The answer in words, for check-answers: a list for questions that take several answers."""
    if answer.is_blank:
        return _NOT_PROVIDED.in_language(language)
    if isinstance(answer.value, tuple):
        return [_in_words(question, item, language) for item in answer.value]
    return _in_words(question, answer.value, language)


def validate(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    language: str,
    context: Context | None = None,
) -> dict[str, str]:
    """What keeps a whole response from being submitted: {question id: message}, in order; empty if nothing
    does.

    Only questions on the path are looked at. Answers may come from storage and are trusted in nothing.
    """
    problems = {}
    for question in path.on_path(questionnaire, answers, context):
        required = path.is_required(questionnaire, answers, question, context)
        answer = answers.get(question.id)
        if answer is None:
            if required:
                problems[question.id] = message(question, "missing", {}, language)
            continue
        reread = parse(question, to_raw(question, answer), language, required=required)
        if isinstance(reread, Problems):
            problems[question.id] = reread.first
        elif reread != answer:
            problems[question.id] = message(question, "answer_again", {}, language)
    return problems


def signals(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    *,
    as_at: date | None = None,
    context: Context | None = None,
) -> dict[str, SignalValue]:
    """The facts that the answers give, by signal name. A signal that is absent was not asked or not answered.

    Where a question is pointless because of the context or of the answers before it, and says what that means
    (`signal_if_not_asked`), that value is given. With `as_at`, a document that was out of date on that day
    counts as no document.
    """
    counting = path.submitted(questionnaire, answers, context)
    settled = {question.id for question in path.does_not_apply(questionnaire, answers, context)}
    found = {}
    for question in questionnaire.questions:
        if question.signal is None:
            continue
        answer = counting.get(question.id)
        if answer is not None and not answer.is_blank:
            found[question.signal] = _signal(question, answer, as_at)
        elif question.signal_if_not_asked and question.id in settled:
            found[question.signal] = SignalValue(question.signal_if_not_asked)
    return found


def signals_given(questionnaire: Questionnaire) -> frozenset[str]:
    """The names of all signals that some answers to the questionnaire can give."""
    return frozenset(question.signal for question in questionnaire.questions if question.signal)


def for_registry(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], context: Context | None = None
) -> dict[str, tuple[str, ...]]:
    """What the answers say to the statement registry's own questions: {its list: its options}, in order.

    One answer serves both. A list is absent where its question was not asked, not answered or not known.
    """
    found: dict[str, tuple[str, ...]] = {}
    for question_id, answer in path.submitted(questionnaire, answers, context).items():
        question = questionnaire.question(question_id)
        if question.registry is None or answer.is_blank or answer.is_unknown:
            continue
        chosen = (answer.value,) if isinstance(answer.value, str) else answer.value
        options = [option for value in chosen if (option := question.option(value)) is not None]
        found[question.registry] = tuple(name for option in options for name in option.registry)
    return found


def _must_be_answered(question: Question, required: bool | None) -> bool:
    return question.required and question.required_if is None if required is None else required


def _read_evidence(raw: Raw, as_at: date | None) -> tuple[str, date | None, dict[str, Fault]]:
    """The link and its date: both, or neither, since a document without a date tells little."""
    link = " ".join(raw.get(EVIDENCE_URL, ()))
    boxes = [" ".join(raw.get(box, ())) for box in _DATE_BOXES]
    has_link, has_date = bool(clean(link[: links.LONGEST])), any(clean(box[:100]) for box in boxes)
    faults: dict[str, Fault] = {}
    url, day = "", None
    if has_link:
        read_link = links.read(link)
        if isinstance(read_link, Fault):
            faults[EVIDENCE_URL] = read_link
        else:
            url = read_link
    elif has_date:
        faults[EVIDENCE_URL] = Fault("evidence_url_missing")
    if has_date:
        read_day = dates.read(*(box[:100] for box in boxes), latest=as_at)
        if isinstance(read_day, Fault):
            faults[EVIDENCE_DATE] = read_day
        else:
            day = read_day
    elif has_link:
        faults[EVIDENCE_DATE] = Fault("evidence_date_missing")
    return url, day, faults


def _in_words(question: Question, item: str, language: str) -> str:
    option = question.option(item)
    if option is not None:
        return option.label.in_language(language)
    if question.type is QuestionType.COUNTRY_LIST:
        return countries.name(item, language)
    if question.type is QuestionType.DATE:
        try:
            return dates.shown(date.fromisoformat(item), language)
        except ValueError:
            return item
    return item


def _signal(question: Question, answer: Answer, as_at: date | None) -> SignalValue:
    value = UNKNOWN if answer.is_unknown else answer.value
    level: Literal["said", "documented"] = "documented" if _is_documented(question, answer, as_at) else "said"
    return SignalValue(value, level, answer.evidence_date if level == "documented" else None)


def _is_documented(question: Question, answer: Answer, as_at: date | None) -> bool:
    """Nothing documents an "I do not know"."""
    if question.evidence is None or answer.is_unknown:
        return False
    if not answer.evidence_url or answer.evidence_date is None:
        return False
    if as_at is None:
        return True
    last = dates.month_after(answer.evidence_date, question.evidence.valid_for_months)
    return answer.evidence_date <= as_at <= last
