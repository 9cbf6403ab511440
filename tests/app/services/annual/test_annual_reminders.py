"""Reminders of deadlines: each once, to the leads alone, whatever days the beat happens to run on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import tasks
from app.extensions import celery, clock
from app.services.annual import annual_reminders, annual_statements
from app.services.annual.annual_reminders import STAGES, day_of, stage_on
from app.store import audit
from models import AnnualStatement, OutboxMessage, Person, Role, StatementState

YEAR_END = date(2026, 3, 31)


@pytest.fixture
def statement(world) -> AnnualStatement:
    lee = Person(email="lee@anytown.example", name="Lee", role=Role.LEAD, council_id=world.council.id)
    gone = Person(
        email="gone@anytown.example", name="Gone", role=Role.LEAD, council_id=world.council.id, active=False
    )
    world.session.add_all([lee, gone])
    world.session.commit()
    return annual_statements.begin(world.session, lee, world.council, YEAR_END, "six_areas", clock.now())


def run(world, day: date) -> int:
    return annual_reminders.remind(world.session, world.settings, clock.now(), day)


def sent(world) -> list[OutboxMessage]:
    return world.session.query(OutboxMessage).order_by(OutboxMessage.id).all()


def test_the_days_of_the_reminders() -> None:
    due = date(2026, 9, 30)
    assert [day_of(stage, due) for stage in STAGES] == [
        date(2026, 6, 30), date(2026, 8, 30), date(2026, 9, 16), date(2026, 9, 23),
    ]  # fmt: skip
    assert day_of("1_month", date(2026, 3, 31)) == date(2026, 2, 28)
    assert day_of("3_months", date(2028, 1, 31)) == date(2027, 10, 31)
    assert day_of("1_month", date(2027, 1, 15)) == date(2026, 12, 15)


def test_a_year_of_days_sends_four_letters_to_the_lead(world, statement: AnnualStatement) -> None:
    assert statement.due_on == date(2026, 9, 30)
    days = [
        day for day in (date(2026, 4, 1) + timedelta(days=number) for number in range(300)) if run(world, day)
    ]
    assert days == [day_of(stage, statement.due_on) for stage in STAGES]
    letters = sent(world)
    assert {one.to for one in letters} == {"lee@anytown.example"} and len(letters) == 4
    assert "The annual statement is due by 30 September 2026" in letters[0].subject
    assert f"/statement/{statement.id}" in letters[0].body and "Anytown Council" in letters[0].body
    assert "Guidance asks for it by this day; the law does not." in letters[0].body


def test_days_that_were_missed_send_the_latest_alone(world, statement: AnnualStatement) -> None:
    assert run(world, date(2026, 9, 20)) == 1
    assert run(world, date(2026, 9, 20)) == 0
    assert [
        event.detail["stage"] for event in audit.of_action(world.session, statement, "statement.reminded")
    ] == ["2_weeks"]
    assert run(world, date(2026, 10, 1)) == 0


def test_a_deadline_that_moves_is_told_of_anew(world, statement: AnnualStatement) -> None:
    assert run(world, date(2026, 8, 30)) == 1
    statement.due_on = date(2026, 9, 10)
    world.session.commit()
    assert run(world, date(2026, 8, 30)) == 1 and run(world, date(2026, 8, 30)) == 0
    assert "10 September 2026" in sent(world)[-1].subject


def test_nothing_is_sent_for_what_is_published_or_has_no_day(world, statement: AnnualStatement) -> None:
    statement.state = StatementState.PUBLISHED
    world.session.commit()
    assert run(world, date(2026, 9, 23)) == 0
    statement.state, statement.due_on = StatementState.APPROVED, None
    world.session.commit()
    assert run(world, date(2026, 9, 23)) == 0 and sent(world) == []


def test_a_council_without_a_lead_is_reminded_once_it_has_one(world, statement: AnnualStatement) -> None:
    world.session.query(Person).filter_by(role=Role.LEAD).update({"role": Role.OFFICER})
    world.session.commit()
    assert run(world, date(2026, 9, 16)) == 0
    world.session.query(Person).filter_by(email="lee@anytown.example").update({"role": Role.LEAD})
    world.session.commit()
    assert run(world, date(2026, 9, 17)) == 1


def test_the_beat_calls_it(world, statement: AnnualStatement, standing_clock) -> None:
    standing_clock.moment = datetime(2026, 9, 23, 5, tzinfo=UTC)
    tasks.remind_of_statements()
    tasks.remind_of_statements()
    assert len(sent(world)) == 1
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert tasks.remind_of_statements.name in scheduled


DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))


@given(DAYS, st.sets(st.integers(-150, 20), max_size=40))
def test_on_any_days_the_stages_come_in_order_and_never_after_the_deadline(
    due: date, offsets: set[int]
) -> None:
    days = [due + timedelta(days=one) for one in sorted(offsets)]
    found = [(day, stage_on(due, day)) for day in days]
    places = [STAGES.index(stage) for _day, stage in found if stage]
    assert places == sorted(places)
    for day, stage in found:
        assert (stage is None) == (day > due or day < day_of(STAGES[0], due))
        assert stage is None or day_of(stage, due) <= day


@given(DAYS)
def test_the_days_of_the_reminders_are_in_order(due: date) -> None:
    days = [day_of(stage, due) for stage in STAGES]
    assert days == sorted(set(days)) and days[-1] < due
