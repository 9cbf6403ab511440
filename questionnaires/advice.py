"""What to look at twice in a council's own questions, before suppliers see them.

This is advice, not a check: patterns over plain English find what often goes wrong, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from questionnaires.context import Setting
from questionnaires.own import is_own
from questionnaires.schema import Question, Questionnaire, QuestionType

MANY: Final = 12
"""More own questions than this, and suppliers put the whole questionnaire aside."""
LONG: Final = 30
"""Words of a question that is hard to take in at one reading."""
_BEFORE_AWARD: Final = frozenset({Setting.AT_EVALUATION, Setting.PRE_QUALIFICATION})


class Advice(StrEnum):
    """What may be wrong with a question, or with all of them (`MANY`)."""

    PERSON = "person"
    """It seems to ask about a person, or about somebody who was harmed."""
    ORIGIN = "origin"
    """Before the award it seems to ask for places: Local Government Act 1988 s.17(5)(e)."""
    WORKFORCE = "workforce"
    """Before the award it seems to ask for terms of employment: Local Government Act 1988 s.17(5)(a)."""
    DOUBLE = "double"
    """It seems to ask two things at once, to which there is no one answer."""
    NO_UNKNOWN = "no_unknown"
    """It must be answered and offers no honest "I do not know"."""
    LONG = "long"
    """The question is long."""
    MANY = "many"
    """There are more own questions than suppliers will answer."""


_PEOPLE = r"(?:persons?|people|workers?|employees?|staff|individuals?|cleaners?|carers?|guards?)"
_PERSON: Final = re.compile(
    r"\b(?:victims?|survivors?|dates? of birth|passport numbers?|national insurance|home addresse?s?"
    r"|immigration status|what happened to|medical|injur(?:y|ies)|nationalit(?:y|ies)"
    r"|ethnic(?:ity|ities)|ethnic origins?|religions?|pregnan(?:t|cy)|phone numbers? of|contact details of"
    r"|(?:their|his|her|whose|workers?['\u2019]s?|person['\u2019]s) (?:full |first |last |own )?names?"
    rf"|names? of (?:any |each |every |the |your |all |those )*{_PEOPLE}"
    rf"|name (?:any|each|every|the|your|all|those) {_PEOPLE}"
    rf"|(?:which|what) {_PEOPLE} (?:was|were|has|have|had|did)"
    rf"|who (?:was|were|has been|have been) (?:exploited|harmed|abused|affected|trafficked))\b",
    re.IGNORECASE,
)
_ORIGIN: Final = re.compile(
    r"\b(?:countr(?:y|ies)|abroad|overseas|origins?|foreign|made in|come from|comes from|locations?|located"
    r"|import(?:s|ed)?|regions?)\b",
    re.IGNORECASE,
)
_WORKFORCE: Final = re.compile(
    r"\b(?:wages?|pay|paid|salar(?:y|ies)|shifts?|overtime|working hours|workers?|staff|employees?|workforce"
    r"|trade unions?|unions?|training|trained|apprentices?|recruit(?:s|ed|ment)?|agency)\b",
    re.IGNORECASE,
)
_DOUBLE: Final = re.compile(
    r"\?.*\?|\band/or\b|\bas well as\b|\bor,? if (?:so|not)\b"
    r"|\band (?:do|does|did|how|when|what|which|who|where|why|are|is|have|has|can|will)\b",
    re.IGNORECASE | re.DOTALL,
)


def advice(questionnaire: Questionnaire) -> tuple[tuple[str, Advice], ...]:
    """What to look at in the own questions: (question id, what), in order; the id is "" for all together."""
    own = [question for question in questionnaire.questions if is_own(question.id)]
    found = [(question.id, what) for question in own for what in about(question)]
    return (*((("", Advice.MANY),) if len(own) > MANY else ()), *found)


def about(question: Question) -> Iterator[Advice]:
    """What to look at in one question."""
    asked = question.text.en
    said = f"{asked} {question.hint.en}" if question.hint else asked
    if _PERSON.search(said):
        yield Advice.PERSON
    if _BEFORE_AWARD & set(question.settings):
        if question.type is QuestionType.COUNTRY_LIST or _ORIGIN.search(said):
            yield Advice.ORIGIN
        if _WORKFORCE.search(said):
            yield Advice.WORKFORCE
    if _DOUBLE.search(asked):
        yield Advice.DOUBLE
    if question.required and not question.offers_unknown and question.type is not QuestionType.TEXT:
        yield Advice.NO_UNKNOWN
    if len(asked.split()) > LONG:
        yield Advice.LONG
