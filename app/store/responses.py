"""Invitations, responses and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models import Answer, Invitation, Response, ResponseStatus
from questionnaires import Setting

_FULL = Setting.POST_AWARD.value


def standing_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """An invitation that was not revoked, with its answers. Who may see it is for the caller to ask."""
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.revoked_at.is_(None))
        .options(joinedload(Invitation.response).selectinload(Response.answers))
    )
    return session.scalars(query).one_or_none()


def invitations_of_contact(session: Session, person_id: int) -> Sequence[Invitation]:
    """What this person was asked to answer, newest first."""
    query = select(Invitation).where(Invitation.contact_id == person_id, Invitation.revoked_at.is_(None))
    return session.scalars(query.order_by(Invitation.id.desc())).all()


def newest_invitation(session: Session, council_id: int, supplier_id: int) -> Invitation | None:
    """The council's newest invitation to this supplier that was not revoked."""
    query = (
        select(Invitation)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None))
        .options(
            joinedload(Invitation.response).selectinload(Response.answers), joinedload(Invitation.contact)
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def answer(session: Session, response_id: int, question_id: str) -> Answer | None:
    """The stored answer to one question, as it stands now."""
    query = select(Answer).where(Answer.response_id == response_id, Answer.question_id == question_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def change_answer(
    session: Session, stored: Answer, content: dict[str, Any], person_id: int, at: datetime
) -> int | None:
    """Write over an answer if it is still as it was read; returns its new revision, None if it is not."""
    revision = stored.revision + 1
    changed = session.execute(
        update(Answer)
        .where(Answer.id == stored.id, Answer.revision == stored.revision)
        .values(content=content, answered_by_id=person_id, answered_at=at, revision=revision)
        .returning(Answer.id)
    )
    if changed.first() is None:
        return None
    session.expire(stored)
    return revision


def submitted_by_supplier(session: Session, council_id: int) -> dict[int, Response]:
    """Supplier id -> the response by which this council judges it: see `_most_telling`."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.revoked_at.is_(None))
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.response).selectinload(Response.answers))
        .options(joinedload(Invitation.response).selectinload(Response.evidence))
        .order_by(Response.submitted_at, Invitation.id)
    )
    found: dict[int, list[Response]] = {}
    for invitation in session.scalars(query):
        found.setdefault(invitation.supplier_id, []).append(invitation.response)
    return {supplier_id: _most_telling(given) for supplier_id, given in found.items()}


def submitted_of_supplier(session: Session, council_id: int, supplier_id: int) -> Response | None:
    """The submitted response by which this council judges one supplier: see `_most_telling`."""
    query = (
        select(Response)
        .join(Response.invitations)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), Response.status == ResponseStatus.SUBMITTED)
        .options(selectinload(Response.answers), selectinload(Response.evidence))
        .order_by(Response.submitted_at, Response.id)
    )
    given = session.scalars(query).unique().all()
    return _most_telling(given) if given else None


def _most_telling(given: Sequence[Response]) -> Response:
    """The newest of some responses, oldest first, but one to all questions before one to a tender's few.

    Who answers a tender takes nothing back of what it said of its contracts.
    """
    full = [response for response in given if response.context.get("setting", _FULL) == _FULL]
    return (full or given)[-1]


def invitations_to_response(session: Session, response_id: int) -> Sequence[Invitation]:
    """Every council that asked for this response and has not withdrawn."""
    query = select(Invitation).where(Invitation.response_id == response_id, Invitation.revoked_at.is_(None))
    return session.scalars(query.order_by(Invitation.id)).all()
