"""What councils changed in the guidance library, checks of its links, and counts of concerns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from models import ConcernCount, ConcernRoute, GuidanceEntry, GuidanceReading, LinkCheck


def entries(session: Session, council_id: int) -> Sequence[GuidanceEntry]:
    """What a council added, changed or hid, the oldest first."""
    query = select(GuidanceEntry).where(GuidanceEntry.council_id == council_id)
    return session.scalars(query.order_by(GuidanceEntry.id)).all()


def own_entry(session: Session, council_id: int, row: int) -> GuidanceEntry | None:
    """An entry that the council added."""
    query = select(GuidanceEntry).where(
        GuidanceEntry.council_id == council_id, GuidanceEntry.id == row, GuidanceEntry.shipped.is_(None)
    )
    return session.scalars(query).one_or_none()


def changed_entry(session: Session, council_id: int, shipped: str) -> GuidanceEntry | None:
    """What the council did to a shipped entry."""
    query = select(GuidanceEntry).where(
        GuidanceEntry.council_id == council_id, GuidanceEntry.shipped == shipped
    )
    return session.scalars(query).one_or_none()


def urls(session: Session) -> set[str]:
    """The addresses of all councils' own and changed entries that are shown."""
    query = select(GuidanceEntry.url).where(GuidanceEntry.url != "", GuidanceEntry.hidden_at.is_(None))
    return set(session.scalars(query))


def readings(session: Session, council_id: int) -> dict[str, GuidanceReading]:
    """The newest reading of each entry by the council's leads."""
    query = select(GuidanceReading).where(GuidanceReading.council_id == council_id)
    query = query.options(joinedload(GuidanceReading.person))
    return {one.entry: one for one in session.scalars(query)}


def checks(session: Session, urls: Collection[str]) -> dict[str, LinkCheck]:
    """The newest check of each of these addresses that was checked."""
    query = select(LinkCheck).where(LinkCheck.url.in_(urls))
    return {one.url: one for one in session.scalars(query)}


def forget_other_checks(session: Session, urls: Collection[str]) -> None:
    """Delete the checks of addresses that no library has any more."""
    session.execute(delete(LinkCheck).where(LinkCheck.url.not_in(urls)))


def concern_counts(session: Session, council_id: int) -> Sequence[ConcernCount]:
    """The counts of concerns of all months, the newest month first."""
    query = select(ConcernCount).where(ConcernCount.council_id == council_id)
    return session.scalars(query.order_by(ConcernCount.month.desc(), ConcernCount.route)).all()


def concern_count(session: Session, council_id: int, month: date, route: ConcernRoute) -> ConcernCount | None:
    """The count of a month by one route, locked against others who count at the same time."""
    query = select(ConcernCount).where(
        ConcernCount.council_id == council_id, ConcernCount.month == month, ConcernCount.route == route
    )
    return session.scalars(query.with_for_update()).one_or_none()


def step_concern_count(session: Session, council_id: int, month: date, route: ConcernRoute, by: int) -> bool:
    """Change a count in one statement, so that of two people at once neither is lost.

    False without a count, and for one that would fall below nothing.
    """
    query = (
        update(ConcernCount)
        .where(ConcernCount.council_id == council_id, ConcernCount.month == month)
        .where(ConcernCount.route == route, ConcernCount.count + by >= 0)
        .values(count=ConcernCount.count + by)
        .execution_options(synchronize_session="fetch")
    )
    return bool(session.execute(query).rowcount)  # type: ignore[attr-defined]  # of a statement that changes rows
