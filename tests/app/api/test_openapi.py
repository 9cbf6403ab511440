"""The document: valid, complete, true to the routes; and the page about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from app.api.openapi import SCOPES
from app.api.operations import OPERATIONS, Operation
from models import Scope
from support.world import World


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: dict[str, Any] = answer.json
    return found


def test_the_document_is_valid_openapi_3_1_and_its_schemas_are_valid(
    app: Flask, document: dict[str, Any]
) -> None:
    assert document["openapi"] == "3.1.0"
    schemathesis.openapi.from_wsgi("/api/openapi.json", app).validate()
    for schema in document["components"]["schemas"].values():
        Draft202012Validator({**schema, "components": document["components"]})


def test_every_reference_leads_somewhere_and_every_schema_is_used(document: dict[str, Any]) -> None:
    text = str(document)
    referred = set(re.findall(r"#/components/(\w+)/(\w+)", text))
    there = {(kind, name) for kind in ("schemas", "responses") for name in document["components"][kind]}
    assert referred == there


def test_every_route_is_in_the_document_and_nothing_else(app: Flask, document: dict[str, Any]) -> None:
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert told == routes
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_states_its_scope_and_every_refusal(
    operation: Operation, document: dict[str, Any]
) -> None:
    told = document["paths"][operation.path][operation.method.lower()]
    assert told["security"] == [{"token": [operation.scope.value]}]
    assert f"`{operation.scope.value}`" in told["description"]
    assert told["summary"].endswith(".")
    expected = {str(operation.status), "401", "403", "422", "429"}
    expected |= {"404"} if "{" in operation.path else set()
    expected |= {"400", "413", "415"} if operation.body else set()
    expected |= {"304"} if operation.method == "GET" else set()
    expected |= {str(status) for status in operation.refusals}
    assert set(told["responses"]) == expected


def test_scopes_are_told_and_each_opens_something() -> None:
    assert set(SCOPES) == set(Scope)
    assert {one.scope for one in OPERATIONS} == set(Scope)


def test_the_page_tells_every_operation_and_loads_nothing_from_elsewhere(
    stranger: FlaskClient, world: World
) -> None:
    answer = stranger.get("/api")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    for one in OPERATIONS:
        assert f"{one.method} {one.path}" in page.text
        assert one.summary in " ".join(page.text.split())
    for tag in page.find_all(["script", "link", "img"]):
        address = str(tag.get("src") or tag.get("href"))
        assert address.startswith("/"), address
    assert page.find("a", href="/api/openapi.json")


def test_the_example_of_checking_a_signature_works(stranger: FlaskClient, world: World) -> None:
    from time import time

    from app.services.outside.webhook_sending import signature

    page = BeautifulSoup(stranger.get("/api").text, "html.parser")
    (example,) = (code.text for code in page.find_all("code") if "def is_genuine" in code.text)
    names: dict[str, Any] = {}
    exec(example, names)
    body, now = b'{"id": 1}', int(time())
    assert names["is_genuine"](signature("whsec_x", now, body), body, "whsec_x")
    assert not names["is_genuine"](signature("whsec_x", now, body), body + b" ", "whsec_x")
    assert not names["is_genuine"](signature("whsec_y", now, body), body, "whsec_x")
    assert not names["is_genuine"](signature("whsec_x", now - 301, body), body, "whsec_x")
