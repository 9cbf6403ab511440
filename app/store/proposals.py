"""Answers that stand ready to be confirmed, and the earlier responses from which they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.store import same_firm
from models import AuditEvent, Invitation, ProposalOutcome, ProposedAnswer, Response, ResponseStatus


def of_response(session: Session, response_id: int) -> Sequence[ProposedAnswer]:
    """Everything that was ever proposed in a response, oldest first, settled or not."""
    query = select(ProposedAnswer).where(ProposedAnswer.response_id == response_id)
    return session.scalars(query.order_by(ProposedAnswer.id)).all()


def open_of(session: Session, response_id: int, question_id: str | None = None) -> Sequence[ProposedAnswer]:
    """What is not settled yet, of one question or of all, oldest first."""
    query = select(ProposedAnswer).where(
        ProposedAnswer.response_id == response_id, ProposedAnswer.settled_at.is_(None)
    )
    if question_id is not None:
        query = query.where(ProposedAnswer.question_id == question_id)
    return session.scalars(query.order_by(ProposedAnswer.id)).all()


def settle(
    session: Session, response_id: int, question_id: str, content: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Settle what is open for a question by the answer that now stands: confirmed if it is the very same.

    Belongs in the transaction that saves the answer. Returns what the audit log is to say of it: "proposal"
    with the outcome and "source" of the newest proposal, nothing if none was open.
    """
    said: dict[str, Any] = {}
    for row in open_of(session, response_id, question_id):
        is_same = row.content == content
        row.settled_at = now
        row.outcome = ProposalOutcome.CONFIRMED if is_same else ProposalOutcome.REPLACED
        said = {"proposal": row.outcome.value, "source": str(row.source)}
    return said


def newest_submitted(
    session: Session, person_id: int, organisation_id: int, questionnaire: str, setting: str
) -> Response | None:
    """The newest of `submitted` to one questionnaire."""
    found = submitted(session, person_id, organisation_id, setting)
    return next((one for one in found if one.questionnaire == questionnaire), None)


def submitted(session: Session, person_id: int, organisation_id: int, setting: str) -> list[Response]:
    """The submitted responses of an organisation that this person was asked for, the newest first.

    Only what this very person was invited to answer, as for files of evidence: the address proves who
    somebody is. Responses to another setting (a tender's few questions) are not among them.
    """
    query = (
        select(Response)
        .where(Response.organisation_id.in_(same_firm.organisations(session, person_id, organisation_id)))
        .where(Response.status == ResponseStatus.SUBMITTED)
        .where(
            Response.invitations.any((Invitation.contact_id == person_id) & Invitation.revoked_at.is_(None))
        )
        .options(selectinload(Response.answers))
        .order_by(Response.submitted_at.desc(), Response.id.desc())
    )
    found = session.scalars(query).all()
    return [one for one in found if one.context.get("setting", setting) == setting]


def last_event(session: Session, response: Response, action: str) -> AuditEvent | None:
    """The newest thing of a kind that the audit log tells of a response."""
    query = select(AuditEvent).where(
        AuditEvent.subject == Response.__tablename__,
        AuditEvent.subject_id == response.id,
        AuditEvent.action == action,
    )
    return session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(1)).one_or_none()
