"""Tasks leave only once the data they need is safe.

`after_commit(session, "screening.run", 17)` sends the task when the session's transaction commits and
forgets it when the transaction rolls back. Services name tasks and never import them.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import celery

_KEY = "tasks_after_commit"


def after_commit(session: Session, task: str, *ids: int) -> None:
    """Send `task` with these row ids after the next commit of `session`, and not at all on rollback."""
    session.info.setdefault(_KEY, []).append((task, ids))


@event.listens_for(Session, "after_commit")
def _send(session: Session) -> None:
    for task, ids in session.info.pop(_KEY, []):
        celery.send_task(task, args=ids)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_KEY, None)
