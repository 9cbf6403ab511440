"""Standing in for a colleague: who may say so, on which days, and what it means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.people import deputies
from app.store import audit
from app.store import deputies as store
from models import AuditEvent, OutboxMessage, Role
from support.council_people import add_council, add_person

TODAY = date(2026, 11, 20)


@pytest.fixture
def bo(world):
    return add_person(world, "Bo Example")


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


def name(world, who, person, deputy, first=TODAY, last=TODAY + timedelta(days=6)):
    return deputies.name_deputy(
        world.session, world.settings, who, person, deputy, first, last, clock.now(), clock.today()
    )


def test_a_deputy_stands_in_from_the_first_day_to_the_last(world, bo) -> None:
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    name(world, world.officer, world.officer, bo, first, last)
    active = [
        day
        for day in (TODAY + timedelta(days=number) for number in range(8))
        if world.officer.id in deputies.away(world.session, bo, day)
    ]
    assert active == [first, first + timedelta(days=1), last]
    assert not deputies.away(world.session, world.officer, first)


def test_the_deputy_is_told_and_the_log_keeps_both(world, bo, lead) -> None:
    row = name(world, lead, world.officer, bo)
    (message,) = world.session.scalars(select(OutboxMessage)).all()
    assert message.to == bo.email and "Ann Example" in message.body
    deputies.end(world.session, lead, row, clock.now())
    deputies.end(world.session, lead, row, clock.now())
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("deputy."))).all()
    assert [(event.action, event.actor, event.detail["deputy"]) for event in events] == [
        ("deputy.named", f"lead:{lead.id}", bo.id),
        ("deputy.ended", f"lead:{lead.id}", bo.id),
    ]
    assert audit.first_broken(world.session) is None


def test_nobody_but_the_person_or_a_lead_says_so(world, bo, lead) -> None:
    for who in (bo, world.officer):
        with pytest.raises(deputies.NotAllowed):
            name(world, who, lead, bo)
    row = name(world, world.officer, world.officer, bo)
    with pytest.raises(deputies.NotAllowed):
        deputies.end(world.session, bo, row, clock.now())


def test_two_deputies_at_once_would_be_unclear(world, bo, lead) -> None:
    row = name(world, world.officer, world.officer, bo)
    with pytest.raises(deputies.Overlaps):
        name(world, world.officer, world.officer, lead, row.last_day, row.last_day + timedelta(days=3))
    name(world, world.officer, world.officer, lead, row.last_day + timedelta(days=1), date(2026, 12, 31))
    deputies.end(world.session, world.officer, row, clock.now())
    name(world, world.officer, world.officer, lead)


def test_days_and_people_must_make_sense(world, bo) -> None:
    stranger = add_person(world, "Sam Stranger", council=add_council(world))
    gone = add_person(world, "Gwen Gone")
    gone.active = False
    world.session.commit()
    for deputy in (world.officer, stranger, gone):
        with pytest.raises(ValueError, match="another active officer"):
            name(world, world.officer, world.officer, deputy)
    yesterday = TODAY - timedelta(days=1)
    for first, last in ((TODAY, yesterday), (yesterday, yesterday)):
        with pytest.raises(ValueError, match="absence"):
            name(world, world.officer, world.officer, bo, first, last)


def test_for_whom_one_acts_is_said_only_of_those_who_are_away(world, bo, lead) -> None:
    name(world, world.officer, world.officer, bo)
    given = (world.session, bo)
    assert deputies.acting_for(*given, world.officer.id, TODAY) == {"on_behalf_of": world.officer.id}
    for owner in (None, bo.id, lead.id):
        assert deputies.acting_for(*given, owner, TODAY) == {}
    assert deputies.acting_for(*given, world.officer.id, TODAY + timedelta(days=7)) == {}


def test_whether_two_stood_in_for_one_another_is_known_of_days_past(world, bo, standing_clock) -> None:
    row = name(world, world.officer, world.officer, bo)
    standing_clock.pass_by(days=2)
    deputies.end(world.session, world.officer, row, clock.now())

    def stood_in(*days: int) -> bool:
        wanted = [TODAY + timedelta(days=number) for number in days]
        council_id, pair = world.council.id, (bo.id, world.officer.id)
        both = {
            store.stood_in(world.session, council_id, *ids, wanted) for ids in (pair, tuple(reversed(pair)))
        }
        assert len(both) == 1, "it is the same from both sides"
        return both.pop()

    assert [stood_in(day) for day in (-1, 0, 2, 3)] == [False, True, True, False]
    assert stood_in(-1, 1)
    assert not store.stood_in(world.session, world.council.id + 1, bo.id, world.officer.id, [TODAY])
