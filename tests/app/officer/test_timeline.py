"""A supplier's timeline: nothing is lost or told twice between pages, and every event is in words."""

from __future__ import annotations

import inspect
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.intake import read_council_file
from app.officer.supplier import timeline_views, timeline_words
from app.services.background.progress import silent
from app.services.deciding import decisions, price_checks
from app.services.deciding.price_checks import Tender
from app.services.inviting import reminders
from app.services.loads import contract_writes, supplier_files
from app.services.organisations import merging
from app.services.outside import api_tokens
from app.services.people import care, deputies, notes
from app.services.plans import action_plans, plan_steps
from app.store import audit, screenings
from models import DecisionKind, PriceCheck, Role, Scope
from screening.price_check import Labour, Price
from support.council_files import SPEND, payment, written
from support.council_people import add_council, add_person
from support.two_councils import add_neighbour, agree, ask, submit


@pytest.fixture(autouse=True)
def in_english(app):
    with app.test_request_context():
        yield


def everything(world, kind: str = "", size: int = 3) -> list[timeline_views.Happened]:
    """All entries, read page by page."""
    found, total = timeline_views.page(world.session, world.cleaner, kind, 1, size)
    for number in range(2, -(-total // size) + 1):
        entries, again = timeline_views.page(world.session, world.cleaner, kind, number, size)
        assert again == total and entries
        found += entries
    assert len(found) == total
    assert timeline_views.page(world.session, world.cleaner, kind, -(-total // size) + 1, size)[0] == []
    return found


def note(world, text: str) -> None:
    notes.write(world.session, world.settings, world.officer, world.cleaner, text, [], clock.now())


def test_events_and_screenings_come_in_one_order_whatever_the_size_of_a_page(world, standing_clock) -> None:
    for number in range(4):
        note(world, f"Note {number}")
        standing_clock.pass_by(hours=1)
        world.screen_all()
        standing_clock.pass_by(hours=1)
    expected = everything(world, size=100)
    assert [one.at for one in expected] == sorted((one.at for one in expected), reverse=True)
    assert sum("Screened as at" in one.what for one in expected) == 4
    for size in (1, 2, 3, 5, 7):
        assert everything(world, size=size) == expected


def test_every_kind_is_a_part_of_everything_and_together_they_are_all(world, invitation) -> None:
    world.screen_all()
    note(world, "Hello")
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [world.cleaner.id],
        world.officer,
        date(2026, 12, 1),
        "",
        clock.now(),
    )
    submit(world, invitation)
    agree(world, invitation)
    whole = everything(world)
    parts = [one for kind in timeline_views.kinds() if kind for one in everything(world, kind)]
    assert sorted(parts, key=str) == sorted(whole, key=str)
    told = " ".join(one.what for one in whole)
    assert "Looked after by Ann Example. Due by 1 December 2026" in told
    assert {one.who for one in whole} == {"Ann Example", "the supplier", ""}


def test_who_stood_in_is_told_with_for_whom(world) -> None:
    bo, today = add_person(world, "Bo Example"), clock.today()
    deputies.name_deputy(
        world.session, world.settings, bo, bo, world.officer, today, today, clock.now(), today
    )
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, today, "", clock.now())
    made = decisions.decide(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        screenings.current_report(world.session, world.council.id, world.cleaner.id),
        DecisionKind.ESCALATE,
        "Because",
        None,
        clock.now(),
        today,
    )
    newest = everything(world)[0]
    assert newest.who == "Ann Example, for Bo Example"
    assert newest.what == "Decided: Escalate to a lead"
    assert newest.href.endswith(f"/officer/decisions/{made.id}")


def test_what_another_council_did_is_not_told(world) -> None:
    neighbour = add_neighbour(world)
    world.screen_all()
    before = everything(world)
    ask(world, neighbour.cleaner)
    stranger = add_person(world, "Sam Stranger", council=add_council(world))
    audit.record(world.session, stranger, "supplier.added", world.cleaner, clock.now(), stranger.council_id)
    world.session.commit()
    assert everything(world) == before


def test_an_event_that_nobody_gave_words_is_told_and_not_hidden(world) -> None:
    audit.record(
        world.session, world.officer, "moon.rose", world.cleaner, clock.now(), world.council.id, before="x"
    )
    world.session.commit()
    (entry,) = everything(world)
    assert entry.what == "Something else was recorded (moon.rose)" and entry.who == "Ann Example"


def test_every_event_of_care_decisions_notes_and_plans_has_words(world) -> None:
    """What these services write to the log of a supplier, as their sources have it."""
    written = set()
    for service in (care, decisions, notes, action_plans, plan_steps, reminders, merging):
        source = inspect.getsource(service)
        written |= set(re.findall(r'"((?:decision|note|action|action_plan|supplier)\.[a-z_]+)"', source))
    assert {"decision.made", "note.written", "action_plan.opened", "action.handed_over"} <= written
    for action in sorted(written):
        detail = {"kind": "accept", "after": world.officer.id}
        event = audit.record(
            world.session, None, action, world.cleaner, clock.now(), world.council.id, **detail
        )
        assert "Something else" not in timeline_words.words(event, {}), action


def test_price_checks_loads_and_what_programs_wrote_are_told_with_their_pages(world, tmp_path) -> None:
    lead = add_person(world, "Pat Lead", Role.LEAD)
    hours = Labour("Cleaning", Decimal(9_000), workers=10, rate=Decimal("12.71"))
    price = Price(Decimal(150_000), date(2026, 4, 1), date(2027, 3, 31), (hours,))
    tender = Tender(world.cleaner.name, "CLN-27, lot 2", world.cleaner)
    price_checks.make(world.session, world.officer, tender, price, clock.now())
    ends = (clock.now() + timedelta(days=30), clock.now())
    scopes = [Scope.CONTRACTS_WRITE]
    token, _secret = api_tokens.make(world.session, lead, world.council.id, "Ledger", scopes, *ends)
    sent = {"supplier": world.cleaner.name, "vendor_id": world.cleaner.vendor_id, "reference": "API-1"}
    for title, value in (("Windows", "10"), ("Windows", "10"), ("Windows and floors", "20")):
        cells = sent | {"contract_title": title, "amount": value}
        contract_writes.put(world.session, token, [cells], "0" * 64, clock.now())
    paid = payment(world.cleaner.name, world.cleaner.vendor_id)
    read = read_council_file(written(tmp_path / "r.csv", SPEND, [paid]))
    source = supplier_files.store_file(world.session, world.council, read, clock.now(), silent, lead, True)
    world.session.commit()
    told = {(one.what, one.who): one.href for one in everything(world)}
    program = "a program of the council"
    home = f"/officer/suppliers/{world.cleaner.id}"
    [check] = world.session.scalars(select(PriceCheck))
    checked, loaded = f"/officer/price-checks/{check.id}", f"/officer/registry-copies/{source.id}"
    assert told == {
        ("A tender's price was checked against the wage floor", "Ann Example"): checked,
        ("Contracts were written: 1 added, 0 changed", program): f"{home}/contracts",
        ("Contracts were written: 0 added, 1 changed", program): f"{home}/contracts",
        ("A file with a contract of this supplier was loaded: r.csv", "Pat Lead"): loaded,
    }
    assert len(everything(world)) == 4  # what was sent twice without a change is told once
    assert [one.href for one in everything(world, "price")] == [checked]


def test_every_event_of_price_checks_has_words(world) -> None:
    source = inspect.getsource(price_checks)
    written_events = set(re.findall(r'_record\(session, officer, "([a-z_]+)"', source))
    assert len(written_events) == 6
    for what in written_events:
        args = (f"price_check.{what}", world.cleaner, clock.now(), world.council.id)
        event = audit.record(world.session, None, *args)
        assert "Something else" not in timeline_words.words(event, {}), what
