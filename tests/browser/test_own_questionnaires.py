"""A lead makes an own question, looks at it as a supplier would, and publishes it: axe, and 320 pixels."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from models import Person, Role
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site."""
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


def _looked_at(page: Page, axe: Callable[[Page], None], name: str) -> None:
    axe(page)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, page.url
    if folder := os.environ.get("FAIRHAND_PICTURES"):
        page.screenshot(path=f"{folder}/own-{name}.png", full_page=True)


def test_from_a_copy_to_a_published_question(
    small_phone: Page, world: World, axe: Callable[[Page], None]
) -> None:
    page = small_phone
    lead = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lead)
    link = access_links.add_sign_in_link(world.session, world.settings, lead, clock.now())
    world.session.commit()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{world.settings.base_url}/officer/questionnaires")
    _looked_at(page, axe, "list")
    page.get_by_role("button", name="Make a copy").click()
    page.get_by_label("Name in English").fill("Anytown questions")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Add a section").click()
    page.get_by_label("Title in English").fill("Tell us about local work")
    _looked_at(page, axe, "section")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a question").click()
    _looked_at(page, axe, "kind")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error:"))
    _looked_at(page, axe, "kind-error")
    page.get_by_label("Yes or no").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Save the question").click()
    expect(page).to_have_title(re.compile("^Error:"))
    _looked_at(page, axe, "question-errors")
    page.get_by_label("Question in English").fill("Do you offer apprenticeships, and how many?")
    page.get_by_label("Why you ask", exact=True).fill("We want work for young people.")
    page.get_by_label("Example of a good answer").fill("Two in our depot.")
    page.get_by_role("button", name="Save the question").click()
    page.get_by_role("link", name="When it is asked").click()
    page.get_by_label("Earlier question").select_option("policy_published")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("is one of these").check()
    page.get_by_label("Yes", exact=True).check()
    expect(page.locator(".govuk-error-message")).to_have_count(0)
    _looked_at(page, axe, "condition")
    page.get_by_role("button", name="Save the condition").click()
    page.get_by_role("link", name="Back").click()
    _looked_at(page, axe, "editor")
    page.get_by_role("button", name="Preview").click()
    _looked_at(page, axe, "preview-start")
    page.get_by_role("link", name="Do you offer apprenticeships").click()
    _looked_at(page, axe, "preview")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    _looked_at(page, axe, "preview-end")
    page.get_by_role("link", name="Leave the preview").click()
    page.get_by_role("button", name="Publish").click()
    _looked_at(page, axe, "publish")
    page.get_by_label("Reason").fill("Local jobs matter to us")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Published.")
    _looked_at(page, axe, "published")
