"""Those who look after Anytown's suppliers: a lead and a second officer; and the lead of another council."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models import Person, Role
from support.council_people import add_council, add_person


@pytest.fixture
def boss(world) -> Person:
    return add_person(world, "Lee Lead", Role.LEAD)


@pytest.fixture
def bo(world) -> Person:
    return add_person(world, "Bo Example")


@pytest.fixture
def lead(boss, sign_in) -> FlaskClient:
    return sign_in(boss)


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    return sign_in(add_person(world, "Sam Stranger", Role.LEAD, add_council(world)))
