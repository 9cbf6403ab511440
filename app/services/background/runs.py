"""Asking for a screening run, and asking again for one whose worker was lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.store import audit
from app.store import screenings as store
from models import RunStatus, ScreeningRun

#: A run that has not finished after this time is taken to be lost and is queued again.
STALE_AFTER = timedelta(minutes=30)
MOST_ATTEMPTS = 3


def new_run(
    session: Session, council_id: int, supplier_id: int | None, cause: str, now: datetime, today: date
) -> ScreeningRun:
    """A queued run, of one supplier or (with None) of all, for the caller to do or to send."""
    run = ScreeningRun(
        council_id=council_id,
        supplier_id=supplier_id,
        cause=cause,
        status=RunStatus.QUEUED,
        as_at=today,
        queued_at=now,
    )
    session.add(run)
    session.flush()
    return run


def queue_run(
    session: Session, council_id: int, supplier_id: int | None, cause: str, now: datetime, today: date
) -> ScreeningRun:
    """Ask for a screening by a worker; the caller commits and the task follows."""
    run = new_run(session, council_id, supplier_id, cause, now, today)
    after_commit(session, "screening.run", run.id)
    return run


def queue_again_if_lost(session: Session, now: datetime) -> int:
    """Queue runs again whose worker was lost; one that was lost too often stands as failed."""
    lost = store.stale_runs(session, now - STALE_AFTER)
    for work in lost:
        if work.attempts >= MOST_ATTEMPTS:
            work.status, work.finished_at = RunStatus.FAILED, now
            work.problem = f"The run was started {work.attempts} times and never finished."
            audit.record(session, None, "screening.failed", work, now, work.council_id, problem=work.problem)
            continue
        work.status, work.queued_at = RunStatus.QUEUED, now
        audit.record(session, None, "screening.queued_again", work, now, work.council_id)
        after_commit(session, "screening.run", work.id)
    session.commit()
    return len(lost)
