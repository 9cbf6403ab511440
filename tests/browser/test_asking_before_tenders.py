"""An officer asks in a stage before the tenders, in a real browser: refusal, exception, axe, widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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


def test_the_threshold_is_asked_for_and_an_exception_is_needed_below_it(
    small_phone: Page, world: World, axe: Callable[[Page], None]
) -> None:
    page = small_phone
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{world.settings.base_url}/officer/suppliers/{world.cleaner.id}/ask")
    page.get_by_label("E-mail address").fill("contact@northgate.example")
    axe(page)
    page.get_by_label("A stage before the tenders that narrows the field").check()
    page.get_by_role("button", name="Send the questionnaire").click()
    expect(page).to_have_title(re.compile("^Error:"))
    axe(page)
    page.get_by_role("link", name="Select whether the procurement is above the threshold").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the questionnaire").click()
    page.get_by_role("link", name=re.compile("Below the threshold")).click()
    axe(page)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    page.get_by_label("Exception that the council relies on").fill("Call-off under a dynamic market")
    page.get_by_role("button", name="Send the questionnaire").click()
    expect(page.get_by_role("alert")).to_contain_text("The supplier has been asked to answer.")
