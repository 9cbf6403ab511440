"""Commitments that a council tracks: how far it is with each, in its own words and with its evidence.

Reader of trackers.yaml. What was noted before is in the audit log, without its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

from app.store import annual_records as store
from app.store import audit
from models import Person, TrackerEntry

_FILE: Final = Path(__file__).with_name("trackers.yaml")


class TrackerState(StrEnum):
    """How far a council is with a commitment. Nothing noted is not the same as not started."""

    NOT_STARTED = "not_started"
    BEGUN = "begun"
    IN_PLACE = "in_place"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment, the area of the statement that it feeds, and what there is to say of it.

    `may` is what a council may do about it, `shown_by` what would show that it does.
    """

    id: str
    title: str
    area: str
    note: str = ""
    may: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracker:
    """A list of commitments, where it was read, and what it is for."""

    id: str
    title: str
    source: str
    items: Mapping[str, Item]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with what the council noted of it, None if nothing, and who did."""

    item: Item
    entry: TrackerEntry | None
    person: Person | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A tracker in numbers: commitments, those with an entry, and how many are in each state."""

    tracker: Tracker
    all: int
    noted: int
    by_state: Mapping[TrackerState, int]


@cache
def trackers() -> Mapping[str, Tracker]:
    """The trackers by id, in the order of the file."""
    table: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: Tracker(
            name,
            row["title"],
            row["source"],
            {item: _item(item, told) for item, told in row["items"].items()},
            row["intro"],
        )
        for name, row in table.items()
    }


def _item(name: str, told: Mapping[str, Any]) -> Item:
    lists = {key: tuple(told.get(key, ())) for key in ("may", "shown_by")}
    return Item(name, told["title"], told["area"], told.get("note", ""), **lists)


def entry_of(session: Session, council_id: int, tracker: str, item: str) -> TrackerEntry | None:
    """What is noted of one commitment."""
    found = store.tracker_entries(session, council_id, tracker)
    return next((one for one in found if one.item == item), None)


def note(
    session: Session,
    person: Person,
    council_id: int,
    tracker: str,
    item: str,
    state: TrackerState,
    words: str,
    evidence_url: str,
    now: datetime,
) -> TrackerEntry:
    """Say how far the council is with a commitment; it can be said anew.

    KeyError if there is no such commitment, ValueError for a state that needs words and has none.
    """
    if item not in trackers()[tracker].items:
        raise KeyError(item)
    if state != TrackerState.NOT_STARTED and not words.strip():
        raise ValueError("how far the council is needs words")
    noted_by = person.id
    entry = entry_of(session, council_id, tracker, item)
    before = str(entry.state) if entry else ""
    if entry is None:
        entry = TrackerEntry(council_id=council_id, tracker=tracker, item=item)
    entry.state, entry.words, entry.evidence_url = str(state), words.strip(), evidence_url.strip()
    entry.person_id, entry.noted_at = noted_by, now
    session.add(entry)
    session.flush()
    what = {"tracker": tracker, "item": item, "before": before, "after": str(state)}
    audit.record(session, person, "tracker.noted", entry, now, council_id, **what)
    session.commit()
    return entry


def lines(session: Session, council_id: int, tracker: Tracker) -> list[Line]:
    """The commitments of a tracker with what is noted of them, in the order of the tracker."""
    entries = {one.item: one for one in store.tracker_entries(session, council_id, tracker.id)}
    people = store.people(session, [one.person_id for one in entries.values()])
    found = ((item, entries.get(item.id)) for item in tracker.items.values())
    return [Line(item, entry, people.get(entry.person_id) if entry else None) for item, entry in found]


def summary(session: Session, council_id: int) -> list[Summary]:
    """Every tracker in numbers, for the statement and the page."""
    found = []
    for tracker in trackers().values():
        states = [
            TrackerState(line.entry.state) for line in lines(session, council_id, tracker) if line.entry
        ]
        by_state = {one: states.count(one) for one in TrackerState}
        found.append(Summary(tracker, len(tracker.items), len(states), by_state))
    return found
