"""Invitations, responses and answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models import Answer, Invitation, Response, ResponseStatus


def invitation_of_contact(session: Session, person_id: int, invitation_id: int) -> Invitation | None:
    """An invitation that was sent to this person and not revoked."""
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.contact_id == person_id)
        .where(Invitation.revoked_at.is_(None))
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
    """The stored answer to one question."""
    query = select(Answer).where(Answer.response_id == response_id, Answer.question_id == question_id)
    return session.scalars(query).one_or_none()


def submitted_by_supplier(session: Session, council_id: int) -> dict[int, Response]:
    """Supplier id -> the newest submitted response that this council asked for."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.revoked_at.is_(None))
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.response).selectinload(Response.answers))
        .order_by(Response.submitted_at, Invitation.id)
    )
    return {invitation.supplier_id: invitation.response for invitation in session.scalars(query)}


def submitted_of_supplier(session: Session, council_id: int, supplier_id: int) -> Response | None:
    """The newest submitted response of one supplier that this council asked for."""
    query = (
        select(Response)
        .join(Response.invitations)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), Response.status == ResponseStatus.SUBMITTED)
        .options(selectinload(Response.answers))
        .order_by(Response.submitted_at.desc(), Response.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def invitations_to_response(session: Session, response_id: int) -> Sequence[Invitation]:
    """Every council that asked for this response and has not withdrawn."""
    query = select(Invitation).where(Invitation.response_id == response_id, Invitation.revoked_at.is_(None))
    return session.scalars(query.order_by(Invitation.id)).all()
