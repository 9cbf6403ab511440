"""What a supplier gets back for its answers: its own report, made of them and of nothing else.

No council's judgement goes into it. It is worked out anew whenever it is looked at, since evidence runs out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services.answers.answering import answers_of, questionnaire_of
from app.services.inviting import promises
from app.services.judgement.cases import signals_of
from models import Response
from questionnaires import Question, path
from questionnaires.answers import Answer
from questionnaires.dates import month_after
from screening.improvement import Plan, Proof, improve

#: Evidence that counts for fewer days than this is said to run out soon.
SOON_DAYS: Final = 90


@dataclass(frozen=True)
class EvidenceHeld:
    """The newest evidence beside an answer. It counts from `dated_on` up to and including `valid_until`."""

    question: Question
    dated_on: date
    valid_until: date


@dataclass(frozen=True)
class OwnReport:
    """The plan of a response on a day, with what is needed to tell it.

    `asked` has the question that gave each signal, in the words that this supplier read, and `answers` the
    answers that count, by question. `evidence` is what runs out, the first to do so first. `promises` are the
    days that the supplier promised, by question.
    """

    response: Response
    as_at: date
    plan: Plan
    asked: Mapping[str, Question]
    answers: Mapping[str, Answer]
    evidence: tuple[EvidenceHeld, ...]
    promises: tuple[tuple[Question, date], ...]


def own_report(response: Response, as_at: date) -> OwnReport:
    """The report of a response on a day; of a draft that of the answers so far."""
    questionnaire, given = questionnaire_of(response), answers_of(response)
    counting = path.submitted(questionnaire, given)
    context = path.known(questionnaire, given)
    asked = [
        question.for_size(context.size) for question in questionnaire.questions if question.id in counting
    ]
    held = {one.id: _held(response, one, counting[one.id]) for one in asked if one.evidence is not None}
    told = {one.signal: one for one in asked if one.signal}
    signals = {name: signal for name, signal in signals_of(response, as_at).items() if name in told}
    plan = improve(
        signals,  # answers only: not what follows from a question that was not asked
        size=context.size,
        sectors=context.sectors,
        proofs={name: _proof(held[one.id]) for name, one in told.items() if one.id in held},
        as_at=as_at,
    )
    return OwnReport(
        response=response,
        as_at=as_at,
        plan=plan,
        asked=told,
        answers=counting,
        evidence=tuple(sorted((one for one in held.values() if one), key=lambda one: one.valid_until)),
        promises=tuple((one.question, one.day) for one in promises.of(response)),
    )


def _proof(held: EvidenceHeld | None) -> Proof:
    return Proof() if held is None else Proof(held.dated_on, held.valid_until)


def _held(response: Response, question: Question, answer: Answer) -> EvidenceHeld | None:
    """The evidence of a question that counts longest: a dated file that may be opened, or the link."""
    if question.evidence is None or answer.is_unknown:
        return None
    months = question.evidence.valid_for_months
    dated = [
        (file.dated_on, file.valid_until)
        for file in response.evidence
        if file.question_id == question.id and file.is_open and file.dated_on is not None
    ]
    if answer.evidence_url and answer.evidence_date is not None:
        dated.append((answer.evidence_date, None))
    found = [
        EvidenceHeld(question, day, min(month_after(day, months), last or date.max))
        for day, last in dated
        if day is not None
    ]
    return max(found, key=lambda one: (one.valid_until, one.dated_on), default=None)
