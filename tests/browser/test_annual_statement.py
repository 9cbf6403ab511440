"""The lead's annual statement in a real browser, at a desk and at 320 pixels, with the rules of axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.annual import annual_statements, pledges
from app.services.people import access_links
from models import Audience, Person, ReferralCount, Role, TrainingSession
from support.world import World, make_world

TEXT = (
    "We take all appropriate steps. In the year [[trained]] people were trained and [[referrals_adults]] "
    "adults were referred.\n\nThe procurement team will visit ten cleaning sites by March 2027. There is no "
    "figure [[no_such]]."
)


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world, screened, with a lead, a course, totals and last year's statement."""
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
    """The lead's link to sign in, when last year is written."""
    with live_server.app.test_request_context():
        session, council = world.session, world.council
        world.screen_all()
        lee = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=council.id)
        session.add(lee)
        session.flush()
        session.add_all(
            [
                TrainingSession(
                    council_id=council.id,
                    held_on=date(2026, 5, 4),
                    title="Signs",
                    audience=Audience.PROCUREMENT,
                    attended=12,
                ),
                ReferralCount(
                    council_id=council.id,
                    quarter=date(2026, 4, 1),
                    kind="nrm",
                    adults=3,
                    children=7,
                    entered_by_id=lee.id,
                ),
            ]
        )
        session.commit()
        earlier = annual_statements.begin(session, lee, council, date(2026, 3, 31), "six_areas", clock.now())
        risk = annual_statements.section_of(earlier, "risk")
        annual_statements.write(session, lee, risk, "We looked at cleaning first.", "", "", 0, clock.now())
        pledges.note(
            session, lee, earlier, "risk", "We will map laundries.", "Estates", date(2026, 9, 1), clock.now()
        )
        made = access_links.add_sign_in_link(session, live_server.settings, lee, clock.now())
        session.commit()
        return made


def test_a_lead_writes_a_statement_and_takes_it_to_approval(
    page: Page, link: str, live_server, sound: Callable[[Page], None]
) -> None:
    page.goto(link)
    page.locator("main button").click()
    page.goto(f"{live_server.url}/statement")
    sound(page)
    page.get_by_role("button", name="Begin a year").click()
    sound(page)
    page.get_by_label("Last day of the year").fill("31/3/2027")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Year to 31 March 2027")
    sound(page)
    statement = page.url
    page.get_by_role("link", name="Risk assessment and management").click()
    sound(page)
    page.get_by_role("button", name="Put into the text").first.click()
    expect(page.locator("main")).to_contain_text("Suggested from records, not yet read")
    page.get_by_label("Text in English").fill(TEXT)
    page.get_by_label("Text in Welsh").fill("Hyfforddwyd [[trained]] o bobl.")
    page.get_by_role("button", name="See how it reads").click()
    expect(page.locator("main")).to_contain_text("Nothing is saved yet.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("fewer than 5")
    sound(page)
    page.get_by_label("Your comment").fill("Which sites?")
    page.get_by_role("button", name="Add the comment").click()
    page.get_by_role("button", name="Note it as checked").click()
    sound(page)
    page.get_by_role("link", name="History").click()
    sound(page)
    page.goto(f"{statement}/figures?area=risk")
    sound(page)
    page.goto(f"{statement}/figures/suppliers_screened")
    sound(page)
    page.goto(f"{statement}/promises")
    sound(page)
    page.get_by_role("button", name="Note it in the ledger").first.click()
    page.goto(f"{live_server.url}/statement/promises")
    sound(page)
    page.get_by_role("link", name="Say what became of it").first.click()
    sound(page)
    page.goto(f"{live_server.url}/statement/rules")
    sound(page)
    page.goto(f"{statement}/approval")
    page.get_by_role("button", name="Send to the legal team").click()
    page.get_by_role("button", name="Send back to the draft").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why you send it back.")
    sound(page)


def test_of_two_who_write_at_once_the_second_sees_both_texts(
    page: Page, link: str, live_server, sound: Callable[[Page], None]
) -> None:
    page.goto(link)
    page.locator("main button").click()
    page.goto(f"{live_server.url}/statement/1/sections/training")
    page.get_by_label("Text in English").fill("The words of one.")
    page.evaluate("document.querySelector('input[name=based_on]').value = '7'")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else saved this section")
    sound(page)
    page.get_by_role("button", name="Save this in its place").click()
    expect(page.locator(".fh-preview")).to_contain_text("The words of one.")
