"""What leads see of what is kept, and what they can do: periods, holds, people and answers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.services.retention.kinds import Kind
from app.store import retention
from models import Person, Response, ResponseStatus
from support import two_councils
from support.retention import lead_of, say
from support.site import SignIn
from support.world import StandingClock, World

REASON = {"reason": "Our schedule of 2026, line 14."}


@pytest.fixture
def lead(world: World) -> Person:
    return lead_of(world, world.council)


@pytest.fixture
def submitted(world: World) -> Response:
    return two_councils.submit(world, two_councils.ask(world, world.cleaner))


@pytest.fixture
def client(sign_in: SignIn, lead: Person) -> FlaskClient:
    return sign_in(lead)


def text_of(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").select_one("main").get_text(" ").split())


def test_every_kind_is_there_and_nothing_is_removed_at_first(client: FlaskClient) -> None:
    shown = client.get("/officer/kept")
    cards = BeautifulSoup(shown.text, "html.parser").select(".govuk-summary-list__row")
    assert len(cards) == len(Kind)
    assert all("No end is set: nothing is removed" in card.get_text() for card in cards)
    more = client.get("/officer/more").text
    assert 'href="/officer/kept"' in more


def test_only_leads_come_here(world: World, sign_in: SignIn, submitted: Response) -> None:
    officer = sign_in(world.officer)
    for path in ("/officer/kept", "/officer/kept/answers", f"/officer/suppliers/{world.cleaner.id}/kept"):
        assert officer.get(path).status_code == 403
    page = officer.get(f"/officer/suppliers/{world.cleaner.id}/answers").text
    assert f"/officer/suppliers/{world.cleaner.id}/kept" not in page


def test_a_lead_says_how_long_and_sees_what_is_due_before_it_goes(
    client: FlaskClient, world: World, submitted: Response, standing_clock: StandingClock
) -> None:
    wrong = client.post("/officer/kept/answers", data={"what": "remove", "months": "12", **REASON})
    assert "Enter a number of months from 36 to 600" in wrong.text
    assert "Say why." in client.post("/officer/kept/answers", data={"what": "keep"}).text
    done = client.post("/officer/kept/answers", data={"what": "remove", "months": "84", **REASON})
    assert done.status_code == 302
    shown = text_of(client.get("/officer/kept/answers").text)
    assert "0 are due." in shown and "7 years. Our schedule of 2026, line 14." in shown
    standing_clock.pass_by(days=365.25 * 7 + 3)
    shown = text_of(client.get("/officer/kept/answers").text)
    assert "1 is due." in shown and f"{world.cleaner.name}, {submitted.reference}" in shown
    assert submitted.answers, "looking removes nothing"
    assert client.get("/officer/kept/nothing").status_code == 404


def test_a_hold_is_put_shown_and_ended(client: FlaskClient, world: World, submitted: Response) -> None:
    path = f"/officer/suppliers/{world.cleaner.id}/kept"
    assert client.post(path, data={"reason": "A claim was announced."}).status_code == 302
    assert "A claim was announced." in client.get("/officer/kept").text
    erase = f"{path}/{submitted.id}/erase"
    refused = client.post(erase, data={"typed": world.cleaner.name, **REASON}, follow_redirects=True)
    assert "A hold stands" in refused.text and submitted.answers
    assert "Say why." in client.post(f"{path}/end", data={}).text
    assert client.post(f"{path}/end", data={"why": "It was settled."}).status_code == 302
    assert "It was settled." in client.get(path).text
    assert not retention.holds(world.session, world.council.id)


def test_answers_are_erased_once_the_name_was_typed(
    client: FlaskClient, world: World, submitted: Response
) -> None:
    path = f"/officer/suppliers/{world.cleaner.id}/kept/{submitted.id}/erase"
    wrong = client.post(path, data={"typed": "Northgate", **REASON})
    assert f"Type it exactly: {world.cleaner.name}" in wrong.text and submitted.answers
    done = client.post(path, data={"typed": f" {world.cleaner.name.lower()} ", **REASON})
    assert done.status_code == 302
    world.session.expire_all()
    assert submitted.status == ResponseStatus.ERASED and not submitted.answers
    told = text_of(client.get(f"/officer/suppliers/{world.cleaner.id}/answers").text)
    assert "Its earlier answers have not been kept since 20 November 2026" in told
    assert client.get(path).status_code == 404


def test_a_person_is_found_shown_and_erased(client: FlaskClient, world: World, submitted: Response) -> None:
    unknown = client.post("/officer/kept/person", data={"email": "nobody@x.example"})
    assert "Nothing is kept here about anybody with this address" in unknown.text
    found = client.post("/officer/kept/person", data={"email": two_councils.CONTACT.upper()})
    shown = text_of(client.get(found.location).text)
    assert "Invitations to answer: 1" in shown and submitted.reference in shown
    wrong = client.post(found.location, data={"typed": "x", **REASON})
    assert f"Type it exactly: {two_councils.CONTACT}" in wrong.text
    named = client.post(found.location, data={"typed": two_councils.CONTACT, "reason": "Con Tact asked"})
    assert "Do not name the person" in named.text
    assert client.post(found.location, data={"typed": two_councils.CONTACT, **REASON}).status_code == 302
    person = world.session.scalars(select(Person).where(Person.erased_on.is_not(None))).one()
    assert "This was erased already." in client.get(f"/officer/kept/people/{person.id}").text


def test_nobody_of_another_council_is_shown(
    client: FlaskClient, world: World, sign_in: SignIn, submitted: Response
) -> None:
    neighbour = two_councils.add_neighbour(world)
    other = sign_in(lead_of(world, neighbour.council, "Other Lead"))
    contact = world.session.scalars(select(Person).where(Person.email == two_councils.CONTACT)).one()
    assert other.get(f"/officer/kept/people/{contact.id}").status_code == 404
    assert client.get(f"/officer/kept/people/{contact.id}").status_code == 200
    answer = other.post("/officer/kept/person", data={"email": two_councils.CONTACT})
    assert "Nothing is kept here" in answer.text


def test_suppliers_are_told_the_periods_of_the_council(
    app, world: World, lead: Person, client: FlaskClient
) -> None:
    stranger = app.test_client()
    assert "submitted answers and files: no end is set" in stranger.get("/privacy/suppliers").text
    say(world, lead, Kind.ANSWERS, months=84)
    say(world, lead, Kind.DRAFTS, months=14)
    told = stranger.get("/privacy/suppliers").text
    assert "submitted answers and files: 7 years after the last contract" in told
    assert "answers never submitted: 14 months after somebody last wrote in them" in told


def test_the_pages_of_the_supplier_open_before_and_after_everything_went(
    client: FlaskClient, world: World, lead: Person, sign_in: SignIn, submitted: Response
) -> None:
    contact = world.session.scalars(select(Person).where(Person.email == two_councils.CONTACT)).one()
    theirs = sign_in(contact)
    asked = submitted.invitations[0].id
    pages = [f"/answers/{asked}{part}" for part in ("/done", "/sharing", "/report", "/council")]
    before = {page: theirs.get(page, follow_redirects=True).status_code for page in ("/answers", *pages)}
    assert before["/answers"] == 200 and before[pages[0]] == 200
    say(world, lead)
    client.post(
        f"/officer/suppliers/{world.cleaner.id}/kept/{submitted.id}/erase",
        data={"typed": world.cleaner.name, **REASON},
    )
    after = {page: theirs.get(page, follow_redirects=True).status_code for page in before}
    assert after["/answers"] == 200 and set(after.values()) == {200, 404}, after
    world.do_queued_work()
    for part in ("", "/answers", "/risk", "/contracts", "/match", "/work", "/documents", "/all", "/timeline"):
        assert client.get(f"/officer/suppliers/{world.cleaner.id}{part}").status_code == 200, part
    for page in ("/officer/suppliers", "/officer/overview", "/officer/kept", "/officer/people"):
        assert client.get(page).status_code == 200, page
