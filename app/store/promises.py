"""The answers that councils read now, for those who remind of what was promised in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import String, cast, exists, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from app.store.sharing import may_read
from models import Answer, Invitation, Person, Response, ResponseStatus


def newest_read(session: Session, days: Iterable[date]) -> Sequence[Invitation]:
    """Through which invitations councils read submitted answers that name one of the days, where the same
    contact has submitted no newer ones for the organisation; over all councils.

    A day may be that of evidence: what it is, the questions tell.
    """
    named = or_(*(cast(Answer.content, String).contains(day.isoformat()) for day in days))
    newer, asked = aliased(Response), aliased(Invitation)
    query = (
        select(Invitation)
        .join(Invitation.response)
        .join(Invitation.contact)
        .where(may_read(), Response.status == ResponseStatus.SUBMITTED, Person.active.is_(True))
        .where(exists().where(Answer.response_id == Response.id, named).correlate(Response))
        .where(
            ~exists()
            .where(newer.organisation_id == Response.organisation_id)
            .where(newer.status == ResponseStatus.SUBMITTED, newer.submitted_at > Response.submitted_at)
            .where(asked.response_id == newer.id, asked.contact_id == Invitation.contact_id)
            .correlate(Response, Invitation)
        )
        .options(contains_eager(Invitation.contact), contains_eager(Invitation.response))
        .options(contains_eager(Invitation.response).selectinload(Response.answers))
        .options(joinedload(Invitation.council), joinedload(Invitation.supplier))
        .order_by(Invitation.id)
    )
    return session.scalars(query).unique().all()
