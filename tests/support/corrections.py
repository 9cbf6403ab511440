"""What tests of the pages of corrections read back from the tables."""

from __future__ import annotations

from sqlalchemy import select

from app.store import screenings
from models import Correction
from support.world import World


def only_correction(world: World) -> Correction:
    """The one correction that was asked for, as it stands in the database."""
    world.session.expire_all()
    return world.session.scalars(select(Correction)).one()


def shown_report(world: World) -> str:
    """The number of the cleaner's report that counts now, as the forms on its lines send it."""
    report = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert report is not None
    return str(report.id)
