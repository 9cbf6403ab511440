"""`fairhand check-links`: what it says and how it ends."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli import main
from app.services.guidance import guidance
from app.store import schema
from support.link_server import LinkServer, link_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    with link_server() as made:
        monkeypatch.setattr(guidance, "all_urls", lambda _: sorted(made.address + one for one in made.pages))
        yield made


@pytest.fixture
def fairhand(monkeypatch: pytest.MonkeyPatch, empty_database_url: str):
    for name, value in {
        "MODE": "embedded",
        "SECRET_KEY": "a key for tests, of forty characters or so",
        "DATABASE_URL": empty_database_url,
        "BROKER_URL": "memory://",
        "BASE_URL": "http://127.0.0.1:8000",
    }.items():
        monkeypatch.setenv(f"FAIRHAND_{name}", value)
    engine = create_engine(empty_database_url)
    schema.upgrade(engine)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["check-links", *words])

    yield call, engine
    engine.dispose()


def test_it_says_how_links_answer_and_what_changed(fairhand, server: LinkServer) -> None:
    call, engine = fairhand
    url = server.put("/guide", "<main>First</main>")
    first = call("--loopback")
    assert first.exit_code == 0 and "1 answer." in first.output and "Links checked: 1" in first.output
    server.put("/guide", "<main>Second</main>")
    server.put("/gone", status=404)
    server.put("/shy", status=403)
    second = call("--loopback")
    assert second.exit_code == 1
    assert "1 are broken." in second.output and "1 could not be checked" in second.output
    assert f"Changed since it was looked at before: {url}" in second.output
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from link_check")).scalar() == 3


def test_without_a_way_out_nothing_is_noted(fairhand, server: LinkServer) -> None:
    call, engine = fairhand
    server.put("/guide", "<main>First</main>")
    found = call()  # nothing of this machine may be looked at, so nothing answers
    assert found.exit_code == 2 and "no way out" in found.output
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from link_check")).scalar() == 0


def test_help_names_it() -> None:
    assert "check-links" in CliRunner().invoke(main, ["--help"]).output
