"""The promise ledger: from the words of a section to what became of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import pledges
from app.store import annual as store
from models import PledgeState
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import Room

PROMISE = "The procurement team will visit ten cleaning sites by March 2027."


def note(room: Room, text: str = PROMISE, due_on: date | None = date(2027, 3, 31)):
    return pledges.note(
        room.session, room.lee, room.statement, "risk", text, "Procurement", due_on, clock.now()
    )


def test_a_promise_in_a_text_is_offered_and_noted_once(room: Room) -> None:
    room.write("risk", f"We looked at cleaning. {PROMISE} We also plan to train buyers.")
    address = f"{room.address}/promises"
    found = page(room.lead.get(address))
    assert PROMISE in words(found) and "We also plan to train buyers." in words(found)
    assert "The text says: by March 2027" in words(found) and "The text names nobody." in words(found)
    data = {"text": PROMISE, "owner": "Procurement team", "due_on": "31/3/2027"}
    assert room.lead.post(f"{address}/risk", data=data).status_code == 302
    room.lead.post(f"{address}/risk", data=data)
    assert len(store.pledges_of(room.session, room.statement.id)) == 1
    assert "In the ledger" in words(page(room.lead.get(address)))
    ledger = words(page(room.officer.get("/statement/promises")))
    assert PROMISE in ledger and "1 promise." in ledger and "31 March 2027" in ledger


def test_a_form_with_a_mistake_comes_back_as_it_was_filled_in(room: Room) -> None:
    found = page(
        room.lead.post(f"{room.address}/promises/risk", data={"text": "Visit sites", "due_on": "soon"})
    )
    assert found.select_one(".govuk-error-summary a")["href"] == "#own-risk-due_on"
    assert found.select_one("#own-risk-text").get_text() == "Visit sites"
    assert found.select_one("#own-risk-due_on")["value"] == "soon"
    empty = page(room.lead.post(f"{room.address}/promises/risk", data={"text": " "}))
    assert "Write down what was promised" in words(empty)


def test_the_ledger_shows_what_is_overdue_first(room: Room) -> None:
    later = note(room, "Later.", date(2027, 3, 31))
    undated = note(room, "No day.", None)
    overdue = note(room, "Past its day.", date(2026, 10, 1))
    kept = note(room, "Kept.", date(2026, 1, 1))
    pledges.settle(room.session, room.lee, kept, PledgeState.KEPT, "Done", "", clock.now())
    found = page(room.lead.get("/statement/promises"))
    order = [row["id"] for row in found.select("li.fh-ledger")]
    assert order == [f"promise-{one.id}" for one in (overdue, later, undated, kept)]
    assert "1 is overdue." in words(found) and words(found).count("Overdue") == 1


def test_a_lead_says_what_became_of_it(room: Room) -> None:
    made = note(room, due_on=date(2026, 10, 1))
    address = f"/statement/promises/{made.id}"
    assert "Overdue" in words(page(room.lead.get(address)))
    refused = page(room.lead.post(address, data={"state": "not_kept", "outcome": " "}))
    assert "Say in words what became of it" in words(refused)
    assert "Choose what became of it" in words(page(room.lead.post(address, data={})))
    bad = page(room.lead.post(address, data={"state": "kept", "outcome": "x", "evidence_url": "ftp://x"}))
    assert "begins with https://" in words(bad)
    data = {"state": "partly", "outcome": "Six of ten sites.", "evidence_url": "https://anytown.example/m"}
    assert room.lead.post(address, data=data).location == f"/statement/promises#promise-{made.id}"
    ledger = page(room.officer.get("/statement/promises"))
    assert "Kept in part" in words(ledger) and "Six of ten sites." in words(ledger)
    assert ledger.select_one("a[href='https://anytown.example/m']")
    assert room.lead.post(address, data={"state": "open", "outcome": ""}).status_code == 302


def test_only_a_lead_of_the_council_settles_and_notes(room: Room) -> None:
    made = note(room)
    for client, status in ((room.officer, 403), (room.stranger, 404)):
        assert client.get(f"/statement/promises/{made.id}").status_code == status
        assert client.post(f"/statement/promises/{made.id}", data={}).status_code == status
    assert not page(room.officer.get(f"{room.address}/promises")).select("main form")
    assert PROMISE not in words(page(room.stranger.get("/statement/promises")))


@pytest.mark.parametrize("kind", NAUGHTY)
def test_naughty_promises_run_nothing(room: Room, kind: str) -> None:
    given = encoded(NAUGHTY[kind][:4000])
    room.lead.post(
        f"{room.address}/promises/risk", data={"text": given, "owner": encoded(NAUGHTY[kind][:100])}
    )
    for made in store.pledges_of(room.session, room.statement.id):
        address = f"/statement/promises/{made.id}"
        assert runs_nothing(page(room.lead.get(address)))
        room.lead.post(address, data={"state": "kept", "outcome": given})
    for path in ("/statement/promises", f"{room.address}/promises", f"{room.address}/sections/risk"):
        assert runs_nothing(page(room.lead.get(path)))
