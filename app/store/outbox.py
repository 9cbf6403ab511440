"""Messages queued for sending."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import OutboxMessage


def newest_messages(session: Session, limit: int = 50) -> Sequence[OutboxMessage]:
    """The newest messages, first the newest."""
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)).all()
