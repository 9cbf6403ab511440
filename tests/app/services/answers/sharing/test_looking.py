"""Who looked at shared answers is written down, and changes are told only of what may still be read."""

from __future__ import annotations

from datetime import date

from app.extensions import clock
from app.services.answers import changes_of_answers, sharing
from app.services.inviting import updating
from models import ResponseLook
from support.rows import audit_events, count_rows
from support.two_councils import submit


def test_a_look_is_written_down_once_for_a_person_and_a_day(
    world, neighbour, submitted, standing_clock
) -> None:
    def look() -> None:
        sharing.record_look(
            world.session,
            world.officer,
            world.council.id,
            world.cleaner.id,
            submitted.response_id,
            clock.now(),
        )

    look()
    look()
    standing_clock.pass_by(days=1)
    look()
    assert count_rows(world.session, ResponseLook) == 2
    assert len(audit_events(world.session, "response.looked_at")) == 2
    [reader] = sharing.readers(world.session, submitted)
    assert [(one.day, one.officers) for one in reader.looks] == [
        (date(2026, 11, 21), 1),
        (date(2026, 11, 20), 1),
    ]


def test_changes_are_compared_only_with_what_may_still_be_read(world, submitted, standing_clock) -> None:
    sharing.record_look(
        world.session,
        world.officer,
        world.council.id,
        world.cleaner.id,
        submitted.response_id,
        clock.now(),
    )
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    standing_clock.pass_by(days=2)
    newest = submit(world, draft)

    def compared():
        return changes_of_answers.since_last_look(
            world.session, world.council.id, world.cleaner.id, newest, clock.today()
        )

    assert compared().earlier.id == submitted.response_id
    submitted.withdrawn_at = clock.now()
    world.session.commit()
    assert compared() is None
