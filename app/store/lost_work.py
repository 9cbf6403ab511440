"""Work whose worker was lost, as the queue tells by delivering its message a second time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import BulkAct, LoadUndo, ReportFile, ScreeningRun, Upload, WeightRevision

Lost = Upload | LoadUndo | ReportFile | ScreeningRun | BulkAct | WeightRevision

#: Of each kind of row: its state, and when it was last queued or taken.
_COLUMNS: Final[dict[type[Lost], tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]]]] = {
    Upload: (Upload.state, Upload.queued_at),
    LoadUndo: (LoadUndo.state, LoadUndo.queued_at),
    ReportFile: (ReportFile.state, ReportFile.queued_at),
    ScreeningRun: (ScreeningRun.status, ScreeningRun.started_at),
    BulkAct: (BulkAct.state, BulkAct.acted_at),
    WeightRevision: (WeightRevision.status, WeightRevision.queued_at),
}
#: The word for both is the same in all of them.
_RUNNING: Final = "running"
_QUEUED: Final = "queued"


def give_back(session: Session, kind: type[Lost], row_id: int, since: datetime) -> bool:
    """Put a row that was taken on, no longer ago than `since`, back among those that wait."""
    state, taken = _COLUMNS[kind]
    given = session.execute(
        update(kind)
        .where(kind.id == row_id, state == _RUNNING, taken >= since)
        .values({state: _QUEUED})
        .returning(kind.id)
    ).one_or_none()
    return given is not None


def attempts(session: Session, kind: type[Lost], row_id: int) -> int:
    """How often it was begun; 0 for a kind that is not counted."""
    counted = getattr(kind, "attempts", None)
    return (session.scalar(select(counted).where(kind.id == row_id)) or 0) if counted is not None else 0
