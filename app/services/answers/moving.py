"""A draft of an old version of the questionnaire is moved on to the current one. Nothing in it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

import questionnaires
from app.services.answers.answering import answers_of, questionnaire_of, reference_of
from app.store import audit, colleagues, proposals, responses
from models import Answer, ProposalSource, ProposedAnswer, Response
from questionnaires import Questionnaire, path

_MOVED: Final = "response.moved_on"


@dataclass(frozen=True, slots=True)
class Move:
    """A draft went from one version to another: how many answers stand, how many are asked again."""

    from_version: int
    to_version: int
    kept: int
    again: int


def move_on(session: Session, response: Response, newest: Questionnaire, now: datetime) -> bool:
    """Let a draft ask the newest version; True if it did not before. Flushes, and commits nothing.

    Answers to questions that still take them stay, with author and revision. An answer to a question that
    takes others now is set beside it as a proposal (shown if it is still one of them) and asked again.
    Answers to questions that are gone are kept and do not count, as everything off the path. Sections that
    are gone are nobody's task any more: what was handed on or sent back of them ends.
    """
    if response.questionnaire != newest.id or response.version >= newest.version:
        return False
    if not responses.hold_draft(session, response.id):
        return False
    session.refresh(response, ["answers"])
    before, old_version = questionnaire_of(response), response.version
    response.version = newest.version
    after = questionnaire_of(response)
    changed = set(questionnaires.compare(before, after).changed)
    again = [row for row in response.answers if row.question_id in changed]
    for row in again:
        session.add(_as_proposal(response, row))
        response.answers.remove(row)
    kept = len(path.submitted(after, answers_of(response)))
    ended = _end_gone_sections(session, response, after, now)
    session.flush()
    audit.record(
        session,
        None,
        _MOVED,
        response,
        now,
        from_version=old_version,
        to_version=newest.version,
        kept=kept,
        again=[row.question_id for row in again],
        sections_ended=ended,
    )
    return True


def _as_proposal(response: Response, row: Answer) -> ProposedAnswer:
    return ProposedAnswer(
        response_id=response.id,
        question_id=row.question_id,
        content=row.content,
        source=ProposalSource.EARLIER_RESPONSE,
        source_name=reference_of(response),
        dated_on=row.answered_at.date(),
        proposed_by_id=row.answered_by_id,
        proposed_at=row.answered_at,
    )


def _end_gone_sections(
    session: Session, response: Response, questionnaire: Questionnaire, now: datetime
) -> list[str]:
    """End what was handed on or sent back of sections that the questionnaire no longer has."""
    there = {section.id for section in questionnaire.sections}
    ended = set()
    for handed in colleagues.of_response(session, response.id):
        if handed.section_id and handed.section_id not in there:
            handed.revoked_at = now
            ended.add(handed.section_id)
    for returned in colleagues.open_returns(session, response.id):
        if returned.section_id not in there:
            returned.settled_at = now
            ended.add(returned.section_id)
    return sorted(ended)


def last_move(session: Session, response: Response) -> Move | None:
    """The last time that this draft was moved on, as the audit log tells it."""
    event = proposals.last_event(session, response, _MOVED)
    if event is None:
        return None
    detail = event.detail
    return Move(detail["from_version"], detail["to_version"], detail["kept"], len(detail["again"]))
