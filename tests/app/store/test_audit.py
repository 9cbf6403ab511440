"""The audit chain: every event is linked to the one before it, and tampering shows."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.extensions import clock
from app.store import audit
from models import AuditEvent


def _three_events(world) -> None:
    for number in range(3):
        audit.record(world.session, world.officer, "test.done", world.cleaner, clock.now(), number=number)
    world.session.commit()


def test_events_are_numbered_and_the_chain_holds(world) -> None:
    _three_events(world)
    events = world.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == ["", events[0].hash, events[1].hash]
    assert audit.first_broken(world.session) is None


def test_a_changed_event_breaks_the_chain_where_it_was_changed(world) -> None:
    _three_events(world)
    world.session.execute(update(AuditEvent).where(AuditEvent.sequence == 2).values(detail={"number": 9}))
    assert audit.first_broken(world.session) == 2


def test_a_removed_event_breaks_the_chain_at_the_next(world) -> None:
    _three_events(world)
    world.session.execute(delete(AuditEvent).where(AuditEvent.sequence == 2))
    assert audit.first_broken(world.session) == 3


def test_a_rolled_back_change_leaves_no_event(world) -> None:
    audit.record(world.session, world.officer, "test.done", world.cleaner, clock.now())
    world.session.rollback()
    assert world.session.scalars(select(AuditEvent)).all() == []
    _three_events(world)
    assert audit.first_broken(world.session) is None


def test_events_of_another_council_are_not_shown(world) -> None:
    audit.record(world.session, None, "test.done", world.cleaner, clock.now(), world.council.id)
    world.session.commit()
    subjects = [("supplier", world.cleaner.id)]
    assert len(audit.of_subjects(world.session, world.council.id, subjects)) == 1
    assert audit.of_subjects(world.session, world.council.id + 1, subjects) == []
