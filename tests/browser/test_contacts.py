"""A contact asks for more time, passes the questionnaire on, and meets a dead link, on a small phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.inviting import invitations
from app.services.people import access_links
from models import Invitation
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


@pytest.fixture
def asked(world: World) -> tuple[Invitation, str]:
    due = clock.today().replace(year=clock.today().year + 1, month=1, day=1)
    return invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "Con Tact",
        due,
        clock.now(),
    )


def press(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").last.click()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_more_time_and_another_contact(
    small_phone: Page, world: World, asked, axe: Callable[[Page], None], language: str
) -> None:
    invitation, link = asked
    page, base = small_phone, world.settings.base_url
    page.goto(link)
    page.goto(f"{base}/language/{language}?next=/answers/{invitation.id}/more-time")
    press(page)
    expect(page).to_have_title(re.compile("^(Error|Gwall)"))
    axe(page)
    page.locator("#until").fill(page.locator(".govuk-hint").first.inner_text().split()[2].rstrip("."))
    page.locator("#why").check()
    press(page)
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    axe(page)

    page.goto(f"{base}/answers/{invitation.id}/not-me")
    press(page)
    expect(page).to_have_title(re.compile("^(Error|Gwall)"))
    axe(page)
    page.locator("#which").check()
    page.locator("#email").fill("jo@northgate.example")
    press(page)
    expect(page.locator(".govuk-notification-banner")).to_contain_text("jo@northgate.example")
    page.goto(link)
    expect(page.locator("main form")).to_have_count(0)
    axe(page)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_replaced_link_is_renewed_with_one_press(
    small_phone: Page, world: World, asked, axe: Callable[[Page], None], language: str
) -> None:
    invitation, link = asked
    access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    page = small_phone
    page.goto(f"{world.settings.base_url}/language/{language}")
    page.goto(link)
    axe(page)
    press(page)
    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator("main h1")).to_be_visible()
    axe(page)
