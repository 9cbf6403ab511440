"""A lead, an officer and a stranger who look at Anytown's statement through a browser."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.annual import annual_statements
from models import Council, Person, Role
from support.statement_room import YEAR_END, Room


@pytest.fixture
def lee(world) -> Person:
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


@pytest.fixture
def room(world, sign_in, lee: Person) -> Room:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    sam = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=other.id)
    world.session.add(sam)
    world.session.commit()
    made = annual_statements.begin(world.session, lee, world.council, YEAR_END, "six_areas", clock.now())
    return Room(world, made, lee, sign_in(lee), sign_in(world.officer), sign_in(sam))
