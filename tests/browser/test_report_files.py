"""The report on all suppliers as a page, with the accessibility rules, on a desk and at 320 pixels."""

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


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """On a desk and at 320 pixels."""
    found: Page = request.getfixturevalue(request.param)
    return found


def test_the_report_on_all_suppliers_is_read_and_taken_away(
    world: World, live_server, page: Page, axe: Callable[[Page], None]
) -> None:
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    page.goto(live_server.url + link.removeprefix(live_server.settings.base_url))
    page.get_by_role("main").get_by_role("button").click()
    page.goto(f"{live_server.url}/officer/portfolio")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Risk report on the suppliers of Anytown Council"
    )
    axe(page)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{wider} pixels wider than the screen"
    page.get_by_label("How many suppliers should it tell of?").fill("2")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", name="The 2 suppliers to look at first")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF file").click()
    assert taken.value.suggested_filename.startswith("anytown-suppliers-")
