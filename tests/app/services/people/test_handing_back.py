"""Who comes back gets what was theirs, however many people it was handed on through meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import clock
from app.services.people import care, handing_back, people
from app.store import audit
from app.store import care as care_store
from models import Action, ActionPlan, ActionSide, ActionState, AuditEvent, Role, Supplier
from support.council_people import add_person


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


def give(world, lead, supplier, owner) -> None:
    care.assign(world.session, lead, world.council.id, [supplier.id], owner, None, "", clock.now())


def owner_of(world, supplier) -> str:
    world.session.expire_all()
    kept = care_store.care_of(world.session, world.council.id, [supplier.id])[supplier.id]
    return kept.owner.name


def leaves(world, lead, person, successor) -> None:
    people.deactivate(world.session, lead, person, successor, clock.now())


def returns(world, lead, person) -> int:
    return people.reactivate(world.session, world.settings, lead, person, clock.now(), give_back=True)


@pytest.fixture
def chain(world, lead):
    """Ann's supplier and Bo's were both handed on to Cy: Ann to Bo, Bo to Cy."""
    ann, bo, cy = (add_person(world, name) for name in ("Amy Away", "Ben Away", "Cy Stays"))
    give(world, lead, world.cleaner, ann)
    give(world, lead, world.lawyer, bo)
    give(world, lead, world.builder, cy)
    leaves(world, lead, ann, bo)
    leaves(world, lead, bo, cy)
    return ann, bo, cy


def test_who_left_first_comes_back_first(world, lead, chain) -> None:
    ann, bo, _cy = chain
    assert owner_of(world, world.cleaner) == "Cy Stays"
    assert returns(world, lead, ann) == 1
    assert owner_of(world, world.cleaner) == "Amy Away" and owner_of(world, world.lawyer) == "Cy Stays"
    assert returns(world, lead, bo) == 1, "Ann's is not Bo's any more"
    assert owner_of(world, world.cleaner) == "Amy Away" and owner_of(world, world.lawyer) == "Ben Away"
    assert owner_of(world, world.builder) == "Cy Stays"
    assert audit.first_broken(world.session) is None


def test_who_left_last_comes_back_first(world, lead, chain) -> None:
    ann, bo, _cy = chain
    assert returns(world, lead, bo) == 2
    assert owner_of(world, world.cleaner) == "Ben Away"
    assert returns(world, lead, ann) == 1
    assert owner_of(world, world.cleaner) == "Amy Away" and owner_of(world, world.lawyer) == "Ben Away"


def test_what_somebody_gave_to_one_person_stays_there_also_if_it_went_to_and_fro(world, lead, chain) -> None:
    ann, _bo, cy = chain
    give(world, lead, world.cleaner, lead)
    give(world, lead, world.cleaner, cy)
    assert handing_back.returnable(world.session, ann).number == 0
    assert returns(world, lead, ann) == 0 and owner_of(world, world.cleaner) == "Cy Stays"


def test_the_steps_of_plans_go_through_the_chain_too(world, lead, chain) -> None:
    ann, bo, cy = chain
    plan = ActionPlan(
        council_id=world.council.id,
        supplier=world.cleaner,
        title="Fees",
        opened_by=lead,
        opened_at=clock.now(),
    )
    step = Action(plan=plan, council_id=world.council.id, supplier_id=world.cleaner.id, what="Ask")
    step.due_on, step.side, step.state = clock.today(), ActionSide.COUNCIL, ActionState.OPEN
    step.person_id = cy.id
    world.session.add(step)
    world.session.commit()
    returns(world, lead, bo)
    leaves(world, lead, cy, bo)
    leaves(world, lead, bo, lead)
    assert step.person_id == lead.id
    returns(world, lead, cy)
    assert step.person_id == cy.id
    given = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action.given_back")).all()
    assert [one.detail["before"] for one in given] == [lead.id]
    assert handing_back.returnable(world.session, ann).number == 1


def test_a_giving_back_that_the_log_has_in_numbers_only_is_followed_too(world, lead, chain) -> None:
    ann, bo, _cy = chain
    returns(world, lead, bo)
    for event in world.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.given_back")):
        event.detail = {name: told for name, told in event.detail.items() if not name.endswith("_ids")}
    world.session.commit()
    assert [one.supplier_id for one in handing_back.returnable(world.session, ann).suppliers] == [
        world.cleaner.id
    ]


def test_what_stayed_with_a_successor_stays_when_its_former_owner_leaves_again(world, lead, chain) -> None:
    ann, bo, cy = chain
    people.reactivate(world.session, world.settings, lead, ann, clock.now())
    give(world, lead, world.builder, ann)
    leaves(world, lead, ann, cy)
    assert returns(world, lead, ann) == 1
    assert owner_of(world, world.builder) == "Amy Away" and owner_of(world, world.cleaner) == "Cy Stays"
    assert bo.active is False


ACTS = st.lists(
    st.tuples(st.sampled_from(("leave", "leave", "return", "give")), st.integers(0, 3), st.integers(0, 3)),
    max_size=14,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, order=st.permutations(range(4)))
def test_once_all_are_back_each_has_what_it_was_given_itself(world, lead, acts, order) -> None:
    """Whoever left, whoever stood in, in whatever order they return: nothing strays."""
    session, number = world.session, world.session.query(Supplier).count()
    crew = [add_person(world, f"P{number}-{one} Example") for one in range(4)]
    things = [
        Supplier(council_id=world.council.id, key=f"k{number}-{one}", name=f"Firm {number} {one}")
        for one in range(4)
    ]
    session.add_all(things)
    session.commit()
    rightful = dict(zip(things, crew, strict=True))
    for thing, owner in rightful.items():
        give(world, lead, thing, owner)
    for act, one, other in acts:
        person, second = crew[one], crew[other]
        if act == "leave" and person.active and second.active and person is not second:
            leaves(world, lead, person, second)
        elif act == "return" and not person.active:
            returns(world, lead, person)
        elif act == "give" and second.active and owner_of(world, things[one]) != second.name:
            give(world, lead, things[one], second)
            rightful[things[one]] = second
    for place in order:
        returns(world, lead, crew[place])
    assert {thing.name: owner_of(world, thing) for thing in things} == {
        thing.name: owner.name for thing, owner in rightful.items()
    }
