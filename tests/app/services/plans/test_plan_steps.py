"""What happens with a step: who may do what in which state, other dates, and that nothing written is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.extensions import clock
from app.services.plans import plan_steps
from app.services.plans.plan_steps import MOVES, NotNow, Proof
from models import (
    Action,
    ActionSide,
    ActionState,
    AuditEvent,
    Deputy,
    EntryKind,
    OutboxMessage,
    Person,
    Role,
    SupplierCare,
)
from support.plans import make_plan, ours, theirs

#: The allowed changes of state, written down a second time by hand.
ALLOWED = {
    ("open", "reported"),
    ("reported", "open"),
    ("open", "closed"),
    ("reported", "closed"),
    ("open", "cancelled"),
    ("reported", "cancelled"),
    ("closed", "open"),
    ("cancelled", "open"),
}


def report(world, contact, action, words="Paid since 1 November", **proof) -> None:
    given = (world.session, world.settings, contact, action, words, Proof(**proof))
    plan_steps.report(*given, clock.now(), clock.today())


def settle(world, action, kind, words="Looked at ten pay slips") -> None:
    given = (world.session, world.settings, world.officer, action, kind, words)
    plan_steps.settle_step(*given, clock.now(), clock.today())


def ask_date(world, contact, action, days=20, reason="The payroll changes in March") -> None:
    given = (world.session, world.settings, contact, action, action.due_on + timedelta(days=days), reason)
    plan_steps.ask_date(*given, clock.now(), clock.today())


def answer(world, action, accepted, words="") -> None:
    given = (world.session, world.settings, world.officer, action, accepted, words)
    plan_steps.answer_date(*given, clock.now(), clock.today())


def change_date(world, action, days=9, reason="We were late ourselves") -> None:
    given = (world.session, world.settings, world.officer, action, action.due_on + timedelta(days=days))
    plan_steps.change_date(*given, reason, clock.now(), clock.today())


def sent_since(world, number: int) -> list[OutboxMessage]:
    return list(world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))[number:]


def sent(world) -> int:
    return len(sent_since(world, 0))


@pytest.fixture
def contact(invitation) -> Person:
    return invitation.contact


@pytest.fixture
def plan(world, contact):
    return make_plan(world)


def test_the_supplier_says_that_its_step_is_done_and_an_officer_closes_it(world, plan, contact) -> None:
    step, before = theirs(plan), sent(world)
    report(world, contact, step, link="https://northgate.example/payslips", document_on=clock.today())
    assert step.state == ActionState.REPORTED and step.reported_by is contact
    (told,) = sent_since(world, before)
    assert told.to == world.officer.email and f"/officer/plans/{plan.id}" in told.body
    assert "Paid since" not in told.body
    settle(world, step, EntryKind.CLOSED)
    assert step.state == ActionState.CLOSED and step.settled_by is world.officer
    assert step.settled_words == "Looked at ten pay slips" and plan.closed_at is None
    assert [one.kind for one in step.entries] == [EntryKind.REPORTED, EntryKind.CLOSED]
    assert step.entries[0].link == "https://northgate.example/payslips"
    assert sent_since(world, before)[-1].to == contact.email


def test_a_plan_is_finished_with_its_last_step_and_opened_again_with_one(world, plan) -> None:
    settle(world, theirs(plan), EntryKind.CLOSED)
    assert plan.closed_at is None
    settle(world, ours(plan), EntryKind.CANCELLED)
    assert plan.closed_at == clock.now()
    settle(world, ours(plan), EntryKind.REOPENED)
    assert plan.closed_at is None and ours(plan).settled_at is None and ours(plan).settled_words == ""
    actions = [one.action for one in world.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))]
    assert "action_plan.closed" in actions and "action_plan.reopened" in actions


def test_what_was_said_first_is_still_there_after_it_was_returned(world, plan, contact) -> None:
    step = theirs(plan)
    report(world, contact, step, "The first time")
    settle(world, step, EntryKind.RETURNED, "The pay slips are of another year")
    assert step.state == ActionState.OPEN
    report(world, contact, step, "The second time")
    assert [one.words for one in step.entries] == [
        "The first time",
        "The pay slips are of another year",
        "The second time",
    ]
    assert step.reported_words == "The second time"


def test_the_supplier_does_nothing_with_the_councils_step_nor_with_a_plan_not_shared(world, contact) -> None:
    shared, private = make_plan(world), make_plan(world, shared=False)
    for step in (ours(shared), theirs(private)):
        with pytest.raises(NotNow):
            report(world, contact, step)
        with pytest.raises(NotNow):
            ask_date(world, contact, step)
        assert step.state == ActionState.OPEN and not step.entries


def test_who_changes_a_step_says_why(world, plan, contact) -> None:
    with pytest.raises(ValueError):
        report(world, contact, theirs(plan), " ")
    for kind in EntryKind:
        with pytest.raises(ValueError):
            settle(world, theirs(plan), kind, " ")
    with pytest.raises(ValueError):
        change_date(world, theirs(plan), reason=" ")
    for kind in set(EntryKind) - set(MOVES):
        with pytest.raises(ValueError):
            settle(world, theirs(plan), kind)


def test_somebody_was_faster(world, plan, contact) -> None:
    step = theirs(plan)
    world.session.commit()
    with world.session.get_bind().connect() as other:
        other.execute(update(Action).where(Action.id == step.id).values(state=ActionState.CLOSED))
        other.commit()
    with pytest.raises(NotNow):
        report(world, contact, step)
    assert not step.entries


# --- Dates ------------------------------------------------------------------------------------------------


def test_another_date_is_asked_once_and_agreed(world, plan, contact) -> None:
    step, before = theirs(plan), theirs(plan).due_on
    ask_date(world, contact, step)
    assert step.due_on == before and step.wanted_due_on == before + timedelta(days=20)
    answer(world, step, accepted=True)
    assert step.due_on == before + timedelta(days=20) and step.wanted_due_on is None
    assert (step.entries[-1].due_before, step.entries[-1].due_after) == (before, step.due_on)
    assert not plan_steps.can_ask_date(step)
    with pytest.raises(NotNow):
        ask_date(world, contact, step)
    with pytest.raises(NotNow):
        answer(world, step, accepted=True)


def test_another_date_is_declined_with_a_reason(world, plan, contact) -> None:
    step, before = theirs(plan), theirs(plan).due_on
    ask_date(world, contact, step)
    with pytest.raises(ValueError, match="reason"):
        answer(world, step, accepted=False)
    mails = sent(world)
    answer(world, step, accepted=False, words="The wage is owed now")
    assert step.due_on == before and step.wanted_due_on is None
    assert [one.to for one in sent_since(world, mails)] == [contact.email]
    with pytest.raises(NotNow):
        ask_date(world, contact, step)


@pytest.mark.parametrize("days", [0, -1])
def test_another_date_is_later(world, plan, contact, days) -> None:
    with pytest.raises(ValueError):
        ask_date(world, contact, theirs(plan), days=days)


def test_the_date_asked_of_an_overdue_step_is_not_over_itself(world, plan, contact, standing_clock) -> None:
    step = theirs(plan)
    standing_clock.pass_by(days=60)
    with pytest.raises(ValueError):
        ask_date(world, contact, step, days=10)
    ask_date(world, contact, step, days=40)


def test_an_officer_sets_another_date_with_a_reason_which_answers_what_was_asked(
    world, plan, contact
) -> None:
    step = theirs(plan)
    ask_date(world, contact, step)
    change_date(world, step)
    assert step.wanted_due_on is None and step.entries[-1].kind == EntryKind.DATE_CHANGED
    with pytest.raises(ValueError):
        change_date(world, step, days=0)
    settle(world, step, EntryKind.CLOSED)
    with pytest.raises(NotNow):
        change_date(world, step)


def test_a_step_that_is_reported_or_settled_asks_for_no_date_any_more(world, plan, contact) -> None:
    step = theirs(plan)
    ask_date(world, contact, step)
    report(world, contact, step)
    assert step.wanted_due_on is None
    with pytest.raises(NotNow):
        answer(world, step, accepted=True)


# --- Who is told ------------------------------------------------------------------------------------------


def colleague(world, name: str, role=Role.OFFICER, active=True) -> Person:
    person = Person(
        email=f"{name}@anytown.example", name=name, role=role, council_id=world.council.id, active=active
    )
    world.session.add(person)
    world.session.commit()
    return person


def told_of_report(world, plan, contact) -> list[str]:
    before = sent(world)
    report(world, contact, theirs(plan))
    return [one.to for one in sent_since(world, before)]


def test_whoever_looks_after_the_supplier_is_told(world, plan, contact) -> None:
    carer = colleague(world, "carer")
    world.session.add(
        SupplierCare(council_id=world.council.id, supplier_id=world.cleaner.id, owner=carer, next_step="")
    )
    world.session.commit()
    assert told_of_report(world, plan, contact) == [carer.email]


def test_a_deputy_is_told_in_place_of_who_is_away(world, plan, contact) -> None:
    deputy = colleague(world, "deputy")
    world.session.add(
        Deputy(
            council_id=world.council.id,
            person=world.officer,
            deputy=deputy,
            first_day=clock.today(),
            last_day=clock.today(),
        )
    )
    world.session.commit()
    assert told_of_report(world, plan, contact) == [deputy.email]


def test_a_lead_is_told_where_everybody_concerned_has_left(world, plan, contact) -> None:
    lead = colleague(world, "lead", Role.LEAD)
    colleague(world, "another")
    world.officer.active = False
    world.session.commit()
    assert told_of_report(world, plan, contact) == [lead.email]


# --- Any order of acts ------------------------------------------------------------------------------------

ACTS = ("report", "ask", "agree", "decline", "date", *(kind.value for kind in MOVES))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=9))
def test_whatever_is_tried_in_whatever_order_states_move_as_allowed_and_nothing_is_lost(
    world, contact, acts
) -> None:
    plan = make_plan(world)
    for act, on_theirs in acts:
        step = theirs(plan) if on_theirs else ours(plan)
        before, entries = step.state, [one.id for one in step.entries]
        try:
            do(world, contact, step, act)
        except (NotNow, ValueError):
            assert step.state == before and [one.id for one in step.entries] == entries
            continue
        assert before == step.state or (before, step.state) in ALLOWED
        assert [one.id for one in step.entries][:-1] == entries
        assert step.side == ActionSide.SUPPLIER or ActionState.REPORTED not in (before, step.state)
        assert (step.settled_at is None) == (step.state in (ActionState.OPEN, ActionState.REPORTED))
        unsettled = [one for one in plan.actions if one.settled_at is None]
        assert (plan.closed_at is None) == bool(unsettled)
    asked = [one for step in plan.actions for one in step.entries if one.kind == EntryKind.DATE_ASKED]
    assert len(asked) <= 1


def do(world, contact, step, act) -> None:
    if act == "report":
        report(world, contact, step)
    elif act == "ask":
        ask_date(world, contact, step)
    elif act in ("agree", "decline"):
        answer(world, step, act == "agree", "Because")
    elif act == "date":
        change_date(world, step)
    else:
        settle(world, step, EntryKind(act))


def test_what_was_handed_to_a_deputy_is_in_the_log(world, plan) -> None:
    owner = colleague(world, "owner")
    ours(plan).person = owner
    world.session.add(
        Deputy(
            council_id=world.council.id,
            person=owner,
            deputy=world.officer,
            first_day=clock.today(),
            last_day=clock.today(),
        )
    )
    world.session.commit()
    settle(world, ours(plan), EntryKind.CLOSED)
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action.closed")).one()
    assert event.detail["on_behalf_of"] == owner.id
