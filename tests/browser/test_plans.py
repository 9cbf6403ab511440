"""A plan of action from its first step to its last, both sides, with the accessibility rules on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.inviting import invitations
from app.services.people import access_links
from models import Person
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site, screened."""
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
def contact(world: World, live_server) -> Person:
    """Whom the council asks at the cleaner."""

    def asked() -> Person:
        world.screen_all()
        invitation, _link = invitations.ask(
            world.session,
            world.settings,
            world.officer,
            world.cleaner,
            "con@northgate.example",
            "Con Tact",
            date(2027, 1, 11),
            clock.now(),
        )
        return invitation.contact

    with live_server.app.test_request_context():
        return asked()


def sign_in(page: Page, world: World, person: Person) -> None:
    page.context.clear_cookies()
    link = access_links.add_sign_in_link(world.session, world.settings, person, clock.now())
    world.session.commit()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()


def test_a_plan_is_made_shared_reported_and_closed(
    page: Page, world: World, contact: Person, live_server, sound: Callable[[Page], None]
) -> None:
    sign_in(page, world, world.officer)
    page.goto(f"{live_server.url}/officer/suppliers/{world.cleaner.id}/plans/new")
    sound(page)
    page.get_by_text("Why these steps, and how").first.click()
    sound(page)
    page.get_by_label("Name of the plan").fill("")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("Name of the plan").fill("Heard and paid")
    page.get_by_role("button", name="Make the plan").click()
    sound(page)
    page.get_by_role("button", name="Share it with the supplier").click()
    expect(page.get_by_role("alert")).to_contain_text("was told by e-mail")
    sound(page)

    sign_in(page, world, contact)
    page.goto(f"{live_server.url}/answers/plans")
    sound(page)
    page.get_by_role("link", name="Heard and paid").click()
    sound(page)
    page.get_by_role("link", name="Write down what you do").click()
    page.get_by_role("button", name="Tell the council").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("What was done, and what is different now").fill("A plan of one page, on the wall")
    page.get_by_role("button", name="Tell the council").click()
    expect(page.get_by_role("alert")).to_contain_text("A person at the council will look at it")
    sound(page)

    sign_in(page, world, world.officer)
    page.goto(f"{live_server.url}/officer/actions?show=reported")
    sound(page)
    page.get_by_role("link", name="Write down what you do").click()
    sound(page)
    page.get_by_label("What you looked at, and what you saw").fill("The page, with a name for each duty")
    page.get_by_role("button", name="Close the step").click()
    expect(page.get_by_text("Looked at: done")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Heard and paid").first.click()
    page.get_by_role("link", name="Add a step").click()
    sound(page)
    page.goto(f"{live_server.url}/officer/actions")
    expect(page.get_by_text("1 done since 1 April")).to_be_visible()
