"""Everything that refers to a person or names one, found in all tables there are.

Tables and columns are found by the metadata, so that one that comes later is looked through too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, String, Table, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from models import AuditEvent, Base, Delegation, Invitation, Person

SECRET: Final = frozenset({"token_sha256", "secret", "hash", "previous_hash"})
"""Columns that are nobody's business, not even the person's: keys, and their prints."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A row whose text names the person, and in which column."""

    table: str
    row_id: int
    column: str


def references(session: Session, person_id: int) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(table, column, rows as plain values) of every row that refers to the person, their own first."""
    own: Table = Person.__table__  # type: ignore[assignment]
    yield own.name, "id", _rows(session, own, own.c.id, person_id)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == own.name for key in column.foreign_keys):
                found = _rows(session, table, column, person_id)
                if found:
                    yield table.name, column.name, found


def asked_by(session: Session, person_id: int) -> Sequence[Invitation]:
    """Every invitation that this person was to answer or to help with, ended or not."""
    helped = select(Delegation.invitation_id).where(Delegation.person_id == person_id)
    query = select(Invitation).where((Invitation.contact_id == person_id) | Invitation.id.in_(helped))
    return session.scalars(query.order_by(Invitation.id)).all()


def events(session: Session, person: Person) -> list[dict[str, Any]]:
    """What the audit log says that the person did, and what was done with their row."""
    mine = (AuditEvent.subject == "person") & (AuditEvent.subject_id == person.id)
    query = select(AuditEvent).where(or_(AuditEvent.actor == f"{person.role}:{person.id}", mine))
    return [
        {
            "at": one.at.isoformat(),
            "by": one.actor,
            "action": one.action,
            "on": f"{one.subject}:{one.subject_id}",
        }
        for one in session.scalars(query.order_by(AuditEvent.sequence))
    ]


def mentions(session: Session, words: Sequence[str], council_id: int | None = None) -> list[Mention]:
    """Rows whose texts contain one of these words, in any case of letters; their own row is among them.

    With a council only the tables whose rows name the council that owns them are looked through.
    """
    found: list[Mention] = []
    for table in Base.metadata.sorted_tables:
        if council_id is not None and "council_id" not in table.c:
            continue
        for column in table.columns:
            if isinstance(column.type, (String, JSON)) and column.name not in SECRET:
                query = select(table.c.id).where(or_(*_contains(column, words))).order_by(table.c.id)
                if council_id is not None:
                    query = query.where(table.c.council_id == council_id)
                found += [Mention(table.name, row_id, column.name) for row_id in session.scalars(query)]
    return found


def _contains(column: Column[Any], words: Sequence[str]) -> Iterator[Any]:
    is_json = isinstance(column.type, JSON)
    text = func.lower(cast(column, Text) if is_json else column)
    for word in words:
        yield text.contains(word.lower(), autoescape=True)
        escaped = json.dumps(word.lower())[1:-1]
        if is_json and escaped != word.lower():
            yield text.contains(escaped, autoescape=True)


def _rows(session: Session, table: Table, column: Column[Any], person_id: int) -> list[dict[str, Any]]:
    query = select(table).where(column == person_id).order_by(table.c.id)
    return [
        {str(name): _plain(cell) for name, cell in row.items() if name not in SECRET}
        for row in session.execute(query).mappings()
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    if isinstance(cell, bytes):
        return f"({len(cell)} bytes)"
    return cell if isinstance(cell, (str, int, float, bool, list, dict, type(None))) else str(cell)
