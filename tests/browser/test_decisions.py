"""The pages on which people decide, in a real browser, with the accessibility rules on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from models import Role
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site, screened; its officer is a lead."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.officer.role = Role.LEAD
        made.screen_all()
        yield made


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest, world: World) -> Page:
    """Signed in, on a desk and at 320 pixels."""
    found: Page = request.getfixturevalue(request.param)
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    found.goto(link)
    found.get_by_role("button", name="Continue").click()
    return found


@pytest.fixture
def sound(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Fails for anything that axe finds, and for a page that is wider than the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


def test_a_lead_changes_a_weight_after_seeing_its_effect(
    page: Page, sound: Callable[[Page], None], live_server
) -> None:
    page.goto(f"{live_server.url}/officer/weights")
    sound(page)
    page.get_by_role("link", name="Change How much a factor raises the hazard: Agency workers").click()
    page.get_by_role("button", name="Show the effect").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("New value").fill("1.5")
    page.get_by_label("Reason for the change").fill("Our own audits show it")
    page.get_by_role("button", name="Show the effect").click()
    expect(page.get_by_role("heading", name="Effect on your own ranking")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Change the weights").click()
    expect(page.get_by_role("alert")).to_contain_text("The weights were changed")
    sound(page)
    page.get_by_role("link", name="Take this back").click()
    sound(page)


def test_an_officer_enters_a_ground_and_asks_the_supplier_first(
    page: Page, world: World, sound: Callable[[Page], None], live_server
) -> None:
    page.goto(f"{live_server.url}/officer/suppliers/{world.cleaner.id}/work")
    page.get_by_role("link", name="Enter a ground that may apply").click()
    sound(page)
    page.get_by_role("button", name="Enter the ground").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("Labour misconduct without a conviction").check()
    page.get_by_label("The supplier itself").check()
    page.get_by_label("Day of the conviction, order, conduct or entry in the list").fill("1/3/2025")
    page.get_by_label("Why the ground may apply").fill("Wages were withheld")
    page.get_by_label("Where the evidence is kept").fill("Case file 17")
    page.get_by_role("button", name="Enter the ground").click()
    expect(page.get_by_role("heading", name="Ask the supplier to explain")).to_be_visible()
    expect(page.get_by_role("heading", name="Decide", exact=True)).to_have_count(0)
    sound(page)


def test_an_officer_confirms_a_band(
    page: Page, world: World, sound: Callable[[Page], None], live_server
) -> None:
    page.goto(f"{live_server.url}/officer/suppliers/{world.cleaner.id}")
    page.get_by_role("link", name="Confirm or change the band").click()
    sound(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Confirmed by an officer", exact=True)).to_be_visible()
    sound(page)
