"""Choosing between an answer on the web and another in a workbook; until then both are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.services.answers import answering, proposing
from app.services.inviting.colleagues import Seat
from app.store import proposals as store
from models import Answer as StoredAnswer
from models import Person, ProposalSource, ProposedAnswer, ResponseStatus
from questionnaires import Answer, Question


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two answers to one question: what stands on the web, and what a workbook said."""

    question: Question
    stored: StoredAnswer
    web: Answer
    proposed: ProposedAnswer
    in_workbook: Answer


class Choice(StrEnum):
    """Which of two answers is to stand."""

    WORKBOOK = "workbook"
    WEB = "web"


def undecided(session: Session, seat: Seat) -> list[Undecided]:
    """What workbooks said against the web and nobody has chosen yet, in the order of the questions.

    Only of the sections that this seat answers; of several workbooks the newest.
    """
    response = seat.invitation.response
    if response.status != ResponseStatus.DRAFT:
        return []
    rows = {
        row.question_id: row
        for row in store.open_of(session, response.id)
        if row.source == ProposalSource.WORKBOOK
    }
    held = {row.question_id: row for row in response.answers}
    found = []
    questionnaire = answering.questionnaire_of(response)
    for section in questionnaire.sections:
        for question in section.questions:
            if question.id not in rows or question.id not in held or not seat.answers(section.id):
                continue
            proposed, stored = rows[question.id], held[question.id]
            if proposed.content != stored.content:
                web, said = Answer.from_json(stored.content), Answer.from_json(proposed.content)
                found.append(Undecided(question, stored, web, proposed, said))
    return found


def decide(
    session: Session,
    person: Person,
    seat: Seat,
    choices: Mapping[str, Choice],
    seen: Mapping[str, tuple[int, int]],
    now: datetime,
) -> list[str]:
    """Let the chosen answers stand; returns the ids of questions that were decided.

    `seen` has, for each question, the revision on the web and the id of the workbook's answer that the person
    saw; where either has changed since, nothing is done and the question stays undecided.
    """
    decided = []
    for one in undecided(session, seat):
        question_id, choice = one.question.id, choices.get(one.question.id)
        proposed_id, revision, answer = one.proposed.id, one.stored.revision, one.in_workbook
        if choice is None or seen.get(question_id) != (revision, proposed_id):
            continue
        if choice is Choice.WEB:
            proposing.keep(session, person, seat.invitation.response, question_id, now)
        else:
            try:
                answering.save(session, person, seat.invitation, question_id, answer, now, based_on=revision)
            except answering.Conflict:
                continue
        decided.append(question_id)
    return decided
