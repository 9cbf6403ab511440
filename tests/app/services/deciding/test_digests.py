"""The weekly e-mail: what is in it, who gets it, and that it comes once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from celery.schedules import crontab
from flask_babel import force_locale
from sqlalchemy import select

from app.extensions import celery, clock
from app.services.deciding import corrections, decisions, digests
from app.services.people import care, notes
from app.store import screenings
from app.tasks import send_digests
from models import DecisionKind, OutboxMessage, Role, StoredReport
from support.council_people import add_council, add_person
from support.two_councils import agree, submit

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_monday(standing_clock) -> None:
    standing_clock.moment = MONDAY


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


def give(world, supplier, due_on, next_step="Phone"):
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [supplier.id],
        world.officer,
        due_on,
        next_step,
        clock.now(),
    )


def digest(world, person=None) -> digests.Digest:
    return digests.digest_of(world.session, person or world.officer, clock.now(), clock.today())


def send(world) -> int:
    return digests.send_due(world.session, world.settings, clock.now(), clock.today())


def sent(world) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.subject.contains("Your week"))
    return list(world.session.scalars(query.order_by(OutboxMessage.id)))


def test_what_is_overdue_and_what_is_due_this_week_is_told_apart(world) -> None:
    give(world, world.cleaner, date(2026, 11, 22))
    give(world, world.lawyer, date(2026, 11, 23))
    give(world, world.builder, date(2026, 11, 29))
    found = digest(world)
    assert [item.supplier for item in found.overdue] == [world.cleaner.name]
    assert [item.supplier for item in found.due] == [world.lawyer.name, world.builder.name]
    give(world, world.builder, date(2026, 11, 30))
    assert [item.supplier for item in digest(world).due] == [world.lawyer.name]


def test_nothing_is_sent_when_there_is_nothing_or_nobody_asked(world) -> None:
    digests.choose(world.session, world.officer, True, clock.now())
    assert send(world) == 0 and sent(world) == []


def test_it_is_sent_once_a_week_to_those_who_want_it(world, lead, standing_clock) -> None:
    give(world, world.cleaner, date(2026, 11, 20))
    digests.choose(world.session, world.officer, True, clock.now())
    assert send(world) == 1
    assert send(world) == 0, "a task that runs twice sends once"
    standing_clock.pass_by(days=1)
    assert send(world) == 0
    standing_clock.pass_by(days=6)
    assert send(world) == 1
    (first, _second) = sent(world)
    assert first.to == world.officer.email
    assert (
        "Overdue" in first.body and "20 November 2026: Northgate Cleaning Services Ltd: Phone" in first.body
    )
    digests.choose(world.session, world.officer, False, clock.now())
    standing_clock.pass_by(days=7)
    assert send(world) == 0


def test_who_left_gets_none(world) -> None:
    give(world, world.cleaner, date(2026, 11, 20))
    digests.choose(world.session, world.officer, True, clock.now())
    world.officer.active = False
    world.session.commit()
    assert send(world) == 0


def test_a_band_that_moved_within_the_week_is_told(world, standing_clock) -> None:
    give(world, world.cleaner, None)
    world.screen_all()
    assert digest(world).moved == (), "there is no week before"
    standing_clock.pass_by(days=8)
    assert digest(world).moved == ()
    world.screen_all()
    before, after = _band_before(world)
    assert digest(world).moved == ((world.cleaner.name, before, after),)


def _band_before(world) -> tuple[str, str]:
    """Rewrite the earlier report's band, so that the newest one differs from it."""
    current = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    before = "low" if current.band != "low" else "high"
    query = select(StoredReport).where(
        StoredReport.supplier_id == world.cleaner.id, StoredReport.current.is_(False)
    )
    for old in world.session.scalars(query):
        old.band = before
    world.session.commit()
    return before, current.band


def test_answers_and_corrections_of_the_week_are_told(world, invitation, standing_clock) -> None:
    give(world, world.cleaner, None)
    submit(world, invitation)
    agree(world, invitation)
    corrections.make(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        None,
        corrections.Disputed("name", "Name: x", "Enw: x", corrections.CorrectionAbout.COMPANY, "Wrong"),
        clock.now(),
        clock.today(),
    )
    found = digest(world)
    assert found.answers == found.corrections == (world.cleaner.name,)
    standing_clock.pass_by(days=8)
    found = digest(world)
    assert found.answers == found.corrections == ()


def test_a_lead_hears_of_suppliers_that_nobody_looks_after_and_an_officer_does_not(
    world, lead, invitation
) -> None:
    submit(world, invitation)
    agree(world, invitation)
    assert digest(world).answers == () and digest(world, lead).answers == (world.cleaner.name,)
    give(world, world.cleaner, None)
    assert digest(world).answers == (world.cleaner.name,) and digest(world, lead).answers == ()


def test_what_waits_for_an_opinion_and_notes_are_counted(world, lead) -> None:
    decisions.set_second_person(world.session, lead, world.council, ["ask_more"], "Audit", clock.now())
    decisions.decide(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        None,
        DecisionKind.ASK_MORE,
        "Because",
        None,
        clock.now(),
        clock.today(),
    )
    notes.write(world.session, world.settings, world.officer, world.cleaner, "Look", [lead.id], clock.now())
    assert digest(world, lead).asked == 2 and digest(world).asked == 0


def test_a_long_list_is_cut_and_says_how_much_is_left(world) -> None:
    lines = tuple(digests.Item(date(2026, 11, 20), f"Supplier {number}") for number in range(18))
    with force_locale("en"):
        text = "\n".join(digests._text(world.settings, digests.Digest(lines, (), 0, (), (), ())))
    assert "Supplier 14" in text and "Supplier 15" not in text and "and 3 more" in text


def test_councils_do_not_hear_of_one_another(world) -> None:
    give(world, world.cleaner, date(2026, 11, 20))
    stranger = add_person(world, "Sam Stranger", Role.LEAD, add_council(world))
    assert digest(world, stranger).is_empty


def test_the_beat_runs_it_on_monday_mornings(app) -> None:
    entry = celery.conf.beat_schedule["digests"]
    assert entry["task"] == send_digests.name
    assert entry["schedule"] == crontab(day_of_week=1, hour=7, minute=0)
    assert str(celery.conf.timezone) == "Europe/London"
