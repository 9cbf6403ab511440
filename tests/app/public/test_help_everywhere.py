"""The way to the page on signs of exploitation: on every page of every side, in errors and in mails."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort, render_template
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app import errors
from app.extensions import clock
from app.services.answers import answering
from app.services.messages import mail
from models import AuditEvent, Base, Invitation, OutboxMessage, Person, Role
from support.access import ACCESS
from support.site import SignIn
from support.world import World, answer_everything

SIGNS = "/seen-signs"
WORDS = {"en": "Seen signs of exploitation?", "cy": "Wedi gweld arwyddion o gamfanteisio?"}
#: What stands in addresses; everything else is a number, and 1 is there more often than not.
VALUES = {
    "language": "en",
    "token": "none",
    "council": "anytown",
    "slug": "anytown",
    "ending": "pdf",
    "form": "xlsx",
    "turn": "on",
    "act": "discard",
    "decision": "confirm",
    "step": "save",
}


def _ways(page: str) -> list[str]:
    return [
        link.get_text(" ", strip=True) for link in BeautifulSoup(page, "lxml").select(f'a[href="{SIGNS}"]')
    ]


def _pages(app: Flask, client: FlaskClient) -> Iterator[tuple[str, int, str]]:
    """Every address of the site that answers with a page: its endpoint, status and text."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in ("static", "public.set_language"):
            continue
        values = {name: VALUES.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        answer = client.get(address)
        answer.get_data()  # files are sent piece by piece, and have to be taken
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            yield rule.endpoint, answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def people(world: World, invitation: Invitation) -> dict[str, Person]:
    """Somebody of every role (a lead sees all that an officer sees); the respondent has answered."""
    added = {
        role: Person(email=f"{role.value}@anytown.example", role=role, council_id=world.council.id)
        for role in (Role.LEAD, Role.COUNCILLOR)
    }
    world.session.add_all(added.values())
    world.session.commit()
    world.screen_all()
    answer_everything(world, invitation)
    return {"respondent": invitation.contact} | {role.value: person for role, person in added.items()}


#: How many different pages each role sees at least with the rows of the small world, so that a test that is
#: sent away everywhere does not pass.
AT_LEAST = {"lead": 55, "councillor": 6, "respondent": 14}


@pytest.mark.parametrize("role", AT_LEAST)
def test_every_page_of_every_role_leads_there(app: Flask, people, sign_in: SignIn, role: str) -> None:
    client = sign_in(people[role])
    opened = set()
    for endpoint, status, page in _pages(app, client):
        assert _ways(page), f"{endpoint} ({status}) does not lead to {SIGNS}"
        if status == 200:
            opened.add(endpoint)
    assert len(opened) >= AT_LEAST[role], sorted(opened)
    assert opened <= set(ACCESS)


def test_strangers_are_led_there_too(app: Flask, world: World) -> None:
    opened = {endpoint for endpoint, _status, page in _pages(app, app.test_client()) if _ways(page)}
    assert {"public.home", "public.sign_in", "public.follow_link", "supplier.follow_invitation"} <= opened
    assert opened == {endpoint for endpoint, _status, _page in _pages(app, app.test_client())}


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("code", sorted(errors.WITH_PAGE))
def test_every_error_page_leads_there(
    app: Flask, world: World, monkeypatch, code: int, language: str
) -> None:
    def fail() -> None:
        abort(code)

    fail.access = "anyone"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "public.help_officer", fail)
    client = app.test_client()
    client.get(f"/language/{language}")
    answer = client.get("/help")
    assert answer.status_code == code and WORDS[language] in _ways(answer.get_data(as_text=True))


def test_an_error_page_leads_there_even_when_the_database_does_not_answer(app: Flask, world: World) -> None:
    with app.test_request_context("/nowhere"):
        assert WORDS["en"] in _ways(render_template("errors/500.html", council=None))


def test_every_mail_names_the_page_in_both_languages(world: World, invitation: Invitation) -> None:
    sent = world.session.scalars(select(OutboxMessage)).all()
    assert sent
    base = world.settings.base_url
    for message in sent:
        assert f"{base}{SIGNS}" in message.body and f"{base}/privacy" in message.body
        assert "someone may be exploited" in message.body and "ecsbloetio" in message.body
    plain = mail.queue_message(world.session, world.settings, "a@b.example", "Hello", "Text", clock.now())
    assert plain.body.startswith("Text\n\n") and plain.body.count(SIGNS) == 1


def test_the_files_that_a_supplier_takes_along_name_the_helpline(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    owner = sign_in(invitation.contact)
    sent = BytesIO(owner.get(f"/answers/{invitation.id}/workbook/file").data)
    first = CalamineWorkbook.from_filelike(sent).get_sheet_by_index(0).to_python()
    assert any("08000 121 700" in str(cell) for row in first for cell in row)
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    assert "08000 121 700" in owner.get(f"/answers/{invitation.id}/report.txt").get_data(as_text=True)


def _rows(world: World) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {one.name: world.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def _session_of(client: FlaskClient) -> dict[str, Any]:
    with client.session_transaction() as kept:  # the cookie itself is signed anew every second
        return dict(kept)


@pytest.mark.parametrize("role", [None, *AT_LEAST])
def test_opening_it_leaves_no_trace(app: Flask, world: World, people, sign_in: SignIn, role) -> None:
    client = sign_in(people[role]) if role else app.test_client()
    client.get("/privacy")
    before, last = _rows(world), world.session.scalar(select(func.max(AuditEvent.sequence)))
    remembered = _session_of(client)
    answer = client.get(SIGNS)
    assert answer.status_code == 200
    assert _rows(world) == before
    assert world.session.scalar(select(func.max(AuditEvent.sequence))) == last
    assert _session_of(client) == remembered


def test_one_can_leave_it_quickly_without_telling_the_next_site(app: Flask) -> None:
    page = BeautifulSoup(app.test_client().get(SIGNS).get_data(as_text=True), "lxml")
    (away,) = page.select("main a.govuk-button")
    assert away["href"].startswith("https://") and "noreferrer" in away["rel"]
    assert "fairhand" not in away["href"] and "slavery" not in away["href"]
