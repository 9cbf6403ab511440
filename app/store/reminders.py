"""Which invitations wait for an answer, for those who remind of them; over all councils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.store.sharing import no_asking
from models import Invitation, Person, Response, ResponseStatus


def unanswered(session: Session, first: date, last: date) -> Sequence[Invitation]:
    """Invitations that a council sent and has not revoked, to an active contact, whose answers are a draft
    and wanted on one of these days, both included."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .join(Invitation.contact)
        .where(Invitation.revoked_at.is_(None), Invitation.due_on.between(first, last), ~no_asking())
        .where(Response.status == ResponseStatus.DRAFT, Person.active.is_(True))
        .options(contains_eager(Invitation.contact), contains_eager(Invitation.response))
        .options(joinedload(Invitation.council), joinedload(Invitation.supplier))
        .order_by(Invitation.due_on, Invitation.id)
    )
    return session.scalars(query).all()


def note_reminder(session: Session, reminded: Invitation, before: date, today: date) -> bool:
    """Write that a reminder was sent today, if none was since `before` and nothing has changed meanwhile."""
    changed = session.execute(
        update(Invitation)
        .where(Invitation.id == reminded.id, Invitation.revoked_at.is_(None))
        .where(Invitation.due_on == reminded.due_on)
        .where(or_(Invitation.reminded_on.is_(None), Invitation.reminded_on < before))
        .values(reminded_on=today)
        .returning(Invitation.id),
        execution_options={"synchronize_session": False},
    ).first()
    session.refresh(reminded, ["reminded_on"])
    return changed is not None
