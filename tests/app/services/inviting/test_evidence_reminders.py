"""Evidence that runs out: told once, a month before, to whoever gave the newest answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.services.answers import answering, sharing
from app.services.inviting import evidence_reminders, updating
from app.services.inviting.own_reports import own_report
from app.store import audit
from models import OutboxMessage, Response
from questionnaires import Answer
from support.world import answer_everything

QUESTION = "policy_published"


def run(world, day: date) -> int:
    return evidence_reminders.send(world.session, world.settings, datetime.combine(day, time(8), UTC), day)


def mails(world) -> list[OutboxMessage]:
    found = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [one for one in found if "Evidence beside your answers runs out" in one.subject]


def submit(world, asked) -> Response:
    return answering.submit(
        world.session, asked.contact, asked, "Con Tact", "Director", clock.now(), clock.today()
    )


@pytest.fixture
def last_day(world, invitation) -> date:
    """The last day of the evidence of submitted answers, far enough away to be reminded of."""
    answer_everything(world, invitation)
    answer = Answer(
        value="yes", evidence_url="https://www.example.org/policy", evidence_date=date(2026, 6, 1)
    )
    answering.save(world.session, invitation.contact, invitation, QUESTION, answer, clock.now())
    response = submit(world, invitation)
    ends = {one.question.id: one.valid_until for one in own_report(response, clock.today()).evidence}
    assert ends[QUESTION] > clock.today() + timedelta(days=60)
    return ends[QUESTION]


def test_evidence_is_told_of_once_in_its_last_month(world, invitation, last_day) -> None:
    assert run(world, clock.today()) == 0
    day, told = clock.today(), []
    while day < last_day + timedelta(days=20):
        told += [day] * run(world, day)
        day += timedelta(days=1)
    assert len(told) == len(mails(world)) == 1
    assert last_day - timedelta(days=30) <= told[0] <= last_day - timedelta(days=30 - 7)
    [message] = mails(world)
    assert message.to == invitation.contact.email
    assert f"/answers/{invitation.id}/done" in message.body and "It counts until" in message.body
    assert len(audit.of_action(world.session, invitation.response, "evidence.reminded")) == 1


def test_a_run_on_the_same_day_and_one_after_a_long_pause_tell_once(world, last_day) -> None:
    run(world, clock.today())
    late = last_day + timedelta(days=3)
    assert run(world, late) == 1 and run(world, late) == 0
    assert "It counted until" in mails(world)[0].body


def test_nobody_is_told_of_answers_that_no_council_reads(world, invitation, last_day) -> None:
    sharing.withdraw(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        invitation.council_id,
        clock.now(),
        clock.today(),
    )
    assert run(world, last_day) == 0


def test_who_has_given_newer_answers_is_not_told_of_the_old(world, invitation, last_day) -> None:
    run(world, clock.today())
    newer = updating.start_update(world.session, invitation.contact, invitation, clock.now())
    answer_everything(world, newer)
    submit(world, newer)
    before = len(mails(world))
    run(world, last_day)
    assert all(f"/answers/{invitation.id}/done" not in one.body for one in mails(world)[before:])


def test_the_schedule_tells(world, last_day, standing_clock) -> None:
    run(world, clock.today())
    standing_clock.pass_by(days=(last_day - clock.today()).days - 10)
    tasks.send_reminders()
    assert len(mails(world)) == 1
