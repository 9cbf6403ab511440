"""Pages about contacts whom mail does not reach, new contacts, older answers and a file with mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from models import CouncilQuestionnaire, Invitation, Person, Role
from support import contacts_in_trouble, own_questionnaire, two_councils
from support.world import World, make_world

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
WRONG = """\
extends: supplier
extends_version: 3
title: {en: Our questions}
sections:
  - id: own_local
    title: {en: Tell us about local work}
    questions:
      - {id: jobs, type: essay, text: {en: ""}, colour: red}
"""


@pytest.fixture
def world(live_server) -> Iterator[World]:
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


def come(page: Page, world: World, person: Person | Invitation, language: str, to: str) -> None:
    """Sign in, or follow the invitation, and go to a page in a language."""
    make = (
        access_links.add_invitation_link if isinstance(person, Invitation) else access_links.add_sign_in_link
    )
    link = make(world.session, world.settings, person, clock.now())
    world.session.commit()
    page.goto(link)
    if isinstance(person, Person):
        press(page)
    page.goto(f"{world.settings.base_url}/language/{language}?next={to}")
    expect(page.locator("html")).to_have_attribute("lang", language)


def press(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").last.click()


@LANGUAGES
def test_correcting_an_address(
    small_phone: Page, world: World, axe: Callable[[Page], None], language
) -> None:
    contacts_in_trouble.not_reached(world, world.cleaner)
    page, place = small_phone, f"/officer/suppliers/{world.cleaner.id}"
    come(page, world, world.officer, language, f"{place}/answers")
    axe(page)
    page.goto(f"{world.settings.base_url}{place}/address")
    page.locator("#email").fill("nobody")
    press(page)
    expect(page.locator("#email-error")).to_be_visible()
    axe(page)
    page.locator("#email").fill("right@northgate.example")
    press(page)
    expect(page.locator(".govuk-notification-banner")).to_contain_text("right@northgate.example")


@LANGUAGES
def test_a_new_contact_asks_and_the_officer_finds_out(
    small_phone: Page, world: World, axe: Callable[[Page], None], language
) -> None:
    anew = contacts_in_trouble.successor(
        world, world.cleaner, "new@northgate.example", "before@northgate.example"
    )
    page, place = small_phone, f"/answers/{anew.id}"
    come(page, world, anew, language, place)
    page.locator(f"main a[href='{place}/earlier-answers']").click()
    press(page)
    expect(page.locator("#declared-error")).to_be_visible()
    axe(page)
    page.locator("#declared_name").fill("Nia New")
    page.locator("#declared_role").fill("Buyer")
    page.locator("#declared").check()
    press(page)
    expect(page.locator(".govuk-inset-text").first).to_be_visible()
    axe(page)
    come(page, world, world.officer, language, "/officer/my-work")
    page.locator("main a[href*='/officer/takeovers/']").click()
    press(page)
    expect(page.locator("#known_by-error")).to_be_visible()
    axe(page)
    page.locator("#known_by").check()
    press(page)
    expect(page.locator(".govuk-notification-banner")).to_be_visible()


@LANGUAGES
def test_councils_that_read_older_answers(
    small_phone: Page, world: World, axe: Callable[[Page], None], language
) -> None:
    own_questionnaire.publish(world)
    neighbour = two_councils.add_neighbour(world)
    asked = own_questionnaire.ask(world, world.cleaner)
    two_councils.submit(world, asked)
    assert two_councils.agree(world, own_questionnaire.ask(world, neighbour.cleaner))
    newer = own_questionnaire.answer_otherwise(world, asked)
    page = small_phone
    come(page, world, asked, language, f"/answers/{newer.invitations[0].id}/sharing")
    expect(page.locator("#behind")).to_be_visible()
    axe(page)
    with page.expect_navigation():
        page.locator("form[action*='/catch-up/'] button").click()
    expect(page.locator("#behind")).to_have_count(0)


@LANGUAGES
def test_a_file_with_mistakes(
    small_phone: Page, world: World, axe: Callable[[Page], None], language, tmp_path
) -> None:
    row: CouncilQuestionnaire = own_questionnaire.draft(world)
    lead = world.session.query(Person).filter_by(role=Role.LEAD).one()
    page = small_phone
    come(page, world, lead, language, f"/officer/questionnaires/{row.id}/upload")
    file = tmp_path / "ours.yaml"
    file.write_text(WRONG, encoding="utf-8")
    page.locator("#file").set_input_files(file)
    press(page)
    told = page.locator("main li", has_text="ours.yaml")
    assert told.count() >= 1
    expect(told.first).to_contain_text("own_local")
    axe(page)
