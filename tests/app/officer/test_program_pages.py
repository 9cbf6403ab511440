"""The pages on which a lead lets programs in: a token is shown once, a webhook can be turned off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.services.outside import webhooks
from app.settings import Settings
from models import ApiToken, Person, Role, Webhook, WebhookEvent
from support.site import SignIn
from support.world import StandingClock, World

TOKEN = {"name": "Finance system", "scopes": ["suppliers:read", "runs:write"], "days": "90"}
WEBHOOK = {"url": "https://hooks.example/x", "events": ["bands.changed"]}


@pytest.fixture
def client(world: World, sign_in: SignIn) -> FlaskClient:
    lead = Person(
        email="lee@anytown.example", name="Lee Example", role=Role.LEAD, council_id=world.council.id
    )
    world.session.add(lead)
    world.session.commit()
    return sign_in(lead)


def _errors(text: str) -> list[str]:
    page = BeautifulSoup(text, "html.parser")
    return [str(link["href"]) for link in page.select(".govuk-error-summary__list a")]


def test_first_of_all_the_page_says_what_programs_can_do(client: FlaskClient) -> None:
    text = client.get("/officer/api").text
    assert "There is no token" in text
    assert "No address is told of changes." in text
    assert 'href="/api"' in text


def test_a_token_is_shown_once_opens_what_was_chosen_and_ends(
    client: FlaskClient, world: World, standing_clock: StandingClock
) -> None:
    made = client.post("/officer/api/tokens/new", data=TOKEN)
    assert made.headers["Cache-Control"] == "no-store"
    shown = BeautifulSoup(made.text, "html.parser").find(id="token")
    assert shown is not None
    secret = str(shown["value"])
    row = world.session.scalars(select(ApiToken)).one()
    assert row.scopes == ["suppliers:read", "runs:write"]
    assert row.expires_at == clock.now() + timedelta(days=90)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/suppliers", headers=headers).status_code == 200
    assert client.get("/api/v1/webhooks", headers=headers).status_code == 403

    listed = client.get("/officer/api").text
    assert secret not in listed
    assert row.prefix in listed
    assert "20 November 2026, 10:30" in listed
    assert client.post(f"/officer/api/tokens/{row.id}/revoke").status_code == 302
    assert client.get("/api/v1/suppliers", headers=headers).status_code == 401
    assert "Ended on 20 November 2026" in client.get("/officer/api").text


def test_a_token_that_has_run_out_is_said_to_have(
    client: FlaskClient, world: World, standing_clock: StandingClock
) -> None:
    client.post("/officer/api/tokens/new", data={**TOKEN, "days": "30"})
    row = world.session.scalars(select(ApiToken)).one()
    row.expires_at = clock.now()
    world.session.commit()
    assert "Has run out" in client.get("/officer/api").text


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name": " "}, ["#name"]),
        ({"name": "x" * 81}, ["#name"]),
        ({"scopes": []}, ["#scopes"]),
        ({"scopes": ["everything"]}, ["#scopes"]),
        ({"days": "3650"}, ["#days"]),
        ({"days": ""}, ["#days"]),
    ],
)
def test_what_is_missing_is_said(
    change: dict[str, object], errors: list[str], client: FlaskClient, world: World
) -> None:
    answer = client.post("/officer/api/tokens/new", data={**TOKEN, **change})
    assert _errors(answer.text) == errors
    assert world.session.scalars(select(ApiToken)).all() == []


def test_a_webhook_is_added_looked_at_turned_off_and_removed(
    client: FlaskClient, world: World, settings: Settings
) -> None:
    added = client.post("/officer/api/webhooks/new", data=WEBHOOK)
    row = world.session.scalars(select(Webhook)).one()
    assert added.location == f"/officer/api/webhooks/{row.id}"
    page = client.get(added.location)
    assert webhooks.secret_of(settings, row) in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Nothing was sent yet." in page.text
    webhooks.tell(world.session, world.council.id, WebhookEvent.BANDS_CHANGED, {}, clock.now())
    world.session.commit()
    assert "About to be sent" in client.get(added.location).text
    client.post(f"{added.location}/off")
    assert "It is off." in client.get(added.location).text
    assert "(off)" in client.get("/officer/api").text
    client.post(f"{added.location}/on")
    assert "(on)" in client.get("/officer/api").text
    assert client.post(f"{added.location}/remove").location == "/officer/api"
    assert client.get(added.location).status_code == 404


@pytest.mark.parametrize(
    "url", ["http://hooks.example/", "https://127.0.0.1/", "https://192.168.0.1/", "hooks", "", "https://"]
)
def test_an_address_that_may_not_be_is_said(url: str, client: FlaskClient, world: World) -> None:
    answer = client.post("/officer/api/webhooks/new", data={**WEBHOOK, "url": url})
    assert _errors(answer.text) == ["#url"]
    assert world.session.scalars(select(Webhook)).all() == []


def test_that_there_are_too_many_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MOST_OF_COUNCIL", 0)
    answer = client.post("/officer/api/webhooks/new", data=WEBHOOK)
    assert _errors(answer.text) == ["#url"]


def test_another_councils_programs_are_not_there(client: FlaskClient, world: World) -> None:
    for place in ("/officer/api/tokens/99/revoke", "/officer/api/webhooks/99/off"):
        assert client.post(place).status_code == 404
    assert client.get("/officer/api/webhooks/99").status_code == 404


def test_an_officer_who_is_no_lead_makes_no_token(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    assert client.get("/officer/api").status_code == 403
    assert client.post("/officer/api/tokens/new", data=TOKEN).status_code == 403
