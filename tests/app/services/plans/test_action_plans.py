"""Plans of action: made, edited, shared, with steps added; what the log and the supplier are told."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.plans import action_plans
from app.services.plans.action_plans import PlanWords, StepWords
from app.store import actions as store
from app.store import audit
from models import Action, ActionSide, ActionState, AuditEvent, OutboxMessage, Person, Role, Supplier
from questionnaires import cleaning
from support.naughty import NAUGHTY
from support.plans import make_plan, ours, theirs
from support.two_councils import add_neighbour


def events(session, supplier: Supplier) -> list[str]:
    found = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))
    about_plans = (one for one in found if one.action.startswith("action"))
    return [one.action for one in about_plans if one.subject_id == supplier.id and one.subject == "supplier"]


def messages(session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_plan_is_made_with_its_steps_and_nobody_is_told(world, invitation) -> None:
    before = len(messages(world.session))
    plan = make_plan(world, shared=False)
    assert [one.what for one in plan.actions] == [
        "Pay for travel between visits",
        "Check the price of the contract",
    ]
    assert theirs(plan).owner_words == "Payroll manager" and theirs(plan).person is None
    assert ours(plan).person is world.officer and ours(plan).owner_words == ""
    assert all(one.state == ActionState.OPEN for one in plan.actions)
    assert plan.shared_at is None and len(messages(world.session)) == before
    assert events(world.session, world.cleaner) == ["action_plan.opened"]


def test_the_contact_is_told_of_a_shared_plan_once(world, invitation) -> None:
    plan = make_plan(world, shared=False)
    share = (world.session, world.settings, world.officer, plan, clock.now(), clock.today())
    assert action_plans.share(*share) is invitation.contact
    assert action_plans.share(*share) is None
    told = [one for one in messages(world.session) if f"/answers/plans/{plan.id}" in one.body]
    assert len(told) == 1 and told[0].to == invitation.contact.email
    assert plan.root_cause not in told[0].body
    assert audit.first_broken(world.session) is None


def test_a_plan_is_shared_with_nobody_where_nobody_is_known(world) -> None:
    plan = make_plan(world, shared=False)
    shared = action_plans.share(
        world.session, world.settings, world.officer, plan, clock.now(), clock.today()
    )
    assert shared is None and plan.shared_at is not None and not messages(world.session)


def test_an_empty_plan_is_not_shared(world) -> None:
    words = PlanWords("Nothing in it")
    plan = action_plans.open_plan(
        world.session, world.officer, world.cleaner, words, [], clock.now(), clock.today()
    )
    with pytest.raises(ValueError, match="steps"):
        action_plans.share(world.session, world.settings, world.officer, plan, clock.now(), clock.today())


@pytest.mark.parametrize(
    ("title", "step", "days"),
    [
        (" ", StepWords("Do it", ActionSide.SUPPLIER), 1),
        ("x" * 201, StepWords("Do it", ActionSide.SUPPLIER), 1),
        ("Plan", StepWords("  ", ActionSide.SUPPLIER), 1),
        ("Plan", StepWords("Do it", ActionSide.SUPPLIER), -1),
    ],
)
def test_a_plan_without_a_title_or_with_a_step_that_cannot_be_done_is_refused(
    world, title, step, days
) -> None:
    with pytest.raises(ValueError):
        action_plans.open_plan(
            world.session,
            world.officer,
            world.cleaner,
            PlanWords(title),
            [(step, clock.today() + timedelta(days=days))],
            clock.now(),
            clock.today(),
        )


def test_a_step_of_the_council_is_owned_by_one_of_its_own_officers(world) -> None:
    stranger = add_neighbour(world).officer
    left = Person(email="left@anytown.example", role=Role.OFFICER, council_id=world.council.id, active=False)
    world.session.add(left)
    plan = make_plan(world)
    for person in (stranger, left):
        step = StepWords("Look at it", ActionSide.COUNCIL, person=person)
        with pytest.raises(ValueError, match="officer"):
            action_plans.add_step(
                world.session,
                world.settings,
                world.officer,
                plan,
                step,
                clock.today(),
                clock.now(),
                clock.today(),
            )


def test_what_is_edited_is_logged_by_name_and_not_by_words(world) -> None:
    plan = make_plan(world)
    words = PlanWords(plan.title, root_cause="The fee assumes no travel.")
    assert action_plans.edit_plan(world.session, world.officer, plan, words, clock.now())
    assert not action_plans.edit_plan(world.session, world.officer, plan, words, clock.now())
    step = StepWords("Pay for all travel", ActionSide.COUNCIL, person=world.officer, owner_words="Owner")
    assert action_plans.edit_step(world.session, world.officer, theirs(plan), step, clock.now())
    assert theirs(plan).side == ActionSide.SUPPLIER and theirs(plan).person is None
    last = world.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert last.action == "action.edited" and "Pay for all travel" not in str(last.detail)
    assert set(last.detail["changed"]) == {"what", "owner_words", "evidence_wanted"}


def test_a_settled_step_is_not_edited(world) -> None:
    plan = make_plan(world)
    theirs(plan).state = ActionState.CLOSED
    step = StepWords("Something else", ActionSide.SUPPLIER)
    assert not action_plans.edit_step(world.session, world.officer, theirs(plan), step, clock.now())


def test_a_step_added_to_a_shared_plan_is_told_to_the_supplier_if_it_is_its_own(world, invitation) -> None:
    plan = make_plan(world)
    before = len(messages(world.session))
    for side in ActionSide:
        action_plans.add_step(
            world.session,
            world.settings,
            world.officer,
            plan,
            StepWords(f"A new step of the {side}", side),
            clock.today(),
            clock.now(),
            clock.today(),
        )
    told = messages(world.session)[before:]
    assert [one.to for one in told] == [invitation.contact.email]
    assert "A new step of the supplier" in told[0].body


def test_a_plan_has_an_end(world) -> None:
    plan = make_plan(world)
    given = (world.session, world.settings, world.officer, plan, StepWords("One more", ActionSide.SUPPLIER))
    for _number in range(action_plans.MOST_STEPS - 2):
        action_plans.add_step(*given, clock.today(), clock.now(), clock.today())
    with pytest.raises(ValueError, match="nobody"):
        action_plans.add_step(*given, clock.today(), clock.now(), clock.today())


def test_naughty_strings_are_kept_as_they_are(world) -> None:
    for text in NAUGHTY.values():
        kept = cleaning.clean(f"x{text}")[:400]
        words = PlanWords("Plan", root_cause=kept)
        step = (StepWords(kept, ActionSide.SUPPLIER, owner_words=kept[:160]), clock.today())
        plan = action_plans.open_plan(
            world.session, world.officer, world.cleaner, words, [step], clock.now(), clock.today()
        )
        world.session.expire_all()
        assert plan.root_cause == plan.actions[0].what == kept.strip()


def test_figures_of_actions_count_states_and_days(world, standing_clock) -> None:
    make_plan(world, days=5)
    plan = make_plan(world, days=0)
    settled, reported = theirs(plan), ours(plan)
    settled.state, settled.settled_at = ActionState.CLOSED, clock.now()
    reported.state = ActionState.REPORTED
    world.session.commit()
    today = clock.today()
    assert store.counts(world.session, world.council.id, today) == store.ActionCounts(2, 0, 1, 1)
    late = today + timedelta(days=6)
    assert store.counts(world.session, world.council.id, late) == store.ActionCounts(2, 2, 1, 1)
    next_year = date(2027, 4, 1)
    assert store.counts(world.session, world.council.id, next_year).closed_this_year == 0
    neighbour = add_neighbour(world)
    assert store.counts(world.session, neighbour.council.id, late) == store.ActionCounts(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("today", "began"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2026, 12, 31), date(2026, 4, 1)),
    ],
)
def test_the_year_of_a_council_begins_in_april(today, began) -> None:
    assert store.year_began(today) == began


def test_figures_are_those_recomputed_from_the_rows(world) -> None:
    chance, today = random.Random(20), clock.today()
    neighbour = add_neighbour(world)
    for supplier, officer in ((world.cleaner, world.officer), (neighbour.cleaner, neighbour.officer)):
        for _number in range(40):
            plan = make_plan(world, supplier, officer, days=chance.randrange(60), shared=False)
            for step in plan.actions:
                step.state = chance.choice(list(ActionState))
                if step.state in (ActionState.CLOSED, ActionState.CANCELLED):
                    step.settled_at = clock.now() - timedelta(days=chance.randrange(500))
    world.session.commit()
    for council in (world.council, neighbour.council):
        rows = world.session.scalars(select(Action).where(Action.council_id == council.id)).all()
        for day in (today, today + timedelta(days=30)):
            began = store.year_began(day)
            is_open = [one for one in rows if one.state == ActionState.OPEN]
            closed = [one for one in rows if one.state == ActionState.CLOSED]
            assert store.counts(world.session, council.id, day) == store.ActionCounts(
                open=len(is_open),
                overdue=sum(one.is_overdue(day) for one in rows),
                reported=sum(one.state == ActionState.REPORTED for one in rows),
                closed_this_year=sum(one.settled_at.date() >= began for one in closed),
            )
