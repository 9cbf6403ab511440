"""What all work in the background has in common: taken once, failed visibly, queued again when it was lost.

A row of `models.background.InBackground` stands for the work. Whoever does it puts the row into its last
state in the transaction in which the work is done: a worker that is lost on the way leaves nothing behind,
and the work may be done again from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.background.progress import Progress
from app.store import audit
from app.store import background as store
from app.store.background import Work
from models import WorkState

STALE_AFTER: Final = timedelta(minutes=30)
MOST_ATTEMPTS: Final = 3


def work(
    session: Session,
    kind: type[Work],
    row_id: int,
    now: Callable[[], datetime],
    do: Callable[[Work, Progress], None],
) -> bool:
    """Do what a queued row waits for. Safe to call twice: one that is taken or done is left alone (False).

    `do` commits. A fault is written on the row, without its text, which may name somebody, and raised again.
    """
    claimed = store.claim(session, kind, row_id, now())
    session.commit()
    if claimed is None:
        return False

    def tell(step: str, done: int, total: int | None) -> None:
        store.note_progress(session, kind, row_id, done, total)
        session.commit()

    try:
        do(claimed, tell)
    except Exception as error:
        session.rollback()
        fail(session, session.get_one(kind, row_id, populate_existing=True), type(error).__name__, now())
        session.commit()
        raise
    return True


def fail(session: Session, row: Work, problem: str, now: datetime) -> None:
    """Let the row stand as failed, for people to see."""
    row.state, row.problem, row.finished_at = WorkState.FAILED, problem[:1000], now
    audit.record(session, None, f"{row.__tablename__}.failed", row, now, row.council_id)


def queue_again_if_lost(session: Session, kind: type[Work], task: str, now: datetime) -> int:
    """Queue rows again whose worker was lost; one that was lost too often has failed. How many were lost."""
    lost = store.stale(session, kind, now - STALE_AFTER)
    for row in lost:
        if row.attempts >= MOST_ATTEMPTS:
            fail(session, row, f"The work was started {row.attempts} times and never finished.", now)
            continue
        row.state, row.queued_at = WorkState.QUEUED, now
        after_commit(session, task, row.id)
    session.commit()
    return len(lost)
