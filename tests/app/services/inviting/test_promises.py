"""What a supplier promised for a day: reminded of once when it comes, and seen by who reads the answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.officer.supplier import answer_views
from app.services.answers import answering
from app.services.inviting import promises
from models import AuditEvent, Invitation, OutboxMessage, Response
from questionnaires import Answer, path
from support.two_councils import add_neighbour as neighbour_of
from support.two_councils import agree, ask, withdraw
from support.world import World, acceptable

SAID = {
    "organisation_size": "large",
    "statement_in_scope": "yes",
    "statement_published": "yes",
    "gap_structure": "planned",
    "gap_structure_by": "2027-03-31",
    "gap_goals": "planned",
    "gap_goals_by": "2027-06-30",
}
FIRST, SECOND = date(2027, 3, 31), date(2027, 6, 30)


def _submit(world: World, invitation: Invitation, **more: str) -> Response:
    said = {**SAID, **more}
    questionnaire = answering.questionnaire_of(invitation.response)
    while asked := path.first_unanswered(questionnaire, answering.answers_of(invitation.response)):
        value = said.get(asked.id, acceptable(asked).value)
        if asked.id.startswith("gap_") and asked.id not in said:
            value = "no"
        answering.save(world.session, invitation.contact, invitation, asked.id, Answer(value), clock.now())
    return answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


@pytest.fixture
def given(world: World) -> Response:
    return _submit(world, ask(world, world.cleaner))


def _run(world: World, day: date) -> list[OutboxMessage]:
    before = set(world.session.scalars(select(OutboxMessage.id)))
    promises.remind(world.session, world.settings, datetime.combine(day, time(8), UTC), day)
    found = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [one for one in found if one.id not in before]


def test_the_answers_tell_what_was_promised_the_nearest_day_first(given) -> None:
    assert [(one.question.id, one.day) for one in promises.of(given)] == [
        ("gap_structure_by", FIRST),
        ("gap_goals_by", SECOND),
    ]


def test_a_promise_off_the_path_is_none(world) -> None:
    response = _submit(world, ask(world, world.cleaner))
    for row in response.answers:
        if row.question_id == "gap_structure":
            row.content = Answer("yes").to_json()
    assert [one.question.id for one in promises.of(response)] == ["gap_goals_by"]


def test_each_day_is_reminded_of_once_when_it_comes_in_both_languages(world, given) -> None:
    assert _run(world, FIRST - timedelta(days=1)) == []
    [message] = _run(world, FIRST)
    assert message.to == "contact@northgate.example"
    assert "By when will you cover your structure and supply chains? 31 March 2027" in message.body
    assert "31 Mawrth 2027" in message.body and "/answer/" in message.body
    assert "30 June 2027" not in message.body and given.reference in message.body
    assert _run(world, FIRST) == [] and _run(world, FIRST + timedelta(days=1)) == []
    assert len(_run(world, SECOND)) == 1
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "promise.reminded"))
    assert [one.detail["questions"] for one in events] == [["gap_structure_by"], ["gap_goals_by"]]


@pytest.mark.parametrize(("late", "number"), [(6, 1), (7, 0), (100, 0)])
def test_a_machine_that_was_switched_off_reminds_within_a_week_and_not_of_years_ago(
    world, given, late, number
) -> None:
    assert len(_run(world, FIRST + timedelta(days=late))) == number


def test_one_mail_however_many_councils_read_the_answers(world, given) -> None:
    neighbour = neighbour_of(world)
    other = ask(world, neighbour.cleaner)
    assert other.response is given and agree(world, other)
    assert len(_run(world, FIRST)) == 1
    assert _run(world, FIRST + timedelta(days=1)) == []


def test_no_mail_where_nobody_reads_or_newer_answers_stand(world, given, standing_clock) -> None:
    [invitation] = given.invitations
    assert withdraw(world, invitation)
    assert _run(world, FIRST) == []
    assert agree(world, invitation)
    standing_clock.pass_by(days=30)
    update = ask(world, world.cleaner)
    assert update.response is not given
    _submit(world, update, gap_structure="yes")
    assert _run(world, FIRST) == []


def test_the_task_that_runs_each_day_sends_it(world, given, standing_clock) -> None:
    standing_clock.pass_by(days=(FIRST - clock.today()).days)
    tasks.send_reminders()
    subjects = [one.subject for one in world.session.scalars(select(OutboxMessage))]
    assert any("what you said would be there by now" in one for one in subjects)


def test_an_officer_sees_that_a_day_has_passed(app, world, given, standing_clock) -> None:
    def shown() -> str:
        with app.test_request_context():
            return str(answer_views.answers_shown(given, world.cleaner.id))

    assert "31 March 2027" in shown() and "This day has passed" not in shown()
    standing_clock.pass_by(days=(FIRST - clock.today()).days + 1)
    assert shown().count("This day has passed") == 1
