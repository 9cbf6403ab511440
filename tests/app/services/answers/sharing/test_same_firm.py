"""One firm in several councils' records is one to the person who answers for it, with or without a number."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.answers import answering, proposing
from app.services.organisations import which_company
from app.store import evidence, same_firm
from models import Council, Invitation, ResponseStatus, Supplier
from support.two_councils import NUMBER, Neighbour, add_neighbour, ask, submit
from support.world import World


@pytest.fixture
def neighbour(world: World) -> Neighbour:
    """Two councils, neither of which knows the company number of the cleaner."""
    found = add_neighbour(world)
    _numbers(world, "", "", found)
    found.cleaner.name = "NORTHGATE CLEANING SERVICES LIMITED"
    world.session.commit()
    return found


def _numbers(world: World, ours: str, theirs: str, neighbour: Neighbour) -> None:
    world.cleaner.company_number, neighbour.cleaner.company_number = ours, theirs
    world.session.commit()


def _third(world: World, name: str, number: str = "") -> Supplier:
    council = Council(slug="thirdham", name="Thirdham Council")
    world.session.add(council)
    world.session.flush()
    cleaner = Supplier(council_id=council.id, key="t1", name=name, company_number=number)
    world.session.add(cleaner)
    world.session.commit()
    return cleaner


def _are_offered(asked: Invitation, given: Invitation) -> bool:
    return asked.response is given.response and asked.response.status == ResponseStatus.SUBMITTED


def test_without_numbers_the_same_name_makes_one_firm(world, neighbour) -> None:
    given = ask(world, world.cleaner)
    submit(world, given)
    asked = ask(world, neighbour.cleaner)
    assert neighbour.cleaner.organisation is not world.cleaner.organisation
    assert _are_offered(asked, given) and not asked.is_shared


def test_a_draft_is_answered_once_for_both(world, neighbour) -> None:
    ours, theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    assert ours.response is theirs.response
    submit(world, ours, agreed=[ours.id])
    assert ours.is_shared and not theirs.is_shared


def test_a_number_that_is_learnt_after_asking_makes_one_firm_whatever_the_names(world, neighbour) -> None:
    given = ask(world, world.cleaner)
    submit(world, given)
    neighbour.cleaner.name = "NCS FACILITIES"
    _numbers(world, NUMBER, NUMBER, neighbour)
    assert _are_offered(ask(world, neighbour.cleaner), given)


def test_two_numbers_are_never_one_firm_though_the_names_are_the_same(world, neighbour) -> None:
    _numbers(world, NUMBER, "07654321", neighbour)
    submit(world, ask(world, world.cleaner))
    asked = ask(world, neighbour.cleaner)
    assert asked.response.status == ResponseStatus.DRAFT
    assert proposing.open_proposals(world.session, asked.response) == {}


def test_records_that_contradict_each_other_make_nobody_one_firm(world, neighbour) -> None:
    given = ask(world, world.cleaner)
    submit(world, given)
    assert _are_offered(ask(world, neighbour.cleaner), given)
    _numbers(world, NUMBER, "07654321", neighbour)
    held = neighbour.cleaner.organisation
    assert held is not None
    third = ask(world, _third(world, "Another name", NUMBER))
    assert third.response.status == ResponseStatus.DRAFT
    assert same_firm.organisations(world.session, given.contact_id, third.response.organisation_id) == {
        third.response.organisation_id
    }


@pytest.mark.parametrize("name", ["Northgate Cleaning Services LLP", "Northgate Holdings Ltd", "Northgate"])
def test_another_form_or_name_is_another_firm(world, neighbour, name: str) -> None:
    submit(world, ask(world, world.cleaner))
    asked = ask(world, _third(world, name))
    assert asked.response.status == ResponseStatus.DRAFT
    assert proposing.open_proposals(world.session, asked.response) == {}


def test_somebody_else_is_offered_nothing_for_the_same_name(world, neighbour) -> None:
    submit(world, ask(world, world.cleaner))
    asked = ask(world, neighbour.cleaner, email="new@northgate.example")
    assert asked.response.status == ResponseStatus.DRAFT
    assert proposing.open_proposals(world.session, asked.response) == {}
    assert evidence.earlier_files(world.session, asked.contact_id, asked.response) == []


def test_next_year_finds_last_years_answers_though_an_officer_said_which_company_it_is(
    world, neighbour, standing_clock
) -> None:
    given = ask(world, world.cleaner)
    submit(world, given)
    which_company.say(
        world.session, world.officer, world.cleaner, NUMBER, "Told by phone", clock.now(), clock.today()
    )
    world.session.refresh(world.cleaner)
    assert world.cleaner.organisation is not given.response.organisation
    standing_clock.pass_by(days=400)
    again = ask(world, world.cleaner)
    proposed = proposing.open_proposals(world.session, again.response)
    assert set(proposed) == set(answering.answers_of(given.response)) and proposed
    assert again.response.earlier_id == given.response_id
