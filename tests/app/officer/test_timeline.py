"""A supplier's timeline: nothing is lost or told twice between pages, and every event is in words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.extensions import clock
from app.officer import timeline_views, timeline_words
from app.services import care, decisions, deputies, notes
from app.store import audit, screenings
from models import DecisionKind
from support.council_people import add_council, add_person
from support.two_councils import add_neighbour, agree, ask, submit

APP = Path(__file__).parents[3] / "app"


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
    for name in ("care", "decisions", "notes", "action_plans", "plan_steps", "reminders"):
        source = (APP / "services" / f"{name}.py").read_text()
        written |= set(re.findall(r'"((?:decision|note|action|action_plan)\.[a-z_]+)"', source))
    assert {"decision.made", "note.written", "action_plan.opened", "action.handed_over"} <= written
    for action in sorted(written):
        detail = {"kind": "accept", "after": world.officer.id}
        event = audit.record(
            world.session, None, action, world.cleaner, clock.now(), world.council.id, **detail
        )
        assert "Something else" not in timeline_words.words(event, {}), action
