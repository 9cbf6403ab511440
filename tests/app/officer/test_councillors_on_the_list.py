"""A lead adds councillors; they hold no work and stay councillors."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.people import people
from app.store import people as store
from models import Person, Role


@pytest.fixture
def lead(world) -> Person:
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


def test_a_lead_adds_a_councillor_who_is_no_officer(world, lead, sign_in) -> None:
    client = sign_in(lead)
    given = {"name": "Cllr Example", "email": "cllr@anytown.example", "role": "councillor"}
    assert client.post("/officer/people/new", data=given).status_code == 302
    councillor = store.person_by_email(world.session, "cllr@anytown.example")
    assert councillor is not None and councillor.role == Role.COUNCILLOR and not councillor.is_staff
    assert store.officer(world.session, world.council.id, councillor.id) is None
    assert councillor not in store.officers(world.session, world.council.id)
    page = BeautifulSoup(client.get("/officer/people").get_data(as_text=True), "html.parser")
    card = next(one for one in page.select(".fh-card") if "Cllr Example" in one.get_text())
    assert "Councillor" in card.get_text() and "supplier" not in card.get_text()


@pytest.mark.parametrize(
    ("before", "after"), [(Role.COUNCILLOR, Role.OFFICER), (Role.OFFICER, Role.COUNCILLOR)]
)
def test_nobody_becomes_a_councillor_or_an_officer_from_the_other(world, lead, before, after) -> None:
    person = Person(email="x@anytown.example", name="X", role=before, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    with pytest.raises(ValueError, match="a councillor stays one"):
        people.change(world.session, lead, person, "X", after, clock.now())
    assert people.change(world.session, lead, person, "Another name", before, clock.now())
