"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import dates
from questionnaires.faults import Fault


@pytest.mark.parametrize(
    ("boxes", "found"),
    [
        (("31", "3", "2026"), date(2026, 3, 31)),
        ((" 01 ", "March", "2026"), date(2026, 3, 1)),
        (("1", "mawrth", "2026"), date(2026, 3, 1)),
        (("1", "Sep", "2026"), date(2026, 9, 1)),
        (("\uff12\uff19", "2", "2024"), date(2024, 2, 29)),
    ],
)
def test_three_boxes(boxes: tuple[str, str, str], found: date) -> None:
    assert dates.read(*boxes) == found


@pytest.mark.parametrize(
    ("boxes", "code", "part"),
    [
        (("", "3", "2026"), "date_part", "day"),
        (("1", " ", "2026"), "date_part", "month"),
        (("1", "3", ""), "date_part", "year"),
        (("1", "3", "26"), "date_year", None),
        (("31", "2", "2026"), "date_not_real", None),
        (("0", "2", "2026"), "date_not_real", None),
        (("1", "13", "2026"), "date_not_real", None),
        (("first", "3", "2026"), "date_not_real", None),
        (("1", "3", "1066"), "date_not_real", None),
        (("9" * 5000, "3", "2026"), "date_not_real", None),
        (("1", "3", "9" * 5000), "date_not_real", None),
        (("-1", "3", "2026"), "date_not_real", None),
        (("22", "11", "2026"), "date_future", None),
    ],
)
def test_what_is_wrong_with_a_date(boxes: tuple[str, str, str], code: str, part: str | None) -> None:
    fault = dates.read(*boxes, latest=date(2026, 11, 21))
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert part is None or fault.fills["part"].en == part


@pytest.mark.parametrize(
    "entries",
    [
        ["2026-03-31"],
        ["31/3/2026"],
        ["31 March 2026"],
        ["31.3.2026"],
        ["31", "3", "2026"],
        ["31-mawrth-2026"],
    ],
)
def test_one_line_or_three_entries(entries: list[str]) -> None:
    assert dates.read_entries(entries) == date(2026, 3, 31)


@pytest.mark.parametrize("entry", ["yesterday", "31/3", "1/2/3/4", "2026", "/" * 1000])
def test_a_line_that_is_no_date(entry: str) -> None:
    assert dates.read_entries([entry]) == Fault("date_not_real")


def test_dates_in_words() -> None:
    assert dates.shown(date(2026, 3, 1), "en") == "1 March 2026"
    assert dates.shown(date(2026, 3, 1), "cy") == "1 Mawrth 2026"


@given(st.dates(min_value=date(1900, 1, 1)))
def test_boxes_and_lines_are_read_back(day: date) -> None:
    assert dates.read(*dates.boxes(day)) == day
    assert dates.read_entries([day.isoformat()]) == day
    for language in ("en", "cy"):
        assert dates.read_entries([dates.shown(day, language)]) == day


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(9999, 12, 1), 18, date.max),
    ],
)
def test_months_later(day: date, months: int, after: date) -> None:
    assert dates.month_after(day, months) == after
