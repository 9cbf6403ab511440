"""The officers and leads of a council: nobody is added twice, nothing is lost, and a lead stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.people import access_links, care, deputies, handing_back, notes, people
from app.store import audit
from app.store import care as care_store
from models import (
    AccessLink,
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    AuditEvent,
    OutboxMessage,
    Role,
)
from support.council_people import add_council, add_person


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


@pytest.fixture
def bo(world):
    return add_person(world, "Bo Example")


def add(world, lead, email="di@anytown.example", role=Role.OFFICER):
    return people.add(world.session, world.settings, lead, email, " Di New ", role, clock.now())


def test_somebody_new_gets_a_link_and_works_for_the_leads_council(world, lead) -> None:
    made = add(world, lead, " DI@anytown.example ")
    assert (made.email, made.name, made.council_id) == ("di@anytown.example", "Di New", world.council.id)
    (message,) = world.session.scalars(select(OutboxMessage)).all()
    assert message.to == made.email and "/sign-in/" in message.body


def test_an_address_belongs_to_one_person_wherever_it_is_used(world, lead, invitation) -> None:
    stranger = add_person(world, "Sam Stranger", council=add_council(world))
    for taken in (lead.email, stranger.email, invitation.contact.email.upper()):
        with pytest.raises(people.AddressTaken):
            add(world, lead, taken)
    with pytest.raises(ValueError, match="officers, leads or councillors"):
        add(world, lead, role=Role.RESPONDENT)


def test_only_a_lead_of_the_same_council_looks_after_people(world, lead, bo) -> None:
    stranger = add_person(world, "Sam Stranger", Role.LEAD, add_council(world))
    now, given = clock.now(), (world.session, world.settings)
    for who in (world.officer, stranger):
        with pytest.raises(people.NotAllowed):
            people.change(world.session, who, bo, "Bo", Role.LEAD, now)
        with pytest.raises(people.NotAllowed):
            people.deactivate(world.session, who, bo, None, now)
        with pytest.raises(people.NotAllowed):
            people.invite(*given, who, bo, now)
        with pytest.raises(people.NotAllowed):
            people.reactivate(*given, who, bo, now)
    with pytest.raises(people.NotAllowed):
        add(world, world.officer)


def test_a_role_is_changed_and_logged_and_the_last_lead_keeps_it(world, lead, bo) -> None:
    now = clock.now()
    assert people.change(world.session, lead, bo, "Bo Best", Role.LEAD, now)
    assert not people.change(world.session, lead, bo, "Bo Best", Role.LEAD, now)
    assert people.change(world.session, bo, lead, lead.name, Role.OFFICER, now)
    with pytest.raises(people.LastLead):
        people.change(world.session, bo, bo, bo.name, Role.OFFICER, now)
    assert bo.role == Role.LEAD
    changed = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.changed")).all()
    assert [(event.detail["role_before"], event.detail["role"]) for event in changed] == [
        ("officer", "lead"),
        ("lead", "officer"),
    ]
    assert audit.first_broken(world.session) is None


def test_who_holds_something_leaves_only_with_a_successor(world, lead, bo) -> None:
    today = clock.today()
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, None, "", clock.now())
    deputies.name_deputy(
        world.session, world.settings, bo, bo, lead, today, date(2026, 12, 1), clock.now(), today
    )
    link = access_links.add_sign_in_link(world.session, world.settings, bo, clock.now())
    world.session.commit()
    with pytest.raises(people.StillHolds) as refused:
        people.deactivate(world.session, lead, bo, None, clock.now())
    assert refused.value.load == care.Load(1, 0, 0) and bo.active
    people.deactivate(world.session, lead, bo, world.officer, clock.now())
    assert not bo.active and care.load_of(world.session, world.officer) == care.Load(1, 0, 0)
    assert deputies.away(world.session, lead, today) == {}
    with pytest.raises(access_links.UnusableLink):
        access_links.sign_in(world.session, link.rpartition("/")[2], clock.now())
    assert world.session.scalars(select(AccessLink).where(AccessLink.revoked_at.is_not(None))).all()


def test_who_holds_nothing_leaves_and_may_come_back(world, lead, bo) -> None:
    assert people.deactivate(world.session, lead, bo, None, clock.now()).is_empty
    for _twice in range(2):
        people.reactivate(world.session, world.settings, lead, bo, clock.now())
    assert bo.active
    links = [one for one in world.session.scalars(select(OutboxMessage)) if one.to == bo.email]
    assert len(links) == 1


def test_a_hand_over_is_undone_but_for_what_was_passed_on_since(world, lead, bo) -> None:
    def owner(supplier) -> str:
        world.session.expire_all()
        return care_store.care_of(world.session, world.council.id, [supplier.id])[supplier.id].owner.name

    own, now = world.council.id, clock.now()
    suppliers = [world.cleaner.id, world.lawyer.id]
    care.assign(world.session, bo, own, suppliers, bo, date(2026, 12, 4), "Phone", now)
    notes.write(world.session, world.settings, world.officer, world.cleaner, "For Bo", [bo.id], now)
    people.deactivate(world.session, lead, bo, world.officer, now)
    care.assign(world.session, lead, own, [world.lawyer.id], lead, None, "", now)  # passed on meanwhile
    assert handing_back.returnable(world.session, bo).number == 2, "a supplier and a note"
    given = people.reactivate(world.session, world.settings, lead, bo, clock.now(), give_back=True)
    assert given == 2 and bo.active
    assert (owner(world.cleaner), owner(world.lawyer)) == ("Bo Example", "Lee Lead")
    kept = care_store.care_of(world.session, own, suppliers)[world.cleaner.id]
    assert (kept.next_step, kept.due_on) == ("Phone", date(2026, 12, 4))
    assert [one.note.text for one in care_store.unseen_mentions(world.session, own, [bo.id])] == ["For Bo"]
    assert handing_back.returnable(world.session, bo).number == 0, "once"
    assert audit.first_broken(world.session) is None


def test_who_comes_back_gets_nothing_unless_asked_and_the_steps_of_plans_too_if_asked(
    world, lead, bo
) -> None:
    own, today = world.council.id, clock.today()
    plan = ActionPlan(
        council_id=own, supplier=world.cleaner, title="Fees", opened_by=bo, opened_at=clock.now()
    )
    step = Action(plan=plan, council_id=own, supplier_id=world.cleaner.id, what="Ask", due_on=today)
    step.person_id, step.side, step.state = bo.id, ActionSide.COUNCIL, ActionState.OPEN
    world.session.add(step)
    world.session.commit()
    people.deactivate(world.session, lead, bo, world.officer, clock.now())
    assert people.reactivate(world.session, world.settings, lead, bo, clock.now()) == 0
    assert step.person_id == world.officer.id
    people.deactivate(world.session, lead, bo, None, clock.now())
    assert people.reactivate(world.session, world.settings, lead, bo, clock.now(), give_back=True) == 1
    assert step.person_id == bo.id


def test_the_last_lead_does_not_leave(world, lead, bo) -> None:
    with pytest.raises(people.LastLead):
        people.deactivate(world.session, lead, lead, bo, clock.now())
    assert lead.active
