"""The queue in a real browser: single keys, picking, saving a view, doing something to many, undoing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site, screened."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.screen_all()
        yield made


def _sign_in(page: Page, world: World) -> Page:
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    return page


@pytest.fixture
def sound(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Fails for anything that axe finds, and for a page that is wider than the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


def test_keys_go_through_the_list_pick_and_can_be_switched_off(
    desktop: Page, world: World, live_server
) -> None:
    page = _sign_in(desktop, world)
    page.goto(f"{live_server.url}/officer/suppliers")
    first, second = (page.locator(".fh-queue__name a").nth(place) for place in (0, 1))
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-queue-said]")).to_contain_text("picked")
    expect(page.locator(".fh-queue input:checked")).to_have_count(1)
    expect(page.locator("[data-picked]")).to_have_text("(1)")
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch these keys off").click()
    first.focus()
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.reload()
    page.keyboard.press("j")
    expect(first).not_to_be_focused()
    page.get_by_label("Any name or number").fill("j k x")
    expect(page.get_by_label("Any name or number")).to_have_value("j k x")


@pytest.mark.parametrize("screen", ["desktop", "small_phone"])
def test_many_get_an_owner_and_it_is_undone(
    request: pytest.FixtureRequest, screen: str, world: World, live_server, sound
) -> None:
    page = _sign_in(request.getfixturevalue(screen), world)
    page.goto(f"{live_server.url}/officer/suppliers")
    sound(page)
    page.get_by_label("Pick Northgate Cleaning Services Ltd").check()
    page.get_by_role("button", name="Give an owner and a day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Give 1 supplier an owner and a day")
    sound(page)
    page.get_by_role("button", name="Give 1 supplier to this owner").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Given to Ann Example")
    sound(page)
    page.get_by_role("button", name="Undo this").click()
    expect(page.locator("main")).to_contain_text("Taken back for 1 supplier.")


def test_a_saved_view_shows_its_number_and_the_overview_leads_to_rows(
    desktop: Page, world: World, live_server, sound
) -> None:
    page = _sign_in(desktop, world)
    page.goto(f"{live_server.url}/officer/suppliers?owner=nobody")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("Nobody's")
    page.get_by_role("button", name="Save the view").click()
    expect(page.locator("[data-view]")).to_have_text("(3)")
    sound(page)
    page.goto(f"{live_server.url}/officer/overview")
    sound(page)
    figure = page.locator("table").first.locator("tfoot a").last
    number = int(figure.inner_text().split()[0])
    figure.click()
    expect(page.locator(".fh-queue__row")).to_have_count(number)
