"""Keys that go to a candidate for a supplier's statement: where they cannot surprise, and switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.extensions import clock, db
from app.services.people import access_links
from models import Match, MatchDecision, StatementOrganisation
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """Screened; the lawyer may be any of the organisations of the registry copy."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.screen_all()
        for one in made.session.scalars(select(StatementOrganisation).order_by(StatementOrganisation.id)):
            possible = MatchDecision.POSSIBLE
            made.session.add(
                Match(
                    council_id=made.council.id,
                    supplier=made.lawyer,
                    organisation=one,
                    probability=0.5,
                    kind="same_entity",
                    proposed=possible,
                    decision=possible,
                )
            )
        made.session.commit()
        yield made


@pytest.fixture
def page(world: World, desktop: Page) -> Page:
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    desktop.goto(link)
    desktop.get_by_role("button", name="Continue").click()
    return desktop


def test_keys_go_to_a_candidate_and_decide_nothing(
    page: Page, world: World, axe: Callable[[Page], None]
) -> None:
    base = f"{world.settings.base_url}/officer/suppliers/{world.lawyer.id}"
    page.goto(f"{base}/match")
    said = page.locator("[data-candidates-said]")
    second = page.locator("[data-candidate]").nth(1)
    page.keyboard.press("2")
    expect(second.get_by_role("button").first).to_be_focused()
    name = second.locator(".fh-card__name").nth(1).inner_text().split("\n")[-1]
    expect(said).to_have_text(f"Candidate 2 of 2: {name}")
    page.keyboard.press("1")
    expect(page.locator("[data-candidate]").first.get_by_role("button").first).to_be_focused()
    page.keyboard.press("5")
    expect(page.locator("[data-candidate]").first.get_by_role("button").first).to_be_focused()
    assert page.url.endswith("/match")
    axe(page)

    page.get_by_text("Keys", exact=True).click()
    page.get_by_role("button", name="Switch these keys off").click()
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="Switch these keys on")).to_be_focused()

    page.goto(f"{base}/statement?q=ltd")
    page.get_by_text("Keys", exact=True).click()
    page.get_by_role("button", name="Switch these keys on").click()
    field = page.get_by_label("Name or company number")
    field.press("End")
    field.press("1")
    expect(field).to_be_focused()
    expect(field).to_have_value("ltd1")
    world.session.expire_all()
    assert {
        one.decision for one in world.session.scalars(select(Match).where(Match.supplier == world.lawyer))
    } == {MatchDecision.POSSIBLE}


def test_without_javascript_there_is_no_word_of_keys(chromium, page: Page, world: World) -> None:
    context = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{world.settings.base_url}/officer/suppliers/{world.lawyer.id}/match")
    expect(plain.get_by_text("Candidate 1 of 2")).to_be_visible()
    expect(plain.get_by_text("Keys", exact=True)).to_be_hidden()
    assert plain.get_by_role("button", name="Same organisation").count() == 2
    context.close()
