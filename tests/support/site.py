"""A site over a fresh database, a clock that stands still, and a small fictitious world to put in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import clock, db, limiter
from app.factory import serve_tasks
from app.services.inviting import invitations
from app.services.people import access_links
from app.settings import Settings
from models import Invitation, Person
from support.world import StandingClock, World, make_world


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> StandingClock:
    standing = StandingClock()
    monkeypatch.setattr(clock, "now", standing.now)
    monkeypatch.setattr(clock, "today", standing.today)
    return standing


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        mode="embedded",
        secret_key="a key for tests, of forty characters or so",
        database_url=database_url,
        broker_url="memory://",
        base_url="http://localhost",
        data_dir=tmp_path / "data",
    )


@pytest.fixture(scope="session")
def _sites() -> dict[str, Flask]:
    """The applications that were built, by what they were built from: building one takes longer than most
    tests, and it keeps its compiled templates and queries."""
    return {}


def _site(sites: dict[str, Flask], settings: Settings) -> Flask:
    key = settings.model_dump_json(exclude={"data_dir"})
    if key not in sites:
        site = sites[key] = create_app(settings)
        site.testing = True
        site.config["WTF_CSRF_ENABLED"] = False
        site.before_request(_forget)
    return sites[key]


def _forget() -> None:
    # Tests keep one application context open, in which extensions would remember the last request's person
    # and language.
    for name in ("_login_user", "council", "_flask_babel"):
        g.pop(name, None)


@pytest.fixture
def app(_sites: dict[str, Flask], settings: Settings, standing_clock: StandingClock) -> Iterator[Flask]:
    site = _site(_sites, settings)
    before = dict(site.config)
    site.config["SETTINGS"] = settings
    serve_tasks(site, settings)
    limiter.reset()
    yield site
    with site.app_context():
        db.engine.dispose()
    site.config.clear()
    site.config.update(before)


@pytest.fixture
def unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is stopped for asking too often: for tests that ask more often than people do."""
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def sign_in(app: Flask, session: Session, settings: Settings) -> SignIn:
    """Sign a person in as a browser would, with a one-time link; the client stays signed in."""

    def signed_in(person: Person) -> FlaskClient:
        link = access_links.add_sign_in_link(session, settings, person, clock.now())
        session.commit()
        client = app.test_client()
        assert client.post(link.removeprefix(settings.base_url)).status_code == 302
        return client

    return signed_in


@pytest.fixture
def invitation(world: World) -> Invitation:
    """The cleaner was asked to answer, by 11 December 2026."""
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "Contact@Northgate.example",
        "Con Tact",
        date(2026, 12, 11),
        clock.now(),
    )
    return asked
