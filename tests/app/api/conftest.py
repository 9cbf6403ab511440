"""A council with a screened queue and a program that may do everything; beside it another council."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import clock
from app.services.outside import api_tokens
from models import Council, Person, Role, Scope, Supplier
from support.world import World

Call = Callable[..., TestResponse]


@pytest.fixture
def lead(world: World) -> Person:
    person = Person(
        email="lee@anytown.example", name="Lee Example", role=Role.LEAD, council_id=world.council.id
    )
    world.session.add(person)
    world.session.commit()
    return person


@pytest.fixture
def make_token(world: World, lead: Person) -> Callable[..., str]:
    """A new token of Anytown's, with these scopes (all of them if none is named)."""

    def made(*scopes: Scope, council_id: int | None = None) -> str:
        _row, secret = api_tokens.make(
            world.session,
            lead,
            council_id or world.council.id,
            "Finance system",
            scopes or tuple(Scope),
            clock.now() + timedelta(days=90),
            clock.now(),
        )
        return secret

    return made


@pytest.fixture
def call(app: Flask, world: World, make_token: Callable[..., str]) -> Call:
    """Call the API as Anytown's program; `token` puts another in its place."""
    world.screen_all()
    own, client = make_token(), app.test_client()

    def called(
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {own if token is None else token}", **(headers or {})}
        return client.open(f"/api/v1{path}", method=method, headers=sent, **kwargs)

    return called


@pytest.fixture
def neighbour(world: World) -> tuple[Council, Supplier]:
    """Another council with a supplier of its own."""
    council = Council(slug="othertown", name="Othertown Council")
    world.session.add(council)
    world.session.flush()
    supplier = Supplier(council_id=council.id, key="x1", name="Elsewhere Catering Ltd")
    world.session.add(supplier)
    world.session.commit()
    return council, supplier


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()
