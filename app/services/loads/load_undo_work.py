"""Undoing a load from the browser: a small one at once, a large one by a worker, while its page tells.

What undoing does, and when it is refused, is `app.services.loads.load_undoing`. That is one transaction, and
the row that stands for it is put to "done" in the same: it is undone wholly or not at all, and never twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.background import background
from app.services.background.progress import Progress
from app.services.loads import load_undoing
from app.services.loads.load_undoing import Refusal, Refused
from app.store import audit, load_rows
from app.store import uploads as store
from models import LoadUndo, Person, SourceFile, WorkState

#: Up to this many contracts and suppliers that go, return or change, the officer waits for the page.
AT_ONCE: Final = 500


def begin(session: Session, person: Person, source: SourceFile, now: datetime, today: date) -> LoadUndo:
    """Undo a small load at once, or leave a large one to a worker. Raises `Refused` if it cannot be undone.

    Asked twice, as by a double click, the undo that is already under way is returned.
    """
    council_id = source.council_id or 0
    load_rows.hold_council(session, council_id)
    running = store.undo_under_way(session, council_id, source.id)
    if running is not None:
        session.rollback()
        return running
    size = load_undoing.effect(session, person, source).size
    asked = LoadUndo(
        council_id=council_id,
        person_id=person.id,
        source_file_id=source.id,
        name=source.name,
        state=WorkState.QUEUED,
        queued_at=now,
        progress_of=size,
    )
    session.add(asked)
    session.flush()
    if size > AT_ONCE:
        audit.record(session, person, "file.undo_asked", asked, now, council_id, file=source.name)
        after_commit(session, "load.undo", asked.id)
    session.commit()
    if size <= AT_ONCE:
        work(session, asked.id, lambda: now, today)
        session.refresh(asked)
    return asked


def work(session: Session, undo_id: int, now: Callable[[], datetime], today: date) -> bool:
    """Undo what a queued row asks for; False if it is taken, done or refused already."""

    def do(asked: LoadUndo, tell: Progress) -> None:
        _undo(session, asked, now(), today)

    return background.work(session, LoadUndo, undo_id, now, do)


def _undo(session: Session, asked: LoadUndo, now: datetime, today: date) -> None:
    """What stands in its way now, though it did not when it was asked, is written on the row."""
    undo_id = asked.id
    source = session.get(SourceFile, asked.source_file_id) if asked.source_file_id else None
    try:
        if source is None:
            raise Refused(Refusal.NOT_IN_FORCE)
        done = load_undoing.take_back(session, asked.person, source, now, today)
    except Refused as refused:
        session.rollback()
        asked = session.get_one(LoadUndo, undo_id, populate_existing=True)
        if asked.state == WorkState.DONE:  # by another worker that was taken for lost
            return
        asked.refused = refused.why.value
        background.fail(session, asked, refused.later.name if refused.later else "", now)
        session.commit()
        return
    asked = session.get_one(LoadUndo, undo_id, populate_existing=True)
    asked.state, asked.finished_at, asked.effect = WorkState.DONE, now, asdict(done)
    asked.progress = asked.progress_of or 0
    session.commit()


def queue_again_if_lost(session: Session, now: datetime) -> int:
    """Queue undos again whose worker was lost."""
    return background.queue_again_if_lost(session, LoadUndo, "load.undo", now)
