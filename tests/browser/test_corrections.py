"""What the council sees, and saying that a line is wrong, with the accessibility rules on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.answers import answering
from app.services.inviting import invitations
from app.services.people import access_links
from support.world import World, answer_everything, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site, screened, in which the cleaner has answered."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        yield made


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
    """The owner's link, once the answers are in."""

    def prepared() -> str:
        world.screen_all()
        asked, link = invitations.ask(
            world.session,
            world.settings,
            world.officer,
            world.cleaner,
            "con@northgate.example",
            "Con Tact",
            date(2027, 1, 11),
            clock.now(),
        )
        answer_everything(world, asked)
        answering.submit(
            world.session, asked.contact, asked, "Con Tact", "Director", clock.now(), clock.today(), "en"
        )
        world.do_queued_work()
        return link

    with live_server.app.test_request_context():
        return prepared()


def test_a_supplier_disputes_a_line_and_an_officer_replies(
    page: Page, world: World, link: str, live_server, sound: Callable[[Page], None]
) -> None:
    page.goto(link)
    page.goto(f"{live_server.url}/answers/1/what-the-council-sees")
    sound(page)
    page.locator("section[aria-labelledby=statement]").get_by_role("link", name="Something wrong").click()
    sound(page)
    page.get_by_role("button", name="Send to the council").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("This is not our statement").check()
    page.get_by_role("button", name="Send to the council").click()
    expect(page.get_by_text("The council has not replied yet.").first).to_be_visible()
    sound(page)
    page.context.clear_cookies()

    page.goto(access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now()))
    world.session.commit()
    page.reload()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{live_server.url}/officer/corrections")
    sound(page)
    page.get_by_role("link", name="Northgate Cleaning Services Ltd").click()
    sound(page)
    page.get_by_label("Accept in part").check()
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    sound(page)
    page.get_by_label("What you mended, and where").fill("The match")
    page.get_by_label("Reply to the supplier, with your reasons").fill("You are right about the name.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("alert")).to_contain_text("Your reply was sent")
    sound(page)
    page.goto(f"{live_server.url}/officer/suppliers/{world.cleaner.id}/what-the-supplier-sees")
    sound(page)
    page.context.clear_cookies()

    page.goto(link)
    page.goto(f"{live_server.url}/answers/1/corrections/1")
    expect(page.get_by_text("You are right about the name.")).to_be_visible()
    sound(page)
    page.get_by_label("Your answer to the reply").fill("And the year is wrong.")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("The council has not replied yet.").first).to_be_visible()
