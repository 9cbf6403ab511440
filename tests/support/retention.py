"""What tests of retention and erasure share: leads, periods, applying them, and what must hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.retention import applying, periods
from app.services.retention.kinds import LIMITS, Kind
from app.store import audit
from models import Base, Council, Person, Role
from support.world import World


def lead_of(world: World, council: Council, name: str = "Lee Lead") -> Person:
    """A lead of a council."""
    lead = Person(email=f"lead@{council.slug}.example", name=name, role=Role.LEAD, council_id=council.id)
    world.session.add(lead)
    world.session.commit()
    return lead


def say(world: World, lead: Person, *kinds: Kind, months: int | None = 0) -> None:
    """Let these kinds (all, if none is named) be kept so many months; 0 is what is suggested for each."""
    for kind in kinds or tuple(Kind):
        wanted = LIMITS[kind].suggested if months == 0 else months
        periods.change(world.session, lead, kind, wanted, "Our schedule of 2026.", clock.now())


def apply_after(world: World, **period: float) -> dict[str, int]:
    """Apply the periods so much later; how many rows of each kind went."""
    later = clock.now() + timedelta(**period)
    return dict(apply_on(world, later))


def apply_on(world: World, later: datetime) -> dict[str, int]:
    """Apply the periods at a moment."""
    found = applying.apply(world.session, world.settings, lambda: later, later.date())
    world.session.expire_all()
    return {kind: number for kind, number in found.items() if number}


def dangling(session: Session) -> list[str]:
    """Rows that refer to a row that is not there, in any table."""
    wrong = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                there = select(key.column)
                query = select(table.c.id).where(column.is_not(None), column.not_in(there))
                wrong += [f"{table.name} {row_id}: {column.name}" for row_id in session.scalars(query)]
    return wrong


def must_hold(session: Session) -> None:
    """What is true whatever was removed: nothing refers to nothing, and the audit chain is whole."""
    assert dangling(session) == []
    assert audit.first_broken(session) is None


def years(number: int) -> dict[str, float]:
    """So many years and a little, for `apply_after`."""
    return {"days": 365.25 * number + 3}
