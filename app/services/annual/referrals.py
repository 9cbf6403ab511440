"""Totals of referrals by quarter: entered by a lead, shown by year, small numbers never.

Fairhand holds no case: a quarter has three numbers and nothing else. A quarter of a year is told apart only
where none of them is small, because a small one could be worked out from the others and the year's total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.services.annual import training
from app.services.annual.annual_figures import FEWEST_SHOWN
from app.store import annual_records as store
from app.store import audit
from models import Person, ReferralCount

NRM: Final = "nrm"
DUTY_TO_NOTIFY: Final = "dtn"
MEASURES: Final[tuple[tuple[str, str], ...]] = (
    (NRM, "adults"),
    (NRM, "children"),
    (DUTY_TO_NOTIFY, "adults"),
)
"""What is counted. A child is always referred, so there is no notification of a child."""
MOST: Final = 9_999
QUARTERS_BACK: Final = 16
"""Quarters that can be entered or corrected: this one and those of some four years before."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a quarter."""

    referred_adults: int
    referred_children: int
    notified_adults: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it may be shown: `value` is None where it is small or would tell a small one."""

    value: int | None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class YearOfTotals:
    """The totals of a year and of its quarters, each in the order of `MEASURES`; a quarter that nobody has
    entered is not among them."""

    end: date
    total: tuple[Shown, ...]
    quarters: tuple[tuple[date, tuple[Shown, ...]], ...]


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter in which a day lies."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarters(today: date) -> list[date]:
    """The quarters that can be entered, the newest first."""
    found = [quarter_of(today)]
    while len(found) < QUARTERS_BACK:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found


def enter(
    session: Session,
    person: Person,
    council_id: int,
    quarter: date,
    given: Totals,
    now: datetime,
    today: date,
) -> None:
    """Note the totals of a quarter, or correct them. The log says that it was done, not which numbers.

    ValueError for a quarter that cannot be entered or a number that cannot be.
    """
    numbers = (given.referred_adults, given.referred_children, given.notified_adults)
    if quarter not in quarters(today) or not all(0 <= number <= MOST for number in numbers):
        raise ValueError("totals are whole numbers of a quarter that has begun")
    wanted = {
        NRM: (given.referred_adults, given.referred_children),
        DUTY_TO_NOTIFY: (given.notified_adults, 0),
    }
    entered_by = person.id
    for kind, (adults, children) in wanted.items():
        row = store.referral_count(session, council_id, quarter, kind)
        is_new = row is None
        if row is None:
            row = ReferralCount(council_id=council_id, quarter=quarter, kind=kind)
        row.adults, row.children, row.entered_by_id = adults, children, entered_by
        session.add(row)
        session.flush()
        action = "referrals.entered" if is_new else "referrals.corrected"
        audit.record(session, person, action, row, now, council_id)
    session.commit()


def remove(session: Session, person: Person, council_id: int, quarter: date, now: datetime) -> bool:
    """Take the totals of a quarter out; False if there are none."""
    rows = [store.referral_count(session, council_id, quarter, kind) for kind in (NRM, DUTY_TO_NOTIFY)]
    found = [row for row in rows if row is not None]
    for row in found:
        audit.record(session, person, "referrals.removed", row, now, council_id)
        session.delete(row)
    session.commit()
    return bool(found)


def by_year(session: Session, council_id: int) -> list[YearOfTotals]:
    """The years of which totals are noted, the newest first, as they may be shown."""
    years: dict[date, dict[date, dict[tuple[str, str], int]]] = {}
    for row in store.referral_counts(session, council_id):
        end = training.year_end(session, council_id, row.quarter)
        numbers = years.setdefault(end, {}).setdefault(row.quarter, {})
        for kind, age in MEASURES:
            if kind == row.kind:
                numbers[kind, age] = getattr(row, age)
    return [_year(end, years[end]) for end in sorted(years, reverse=True)]


def _year(end: date, held: Mapping[date, Mapping[tuple[str, str], int]]) -> YearOfTotals:
    hidden = {one for one in MEASURES if any(_small(numbers.get(one, 0)) for numbers in held.values())}
    total = tuple(_shown(sum(numbers.get(one, 0) for numbers in held.values())) for one in MEASURES)
    each = (
        (day, tuple(Shown(None) if one in hidden else _shown(held[day].get(one, 0)) for one in MEASURES))
        for day in sorted(held)
    )
    return YearOfTotals(end, total, tuple(each))


def _small(number: int) -> bool:
    return 0 < number < FEWEST_SHOWN


def _shown(number: int) -> Shown:
    return Shown(None, is_small=True) if _small(number) else Shown(number)
