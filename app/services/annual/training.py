"""The training log: sessions with how many took part, and never who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.store import annual_records as store
from app.store import audit
from models import Audience, Person, TrainingSession

SOON: Final = timedelta(days=92)
"""Certificates that run out within three months are listed."""
RECENTLY: Final = timedelta(days=365)
"""So are those that ran out within a year: they may not have been renewed."""
FIRST_DAY: Final = date(2015, 1, 1)
"""Sessions before the year of the Modern Slavery Act are taken for slips of the pen."""
MOST_PEOPLE: Final = 100_000
CONFIDENCE: Final = (1.0, 5.0)
USUAL_END: Final = (3, 31)


@dataclass(frozen=True, slots=True)
class Details:
    """What is noted of a session. Confidence is a mean from 1 to 5."""

    held_on: date
    title: str
    audience: Audience
    provider: str
    attended: int
    confidence_before: float | None = None
    confidence_after: float | None = None
    certificates_until: date | None = None

    @property
    def key(self) -> tuple[date, str, str]:
        """What tells two sessions apart."""
        return self.held_on, self.title.casefold(), str(self.audience)

    def check(self, today: date) -> None:
        """ValueError for what no session can be."""
        if not self.title.strip() or not FIRST_DAY <= self.held_on <= today:
            raise ValueError("a session has a title, and a day that has come")
        if not 1 <= self.attended <= MOST_PEOPLE:
            raise ValueError("at least one person takes part in a session")
        least, most = CONFIDENCE
        for value in (self.confidence_before, self.confidence_after):
            if value is not None and not least <= value <= most:
                raise ValueError("confidence goes from 1 to 5")
        if self.certificates_until is not None and self.certificates_until < self.held_on:
            raise ValueError("certificates run out after the session")


def details_of(row: TrainingSession) -> Details:
    """A session as it is noted."""
    return Details(
        row.held_on,
        row.title,
        Audience(row.audience),
        row.provider,
        row.attended,
        row.confidence_before,
        row.confidence_after,
        row.certificates_until,
    )


def add(
    session: Session, person: Person, council_id: int, given: Sequence[Details], now: datetime, today: date
) -> list[TrainingSession]:
    """Note sessions, all of them or none. ValueError for one that cannot be."""
    made = []
    for one in given:
        one.check(today)
        row = TrainingSession(council_id=council_id, **_columns(one))
        session.add(row)
        session.flush()
        audit.record(session, person, "training.noted", row, now, council_id)
        made.append(row)
    session.commit()
    return made


def change(
    session: Session, person: Person, row: TrainingSession, given: Details, now: datetime, today: date
) -> bool:
    """Correct a session; the log says which of its facts. False if nothing is different."""
    given.check(today)
    wanted = _columns(given)
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(row, name, wanted[name])
    audit.record(session, person, "training.changed", row, now, row.council_id, changed=changed)
    session.commit()
    return True


def remove(session: Session, person: Person, row: TrainingSession, now: datetime) -> None:
    """Take a session out of the log and of all figures that are not frozen."""
    row.removed_at = now
    audit.record(session, person, "training.removed", row, now, row.council_id)
    session.commit()


def _columns(given: Details) -> dict[str, object]:
    return {
        "held_on": given.held_on,
        "title": given.title.strip(),
        "audience": given.audience,
        "provider": given.provider.strip(),
        "attended": given.attended,
        "confidence_before": given.confidence_before,
        "confidence_after": given.confidence_after,
        "certificates_until": given.certificates_until,
    }


@dataclass(frozen=True, slots=True)
class Totals:
    """Sessions, people who took part, and the mean confidence of those of whom both are known."""

    sessions: int
    people: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the log, with the totals by audience of it and of the year before."""

    start: date
    end: date
    sessions: Sequence[TrainingSession]
    now: Mapping[Audience, Totals]
    earlier: Mapping[Audience, Totals]
    all_now: Totals
    all_earlier: Totals


def totals(rows: Iterable[TrainingSession]) -> Totals:
    """The totals of sessions; confidence is weighed by how many took part."""
    rows = list(rows)
    told = [
        (one.attended, one.confidence_before, one.confidence_after)
        for one in rows
        if one.confidence_before is not None and one.confidence_after is not None and one.attended
    ]
    people = sum(attended for attended, _before, _after in told)
    return Totals(
        len(rows),
        sum(one.attended for one in rows),
        sum(attended * before for attended, before, _after in told) / people if people else None,
        sum(attended * after for attended, _before, after in told) / people if people else None,
    )


def year_end(session: Session, council_id: int, day: date) -> date:
    """The last day of the council's year in which a day lies: as in its newest statement, else 31 March."""
    newest = store.newest_year_end(session, council_id)
    month, last = (newest.month, newest.day) if newest else USUAL_END
    end = _day(day.year, month, last)
    return end if day <= end else _day(day.year + 1, month, last)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February
        return date(year, month, 28)


def year_of(session: Session, council_id: int, end: date) -> Year:
    """The log of the year that ends on a day."""
    before = _day(end.year - 1, end.month, end.day)
    start, earlier = before + timedelta(days=1), _day(end.year - 2, end.month, end.day) + timedelta(days=1)
    rows = store.training(session, council_id, start, end)
    last = store.training(session, council_id, earlier, before)
    return Year(
        start,
        end,
        rows,
        {one: totals(row for row in rows if row.audience == one) for one in Audience},
        {one: totals(row for row in last if row.audience == one) for one in Audience},
        totals(rows),
        totals(last),
    )


def year_ends(session: Session, council_id: int, today: date) -> list[date]:
    """The ends of the years from the first session to now, the newest first."""
    newest = year_end(session, council_id, today)
    first = store.first_training(session, council_id)
    oldest = min(year_end(session, council_id, first) if first else newest, newest)
    return [_day(year, newest.month, newest.day) for year in range(newest.year, oldest.year - 1, -1)]


def certificates(session: Session, council_id: int, today: date) -> Sequence[TrainingSession]:
    """The sessions whose certificates run out within three months, or did within the last year."""
    return store.certificates(session, council_id, today - RECENTLY, today + SOON)
