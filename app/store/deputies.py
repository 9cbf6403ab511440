"""Who stands in for whom. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from models import Deputy


def _active(day: date) -> ColumnElement[bool]:
    return and_(Deputy.ended_at.is_(None), Deputy.first_day <= day, Deputy.last_day >= day)


def stood_in_for(session: Session, council_id: int, deputy_id: int, day: date) -> Sequence[Deputy]:
    """For whom this person stands in on a day."""
    query = select(Deputy).where(Deputy.council_id == council_id, Deputy.deputy_id == deputy_id, _active(day))
    return session.scalars(query.options(joinedload(Deputy.person)).order_by(Deputy.id)).all()


def deputies_of(session: Session, council_id: int, person_id: int, day: date) -> Sequence[Deputy]:
    """Who stands in for this person on a day."""
    query = select(Deputy).where(Deputy.council_id == council_id, Deputy.person_id == person_id, _active(day))
    return session.scalars(query.options(joinedload(Deputy.deputy)).order_by(Deputy.id)).all()


def not_over(session: Session, council_id: int, day: date, person_id: int | None = None) -> Sequence[Deputy]:
    """Absences of the council that are not over on a day, by their first day; those of one person if asked,
    be it the one who is away or the one who stands in."""
    query = select(Deputy).where(
        Deputy.council_id == council_id, Deputy.ended_at.is_(None), Deputy.last_day >= day
    )
    if person_id is not None:
        query = query.where(or_(Deputy.person_id == person_id, Deputy.deputy_id == person_id))
    query = query.options(joinedload(Deputy.person), joinedload(Deputy.deputy))
    return session.scalars(query.order_by(Deputy.first_day, Deputy.id)).all()


def stood_in(session: Session, council_id: int, one_id: int, other_id: int, days: Collection[date]) -> bool:
    """Whether one of two people stood in for the other on any of these days, ended since or not.

    An absence that was ended early counts up to the day on which it was ended.
    """
    query = select(Deputy).where(
        Deputy.council_id == council_id,
        or_(
            and_(Deputy.person_id == one_id, Deputy.deputy_id == other_id),
            and_(Deputy.person_id == other_id, Deputy.deputy_id == one_id),
        ),
    )
    for row in session.scalars(query):
        last = min(row.last_day, row.ended_at.date()) if row.ended_at else row.last_day
        if any(row.first_day <= day <= last for day in days):
            return True
    return False


def deputy(session: Session, council_id: int, row_id: int) -> Deputy | None:
    """One absence of this council, None for those of others."""
    query = select(Deputy).where(Deputy.council_id == council_id, Deputy.id == row_id)
    return session.scalars(query).one_or_none()
