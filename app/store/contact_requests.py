"""What contacts said of invitations and nobody at the council has dealt with yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.store.sharing import no_asking
from models import CAME_BACK, Delivery, Invitation, OutboxMessage, Person, Response, ResponseStatus


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
    """The message to the contact since they were asked that tells that mail does not reach them.

    The newest whose fate is known, if it came back and the contact did not come since; or else the newest
    of all, if it could not be handed over so far.
    """
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.to == invitation.contact.email, OutboxMessage.queued_at >= invitation.sent_at)
        .order_by(OutboxMessage.id.desc())
    )
    newest = session.scalars(query.limit(1)).one_or_none()
    if newest is None:
        return None
    if newest.sent_at is None and newest.problem:
        return newest
    settled = session.scalars(query.where(OutboxMessage.delivery != Delivery.UNKNOWN).limit(1)).one_or_none()
    if settled is None or settled.delivery not in CAME_BACK:
        return None
    came, returned = invitation.opened_at, settled.fate_at
    return None if came is not None and returned is not None and came > returned else settled


def unreached(session: Session, council_id: int) -> Sequence[Invitation]:
    """Invitations that wait for a contact whom mail does not reach, the first to be due first."""
    came_back = (
        select(OutboxMessage.id)
        .where(OutboxMessage.to == Person.email, OutboxMessage.queued_at >= Invitation.sent_at)
        .where(OutboxMessage.delivery.in_(CAME_BACK))
    )
    query = (
        select(Invitation)
        .join(Invitation.response)
        .join(Invitation.contact)
        .where(Invitation.council_id == council_id, Invitation.revoked_at.is_(None), waits())
        .where(came_back.exists())
        .options(joinedload(Invitation.supplier), joinedload(Invitation.contact))
        .order_by(Invitation.due_on, Invitation.id)
    )
    return [one for one in session.scalars(query) if undelivered(session, one) is not None]


def waits() -> ColumnElement[bool]:
    """Whether the council waits for the contact: for answers, or for a word on those it is offered."""
    no_word = and_(Invitation.agreed_at.is_(None), Invitation.withdrawn_at.is_(None))
    return and_(or_(Response.status == ResponseStatus.DRAFT, no_word), ~no_asking())


def waiting_at(session: Session, email: str, queued_at: datetime) -> Sequence[Invitation]:
    """Invitations sent to this address by then that wait for it, of each supplier's record the newest."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .join(Invitation.contact)
        .where(Person.email == email, Invitation.revoked_at.is_(None), waits())
        .where(Invitation.sent_at <= queued_at)
        .options(joinedload(Invitation.supplier), joinedload(Invitation.contact))
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    )
    found = reversed(session.scalars(query).all())
    return list({one.supplier_id: one for one in found}.values())
