"""Public pages: signing in, language, and that nothing leads out of the site."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from models import OutboxMessage


def test_signing_in_takes_a_link_a_button_and_leads_where_one_was_going(app, world) -> None:
    client = app.test_client()
    asked = client.get("/officer/suppliers?band=high")
    assert asked.location == "/sign-in?next=/officer/suppliers?band%3Dhigh"
    sent = client.post(asked.location, data={"email": "ann@anytown.example"})
    assert "Check your e-mail" in sent.get_data(as_text=True)
    link = re.search(r"/sign-in/\S+", world.session.scalars(select(OutboxMessage)).one().body)[0]
    assert "Continue" in client.get(link).get_data(as_text=True)
    assert client.post(link).location == "/officer/suppliers?band=high"
    assert client.post(link).status_code == 410


def test_a_stranger_sees_the_same_page(app, world) -> None:
    pages = [
        app.test_client().post("/sign-in", data={"email": email}).get_data(as_text=True).replace(email, "")
        for email in ("ann@anytown.example", "nobody@anytown.example")
    ]
    assert pages[0] == pages[1]


def test_a_wrong_address_is_named(app, world) -> None:
    page = app.test_client().post("/sign-in", data={"email": "ann"}).get_data(as_text=True)
    assert "name@example.org" in page and "<title>Error:" in page


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\r\n/evil.example",
        "",
    ],
)
def test_no_address_leads_to_another_site(app, world, target: str) -> None:
    assert app.test_client().get("/language/cy", query_string={"next": target}).location == "/"


def test_signing_out_ends_the_session(world, sign_in) -> None:
    client = sign_in(world.officer)
    assert client.post("/sign-out").status_code == 302
    assert client.get("/officer/suppliers").location.startswith("/sign-in")


def test_a_session_ends_after_its_hours(world, sign_in, settings) -> None:
    client = sign_in(world.officer)
    cookie = client.get_cookie("session")
    assert cookie is not None and cookie.expires is not None
    assert cookie.http_only and cookie.same_site == "Lax"


def test_the_outbox_is_there_in_the_one_machine_set_up_only(app, world) -> None:
    assert app.test_client().get("/outbox").status_code == 200
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"mode": "production"})
    assert app.test_client().get("/outbox").status_code == 404


def test_pages_allow_no_foreign_content_and_no_inline_script(app, world) -> None:
    headers = app.test_client().get("/").headers
    policy = headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_a_page_that_is_not_there_says_so_in_words(app, world) -> None:
    answer = app.test_client().get("/nowhere")
    assert answer.status_code == 404 and "<h1" in answer.get_data(as_text=True)


def test_a_fault_gives_a_page_without_its_details(app, world, monkeypatch) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "public.privacy", _fail)
    answer = app.test_client().get("/privacy")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.get_data(as_text=True)


def _fail() -> None:
    raise ZeroDivisionError("secret detail")


_fail.access = "anyone"  # type: ignore[attr-defined]


def test_a_form_without_its_token_is_refused(app, world) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/sign-in", data={"email": "ann@anytown.example"}).status_code == 400
    assert world.session.scalars(select(OutboxMessage)).all() == []


def test_health_tells_that_the_database_answers(app, world) -> None:
    assert app.test_client().get("/health").json == {"status": "ok"}
