"""Finding a supplier by what somebody types."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.background import runs
from app.services.judgement import screenings
from app.services.matching import supplier_directory
from app.services.matching.screening_setup import ScreeningSetup, screening_setup
from models import Council, NameKind, Organisation, OrganisationName, Person, Role
from support.site import SignIn
from support.world import World


@pytest.fixture
def officer(world: World, sign_in: SignIn) -> FlaskClient:
    """An officer of a council that has been screened, and so indexed; the cleaner has a former name."""
    organisation = Organisation(name="Northgate Cleaning Services Ltd", company_number="01234567")
    organisation.names = [
        OrganisationName(name="Old Puffin Laundries Ltd", kind=NameKind.PREVIOUS, source="companies_house")
    ]
    world.session.add(organisation)
    world.cleaner.organisation = organisation
    world.cleaner.company_number = "01234567"
    run = runs.new_run(world.session, world.council.id, None, "test", clock.now(), clock.today())
    world.session.commit()
    assert screenings.run(world.session, run.id, clock.now, setup=screening_setup(world.settings))
    return sign_in(world.officer)


def _found(officer: FlaskClient, typed: str) -> list[str]:
    answer = officer.get("/officer/search", query_string={"q": typed})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return [" ".join(item.get_text(" ", strip=True).split()) for item in page.select("main li")]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("north", "Northgate Cleaning Services Ltd"),
        ("cleaning north", "Northgate Cleaning Services Ltd"),
        ("old puff", "Northgate Cleaning Services Ltd (was called Old Puffin Laundries Ltd)"),
        ("0123", "Northgate Cleaning Services Ltd (number 01234567)"),
        ("nortgate cleaning", "Northgate Cleaning Services Ltd (a similar name)"),
    ],
)
def test_a_supplier_is_found_by_the_beginning_of_any_name_or_number(
    officer: FlaskClient, typed: str, line: str
) -> None:
    assert _found(officer, typed) == [line]
    [hit] = officer.get("/officer/search.json", query_string={"q": typed}).get_json()
    assert f"{hit['name']} ({hit['how']})".removesuffix(" ()") == line


@pytest.mark.parametrize("typed", ["zebra", "", " ", "<script>alert(1)</script>", "x" * 5000, "\x00"])
def test_nothing_is_found_and_nothing_fails(officer: FlaskClient, typed: str) -> None:
    assert _found(officer, typed) == []


def test_a_supplier_of_another_council_is_not_found(
    world: World, officer: FlaskClient, sign_in: SignIn
) -> None:
    other = Council(slug="othertown", name="Othertown Council", brand_colour="#12504c")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="bo@othertown.example", name="Bo Example", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    assert _found(sign_in(stranger), "north") == []


def test_an_index_without_a_folder_is_not_built(world: World) -> None:
    supplier_directory.renew(world.session, world.council.id, ScreeningSetup())
    assert supplier_directory.look_up(world.council.id, ScreeningSetup(), "north", 5) == []
