"""Working days against the bank holidays that the government published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.deciding.working_days import bank_holidays, is_working_day, working_days_after

#: Weekdays of England and Wales, Scotland and Northern Ireland together, as published for those years; 2022
#: with the days for a jubilee and a funeral.
PUBLISHED = {
    2022: "01-03 01-04 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-01 08-29 09-19 11-30 12-26 12-27",
    2025: "01-01 01-02 03-17 04-18 04-21 05-05 05-26 07-14 08-04 08-25 12-01 12-25 12-26",
    2027: "01-01 01-04 03-17 03-26 03-29 05-03 05-31 07-12 08-02 08-30 11-30 12-27 12-28",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_are_those_that_were_published(year: int) -> None:
    days = {date.fromisoformat(f"{year}-{one}") for one in PUBLISHED[year].split()}
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == days


def test_days_are_counted_over_christmas() -> None:
    thursday = date(2026, 12, 24)
    assert working_days_after(thursday, 0) == thursday
    assert working_days_after(thursday, 1) == date(2026, 12, 29), "the 26th is a Saturday: Monday is kept"
    assert working_days_after(thursday, 4) == date(2027, 1, 5), "1 January, and 4 January for Scotland"


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 60))
def test_as_many_working_days_lie_between_as_were_asked_for(day: date, number: int) -> None:
    last = working_days_after(day, number)
    between = [day + timedelta(days=one) for one in range(1, (last - day).days + 1)]
    assert sum(is_working_day(one) for one in between) == number
    assert last == day or is_working_day(last)
