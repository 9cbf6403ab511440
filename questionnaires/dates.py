"""Dates as people write them on a form: three boxes, or one line. Months in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from questionnaires.cleaning import one_line
from questionnaires.faults import Fault
from questionnaires.schema import Text

MONTHS: Final = (
    Text(en="January", cy="Ionawr"),
    Text(en="February", cy="Chwefror"),
    Text(en="March", cy="Mawrth"),
    Text(en="April", cy="Ebrill"),
    Text(en="May", cy="Mai"),
    Text(en="June", cy="Mehefin"),
    Text(en="July", cy="Gorffennaf"),
    Text(en="August", cy="Awst"),
    Text(en="September", cy="Medi"),
    Text(en="October", cy="Hydref"),
    Text(en="November", cy="Tachwedd"),
    Text(en="December", cy="Rhagfyr"),
)
_PARTS: Final = (Text(en="day", cy="diwrnod"), Text(en="month", cy="mis"), Text(en="year", cy="flwyddyn"))


def read(day: str, month: str, year: str, *, latest: date | None = None) -> date | Fault:
    """The date in three boxes, or what is wrong with it. Later than `latest`, where given, is wrong too."""
    boxes = [one_line(day), one_line(month), one_line(year)]
    for part, box in zip(_PARTS, boxes, strict=True):
        if not box:
            return Fault("date_part", {"part": part})
    if re.fullmatch(r"[0-9]{1,3}", boxes[2]):
        return Fault("date_year")
    numbers = (_number(boxes[0], 2), _month(boxes[1]), _number(boxes[2], 4))
    try:
        found = date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        return Fault("date_not_real")
    if found.year < 1900:
        return Fault("date_not_real")
    if latest is not None and found > latest:
        return Fault("date_future")
    return found


def read_entries(entries: Sequence[str], *, latest: date | None = None) -> date | Fault:
    """The date in three boxes, or in one such as "2026-03-31", "31/3/2026" and "31 March 2026"."""
    if len(entries) == 3:
        return read(*entries, latest=latest)
    line = one_line(" ".join(entries))
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", line)
    if iso:
        return read(iso[3], iso[2], iso[1], latest=latest)
    parts = [part for part in re.split(r"[\s/.,-]+", line, maxsplit=10) if part]
    return read(*parts, latest=latest) if len(parts) == 3 else Fault("date_not_real")


def shown(day: date, language: str) -> str:
    """ "31 March 2026" or "31 Mawrth 2026"."""
    return f"{day.day} {MONTHS[day.month - 1].in_language(language)} {day.year}"


def month_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month if it is shorter. Stops at the year
    9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")  # pragma: no cover


def _number(box: str, longest: int) -> int:
    """The figures in a box, 0 (never a part of a date) if there is anything else in it."""
    return int(box) if re.fullmatch(rf"[0-9]{{1,{longest}}}", box) else 0


def _month(box: str) -> int:
    word = box.casefold()
    for number, month in enumerate(MONTHS, start=1):
        if word in (month.en.casefold(), month.cy.casefold(), month.en[:3].casefold()):
            return number
    return _number(box, 2)


def boxes(day: date) -> tuple[str, str, str]:
    """Day, month and year as `read` takes them."""
    return str(day.day), str(day.month), str(day.year)
