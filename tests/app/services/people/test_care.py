"""Owners, next steps and due days; taking an assignment back; handing everything over."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.people import care, deputies, notes
from app.store import audit
from app.store import care as store
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    AuditEvent,
    OutboxMessage,
    Role,
    SupplierCare,
)
from support.council_people import add_council, add_person

DUE = date(2026, 12, 4)


@pytest.fixture
def bo(world):
    return add_person(world, "Bo Example")


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


def assign(world, supplier, owner, due_on=DUE, next_step="Phone the contact"):
    return care.look_after(
        world.session,
        world.settings,
        world.officer,
        world.council.id,
        supplier.id,
        owner,
        due_on,
        next_step,
        clock.now(),
        clock.today(),
    )


def kept(world, supplier) -> SupplierCare | None:
    return store.care_of(world.session, world.council.id, [supplier.id]).get(supplier.id)


def events(world, action: str) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence)
    return list(world.session.scalars(query))


def test_an_officer_takes_a_supplier_on_and_the_log_says_so(world) -> None:
    assert assign(world, world.cleaner, world.officer)
    found = kept(world, world.cleaner)
    assert (found.owner, found.due_on, found.next_step) == (world.officer, DUE, "Phone the contact")
    (event,) = events(world, "supplier.assigned")
    assert event.subject_id == world.cleaner.id
    assert event.detail["owner"] == world.officer.id and event.detail["due"] == "2026-12-04"
    assert "Phone" not in str(event.detail), "free text does not enter a log that nobody can change"
    assert not world.session.scalars(select(OutboxMessage)).all(), "who assigns to oneself needs no e-mail"


def test_what_changes_nothing_is_no_event(world) -> None:
    assign(world, world.cleaner, world.officer)
    assert assign(world, world.cleaner, world.officer) is None
    assert len(events(world, "supplier.assigned")) == 1


def test_a_new_owner_is_told_in_both_languages(world, bo) -> None:
    assign(world, world.cleaner, bo)
    (message,) = world.session.scalars(select(OutboxMessage)).all()
    assert message.to == bo.email and "/officer/my-work" in message.body


def test_many_suppliers_are_given_at_once_with_one_event_each_and_one_e_mail(world, bo) -> None:
    assign(world, world.lawyer, world.officer, None, "Read the statement")
    ids = [world.cleaner.id, world.lawyer.id, world.builder.id]
    changed = care.assign(
        world.session, world.officer, world.council.id, ids, bo, DUE, "", clock.now(), world.settings
    )
    assert changed == 3
    assert len(events(world, "supplier.assigned")) == 1 + 3
    assert kept(world, world.lawyer).next_step == "Read the statement", "what is not given stays"
    assert len(world.session.scalars(select(OutboxMessage)).all()) == 1


def test_an_assignment_of_many_is_taken_back_where_nobody_changed_it_since(world, bo) -> None:
    assign(world, world.lawyer, world.officer, None, "Read the statement")
    ids = [world.cleaner.id, world.lawyer.id, world.builder.id]
    changes = care.assign_each(
        world.session, world.officer, world.council.id, ids, bo, DUE, "Ask", clock.now()
    )
    assign(world, world.builder, world.officer, DUE, "A colleague was faster")
    again = [care.Change.from_json(one.to_json()) for one in changes]
    assert again == changes
    assert care.restore(world.session, world.officer, world.council.id, again, clock.now()) == 2
    assert kept(world, world.cleaner).owner is None and kept(world, world.cleaner).due_on is None
    assert kept(world, world.lawyer).owner == world.officer
    assert kept(world, world.lawyer).next_step == "Read the statement"
    assert kept(world, world.builder).next_step == "A colleague was faster"
    assert care.restore(world.session, world.officer, world.council.id, again, clock.now()) == 0


def test_suppliers_and_people_of_another_council_are_out_of_reach(world) -> None:
    other = add_council(world)
    stranger = add_person(world, "Sam Stranger", council=other)
    nothing = care.assign(
        world.session, stranger, other.id, [world.cleaner.id], stranger, DUE, "Mine", clock.now()
    )
    assert nothing == 0 and kept(world, world.cleaner) is None
    with pytest.raises(ValueError, match="active officer"):
        assign(world, world.cleaner, stranger)


def test_a_deputy_acts_for_the_owner_and_the_log_says_for_whom(world, bo) -> None:
    assign(world, world.cleaner, bo)
    deputies.name_deputy(
        world.session,
        world.settings,
        bo,
        bo,
        world.officer,
        clock.today(),
        DUE,
        clock.now(),
        clock.today(),
    )
    assign(world, world.cleaner, bo, date(2026, 12, 11))
    assert "on_behalf_of" not in events(world, "supplier.assigned")[0].detail
    assert events(world, "supplier.assigned")[1].detail["on_behalf_of"] == bo.id


def add_action(world, supplier, person, state=ActionState.OPEN) -> Action:
    plan = ActionPlan(
        council_id=world.council.id,
        supplier=supplier,
        title="Fees",
        opened_by=world.officer,
        opened_at=clock.now(),
    )
    action = Action(
        plan=plan,
        council_id=world.council.id,
        supplier_id=supplier.id,
        what="Ask for the contracts of the agencies",
        side=ActionSide.COUNCIL,
        person_id=person.id,
        due_on=DUE,
        state=state,
    )
    world.session.add(action)
    world.session.commit()
    return action


def test_everything_open_is_handed_over_and_what_is_done_stays(world, bo, lead) -> None:
    assign(world, world.cleaner, bo)
    assign(world, world.lawyer, world.officer)
    todo, done = (
        add_action(world, world.cleaner, bo),
        add_action(world, world.cleaner, bo, ActionState.CLOSED),
    )
    notes.write(world.session, world.settings, world.officer, world.cleaner, "For you", [bo.id], clock.now())
    deputies.name_deputy(
        world.session, world.settings, bo, bo, world.officer, clock.today(), DUE, clock.now(), clock.today()
    )
    handed = care.hand_over_all(world.session, lead, bo, lead, clock.now())
    assert (handed.suppliers, handed.actions, handed.mentions) == (1, 1, 1)
    assert care.load_of(world.session, bo).is_empty
    assert kept(world, world.cleaner).owner == lead and kept(world, world.cleaner).due_on == DUE
    assert kept(world, world.lawyer).owner == world.officer
    world.session.expire_all()
    assert (todo.person_id, done.person_id) == (lead.id, bo.id)
    (mention,) = store.unseen_mentions(world.session, world.council.id, [lead.id])
    assert mention.note.text == "For you"
    assert deputies.away(world.session, world.officer, clock.today()) == {}
    assert events(world, "action.handed_over")[0].detail["after"] == lead.id
    assert audit.first_broken(world.session) is None


def test_nothing_is_handed_to_somebody_who_left_or_belongs_elsewhere(world, bo, lead) -> None:
    assign(world, world.cleaner, bo)
    stranger = add_person(world, "Sam Stranger", council=add_council(world))
    world.officer.active = False
    world.session.commit()
    for other in (stranger, world.officer, bo):
        with pytest.raises(ValueError, match="another active officer"):
            care.hand_over_all(world.session, lead, bo, other, clock.now())
    assert kept(world, world.cleaner).owner == bo
