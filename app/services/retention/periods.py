"""How long each kind of data is kept: nothing is removed before a lead has said so, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from app.services.retention.kinds import LIMITS, LONGEST, Kind
from app.store import audit
from app.store import retention as store
from models import Person, RetentionPeriod, Role
from questionnaires.dates import month_after


class NotAllowed(Exception):
    """Only a lead of the council says what is removed."""


class OutOfBounds(Exception):
    """The period is shorter or longer than a period of this kind may be."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long a council keeps a kind. `months` is None where nothing is removed."""

    kind: Kind
    months: int | None
    said: RetentionPeriod | None


def must_be_lead(person: Person) -> int:
    """The council of a lead. Raises `NotAllowed` for anybody else."""
    if person.role != Role.LEAD or person.council_id is None or not person.active:
        raise NotAllowed
    return person.council_id


def of_council(session: Session, council_id: int) -> list[Period]:
    """The period of every kind, in their order."""
    said = store.periods(session, council_id)
    return [Period(kind, said[kind].months if kind in said else None, said.get(kind)) for kind in Kind]


def change(
    session: Session, lead: Person, kind: Kind, months: int | None, reason: str, now: datetime
) -> bool:
    """Say how long a kind is kept (None: nothing is removed), and why; False if it was said so already."""
    council_id, limits = must_be_lead(lead), LIMITS[kind]
    if months is not None and not limits.least <= months <= LONGEST:
        raise OutOfBounds
    if not reason.strip():
        raise ValueError("a period has a reason")
    before = store.periods(session, council_id).get(kind)
    if (before.months if before else None) == months:
        return False
    row = RetentionPeriod(
        council_id=council_id,
        kind=kind.value,
        months=months,
        reason=reason.strip(),
        person_id=lead.id,
        set_at=now,
    )
    session.add(row)
    told = {"kind": kind.value, "before": before.months if before else None, "months": months}
    audit.record(session, lead, "retention.period_set", row, now, council_id, **told)
    session.commit()
    return True


def cutoff(months: int, today: date) -> datetime:
    """What did not change since before this moment has been kept for so many months."""
    return datetime.combine(month_after(today, -months), time.min, UTC)


def of_council_itself(session: Session, council_id: int, kind: Kind, today: date) -> datetime | None:
    """The moment before which a kind that is the council's own is due; None where nothing is removed."""
    said = store.periods(session, council_id).get(kind)
    return None if said is None or said.months is None else cutoff(said.months, today)


def of_all(session: Session, kind: Kind, today: date) -> tuple[list[int], datetime] | None:
    """The councils that let a shared kind go, and the moment before which it is due for all of them.

    The longest of their periods counts. None where no council lets it go.
    """
    months = {
        council.id: said.months
        for council in store.councils(session)
        if (said := store.periods(session, council.id).get(kind)) is not None and said.months is not None
    }
    return (list(months), cutoff(max(months.values()), today)) if months else None
