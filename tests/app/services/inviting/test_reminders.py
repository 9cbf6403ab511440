"""Reminders: which moment, to whom, once each, whatever days the service runs on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import invitations, reminders
from app.services.inviting.reminders import ANSWER_MOMENTS, CATCH_UP, STEP_MOMENTS, due_moment
from app.services.people import access_links
from app.services.plans import plan_steps
from app.store import audit
from models import (
    ActionState,
    AuditEvent,
    Deputy,
    EntryKind,
    LinkPurpose,
    OutboxMessage,
    Person,
    ResponseStatus,
    Role,
)
from support.plans import make_plan, ours, theirs
from support.two_councils import add_neighbour
from support.two_councils import ask as ask_for
from support.world import answer_everything

DUE = date(2026, 12, 11)


def run(world, day: date) -> reminders.Sent:
    return reminders.send(world.session, world.settings, datetime.combine(day, time(8), UTC), day)


def mails_on(world, day: date) -> list[OutboxMessage]:
    before = world.session.scalars(select(OutboxMessage.id)).all()
    run(world, day)
    found = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [one for one in found if one.id not in before]


# --- The rule ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "told", "expected"),
    [
        (-8, None, None),
        (-7, None, -7),
        (-7, -7, None),  # told today already
        (-6, None, -7),  # the day itself was missed
        (-6, -7, None),
        (0, -7, 0),
        (6, None, 0),
        (7, 0, 7),
        (8, 7, None),
        (13, 0, 7),
        (14, 0, None),  # a week later nobody is reminded any more
        (21, 7, 21),
        (27, 7, 21),
        (28, 7, None),
        (400, None, None),
    ],
)
def test_the_moment_that_is_due(today, told, expected) -> None:
    def day(days: int | None) -> date | None:
        return None if days is None else DUE + timedelta(days=days)

    assert due_moment(DUE, day(told), day(today), STEP_MOMENTS) == day(expected)


@given(
    days=st.sets(st.integers(-40, 60), max_size=60),
    told=st.none() | st.integers(-60, 0),
    moments=st.sampled_from([STEP_MOMENTS, ANSWER_MOMENTS]),
)
def test_each_moment_brings_one_reminder_at_most_on_whatever_days_it_is_looked(days, told, moments) -> None:
    told_on = None if told is None else DUE + timedelta(days=told)
    sent: list[tuple[date, date]] = []
    for number in sorted(days):
        today = DUE + timedelta(days=number)
        for _again in range(2):
            due = due_moment(DUE, told_on, today, moments)
            if due is not None:
                sent.append((due, today))
                told_on = today
    assert len({moment for moment, _day in sent}) == len(sent)
    for moment, day in sent:
        assert (moment - DUE).days in moments
        assert timedelta(0) <= day - moment < timedelta(days=CATCH_UP)
        assert told is None or moment > DUE + timedelta(days=told)
    if set(range(-40, 61)) <= days and told is None:
        assert len(sent) == len(moments)


def test_looked_at_every_day_every_moment_is_reminded_of_on_its_day() -> None:
    told_on, sent = None, []
    for number in range(-40, 60):
        today = DUE + timedelta(days=number)
        if due_moment(DUE, told_on, today, STEP_MOMENTS):
            sent.append(number)
            told_on = today
    assert tuple(sent) == STEP_MOMENTS


# --- Steps of plans ---------------------------------------------------------------------------------------


@pytest.fixture
def contact(invitation) -> Person:
    invitation.due_on = DUE + timedelta(days=300)
    return invitation.contact


@pytest.fixture
def plan(world, contact):
    """Both steps are due on 20 December 2026, thirty days after the plan was shared."""
    return make_plan(world)


def test_each_side_is_reminded_of_its_own_on_each_moment(world, plan, contact) -> None:
    due = theirs(plan).due_on
    told = {}
    for number in range(-20, 40):
        day = due + timedelta(days=number)
        for message in mails_on(world, day):
            told.setdefault(number, []).append((message.to, theirs(plan).what in message.body))
    assert set(told) == set(STEP_MOMENTS)
    for number in (-7, 0, 7):
        assert sorted(told[number]) == sorted([(contact.email, True), (world.officer.email, False)])
    # Three weeks late, the officer is told of the supplier's step too, to speak with it.
    assert sorted(told[21]) == sorted([(contact.email, True), (world.officer.email, True)])


def test_running_again_on_the_same_day_sends_nothing(world, plan) -> None:
    day = theirs(plan).due_on
    assert run(world, day).steps == 2
    assert run(world, day).steps == 0
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action.reminded")).all()
    assert len(events) == 2 and {one.actor for one in events} == {audit.SYSTEM}


def test_a_reminder_of_something_late_speaks_of_help(world, plan) -> None:
    day = theirs(plan).due_on + timedelta(days=21)
    to_officer = next(one for one in mails_on(world, day) if one.to == world.officer.email)
    assert "ask what stands in the way, and offer help" in to_officer.body
    assert f"/officer/plans/{plan.id}" in to_officer.body and "terminat" not in to_officer.body


@pytest.mark.parametrize("kind", [EntryKind.CLOSED, EntryKind.CANCELLED])
def test_what_is_settled_or_reported_is_not_reminded_of(world, plan, contact, kind) -> None:
    given_to = (world.session, world.settings, world.officer)
    plan_steps.settle_step(*given_to, ours(plan), kind, "Looked", clock.now(), clock.today())
    plan_steps.report(
        world.session,
        world.settings,
        contact,
        theirs(plan),
        "Done",
        plan_steps.Proof(),
        clock.now(),
        clock.today(),
    )
    assert run(world, theirs(plan).due_on).steps == 0


def test_while_another_date_is_asked_the_officer_is_reminded(world, plan, contact) -> None:
    step = theirs(plan)
    wanted = step.due_on + timedelta(days=9)
    plan_steps.ask_date(
        world.session, world.settings, contact, step, wanted, "Payroll", clock.now(), clock.today()
    )
    assert {one.to for one in mails_on(world, step.due_on)} == {world.officer.email}


def test_a_changed_date_moves_its_moments(world, plan) -> None:
    step, before = theirs(plan), theirs(plan).due_on
    run(world, before - timedelta(days=7))
    plan_steps.change_date(
        world.session,
        world.settings,
        world.officer,
        step,
        before + timedelta(days=60),
        "Agreed",
        clock.now(),
        clock.today(),
    )
    assert run(world, before).steps == 1, "only the council's step"
    assert run(world, before + timedelta(days=53)).steps == 1


def test_a_plan_that_is_not_shared_reminds_the_officer_alone(world, contact) -> None:
    plan = make_plan(world, shared=False)
    mails = mails_on(world, theirs(plan).due_on)
    assert [one.to for one in mails] == [world.officer.email]
    assert theirs(plan).what in mails[0].body and ours(plan).what in mails[0].body


def test_the_deputy_gets_the_reminders_of_who_is_away(world, plan) -> None:
    deputy = Person(email="di@anytown.example", name="Di", role=Role.OFFICER, council_id=world.council.id)
    day = ours(plan).due_on
    world.session.add(
        Deputy(council_id=world.council.id, person=world.officer, deputy=deputy, first_day=day, last_day=day)
    )
    world.session.commit()
    to = {one.to for one in mails_on(world, day)}
    assert deputy.email in to and world.officer.email not in to


def test_what_is_shared_on_the_day_of_a_moment_is_not_reminded_of_as_well(world, contact) -> None:
    plan = make_plan(world, days=7)
    assert run(world, clock.today()).steps == 0
    assert run(world, theirs(plan).due_on).steps == 2


# --- Questionnaires ---------------------------------------------------------------------------------------


def test_an_unanswered_questionnaire_is_reminded_of_with_a_link_that_works(world, invitation) -> None:
    told = {}
    for number in range(-20, 40):
        for message in mails_on(world, invitation.due_on + timedelta(days=number)):
            told[number] = message
    assert tuple(told) == ANSWER_MOMENTS
    assert {one.to for one in told.values()} == {invitation.contact.email}
    assert "-" * 40 in told[7].body, "English and Welsh"
    link = next(line for line in told[7].body.splitlines() if "/answer/" in line)
    now = datetime.combine(invitation.due_on + timedelta(days=8), time(9), UTC)
    opened = access_links.look_up(world.session, link.rpartition("/")[2], LinkPurpose.INVITATION, now)
    assert opened.invitation_id == invitation.id
    earlier = next(line for line in told[0].body.splitlines() if "/answer/" in line)
    with pytest.raises(access_links.UnusableLink):
        access_links.look_up(world.session, earlier.rpartition("/")[2], LinkPurpose.INVITATION, now)


def test_a_questionnaire_is_not_reminded_of_twice_on_a_day(world, invitation) -> None:
    assert run(world, invitation.due_on).answers == 1
    assert run(world, invitation.due_on).answers == 0


def test_a_questionnaire_asked_again_today_is_not_reminded_of_today(
    world, invitation, standing_clock
) -> None:
    standing_clock.moment = datetime.combine(invitation.due_on, time(9), UTC)
    contact = invitation.contact
    invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        contact.email,
        contact.name,
        invitation.due_on,
        clock.now(),
    )
    assert run(world, invitation.due_on).answers == 0


def test_nobody_is_reminded_who_answered_or_is_asked_no_longer(world, invitation) -> None:
    neighbour = add_neighbour(world)
    other = ask_for(world, neighbour.cleaner, "other@northgate.example", due_on=invitation.due_on)
    other.revoked_at = clock.now()
    answer_everything(world, invitation)
    answering.submit(
        world.session,
        invitation.contact,
        invitation,
        "Con Tact",
        "Director",
        clock.now(),
        clock.today(),
        "en",
    )
    assert invitation.response.status == ResponseStatus.SUBMITTED
    assert run(world, invitation.due_on).answers == 0


def test_nobody_is_reminded_who_has_left(world, invitation) -> None:
    invitation.contact.active = False
    world.session.commit()
    assert run(world, invitation.due_on).answers == 0


def test_an_old_questionnaire_is_left_in_peace(world, invitation) -> None:
    assert run(world, invitation.due_on + timedelta(days=200)).answers == 0


def test_the_task_runs_with_the_clock_of_the_service(world, invitation, standing_clock) -> None:
    standing_clock.moment = datetime.combine(invitation.due_on, time(9), UTC)
    tasks.send_reminders()
    world.session.expire_all()
    assert invitation.reminded_on == invitation.due_on


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(days=st.lists(st.integers(-10, 30), min_size=1, max_size=12).map(sorted))
def test_whatever_days_it_runs_on_nobody_gets_the_same_reminder_twice(world, contact, days) -> None:
    plan = make_plan(world)
    step = ours(plan)
    sent = []
    for number in days:
        before = step.reminded_on
        run(world, step.due_on + timedelta(days=number))
        world.session.refresh(step)
        if step.reminded_on != before:
            sent.append(number)
    assert len(sent) <= len(STEP_MOMENTS) and len(set(sent)) == len(sent)
    missed = {
        moment
        for moment in STEP_MOMENTS
        if any(moment <= day < moment + CATCH_UP for day in days) and not any(moment <= day for day in sent)
    }
    assert not missed
    step.state = theirs(plan).state = ActionState.CANCELLED
    world.session.commit()
