"""Concerns that officers passed on: a number by month and route, and nothing of what they were about.

No case is held here and none can be: there is no field for one. Small numbers are not shown, nor what would
tell them: the routes of a year stand apart only where none of them is small, its months likewise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services.annual import training
from app.services.annual.annual_figures import FEWEST_SHOWN
from app.services.annual.referrals import Shown
from app.store import audit
from app.store import guidance as store
from models import ConcernCount, ConcernRoute, Council, Person

MOST: Final = 9_999
MONTHS_BACK: Final = 36
"""Months that can be corrected: this one and those of some three years before."""


@dataclass(frozen=True, slots=True)
class YearOfConcerns:
    """The total of a year; by route and by month where no small number would be told, else None."""

    end: date
    total: Shown
    routes: Mapping[ConcernRoute, int] | None
    months: Mapping[date, int] | None


def month_of(day: date) -> date:
    """The first day of the month in which a day lies."""
    return day.replace(day=1)


def months(today: date) -> list[date]:
    """The months that can be corrected, the newest first."""
    found = [month_of(today)]
    while len(found) < MONTHS_BACK:
        found.append(month_of(found[-1] - timedelta(days=1)))
    return found


def count(
    session: Session, person: Person, council_id: int, route: ConcernRoute, now: datetime, today: date
) -> date:
    """One concern more in this month, passed on by this route. Returns the month.

    The log says who counted and when, not what about: there is nothing that it could say.
    """
    month = month_of(today)
    if not store.step_concern_count(session, council_id, month, route, 1):
        row = ConcernCount(council_id=council_id, month=month, route=route, count=1)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # somebody counted the first of the month in the same moment
            store.step_concern_count(session, council_id, month, route, 1)
    _record(session, person, "concern.counted", council_id, month, route, now)
    session.commit()
    return month


def take_back(
    session: Session, person: Person, council_id: int, month: date, route: ConcernRoute, now: datetime
) -> bool:
    """One concern less, for somebody who pressed by mistake; False if there is none to take back."""
    if not store.step_concern_count(session, council_id, month, route, -1):
        session.rollback()
        return False
    _record(session, person, "concern.taken_back", council_id, month, route, now)
    session.commit()
    return True


def _record(
    session: Session,
    person: Person,
    action: str,
    council_id: int,
    month: date,
    route: ConcernRoute,
    now: datetime,
) -> None:
    row = store.concern_count(session, council_id, month, route)
    assert row is not None
    audit.record(session, person, action, row, now, council_id)


def correct(
    session: Session,
    person: Person,
    council_id: int,
    month: date,
    totals: Mapping[ConcernRoute, int],
    now: datetime,
    today: date,
) -> None:
    """Set the totals of a month. The log says that it was done, not which numbers.

    ValueError for a month that cannot be corrected or a number that cannot be.
    """
    if month not in months(today) or not all(0 <= number <= MOST for number in totals.values()):
        raise ValueError("totals are whole numbers of a month that has begun")
    for route in ConcernRoute:
        row = store.concern_count(session, council_id, month, route)
        if row is None:
            row = ConcernCount(council_id=council_id, month=month, route=route)
        row.count = totals.get(route, 0)
        session.add(row)
        session.flush()
        audit.record(session, person, "concerns.corrected", row, now, council_id)
    session.commit()


def by_year(session: Session, council_id: int) -> list[YearOfConcerns]:
    """The years in which concerns were counted, the newest first, as they may be shown."""
    years: dict[date, list[ConcernCount]] = {}
    for row in store.concern_counts(session, council_id):
        years.setdefault(training.year_end(session, council_id, row.month), []).append(row)
    return [_year(end, years[end]) for end in sorted(years, reverse=True)]


def _year(end: date, rows: list[ConcernCount]) -> YearOfConcerns:
    by_route: dict[ConcernRoute, int] = dict.fromkeys(ConcernRoute, 0)
    by_month: dict[date, int] = {}
    for row in rows:
        by_route[ConcernRoute(row.route)] += row.count
        by_month[row.month] = by_month.get(row.month, 0) + row.count
    total = sum(by_route.values())
    return YearOfConcerns(
        end,
        Shown(None, is_small=True) if _small(total) else Shown(total),
        None if any(map(_small, by_route.values())) else by_route,
        None if any(map(_small, by_month.values())) else dict(sorted(by_month.items())),
    )


def _small(number: int) -> bool:
    return 0 < number < FEWEST_SHOWN


def set_safeguarding(session: Session, person: Person, council: Council, words: str, now: datetime) -> None:
    """Say whom officers call. The words are shown on the page about signs of exploitation, to anybody."""
    council.safeguarding_contact = words
    audit.record(session, person, "council.safeguarding_set", council, now, council.id)
    session.commit()
