"""A tender's price from its entry to a conclusion, and a statement found by hand, with axe on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site."""
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest, world: World) -> Page:
    """On a desk and at 320 pixels, with the officer signed in."""
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


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_tenderer_is_heard_before_its_price_is_low(live_server, page: Page, sound) -> None:
    page.goto(f"{live_server.url}/officer/price-checks")
    sound(page)
    press(page, "Check a price")
    press(page, "Make the sum")
    sound(page)
    page.get_by_label("Who tenders").fill("Northgate Cleaning Services Ltd")
    page.get_by_label("Procurement and lot").fill("CLN-27, lot 2")
    page.get_by_label("Price in pounds").fill("140,000")
    page.get_by_label("First day").fill("1/4/2026")
    page.get_by_label("Last day").fill("31/3/2027")
    page.get_by_label("Kind of work").first.fill("Cleaning")
    page.get_by_label("Hours of work a year").first.fill("10,000")
    press(page, "Add another kind of labour")
    expect(page.get_by_label("Kind of work")).to_have_count(3)
    sound(page)
    press(page, "Make the sum")
    expect(page.get_by_text("The tenderer was not asked yet")).to_be_visible()
    sound(page)
    check = page.url
    press(page, "Conclude")
    expect(page.get_by_label("Abnormally low; the tender is disregarded")).to_have_count(0)
    sound(page)
    page.goto(f"{check}/ask")
    day = clock.today() + timedelta(days=10)
    page.get_by_label("Last day to explain").fill(f"{day:%d/%m/%Y}")
    page.get_by_label("What was written").fill("Please explain")
    sound(page)
    press(page, "Save")
    press(page, "Record its explanation")
    page.get_by_label("What the tenderer explains").fill("Two owners work without pay")
    sound(page)
    press(page, "Save")
    press(page, "Conclude")
    sound(page)
    page.get_by_label("Explained: the contract can be performed").check()
    page.get_by_label("Your reasons").fill("The accounts show it")
    press(page, "Save")
    expect(page.get_by_text("The accounts show it")).to_be_visible()
    sound(page)


def test_a_statement_is_found_by_hand(live_server, world: World, page: Page, sound) -> None:
    page.goto(f"{live_server.url}/officer/suppliers/{world.lawyer.id}/statement")
    sound(page)
    page.get_by_label("Name or company number").fill("northgate")
    press(page, "Search")
    expect(page.get_by_text("Northgate Cleaning Service Limited").first).to_be_visible()
    sound(page)
