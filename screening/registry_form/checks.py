"""What the registry would refuse: too much, too little, or answers that contradict one another.

A problem is a code with its numbers; the words for people are made elsewhere. Whatever is needed and not yet
given is told apart from what is wrong: an entry can be saved half filled in.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from screening.registry_form.entry import Entry
from screening.registry_form.form import YES, Field, Kind, fields

FIRST_YEAR: Final = 2020
"""The first reporting year of the registry."""
SHORTEST_MONTHS, LONGEST_MONTHS = 12, 18
MOST_ENTRIES: Final = 200
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_URL: Final = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)


class Code(StrEnum):
    """What is wrong with an answer."""

    NEEDED = "needed"
    URL_OR_EMAIL = "url_or_email"
    URL_AND_EMAIL = "url_and_email"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_AN_OPTION = "not_an_option"
    NONE_AND_MORE = "none_and_more"
    NOT_A_DAY = "not_a_day"
    NOT_PAST = "not_past"
    NOT_A_URL = "not_a_url"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_YEAR = "not_a_year"
    START_YEAR = "start_year"
    END_YEAR = "end_year"
    PERIOD_LENGTH = "period_length"
    APPROVED_EARLY = "approved_early"
    BRACKETS = "brackets"
    RISKS_AND_NONE = "risks_and_none"
    RISK_FIRST = "risk_first"


MISSING: Final = frozenset({Code.NEEDED, Code.URL_OR_EMAIL})
"""Codes that say that something is not given yet."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; `numbers` are put into the words for it."""

    field: str
    code: Code
    numbers: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def is_missing(self) -> bool:
        """Whether something is only not given yet."""
        return self.code in MISSING


def length(text: str) -> int:
    """Characters as the registry's program counts them: a line break, and a character beyond the first 65,536
    of Unicode, are two."""
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


def problems(entry: Entry, today: date) -> tuple[Problem, ...]:
    """All that the registry would refuse, in the order of the form; one problem for each field at most."""
    found: dict[str, Problem] = {}
    for problem in (*_of_fields(entry, today), *_of_year(entry), *_across(entry)):
        found.setdefault(problem.field, problem)
    return tuple(found[name] for name in fields() if name in found)


def of_step(entry: Entry, name: str, today: date) -> tuple[Problem, ...]:
    """The problems of one step."""
    return tuple(one for one in problems(entry, today) if fields()[one.field].step == name)


# ---------------------------------------------------------------------------------------------- one field


def _of_fields(entry: Entry, today: date) -> Iterator[Problem]:
    for one in fields().values():
        if entry.asks(one):
            given = entry.given(one.id)
            if not any(given):
                if one.needed:
                    yield Problem(one.id, Code.NEEDED)
            elif one.is_chosen:
                yield from _of_options(one, given)
            else:
                yield from _of_texts(one, given, today)


def _of_options(one: Field, given: tuple[str, ...]) -> Iterator[Problem]:
    if not set(given) <= one.options.keys() or (len(given) > 1 and not one.takes_several):
        yield Problem(one.id, Code.NOT_AN_OPTION)
    elif one.none and one.none in given and len(given) > 1:
        yield Problem(one.id, Code.NONE_AND_MORE)


def _of_texts(one: Field, given: tuple[str, ...], today: date) -> Iterator[Problem]:
    most = MOST_ENTRIES if one.takes_several else 1
    if len(given) > most:
        yield Problem(one.id, Code.TOO_MANY, {"most": most})
        return
    longest = max(length(text) for text in given)
    if one.longest and longest > one.longest:
        yield Problem(one.id, Code.TOO_LONG, {"longest": one.longest, "length": longest})
        return
    code = _wrong(one, given[0], today)
    if code:
        yield Problem(one.id, code)


def _wrong(one: Field, text: str, today: date) -> Code | None:
    if one.kind == Kind.URL:
        return None if _URL.fullmatch(text) else Code.NOT_A_URL
    if one.kind == Kind.EMAIL:
        return None if _EMAIL.fullmatch(text) else Code.NOT_AN_EMAIL
    if one.kind == Kind.DATE:
        try:
            return Code.NOT_PAST if date.fromisoformat(text) >= today else None
        except ValueError:
            return Code.NOT_A_DAY
    # The registry puts the job title in brackets behind the name, where its readers look for it.
    return Code.BRACKETS if one.id in ("first_name", "last_name") and set(text) & set("()") else None


# ------------------------------------------------------------------------------------------- across fields


def _of_year(entry: Entry) -> Iterator[Problem]:
    """The period has to suit the reporting year."""
    text = entry.text("statement_year")
    if not text:
        return
    if not (re.fullmatch(r"20\d\d", text, re.ASCII) and int(text) >= FIRST_YEAR):
        yield Problem("statement_year", Code.NOT_A_YEAR, {"first": FIRST_YEAR})
        return
    year, start, end = int(text), entry.day("period_start"), entry.day("period_end")
    if start and not year - 2 <= start.year <= year:
        yield Problem("period_start", Code.START_YEAR, {"first": year - 2, "last": year})
    if end and not year - 1 <= end.year <= year:
        yield Problem("period_end", Code.END_YEAR, {"first": year - 1, "last": year})


def _across(entry: Entry) -> Iterator[Problem]:
    url, email = entry.text("statement_url"), entry.text("email")
    if bool(url) == bool(email):
        yield Problem("statement_url", Code.URL_AND_EMAIL if url else Code.URL_OR_EMAIL)
    start, end = entry.day("period_start"), entry.day("period_end")
    if start and end and not SHORTEST_MONTHS <= _months(start, end) <= LONGEST_MONTHS:
        limits = {"shortest": SHORTEST_MONTHS, "longest": LONGEST_MONTHS}
        yield Problem("period_end", Code.PERIOD_LENGTH, limits)
    approved = entry.day("approved_on")
    if approved and end and approved < end:
        yield Problem("approved_on", Code.APPROVED_EARLY)
    risks = entry.risks()
    if risks and YES in entry.given("no_risks"):
        yield Problem("no_risks", Code.RISKS_AND_NONE)
    for number in risks:
        if not entry.text(f"risk{number}"):
            yield Problem(f"risk{number}", Code.RISK_FIRST)


def _months(start: date, end: date) -> float:
    """How long a period is; both its days count, so that 1 April to 31 March is twelve months."""
    after = date.fromordinal(min(end.toordinal() + 1, date.max.toordinal()))
    whole = (after.year - start.year) * 12 + after.month - start.month
    return whole + (after.day - start.day) / 31
