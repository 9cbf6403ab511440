"""What the pages on keeping show. Nothing here decides or removes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.officer.retention import retention_words
from app.officer.retention.retention_words import KindWords
from app.services.retention import due, erasing, periods
from app.services.retention.kinds import LIMITS, Kind, Limits
from app.services.retention.periods import Period
from app.store import retention as store
from models import ActionFile, Base, Invitation, OutboxMessage, Person, ResponseLook, Upload

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A kind on the first page. `number` is how many rows are due; None where no period counts."""

    kind: Kind
    words: KindWords
    period: Period
    limits: Limits
    number: int | None


def lines(session: Session, council_id: int, today: date) -> list[Line]:
    """Every kind with its period and what is due today."""
    return [_line(session, council_id, period, today) for period in periods.of_council(session, council_id)]


def _line(session: Session, council_id: int, period: Period, today: date) -> Line:
    found = due.of_kind(session, council_id, period.kind, today)
    if period.months is None:
        found = None
    number = None if found is None else store.count(session, found.query)
    words = retention_words.of_kind(period.kind)
    return Line(period.kind, words, period, LIMITS[period.kind], number)


def line(session: Session, council_id: int, kind: Kind, today: date) -> Line:
    """One kind."""
    period = next(one for one in periods.of_council(session, council_id) if one.kind is kind)
    return _line(session, council_id, period, today)


def first_due(session: Session, council_id: int, kind: Kind, today: date) -> list[str]:
    """The first rows that the next run removes, each in a line; none of a kind whose rows say nothing.

    Of what several councils share nobody sees another's.
    """
    found, shown = due.of_kind(session, council_id, kind, today), _SHOWN.get(kind)
    if found is None or shown is None:
        return []
    if LIMITS[kind].is_shared and len(store.councils(session)) > 1:
        return []
    table, say = shown
    return [say(session.get_one(table, one)) for one in store.ids(session, found.query, SHOWN)]


def _day(moment: Any) -> str:
    return format_date(moment, "d MMMM y") if moment else _("Not known")


def _asked(one: Any) -> str:
    response = one.response
    day = response.submitted_at or one.sent_at
    return ", ".join(filter(None, (one.supplier.name, response.reference, _day(day))))


def _person(one: Any) -> str:
    return ", ".join(filter(None, (one.name, one.email, _day(one.last_signed_in_at or one.created_at))))


def _look(one: Any) -> str:
    return f"{one.person.name or one.person.email}, {_day(one.looked_on)}"


_SHOWN: Final[dict[Kind, tuple[type[Base], Callable[[Any], str]]]] = {
    Kind.DRAFTS: (Invitation, _asked),
    Kind.ANSWERS: (Invitation, _asked),
    Kind.PLAN_FILES: (ActionFile, lambda one: f"{one.name}, {_day(one.uploaded_at)}"),
    Kind.CONTACTS: (Person, _person),
    Kind.STAFF: (Person, _person),
    Kind.LOOKS: (ResponseLook, _look),
    Kind.UPLOADS: (Upload, lambda one: f"{one.name}, {_day(one.finished_at)}"),
    Kind.MESSAGES: (OutboxMessage, lambda one: f"{one.to}, {one.subject}, {_day(one.queued_at)}"),
}


def runs(session: Session, council_id: int) -> list[tuple[str, list[str]]]:
    """The newest runs: when, and how many of what went."""
    return [
        (
            format_datetime(one.begun_at, "d MMMM y, HH:mm"),
            [
                f"{retention_words.of_kind(Kind(kind)).name}: {number}"
                for kind, number in one.counts.items()
                if number
            ],
        )
        for one in store.runs(session, council_id)
    ]


def held_about(known: erasing.Known) -> list[tuple[str, int]]:
    """What is kept about a person: in words, and how many rows."""
    counts: dict[str, int] = {}
    for table, _column, rows in known.rows:
        words = retention_words.table_words(table)
        counts[words] = counts.get(words, 0) + len(rows)
    return list(counts.items())
