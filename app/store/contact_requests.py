"""What contacts said of invitations and nobody at the council has dealt with yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from models import Invitation, OutboxMessage, Person, Response, ResponseStatus


def waiting_for_time(session: Session, council_id: int) -> Sequence[Invitation]:
    """Invitations whose contact asks for more time, the first to be due first."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.wanted_due_on.is_not(None))
        .where(Invitation.revoked_at.is_(None), Response.status == ResponseStatus.DRAFT)
        .options(joinedload(Invitation.supplier))
        .order_by(Invitation.due_on, Invitation.id)
    )
    return session.scalars(query).all()


def without_contact(
    session: Session, council_id: int, supplier_id: int | None = None
) -> Sequence[Invitation]:
    """Invitations whose contact is not the one to ask, where nobody was asked since; the newest first."""
    later = aliased(Invitation)
    asked_since = exists().where(
        later.supplier_id == Invitation.supplier_id,
        later.id != Invitation.id,
        (later.revoked_at.is_(None)) | (later.revoked_at > Invitation.revoked_at),
        later.sent_at > Invitation.sent_at,
    )
    query = (
        select(Invitation)
        .where(Invitation.council_id == council_id, Invitation.declined_why != "")
        .where(Invitation.revoked_at.is_not(None), ~asked_since)
        .options(joinedload(Invitation.supplier), joinedload(Invitation.contact))
        .order_by(Invitation.revoked_at.desc(), Invitation.id.desc())
    )
    if supplier_id is not None:
        query = query.where(Invitation.supplier_id == supplier_id)
    return session.scalars(query).all()


def declined_by(session: Session, person_id: int) -> Sequence[Invitation]:
    """Invitations that this person declined; asked again, they find their draft as they left it."""
    query = select(Invitation).where(
        Invitation.contact_id == person_id,
        Invitation.revoked_at.is_not(None),
        Invitation.declined_why != "",
    )
    return session.scalars(query.order_by(Invitation.id.desc())).all()


def of_contact(session: Session, response_id: int, person: Person) -> Sequence[Invitation]:
    """What stands of one person's invitations to answer one response."""
    query = select(Invitation).where(
        Invitation.response_id == response_id,
        Invitation.contact_id == person.id,
        Invitation.revoked_at.is_(None),
    )
    return session.scalars(query.order_by(Invitation.id)).all()


def undelivered(session: Session, invitation: Invitation) -> OutboxMessage | None:
    """The newest message to the contact since they were asked, if it could not be sent so far."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.to == invitation.contact.email, OutboxMessage.queued_at >= invitation.sent_at)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    newest = session.scalars(query).one_or_none()
    return newest if newest is not None and newest.sent_at is None and newest.problem else None
