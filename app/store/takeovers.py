"""New contacts who ask to start from answers that somebody else gave for the same organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.store.sharing import may_read, setting_of
from models import ContactTakeover, Invitation, Person, Response, ResponseStatus


def of_invitation(session: Session, invitation_id: int) -> ContactTakeover | None:
    """What was asked through an invitation, decided or not."""
    query = select(ContactTakeover).where(ContactTakeover.invitation_id == invitation_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def earlier_readable(session: Session, invitation: Invitation) -> Invitation | None:
    """Through what the council that sent an invitation reads the newest answers of the same organisation, in
    the same setting, that another contact gave. It can hand on nothing that it may not read itself."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == invitation.council_id, may_read())
        .where(Invitation.supplier_id == invitation.supplier_id)
        .where(Invitation.contact_id != invitation.contact_id)
        .where(Response.status == ResponseStatus.SUBMITTED)
        .where(Response.organisation_id == invitation.response.organisation_id)
        .options(joinedload(Invitation.response), joinedload(Invitation.contact))
        .order_by(Response.submitted_at.desc(), Response.id.desc())
    )
    setting = setting_of(invitation.response)
    return next((one for one in session.scalars(query) if setting_of(one.response) == setting), None)


def readable(session: Session, takeover: ContactTakeover) -> Invitation | None:
    """Through what the council reads the answers that are asked for; None if it may no longer."""
    asked = takeover.invitation
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == asked.council_id, Invitation.supplier_id == asked.supplier_id)
        .where(Invitation.response_id == takeover.earlier_id, may_read())
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.contact))
    )
    return session.scalars(query).first()


def waiting(session: Session, council_id: int, supplier_id: int | None = None) -> Sequence[ContactTakeover]:
    """What waits for an officer of a council, the first that was asked first."""
    query = (
        select(ContactTakeover)
        .join(ContactTakeover.invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.revoked_at.is_(None))
        .where(ContactTakeover.decided_at.is_(None), Response.status == ResponseStatus.DRAFT)
        .options(joinedload(ContactTakeover.invitation).joinedload(Invitation.supplier))
        .options(joinedload(ContactTakeover.invitation).joinedload(Invitation.contact))
        .order_by(ContactTakeover.asked_at, ContactTakeover.id)
    )
    if supplier_id is not None:
        query = query.where(Invitation.supplier_id == supplier_id)
    return session.scalars(query).all()


def of_council(session: Session, council_id: int, takeover_id: int) -> ContactTakeover | None:
    """One of a council, decided or not."""
    query = (
        select(ContactTakeover)
        .join(ContactTakeover.invitation)
        .where(ContactTakeover.id == takeover_id, Invitation.council_id == council_id)
    )
    return session.scalars(query).one_or_none()


def decide(
    session: Session, takeover: ContactTakeover, officer: Person, known_by: str, now: datetime
) -> bool:
    """Write what an officer decided; False if somebody did before."""
    changed = session.execute(
        update(ContactTakeover)
        .where(ContactTakeover.id == takeover.id, ContactTakeover.decided_at.is_(None))
        .values(decided_at=now, decided_by_id=officer.id, known_by=known_by)
        .returning(ContactTakeover.id)
    ).first()
    session.expire(takeover)
    return changed is not None
