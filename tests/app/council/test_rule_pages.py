"""The rules of the council: what each set is, and switching proposed ones on."""

from __future__ import annotations

import pytest

from models import StatementState
from support.pages import page, words
from support.statement_room import Room


def test_every_rule_set_is_told_with_its_source(room: Room) -> None:
    found = words(page(room.officer.get("/statement/rules")))
    assert "Proposed, not law" in found and "Your council does not apply it." in found
    assert "Immigration and Asylum Bill" in found and "Home Office" in found
    assert "6 months after the end of the year." in found and "Nobody knows yet" in found
    assert "voluntary for councils" in found
    assert not page(room.officer.get("/statement/rules")).select("main form")


def test_a_lead_switches_the_bill_on_and_drafts_follow(room: Room) -> None:
    data = {"from_bill_2026": "1/1/2026", "months": "4"}
    assert room.lead.post("/statement/rules", data=data).status_code == 302
    found = words(page(room.lead.get("/statement/rules")))
    assert "1 draft follows them." in found
    assert "Your council applies it for years that end on or after 1 January 2026." in found
    desk = words(page(room.lead.get(room.address)))
    assert "Immigration and Asylum Bill" in desk and "31 July 2026" in desk
    assert "Your council set this day itself." in desk
    room.lead.post("/statement/rules", data={"from_bill_2026": "", "months": ""})
    desk = words(page(room.lead.get(room.address)))
    assert "30 September 2026" in desk and "Guidance asks for it" in desk


def test_a_statement_that_was_sent_on_keeps_its_rules(room: Room) -> None:
    room.statement.state = StatementState.LEGAL
    room.session.commit()
    room.lead.post("/statement/rules", data={"from_bill_2026": "1/1/2026", "months": ""})
    room.session.refresh(room.statement)
    assert room.statement.rules == "guidance_2025"


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("months", "0", "from 1 to 24"),
        ("months", "x", "Enter a whole number of months from 1 to 24"),
        ("from_bill_2026", "soon", "Enter a day such as"),
    ],
)
def test_rules_that_cannot_be_are_refused(room: Room, field: str, given: str, told: str) -> None:
    found = page(room.lead.post("/statement/rules", data={field: given}))
    assert told in words(found.select_one(f"#{field}-error"))
    assert room.officer.post("/statement/rules", data={}).status_code == 403


def test_other_councils_are_not_touched(room: Room) -> None:
    room.stranger.post("/statement/rules", data={"from_bill_2026": "1/1/2026", "months": "3"})
    room.session.refresh(room.world.council)
    assert room.world.council.statement_rules == {} and room.world.council.statement_months is None
