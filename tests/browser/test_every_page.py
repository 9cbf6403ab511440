"""Every page that each kind of person can reach, in both languages, at 320 pixels.

Each keeps to the rules of axe, is no wider than the screen, has one heading of the first level and is in its
language, with no script or style refused. So is what a form says that is sent empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import ConsoleMessage, Page

from app.extensions import clock, db, limiter
from app.services import (
    access_links,
    annual_approval,
    annual_statements,
    answering,
    colleagues,
    invitations,
)
from models import Invitation, Person, Role, StatementState
from screening.annual import Approval, areas
from support.crawl import Visitor
from support.statement_room import TEXT, YEAR_END
from support.world import World, answer_everything, make_world

DUE = date(2026, 12, 18)
WELSH = "Darllenodd swyddogion slipiau cyflog glanhawyr. Cymerodd [[trained]] o bobl ran mewn hyfforddiant."
LANGUAGES = ("en", "cy")

#: Signing out would end the walk, and the language is the walk's own.
PASSED_OVER = frozenset({"public.sign_out", "public.set_language", "static"})


@pytest.fixture
def world(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Anytown with a screened register, one supplier that has answered and one that is answering."""
    monkeypatch.setattr(limiter, "enabled", False)
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.screen_all()
        yield made


@pytest.fixture
def looked_at(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """The page keeps to the accessibility rules and fits the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


@pytest.fixture(params=LANGUAGES)
def visitor(request, live_server, small_phone: Page, looked_at) -> Visitor:
    """Somebody with a small phone and a language, signed in nowhere."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def look(page: Page) -> None:
        looked_at(page)
        assert page.locator("html").get_attribute("lang") == request.param, page.url
        assert not complaints, f"{page.url}: {complaints}"

    small_phone.on("console", hear)
    small_phone.goto(f"{live_server.url}/language/{request.param}")
    return Visitor(live_server.app, small_phone, live_server.url, look, PASSED_OVER)


def _asked(world: World, supplier, email: str) -> Invitation:
    invitation, _link = invitations.ask(
        world.session, world.settings, world.officer, supplier, email, "Con Tact", DUE, clock.now()
    )
    return invitation


def _sign_in(visitor: Visitor, world: World, person: Person) -> None:
    link = access_links.add_sign_in_link(world.session, world.settings, person, clock.now())
    world.session.commit()
    visitor.page.goto(link)
    with visitor.page.expect_navigation():
        visitor.page.locator("main button").first.click()


def _submitted(world: World, supplier, email: str) -> Invitation:
    invitation = _asked(world, supplier, email)
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    world.do_queued_work()
    return invitation


def _seen(visit_pages: Counter[str], *endpoints: str) -> None:
    missing = [one for one in endpoints if not visit_pages[one]]
    assert not missing, f"never reached: {missing}"


def test_whoever_is_not_signed_in(visitor: Visitor, world: World) -> None:
    seen = visitor.walk([f"{visitor.url}/"])
    _seen(seen.pages, "public.home", "public.sign_in", "public.seen_signs", "public.accessibility")
    assert "public.sign_in" in seen.refused_forms


def test_a_supplier_that_is_answering(visitor: Visitor, world: World) -> None:
    invitation = _asked(world, world.cleaner, "contact@northgate.example")
    _sign_in(visitor, world, invitation.contact)
    start = f"{visitor.url}/answers/{invitation.id}"
    questions = answering.questionnaire_of(invitation.response).questions
    of_each_type = {one.type: one for one in reversed(questions) if one.show_if is None}.values()
    seen = visitor.walk([start, *(f"{start}/questions/{one.id}" for one in of_each_type)])
    _seen(seen.pages, "supplier.tasks", "supplier.question", "supplier.ask_colleague", "supplier.workbook")
    assert {"supplier.question", "supplier.ask_colleague"} <= seen.refused_forms


def test_a_supplier_that_has_everything_answered(visitor: Visitor, world: World) -> None:
    invitation = _asked(world, world.cleaner, "contact@northgate.example")
    answer_everything(world, invitation)
    _sign_in(visitor, world, invitation.contact)
    seen = visitor.walk([f"{visitor.url}/answers/{invitation.id}/check"])
    _seen(seen.pages, "supplier.check")
    assert "supplier.check" in seen.refused_forms


def test_a_supplier_that_has_submitted(visitor: Visitor, world: World) -> None:
    invitation = _submitted(world, world.cleaner, "contact@northgate.example")
    _sign_in(visitor, world, invitation.contact)
    seen = visitor.walk([f"{visitor.url}/answers"])
    _seen(
        seen.pages,
        "supplier.done",
        "supplier.own_report_page",
        "supplier.council_view",
        "supplier.sharing",
    )


def test_a_colleague_and_whoever_declares(visitor: Visitor, world: World) -> None:
    invitation = _asked(world, world.cleaner, "contact@northgate.example")
    for section, email in (("about", "hr@northgate.example"), ("", "director@northgate.example")):
        delegation, _link = colleagues.ask(
            world.session,
            world.settings,
            invitation.contact,
            invitation,
            section,
            email,
            "Colleague",
            clock.now(),
        )
        link = access_links.add_delegation_link(world.session, world.settings, delegation, clock.now())
        world.session.commit()
        visitor.page.goto(link)
        visitor.seen.pages.clear()
        seen = visitor.walk([visitor.page.url])
        _seen(seen.pages, "supplier.tasks" if section else "supplier.check")


def _published_statement(world: World) -> None:
    """A statement of last year that is out, in both languages, with a figure."""
    made = annual_statements.begin(
        world.session, world.officer, world.council, YEAR_END, "six_areas", clock.now()
    )
    for section in made.sections:
        text = f"{areas()[section.area].title}. {TEXT}\n\n1. one\n2. two"
        annual_statements.write(
            world.session, world.officer, section, text, WELSH, "", section.revision, clock.now()
        )
    given = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader", date(2026, 6, 10))
    annual_approval.note_approval(world.session, world.officer, made, given, clock.now())
    annual_approval.note_places(
        world.session, world.officer, made, "https://anytown.example/slavery", None, "", clock.now()
    )
    for state in list(StatementState)[1:]:
        annual_approval.send(world.session, world.officer, made, state, "", clock.now(), clock.today())


def test_the_public_pages_of_a_statement(visitor: Visitor, world: World) -> None:
    _published_statement(world)
    seen = visitor.walk([f"{visitor.url}/councils/anytown/statements"], forms=False)
    _seen(seen.pages, "public.published_statements", "public.published_statement")


def test_a_councillor(visitor: Visitor, world: World) -> None:
    _published_statement(world)
    person = Person(
        email="kim@anytown.example", name="Kim", role=Role.COUNCILLOR, council_id=world.council.id
    )
    world.session.add(person)
    world.session.commit()
    _sign_in(visitor, world, person)
    seen = visitor.walk([f"{visitor.url}/scrutiny"])
    _seen(seen.pages, "scrutiny.page", "public.seen_signs")


def test_a_lead_who_sees_what_officers_see_and_more(visitor: Visitor, world: World) -> None:
    visitor.each = 1  # there are a hundred kinds of pages
    _submitted(world, world.cleaner, "contact@northgate.example")
    _asked(world, world.builder, "contact@harbour.example")
    person = Person(email="pat@anytown.example", name="Pat", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    _sign_in(visitor, world, person)
    seen = visitor.walk([f"{visitor.url}/officer/suppliers"])
    _seen(
        seen.pages,
        "officer.queue",
        "officer.supplier",
        "officer.supplier_risk",
        "officer.supplier_statement",
        "officer.supplier_work",
        "officer.supplier_all",
        "officer.ask",
        "officer.weights",
        "officer.statements",
    )
    assert "officer.ask" in seen.refused_forms
