"""Who may call what: every route states it, and strangers come no further."""

from __future__ import annotations

from itertools import product

from flask import Flask

from app import create_app
from app.extensions import db
from app.settings import Settings
from support.access import ACCESS
from support.site import SignIn
from support.world import World


def test_every_route_states_who_may_call_it(app: Flask) -> None:
    stated = {name: getattr(view, "access", "nobody") for name, view in app.view_functions.items()}
    assert stated == ACCESS


def test_pages_that_need_somebody_send_strangers_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if ACCESS[rule.endpoint] == "anyone" or ACCESS[rule.endpoint].startswith("token "):
            continue
        usual = {
            "turn": "on",
            "act": "discard",
            "decision": "confirm",
            "step": "save",
            "form": "xlsx",
            "language": "en",
            "ending": "pdf",
        }
        values = {name: usual.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(address, method=method)
            assert answer.status_code == 302, f"{method} {address}"
            assert answer.location.startswith("/sign-in"), f"{method} {address}"


def test_what_is_for_somebody_is_kept_by_no_browser(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    for address in ("/officer/suppliers", f"/officer/suppliers/{world.cleaner.id}", "/officer/suppliers.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store"), address
    assert "no-store" not in client.get("/help").headers.get("Cache-Control", "")


def test_operations_that_need_a_token_are_refused_without_one_and_to_people_who_are_signed_in(
    app: Flask, world: World, sign_in: SignIn, unlimited: None
) -> None:
    strangers = (app.test_client(), sign_in(world.officer))
    rules = [rule for rule in app.url_map.iter_rules() if ACCESS[rule.endpoint].startswith("token ")]
    assert rules
    for rule in rules:
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 1))
        for client, method in product(strangers, sorted((rule.methods or set()) - {"OPTIONS"})):
            answer = client.open(address, method=method)
            assert answer.status_code == 401, f"{method} {address}"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), f"{method} {address}"
            assert answer.mimetype == "application/problem+json", f"{method} {address}"


def test_a_view_that_does_not_say_who_may_call_it_is_refused(settings: Settings) -> None:
    site = create_app(settings)
    site.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert site.test_client().get("/forgotten").status_code == 403
    with site.app_context():
        db.engine.dispose()
