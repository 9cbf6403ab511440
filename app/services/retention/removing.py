"""Removing rows of one kind that are due, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.messages import mail
from app.services.retention.due import Due
from app.services.retention.kinds import Kind
from app.store import audit, erasure, sharing
from app.store import retention as store
from models import (
    AccessLink,
    ActionFile,
    ApiWrite,
    Base,
    Invitation,
    OutboxMessage,
    Person,
    ProposedAnswer,
    Response,
    ResponseLook,
    Upload,
)

_TABLES: Final[dict[Kind, type[Base]]] = {
    Kind.PROPOSALS: ProposedAnswer,
    Kind.PLAN_FILES: ActionFile,
    Kind.LOOKS: ResponseLook,
    Kind.UPLOADS: Upload,
    Kind.MESSAGES: OutboxMessage,
    Kind.LINKS: AccessLink,
    Kind.TOKENS: ApiWrite,
}
ANSWERS_REMOVED: Final = "answers_removed"
"""The cause of a screening after a council's period for answers was over."""


@dataclass
class Removed:
    """How many rows went, and the contents of files to which none refers any more."""

    number: int = 0
    hashes: list[str] = field(default_factory=list)


def remove(session: Session, due: Due, ids: Sequence[int], now: datetime, today: date) -> Removed:
    """Remove those of these rows that are still due."""
    if due.kind in (Kind.DRAFTS, Kind.ANSWERS):
        return _release(session, due, ids, now, today)
    still = store.still_due(session, due.query, ids)
    if due.kind in (Kind.CONTACTS, Kind.STAFF):
        for one in still:
            forget_person(session, session.get_one(Person, one), now, today)
        return Removed(len(still))
    hashes = erasure.hashes_of_action_files(session, still) if due.kind is Kind.PLAN_FILES else []
    return Removed(erasure.remove(session, _TABLES[due.kind], still), hashes)


def _release(session: Session, due: Due, ids: Sequence[int], now: datetime, today: date) -> Removed:
    removed = Removed()
    for one in ids:
        response_id = session.get_one(Invitation, one).response_id
        sharing.hold(session, response_id)  # nobody answers or shares it meanwhile
        if not store.still_due(session, due.query, [one]):
            continue
        released = erasure.release(session, one, now)
        if released is None:
            continue
        removed.number += 1
        if due.kind is Kind.ANSWERS:
            runs.queue_run(session, released.council_id, released.supplier_id, ANSWERS_REMOVED, now, today)
        if store.nobody_keeps(session, response_id):
            response = session.get_one(Response, response_id, populate_existing=True)
            removed.hashes += erasure.empty_response(session, response, now)
            audit.record(session, None, "response.erased", response, now)
    return removed


def called(today: date) -> str:
    """What stands in the place of a name, in both languages."""
    return mail.bilingual_subject(
        lambda: _("a person who was erased on %(day)s", day=format_date(today, "d MMMM y"))
    )


def forget_person(session: Session, person: Person, now: datetime, today: date) -> None:
    """Take everything out of a person's row, and their name off what they declared."""
    name = called(today)
    for response in erasure.declared_by(session, person):
        response.declared_name, response.declared_role = name[:160], ""
    session.flush()
    erasure.empty_person(session, person, name, today, now)
    audit.record(session, None, "person.erased", person, now, person.council_id)
