"""Which invitations wait for an answer and whose evidence is to be looked at, over all councils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.store.sharing import may_read, no_asking
from models import Invitation, Person, Response, ResponseStatus


def unanswered(session: Session, first: date, last: date) -> Sequence[Invitation]:
    """Invitations that a council sent and has not revoked, to an active contact, whose answers are a draft
    and wanted on one of these days, both included. Nobody is reminded who waits for the council's reply about
    more time."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .join(Invitation.contact)
        .where(Invitation.revoked_at.is_(None), Invitation.due_on.between(first, last), ~no_asking())
        .where(Response.status == ResponseStatus.DRAFT, Person.active.is_(True))
        .where(Invitation.wanted_due_on.is_(None))
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


def with_evidence_to_look_at(session: Session, before: date, number: int) -> Sequence[Response]:
    """Submitted responses that a council reads and whose evidence was not looked at since a day, `number` at
    most, those not looked at for longest first."""
    read = select(Invitation.response_id).where(may_read())
    query = (
        select(Response)
        .where(Response.status == ResponseStatus.SUBMITTED, Response.id.in_(read))
        .where(or_(Response.evidence_looked_on.is_(None), Response.evidence_looked_on <= before))
        .order_by(Response.evidence_looked_on.is_not(None), Response.evidence_looked_on, Response.id)
        .limit(number)
    )
    return session.scalars(query).all()


def note_look(session: Session, response: Response, looked_before: date | None, today: date) -> bool:
    """Write that the evidence is looked at today; False if somebody else has done so meanwhile."""
    same = (
        Response.evidence_looked_on.is_(None)
        if looked_before is None
        else Response.evidence_looked_on == looked_before
    )
    changed = session.execute(
        update(Response)
        .where(Response.id == response.id, same)
        .values(evidence_looked_on=today, updated_at=Response.updated_at)
        .returning(Response.id),
        execution_options={"synchronize_session": False},
    ).first()
    session.refresh(response, ["evidence_looked_on"])
    return changed is not None
