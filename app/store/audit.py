"""The append-only audit chain."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import ApiToken, AuditEvent, AuditHead, Base, Person

SYSTEM = "Fairhand"


def _digest(
    previous: str, sequence: int, at: datetime, actor: str, action: str, subject: str, detail: dict[str, Any]
) -> str:
    parts = [previous, sequence, at.isoformat(), actor, action, subject, detail]
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def newest_of(session: Session, subject: Base, action: str) -> AuditEvent | None:
    """The newest event of this kind on a row."""
    query = select(AuditEvent).where(AuditEvent.subject == subject.__tablename__)
    query = query.where(AuditEvent.subject_id == subject.id, AuditEvent.action == action)
    return session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(1)).first()


def record(
    session: Session,
    actor: Person | ApiToken | None,
    action: str,
    subject: Base,
    at: datetime,
    council_id: int | None = None,
    **detail: Any,
) -> AuditEvent:
    """Add one event to the chain, in the transaction of the change that it records.

    The head row is updated before it is read, so that two writers queue on it (a row lock on PostgreSQL,
    the write lock on SQLite) and the chain cannot fork. `detail` must be plain JSON values.
    """
    session.flush()
    if session.get(AuditHead, 1) is None:
        session.add(AuditHead(id=1))
        session.flush()
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(sequence=AuditHead.sequence + 1))
    head = session.scalars(
        select(AuditHead).where(AuditHead.id == 1).execution_options(populate_existing=True)
    ).one()
    who = f"{actor.role}:{actor.id}" if actor else SYSTEM
    table = subject.__tablename__
    event = AuditEvent(
        sequence=head.sequence,
        at=at,
        actor=who,
        council_id=council_id,
        action=action,
        subject=table,
        subject_id=subject.id,
        detail=detail,
        previous_hash=head.hash,
        hash=_digest(head.hash, head.sequence, at, who, action, f"{table}:{subject.id}", detail),
    )
    head.hash = event.hash
    session.add(event)
    return event


def first_broken(session: Session) -> int | None:
    """The sequence number of the first event that was altered, removed or put in; None if the chain holds."""
    previous, expected = "", 1
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)):
        subject = f"{event.subject}:{event.subject_id}"
        digest = _digest(previous, event.sequence, event.at, event.actor, event.action, subject, event.detail)
        if event.sequence != expected or event.previous_hash != previous or event.hash != digest:
            return event.sequence
        previous, expected = event.hash, expected + 1
    return None


def of_subjects(
    session: Session, council_id: int, subjects: Sequence[tuple[str, int]], limit: int = 30
) -> Sequence[AuditEvent]:
    """The newest events about these (table, id) rows that this council may see."""
    found: list[AuditEvent] = []
    for table, row_id in subjects:
        query = select(AuditEvent).where(AuditEvent.subject == table, AuditEvent.subject_id == row_id)
        query = query.where(AuditEvent.council_id == council_id)
        found += session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(limit))
    return sorted(found, key=lambda event: -event.sequence)[:limit]


def of_action(session: Session, subject: Base, action: str) -> Sequence[AuditEvent]:
    """All events of one kind about one row, the oldest first."""
    query = select(AuditEvent).where(
        AuditEvent.subject == subject.__tablename__, AuditEvent.subject_id == subject.id
    )
    return session.scalars(query.where(AuditEvent.action == action).order_by(AuditEvent.sequence)).all()


def since(
    session: Session, council_id: int, actions: Collection[str], sequence: int = 0
) -> Sequence[AuditEvent]:
    """All events of these kinds in a council from one on, the oldest first."""
    query = select(AuditEvent).where(AuditEvent.council_id == council_id, AuditEvent.action.in_(actions))
    return session.scalars(query.where(AuditEvent.sequence >= sequence).order_by(AuditEvent.sequence)).all()
