"""Working days as the Freedom of Information Act 2000 counts them (section 10(6)).

Left out are Saturdays, Sundays, Christmas Day, Good Friday and every bank holiday of any part of the United
Kingdom (Banking and Financial Dealings Act 1971, schedule 1, and the days proclaimed for a single year, as
far as the library of holidays knows them).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays import country_holidays

_PARTS: Final = ("ENG", "NIR", "SCT", "WLS")
_DAY: Final = timedelta(days=1)


def working_days_after(day: date, number: int) -> date:
    """The day that many working days later; the day itself where `number` is 0."""
    while number > 0:
        day += _DAY
        number -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether the day counts."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year in some part of the United Kingdom, Good Friday and Christmas."""
    return frozenset(day for part in _PARTS for day in country_holidays("GB", subdiv=part, years=year))
