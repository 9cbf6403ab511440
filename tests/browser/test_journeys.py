"""One journey per audience in a real browser, with the accessibility rules on every page and error state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from models import Person
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site, screened."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.screen_all()
        yield made


def _link(world: World, person: Person) -> str:
    link = access_links.add_sign_in_link(world.session, world.settings, person, clock.now())
    world.session.commit()
    return link


def _sign_in(page: Page, world: World, person: Person) -> None:
    page.goto(_link(world, person))
    page.get_by_role("button", name="Continue").click()


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """The same journey on a desk and at 320 pixels."""
    return request.getfixturevalue(request.param)


def test_an_officer_finds_a_supplier_reads_why_and_asks_it(
    page: Page, world: World, axe: Callable[[Page], None]
) -> None:
    _sign_in(page, world, world.officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Suppliers to look at")
    axe(page)
    _fits(page)

    page.get_by_label("Any name or number").fill("northgate")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("q=northgate"))
    page.get_by_role("link", name="Northgate Cleaning Services Ltd", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northgate Cleaning Services Ltd")
    expect(page.get_by_role("heading", name="In short")).to_be_visible()
    axe(page)
    _fits(page)
    parts = page.get_by_role("navigation", name="Parts of this page")
    parts.get_by_role("link", name="Risk").click()
    expect(page.get_by_role("heading", name="How the score comes about")).to_be_visible()
    axe(page)
    _fits(page)

    parts.get_by_role("link", name="Statement").click()
    page.get_by_role("button", name=re.compile("Not them")).click()
    expect(page.get_by_role("alert")).to_contain_text("You rejected the match")
    axe(page)
    world.do_queued_work()
    page.reload()
    expect(page.locator("#statement + p")).to_contain_text(
        "Not found in the registry copy of 1 November 2026"
    )

    parts.get_by_role("link", name="Overview").click()
    page.get_by_role("button", name="Ask the supplier to answer").or_(
        page.get_by_role("link", name="Ask the supplier to answer")
    ).click()
    page.get_by_label("E-mail address").fill("nonsense")
    page.get_by_role("button", name="Send the questionnaire").click()
    expect(page).to_have_title(re.compile("^Error:"))
    axe(page)
    _fits(page)
    page.get_by_label("E-mail address").fill("contact@northgate.example")
    page.get_by_role("button", name="Send the questionnaire").click()
    expect(page.get_by_role("alert")).to_contain_text("The supplier has been asked to answer.")


def test_a_supplier_answers_and_the_queue_shows_why_it_moved(
    page: Page, world: World, axe: Callable[[Page], None]
) -> None:
    from app.services.inviting import invitations

    _invitation, link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "Con Tact",
        clock.today().replace(year=clock.today().year + 1),
        clock.now(),
    )
    page.goto(link)
    axe(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe(page)
    _fits(page)

    pages = 0
    while "/questions/" in page.url:
        pages += 1
        assert pages < 40, "the questionnaire does not end"
        _answer(page)
        axe(page)
        _fits(page)
        page.get_by_role("button", name="Save and continue").click()
    assert pages >= 12

    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    axe(page)
    _fits(page)
    page.get_by_role("button", name="Submit and share with").click()
    expect(page.locator(".govuk-error-summary li")).to_have_count(3)
    axe(page)
    page.get_by_label("Your full name").fill("Con Tact")
    page.get_by_label("Your job title").fill("Director")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Submit and share with").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answers submitted")
    expect(page.locator(".govuk-panel")).to_contain_text(re.compile(r"FH-\d{6}"))
    axe(page)
    _fits(page)

    world.do_queued_work()
    _sign_in(page, world, world.officer)
    page.goto(f"{world.settings.base_url}/officer/suppliers/{world.cleaner.id}/risk")
    expect(page.get_by_role("heading", name="Why it moved")).to_be_visible()
    axe(page)
    _fits(page)


def _answer(page: Page) -> None:
    """The first choice of whatever the page asks."""
    page.wait_for_load_state()
    main = page.locator("main")
    if main.get_by_role("radio").count():
        main.get_by_role("radio").first.check()
    elif main.locator("textarea").count():
        main.locator("textarea").fill("United Kingdom\nIndia")
    elif main.get_by_role("checkbox").count():
        main.get_by_role("checkbox").first.check()
    else:
        main.locator("#answer").fill("https://www.northgate.example/statement")


def test_a_supplier_can_work_without_javascript_and_in_welsh(chromium, world: World, axe) -> None:
    from app.services.inviting import invitations

    _invitation, link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "",
        clock.today().replace(year=clock.today().year + 1),
        clock.now(),
    )
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(link)
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.get_by_role("radio").first.check()
    first = page.url
    page.locator("main form button").first.click()
    assert page.url != first
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/seen-signs",
        "/accessibility",
        "/privacy",
        "/privacy/suppliers",
        "/help",
        "/outbox",
    ],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_public_pages_are_accessible_and_fit_a_phone(
    small_phone: Page, world: World, axe: Callable[[Page], None], path: str, language: str
) -> None:
    small_phone.goto(f"{world.settings.base_url}/language/{language}?next={path}")
    expect(small_phone.locator("html")).to_have_attribute("lang", language)
    axe(small_phone)
    _fits(small_phone)


def test_a_link_that_does_not_exist_leads_to_a_page_with_a_way_on(
    small_phone: Page, world: World, axe: Callable[[Page], None]
) -> None:
    answer = small_phone.goto(f"{world.settings.base_url}/answer/nonsense")
    assert answer is not None and answer.status == 404
    axe(small_phone)
    _fits(small_phone)
