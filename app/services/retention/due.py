"""What is due on a day, by the periods of a council and those of all; looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.services.retention import periods
from app.services.retention.kinds import LIMITS, Kind
from app.store import retention as store

_OWN: Final[dict[Kind, Callable[[int, datetime], Select[int]]]] = {
    Kind.DRAFTS: store.due_drafts,
    Kind.PROPOSALS: store.due_proposals,
    Kind.ANSWERS: store.due_answers,
    Kind.PLAN_FILES: store.due_plan_files,
    Kind.STAFF: store.due_staff,
    Kind.LOOKS: store.due_looks,
    Kind.UPLOADS: store.due_uploads,
    Kind.TOKENS: store.due_writes,
}


@dataclass(frozen=True, slots=True)
class Due:
    """The rows of a kind that the next run removes."""

    kind: Kind
    query: Select[int]


def of_kind(session: Session, council_id: int, kind: Kind, today: date) -> Due | None:
    """What is due of a kind; None where no period counts.

    Of a kind that councils share, the period counts once every council that it concerns has one.
    """
    if LIMITS[kind].is_shared:
        return _shared(session, kind, today)
    moment = periods.of_council_itself(session, council_id, kind, today)
    return None if moment is None else Due(kind, _OWN[kind](council_id, moment))


def _shared(session: Session, kind: Kind, today: date) -> Due | None:
    found = periods.of_all(session, kind, today)
    if found is None:
        return None
    agreed, moment = found
    if kind is Kind.CONTACTS:
        return Due(kind, store.due_contacts(agreed, moment))
    if len(agreed) < len(store.councils(session)):
        return None
    return Due(kind, (store.due_messages if kind is Kind.MESSAGES else store.due_links)(moment))


def of_council_itself(session: Session, council_id: int, today: date) -> Iterator[Due]:
    """What is due of the council's own."""
    for kind in _OWN:
        found = of_kind(session, council_id, kind, today)
        if found is not None:
            yield found


def of_all(session: Session, today: date) -> Iterator[Due]:
    """What is due of what councils share."""
    for kind in Kind:
        found = _shared(session, kind, today) if LIMITS[kind].is_shared else None
        if found is not None:
            yield found
