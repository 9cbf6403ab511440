"""A deputy decides for an officer on leave, a second person agrees or does not, a councillor only reads.

One council, one server, three people with browsers of their own; every page is looked at on a desk and at 320
pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from app.extensions import clock, db
from app.services.people import access_links, care, deputies
from models import Person, Role
from support.council_people import add_person
from support.world import World, make_world

REASON = "The agency's licence was seen."
RETURNED = "Nobody has talked to workers yet."


@dataclass(frozen=True)
class Council:
    """Anytown, screened: Ann is on leave, Bo stands in for her, to accept takes two people."""

    world: World
    deputy: Person
    second: Person
    councillor: Person
    home: str


@pytest.fixture
def council(live_server) -> Iterator[Council]:
    with live_server.app.app_context():
        world = make_world(db.session(), live_server.settings)
        world.council.second_person = ["accept"]
        world.screen_all()
        deputy = add_person(world, "Bo Deputy")
        second = add_person(world, "Pat Lead", Role.LEAD)
        councillor = add_person(world, "Cai Councillor", Role.COUNCILLOR)
        today, now, ann = clock.today(), clock.now(), world.officer
        hers = (world.council.id, [world.cleaner.id, world.builder.id], ann, today, "Decide before the break")
        care.assign(world.session, ann, *hers, now)
        days = (today, today + timedelta(days=14), now, today)
        deputies.name_deputy(world.session, world.settings, ann, ann, deputy, *days)
        yield Council(world, deputy, second, councillor, live_server.url)


@pytest.fixture
def enter(chromium: Browser, council: Council) -> Iterator[Callable[[Person], Page]]:
    """Signs a person in, in a browser of their own."""
    opened = []

    def entered(person: Person) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        session = council.world.session
        link = access_links.add_sign_in_link(session, council.world.settings, person, clock.now())
        session.commit()
        page.goto(link)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
        return page

    yield entered
    for context in opened:
        context.close()


@pytest.fixture
def sound(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Fails for anything that axe finds on a desk or at 320 pixels, and for a page wider than the screen."""

    def check(page: Page) -> None:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} is {wide} pixels wide on {width}"

    return check


def test_deputy_second_person_and_councillor(council: Council, enter, sound) -> None:
    world = council.world
    bo = enter(council.deputy)
    for supplier in (world.cleaner, world.builder):
        _accept_as_deputy(bo, council, supplier.name, sound)
    pat = enter(council.second)
    _answer(pat, council, world.cleaner.name, "agreed", "", sound)
    expect(pat.get_by_text("Your opinion was saved")).to_be_visible()
    _answer(pat, council, world.builder.name, "declined", RETURNED, sound)
    bo.goto(f"{council.home}/officer/suppliers/{world.cleaner.id}")
    expect(bo.locator("#care").locator("..")).to_contain_text("In force")
    bo.goto(f"{council.home}/officer/suppliers/{world.builder.id}/work")
    expect(bo.locator("#decisions").locator("..")).not_to_contain_text("In force")
    bo.locator("#decisions").locator("..").get_by_role("link").first.click()
    expect(bo.get_by_text(RETURNED)).to_be_visible()
    sound(bo)
    _reads_only(enter(council.councillor), council, sound)


def _accept_as_deputy(page: Page, council: Council, name: str, sound) -> None:
    """From the list of what is Ann's, through the supplier's page, to a decision that waits for a second."""
    page.goto(f"{council.home}/officer/my-work")
    expect(page.get_by_text("You stand in for Ann Example")).to_be_visible()
    sound(page)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text("Bo Deputy stands in")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Decide", exact=True).click()
    page.locator("input[name=kind][value=accept]").check()
    page.locator("input[name=review_on]").fill((clock.today() + timedelta(days=90)).strftime("%d/%m/%Y"))
    page.locator("textarea[name=reason]").fill(REASON)
    sound(page)
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator("#care").locator("..")).to_contain_text("Nothing was decided yet.")
    expect(page.locator("#care").locator("..")).to_contain_text("Bo Deputy")


def _answer(page: Page, council: Council, name: str, opinion: str, reason: str, sound) -> None:
    """From the list of what waits, to a second opinion."""
    page.goto(f"{council.home}/officer/my-work")
    page.get_by_role("link", name=f"{name}: ").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.locator(f"input[name=opinion][value={opinion}]").check()
    page.locator("textarea[name=reason]").fill(reason)
    sound(page)
    page.get_by_role("button", name="Save your opinion").click()


def _reads_only(page: Page, council: Council, sound) -> None:
    """The councillor's one page names no supplier and changes nothing; officers' pages are closed."""
    page.goto(f"{council.home}/scrutiny")
    expect(page.get_by_role("heading", level=1)).to_have_text("Modern slavery: are we getting better?")
    sound(page)
    shown = page.locator("main").inner_text()
    world = council.world
    assert not any(one.name in shown for one in (world.cleaner, world.lawyer, world.builder))
    assert page.locator("main form").count() == 0
    for path in ("", f"/{world.cleaner.id}", f"/{world.cleaner.id}/answers", f"/{world.cleaner.id}/all"):
        answer = page.goto(f"{council.home}/officer/suppliers{path}")
        assert answer is not None and answer.status == 403, path
