"""Delegations and sections sent back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import DelegatedTask, Delegation, Invitation, SectionReturn


def of_response(session: Session, response_id: int) -> Sequence[Delegation]:
    """What of a response is handed on at present, in the order in which it was."""
    query = (
        select(Delegation)
        .join(Delegation.invitation)
        .where(Invitation.response_id == response_id, Delegation.revoked_at.is_(None))
        .options(joinedload(Delegation.person))
        .order_by(Delegation.id)
    )
    return session.scalars(query).all()


def of_person(session: Session, invitation_id: int, person_id: int) -> Sequence[Delegation]:
    """What this person was asked to do for an invitation that still stands."""
    query = (
        select(Delegation)
        .join(Delegation.invitation)
        .where(Delegation.invitation_id == invitation_id, Delegation.person_id == person_id)
        .where(Delegation.revoked_at.is_(None), Invitation.revoked_at.is_(None))
    )
    return session.scalars(query.order_by(Delegation.id)).all()


def invitations_of_colleague(session: Session, person_id: int) -> Sequence[Invitation]:
    """The invitations of others that this person was asked to help with, newest first."""
    query = (
        select(Invitation)
        .where(Invitation.revoked_at.is_(None))
        .where(
            Invitation.id.in_(
                select(Delegation.invitation_id).where(
                    Delegation.person_id == person_id, Delegation.revoked_at.is_(None)
                )
            )
        )
    )
    return session.scalars(query.order_by(Invitation.id.desc())).all()


def declarer(session: Session, response_id: int) -> Delegation | None:
    """Who was asked to check the whole response and to declare; None if that is left to the owner."""
    query = (
        select(Delegation)
        .join(Delegation.invitation)
        .where(Invitation.response_id == response_id, Delegation.task == DelegatedTask.DECLARATION)
        .where(Delegation.revoked_at.is_(None), Invitation.revoked_at.is_(None))
        .options(joinedload(Delegation.person))
        .order_by(Delegation.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def open_returns(session: Session, response_id: int) -> Sequence[SectionReturn]:
    """Sections that were sent back and not dealt with, oldest first."""
    query = (
        select(SectionReturn)
        .where(SectionReturn.response_id == response_id, SectionReturn.settled_at.is_(None))
        .options(joinedload(SectionReturn.returned_by))
        .order_by(SectionReturn.id)
    )
    return session.scalars(query).all()
