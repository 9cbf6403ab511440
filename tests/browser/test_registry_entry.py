"""The registry entry in a real browser: at a desk, at 320 pixels, without scripts, with the rules of axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from app.extensions import clock, db
from app.services.annual import annual_statements
from app.services.people import access_links
from models import Person, Role
from screening.registry_form import steps
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world."""
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """On a desk and at 320 pixels."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def sound(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Fails for anything that axe finds, and for a page that is wider than the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


@pytest.fixture
def link(world: World, live_server) -> str:
    """The lead's link to sign in, when a statement is begun."""
    with live_server.app.test_request_context():
        session, council = world.session, world.council
        lee = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=council.id)
        session.add(lee)
        session.commit()
        annual_statements.begin(session, lee, council, date(2026, 3, 31), "six_areas", clock.now())
        made = access_links.add_sign_in_link(session, live_server.settings, lee, clock.now())
        session.commit()
        return made


def test_a_lead_fills_in_the_form_and_prints_the_sheet(
    page: Page, live_server, link: str, sound: Callable[[Page], None]
) -> None:
    page.goto(link)
    page.locator("main button").first.click()
    page.goto(f"{live_server.url}/statement")
    page.get_by_role("link", name="31 March 2026").first.click()
    page.get_by_role("link", name="Registry entry").click()
    sound(page)
    overview = page.url
    for one in steps():
        page.goto(f"{overview}/{one.id}")
        sound(page)

    page.goto(f"{overview}/policies")
    page.get_by_label("Prohibits child labour").check()
    page.get_by_label("Other", exact=True).check()
    expect(page.get_by_label("Which other provisions")).to_be_visible()
    page.get_by_label("Which other provisions").fill("x" * 257)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("link", name="256 characters or fewer")).to_be_visible()
    sound(page)
    page.get_by_label("Which other provisions").fill("A living wage")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")

    page.goto(f"{overview}/policies")
    page.get_by_label("do not include any of these provisions").check()
    expect(page.get_by_label("Prohibits child labour")).not_to_be_checked()
    page.goto(f"{overview}/risks")
    page.locator("summary").nth(2).click()
    page.get_by_label("Risk 3: in which countries").fill("Vietnam")
    page.get_by_role("button", name="Save and go back to the list").click()
    page.get_by_role("link", name="Describe the risk").click()
    sound(page)

    page.goto(f"{overview}/sheet")
    expect(page.get_by_text("A living wage")).to_be_visible()
    sound(page)


def test_without_scripts_every_question_can_be_answered(chromium: Browser, live_server, link: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.locator("main button").first.click()
    page.goto(f"{live_server.url}/statement/1/registry/training")
    page.get_by_label("Other", exact=True).check()
    page.get_by_label("For whom else").fill("Councillors")
    page.get_by_role("button", name="Save and go back to the list").click()
    expect(page.get_by_text("Answered")).to_be_visible()
    page.goto(f"{live_server.url}/statement/1/registry/areas")
    page.get_by_label("No", exact=True).first.check()
    page.get_by_label("Why it is not covered").first.fill("Next year")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"{live_server.url}/statement/1/registry/areas")
    expect(page.get_by_label("Why it is not covered").first).to_have_value("Next year")
    context.close()
