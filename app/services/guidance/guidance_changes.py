"""What a lead does to the guidance library: add, change, hide, show again, read again. Each is in the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.guidance.guidance import OWN, Details, Entry, shipped
from app.store import audit
from app.store import guidance as store
from models import GuidanceEntry, GuidanceReading, Person


def add(session: Session, person: Person, council_id: int, given: Details, now: datetime) -> Entry:
    """Add an entry of the council's own."""
    row = GuidanceEntry(council_id=council_id, shipped=None, is_changed=True, hidden_at=None)
    _write(row, person, given, now)
    session.add(row)
    session.flush()
    audit.record(session, person, "guidance.added", row, now, council_id, url=given.url)
    session.commit()
    return Entry(f"{OWN}{row.id}", given, row)


def edit(
    session: Session, person: Person, council_id: int, held: Entry, given: Details, now: datetime
) -> None:
    """Say it in the council's words; what stood before is in the log, its address."""
    row = held.row or GuidanceEntry(council_id=council_id, shipped=held.id, hidden_at=None)
    before = held.details.url
    row.is_changed = True
    _write(row, person, given, now)
    session.add(row)
    session.flush()
    audit.record(
        session,
        person,
        "guidance.changed",
        row,
        now,
        council_id,
        entry=held.id,
        before=before,
        after=given.url,
    )
    session.commit()


def _write(row: GuidanceEntry, person: Person, given: Details, now: datetime) -> None:
    for name in ("title", "title_cy", "publisher", "url", "dated", "note", "note_cy"):
        setattr(row, name, getattr(given, name))
    row.kind = given.kind.value
    row.audiences = [one.value for one in given.audiences]
    row.topics = list(given.topics)
    row.changed_by_id, row.changed_at = person.id, now


def hide(session: Session, person: Person, council_id: int, held: Entry, now: datetime) -> None:
    """Show it nowhere but in the list of hidden ones."""
    if held.is_hidden:
        return
    row = held.row or GuidanceEntry(council_id=council_id, shipped=held.id, is_changed=False)
    row.hidden_at, row.changed_by_id, row.changed_at = now, person.id, now
    session.add(row)
    session.flush()
    audit.record(session, person, "guidance.hidden", row, now, council_id, entry=held.id)
    session.commit()


def restore(session: Session, person: Person, council_id: int, held: Entry, now: datetime) -> None:
    """Show it again, as it stood."""
    if held.row is None or not held.is_hidden:
        return
    held.row.hidden_at, held.row.changed_by_id, held.row.changed_at = None, person.id, now
    audit.record(session, person, "guidance.restored", held.row, now, council_id, entry=held.id)
    session.commit()


def take_back(session: Session, person: Person, council_id: int, held: Entry, now: datetime) -> None:
    """Say a shipped entry in the shipped words again. ValueError for an own one."""
    if held.is_own:
        raise ValueError("an own entry has no shipped words")
    if held.row is None or not held.row.is_changed:
        return
    _write(held.row, person, shipped()[held.id], now)
    held.row.is_changed, held.row.url = False, ""
    audit.record(session, person, "guidance.taken_back", held.row, now, council_id, entry=held.id)
    session.commit()


def read_again(session: Session, person: Person, council_id: int, held: Entry, now: datetime) -> None:
    """Note that a lead read what the entry leads to, and that it is still right."""
    row = store.readings(session, council_id).get(held.id)
    if row is None:
        row = GuidanceReading(council_id=council_id, entry=held.id)
    row.url, row.person_id, row.read_at = held.details.url, person.id, now
    session.add(row)
    session.flush()
    audit.record(session, person, "guidance.read", row, now, council_id, entry=held.id)
    session.commit()
