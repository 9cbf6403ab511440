"""Going on at once where a worker was killed in the middle of its work.

The queue delivers the message again to another worker, but the row says that somebody has the work, and would
say so until the beat's repair task looks, half an hour later. All work is done in the transaction that also
says that it is done (asking many suppliers: one by one, each counted), so it may begin again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.store import lost_work as store
from app.store.lost_work import Lost

MOST_ATTEMPTS: Final = 3
#: The queue also delivers a message again that nobody has acknowledged for an hour: then the work may still
#: be going on, and is left to those who have it.
SURELY_LOST_WITHIN: Final = timedelta(minutes=50)


def take_over(session: Session, kind: type[Lost], row_id: int, now: datetime) -> bool:
    """Let work that was begun be begun again; False for work that is done, waits, or was lost too often."""
    if store.attempts(session, kind, row_id) >= MOST_ATTEMPTS:
        return False
    given = store.give_back(session, kind, row_id, now - SURELY_LOST_WITHIN)
    session.commit()
    return given
