"""What a supplier is told about its answers: whom it can write to, and that it is told before it decides."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from support.pages import page, words
from support.two_councils import Neighbour, add_neighbour, ask, submit
from support.world import answer_everything

ADDRESS = "/privacy/suppliers"


@pytest.fixture
def neighbour(world) -> Neighbour:
    world.council.contact_email = "slavery@anytown.example"
    return add_neighbour(world)


def _written_to(found: BeautifulSoup) -> list[str]:
    return [link["href"] for link in found.select('main a[href^="mailto:"]')]


def test_a_supplier_is_told_of_every_council_that_asked_it(app, world, neighbour, sign_in) -> None:
    ours, theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    assert ours.contact is theirs.contact
    found = page(sign_in(ours.contact).get(ADDRESS))
    assert _written_to(found) == ["mailto:slavery@anytown.example", "mailto:slavery@otherton.example"]


def test_a_council_without_an_address_is_named_with_the_way_to_it(app, world, neighbour, sign_in) -> None:
    neighbour.council.contact_email = ""
    world.session.commit()
    asked = ask(world, neighbour.cleaner)
    told = words(page(sign_in(asked.contact).get(ADDRESS)))
    assert "Otherton Council: its data protection officer" in told and "Anytown" not in told


def test_strangers_are_told_of_the_only_council_and_of_none_where_there_are_several(app, world) -> None:
    world.council.contact_email = "slavery@anytown.example"
    world.session.commit()
    assert _written_to(page(app.test_client().get(ADDRESS))) == ["mailto:slavery@anytown.example"]
    add_neighbour(world)
    assert _written_to(page(app.test_client().get(ADDRESS))) == []


def test_it_is_read_before_anybody_submits_or_shares(app, world, neighbour, sign_in) -> None:
    given = ask(world, world.cleaner)
    owner = sign_in(given.contact)
    answer_everything(world, given)
    assert page(owner.get(f"/answers/{given.id}/check")).select_one(f'main a[href="{ADDRESS}"]')
    submit(world, given)
    offered = ask(world, neighbour.cleaner)
    assert page(owner.get(f"/answers/{offered.id}/offer")).select_one(f'main a[href="{ADDRESS}"]')
    assert page(owner.get("/privacy")).select_one(f'main a[href="{ADDRESS}"]')


def test_a_colleague_who_helps_is_told_of_the_council_too(app, world, neighbour, sign_in) -> None:
    given = ask(world, world.cleaner)
    section = answering.questionnaire_of(given.response).sections[0].id
    part, _link = colleagues.ask(
        world.session, world.settings, given.contact, given, section, "hr@northgate.example", "", clock.now()
    )
    found = page(sign_in(part.person).get(ADDRESS))
    assert _written_to(found) == ["mailto:slavery@anytown.example"]
