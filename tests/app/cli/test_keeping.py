"""`fairhand data retain`, `person` and `erase-person`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.cli.data import data
from app.services.retention import holds
from app.services.retention.kinds import Kind
from models import OutboxMessage, Person
from support import two_councils
from support.retention import lead_of, say
from support.world import World


@pytest.fixture
def fairhand(world: World, monkeypatch: pytest.MonkeyPatch):
    """The command over the database of the test's world, whose clock stands still."""
    settings = world.settings
    for name, value in {
        "MODE": settings.mode,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.broker_url,
        "BASE_URL": settings.base_url,
        "DATA_DIR": str(settings.data_dir),
    }.items():
        monkeypatch.setenv(f"FAIRHAND_{name}", value)

    def call(*words: str, answer: str | None = None) -> Result:
        world.session.commit()
        found = CliRunner().invoke(data, words, input=answer)
        world.session.expire_all()
        return found

    return call


@pytest.fixture
def contact(world: World) -> Person:
    asked = two_councils.ask(world, world.cleaner)
    two_councils.submit(world, asked)
    return asked.contact


def test_retaining_says_first_and_removes_then(
    fairhand, world: World, contact: Person, standing_clock
) -> None:
    assert "no period is set" in fairhand("retain", "--dry-run").output
    assert "Nothing was due." in fairhand("retain").output
    say(world, lead_of(world, world.council), Kind.MESSAGES, Kind.DRAFTS)
    standing_clock.pass_by(days=800)
    told = fairhand("retain", "--dry-run", "--council", "anytown")
    assert told.exit_code == 0 and "Anytown Council\n  drafts: 0" in told.output
    assert "Shared by all councils\n  messages: " in told.output
    assert world.session.scalars(select(OutboxMessage)).all(), "a dry run removes nothing"
    done = fairhand("retain")
    assert done.exit_code == 0 and "Removed:\n  messages: " in done.output
    assert not world.session.scalars(select(OutboxMessage)).all()
    unknown = fairhand("retain", "--council", "nowhere")
    assert unknown.exit_code == 2 and "there is no council 'nowhere'" in unknown.output


def test_what_is_kept_about_a_person_is_told_as_text_and_as_json(fairhand, contact: Person) -> None:
    told = fairhand("person", "Contact@Northgate.example")
    assert told.exit_code == 0
    assert "person (by id): 1\n" in told.output and f"email: {two_councils.CONTACT}" in told.output
    assert "invitation (by contact_id): 1\n" in told.output and "answer.saved on response:" in told.output
    found = json.loads(fairhand("person", two_councils.CONTACT, "--json").stdout)
    assert found["email"] == two_councils.CONTACT and len(found["declared"]) == 1
    assert {one["table"] for one in found["rows"]} >= {"person", "answer", "invitation"}
    nobody = fairhand("person", "nobody@x.example")
    assert nobody.exit_code == 2 and "nobody has the address 'nobody@x.example'" in nobody.output


def test_erasing_a_person_asks_first(fairhand, world: World, contact: Person) -> None:
    said = ("erase-person", two_councils.CONTACT, "--reason", "Asked for in March.")
    kept = fairhand(*said, answer="n\n")
    assert kept.exit_code == 1 and contact.erased_on is None
    named = fairhand(*said[:3], f"{two_councils.CONTACT} asked", "--yes")
    assert named.exit_code == 2 and "names the person" in named.output and contact.erased_on is None
    done = fairhand(*said, answer="y\n")
    assert done.exit_code == 0 and "Erased." in done.output
    assert contact.erased_on is not None
    assert "nobody has the address" in fairhand(*said, "--yes").output


def test_erasing_is_refused_with_what_can_be_done(fairhand, world: World, contact: Person) -> None:
    working = fairhand("erase-person", world.officer.email, "--reason", "Left.", "--yes")
    assert working.exit_code == 2 and "a lead ends their access first" in working.output
    lead = lead_of(world, world.council)
    holds.put(world.session, lead, world.cleaner, "A claim.", contact.created_at)
    held = fairhand("erase-person", two_councils.CONTACT, "--reason", "Asked.", "--yes")
    assert held.exit_code == 2 and "a hold stands" in held.output and contact.erased_on is None
