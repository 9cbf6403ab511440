"""Counting what a test left in the tables, and reading back what was written down about it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import AuditEvent, Base


def count_rows(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    """How many rows of a table are so."""
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def audit_events(session: Session, action: str) -> list[AuditEvent]:
    """The audit events of one kind, such as "answer.saved", the oldest first."""
    query = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence)
    return list(session.scalars(query))
