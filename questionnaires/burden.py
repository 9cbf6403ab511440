"""How much a questionnaire asks of somebody: pages, words and minutes, to be told beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from questionnaires import path
from questionnaires.context import Context
from questionnaires.schema import Question, Questionnaire
from questionnaires.values import Answer

WORDS_A_MINUTE: Final = 240
"""About what adults read silently, of plain text."""
SECONDS_TO_ANSWER: Final = 15
"""For thinking, choosing and going on, beside the reading, where nothing has to be looked up."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What is on a path: `questions` (one page each), `words` to read on those pages, `minutes` in all.

    Words are those of the question, its hint, why it is asked, and its options; the example, which is folded
    away, and what counts as evidence, which nobody has to give, are counted in `optional`. Minutes leave out
    these and looking for documents.
    """

    questions: int
    words: int
    optional: int
    minutes: int


def burden(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    context: Context | None = None,
    language: str = "en",
) -> Burden:
    """The burden of the path that these answers take; before anybody answered, that of the shortest start."""
    facts = path.known(questionnaire, answers, context)
    asked = [question.for_size(facts.size) for question in path.on_path(questionnaire, answers, context)]
    words = sum(_count(_shown(question, language)) for question in asked)
    optional = sum(_count(_optional(question, language)) for question in asked)
    minutes = words / WORDS_A_MINUTE + len(asked) * SECONDS_TO_ANSWER / 60
    return Burden(len(asked), words, optional, math.ceil(minutes))


def _count(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _shown(question: Question, language: str) -> Iterable[str]:
    yield question.text.in_language(language)
    if question.hint:
        yield question.hint.in_language(language)
    yield question.why.in_language(language)
    for option in question.options:
        yield option.label.in_language(language)
        if option.hint:
            yield option.hint.in_language(language)


def _optional(question: Question, language: str) -> Iterable[str]:
    yield question.example.in_language(language)
    if question.evidence:
        yield question.evidence.what.in_language(language)
