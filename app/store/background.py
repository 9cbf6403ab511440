"""Rows that a worker takes on (`models.background.InBackground`): taken, counted, found again when lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import LoadUndo, ReportFile, WorkState

Work = TypeVar("Work", LoadUndo, ReportFile)


def claim(session: Session, kind: type[Work], row_id: int, at: datetime) -> Work | None:
    """Take queued work on; None when another worker has it or there is nothing to do."""
    taken = session.execute(
        update(kind)
        .where(kind.id == row_id, kind.state == WorkState.QUEUED)
        .values(state=WorkState.RUNNING, queued_at=at, attempts=kind.attempts + 1, problem="")
        .returning(kind.id)
    ).one_or_none()
    return session.get(kind, row_id, populate_existing=True) if taken else None


def note_progress(session: Session, kind: type[Work], row_id: int, done: int, total: int | None) -> None:
    """Write down how far the work is; a statement of its own, so that no object need be current."""
    session.execute(update(kind).where(kind.id == row_id).values(progress=done, progress_of=total))


def stale(session: Session, kind: type[Work], before: datetime) -> Sequence[Work]:
    """Work that a worker should long have finished."""
    waiting = kind.state.in_((WorkState.QUEUED, WorkState.RUNNING))
    return session.scalars(select(kind).where(waiting, kind.queued_at < before)).all()
