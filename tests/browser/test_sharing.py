"""Sharing in a real browser: choosing who may read, an offer, withdrawing, and what an officer then sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.answers import answering
from app.services.inviting import updating
from app.services.people import access_links
from models import Invitation, Person
from questionnaires import Answer
from support.two_councils import Neighbour, add_neighbour, ask, submit
from support.world import World, answer_everything, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site."""
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


@pytest.fixture
def neighbour(world: World) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def looked_at(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """The page keeps to the accessibility rules and fits the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


def _link(world: World, invitation: Invitation) -> str:
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    return link


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def _sign_in(page: Page, world: World, person: Person) -> None:
    link = access_links.add_sign_in_link(world.session, world.settings, person, clock.now())
    world.session.commit()
    page.goto(link)
    with page.expect_navigation():
        page.locator("main button").first.click()


def test_choosing_who_may_read_and_withdrawing(
    small_phone: Page, world: World, neighbour: Neighbour, looked_at
) -> None:
    page = small_phone
    ours, _theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    answer_everything(world, ours)
    page.goto(_link(world, ours))
    page.goto(f"{world.settings.base_url}/answers/{ours.id}/check")
    looked_at(page)
    page.get_by_label("Your full name").fill("Con Tact")
    page.get_by_label("Your job title").fill("Director")
    page.get_by_label("I confirm").check()
    _press(page, "Submit and share with the councils ticked")
    expect(page.locator(".govuk-error-summary li")).to_have_count(1)
    looked_at(page)
    page.get_by_label("Anytown Council").check()
    page.get_by_label("I confirm").check()
    _press(page, "Submit and share with the councils ticked")
    expect(page.get_by_role("heading", level=1)).to_have_text("Answers submitted")
    looked_at(page)

    page.get_by_role("link", name="See who looked").click()
    expect(page.get_by_text("Asked for your answers and cannot read them.")).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Withdraw your answers from Anytown Council").click()
    looked_at(page)
    _press(page, "Withdraw your answers from Anytown Council")
    expect(page.get_by_text("Anytown Council can no longer read your answers.")).to_be_visible()
    looked_at(page)
    _press(page, "Share these answers with Anytown Council again")
    expect(page.get_by_text("Can read these answers")).to_be_visible()


def test_an_offer_and_what_the_officer_sees_after_an_update(
    small_phone: Page, desktop: Page, world: World, neighbour: Neighbour, looked_at
) -> None:
    given = ask(world, world.cleaner)
    submit(world, given)
    offered = ask(world, neighbour.cleaner)
    small_phone.goto(_link(world, offered))
    expect(small_phone.get_by_role("heading", level=1)).to_contain_text("answers that you have already given")
    looked_at(small_phone)
    _press(small_phone, "Share these answers with Otherton Council")
    expect(small_phone.get_by_text("Otherton Council can read your answers now.")).to_be_visible()

    address = f"{world.settings.base_url}/officer/suppliers/{neighbour.cleaner.id}/answers"
    _sign_in(desktop, world, neighbour.officer)
    desktop.goto(address)
    expect(desktop.get_by_text(given.response.reference or "")).to_be_visible()
    draft = updating.start_update(world.session, given.contact, given, clock.now())
    [first, *others] = answering.answers_of(given.response).items()
    for question_id, answer in others:
        answering.save(world.session, given.contact, draft, question_id, answer, clock.now())
    answering.save(world.session, given.contact, draft, first[0], _other(given, *first), clock.now())
    submit(world, draft)
    desktop.goto(address)
    expect(desktop.get_by_role("heading", name="What changed since the council looked")).to_be_visible()
    looked_at(desktop)


def _other(given: Invitation, question_id: str, answer: Answer):
    """Another answer to a question of one choice."""
    question = answering.questionnaire_of(given.response).question(question_id)
    values = (option.value for option in question.options)
    return Answer(next(value for value in values if value != answer.value))
