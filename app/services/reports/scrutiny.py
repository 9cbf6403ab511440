"""What a councillor is shown: is the council getting better, where are the risks, what may a member ask.

Four figures with those of the same day a year ago, risks by sector and never by supplier, and two questions
chosen by rules that anybody can read here. Nothing that a supplier answered is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from app.services.annual import annual_figures
from app.services.annual.annual_figures import FigureValue
from app.store import annual as annual_store
from app.store import scrutiny as store
from app.store.annual_figures import Period

YEAR_BEGINS: Final = (4, 1)
"""The financial year of councils begins on 1 April."""
FEWEST_SUPPLIERS: Final = 3
"""Of a sector with fewer suppliers nothing is told: it would point at one of them."""
RISKS: Final = 3
QUESTIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure now and on the same day a year ago, and the whole of which each is a part."""

    now: FigureValue
    whole: FigureValue
    before: FigureValue
    whole_before: FigureValue


@dataclass(frozen=True, slots=True)
class SectorRisk:
    """A sector in which the risk lies: its id, its suppliers, those in the high band, and their spend in
    pounds."""

    sector: str
    suppliers: int
    high: int
    spend_high: Decimal


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """The whole page. `questions` are names of `QUESTION_RULES`; `since` is the first day of this year."""

    as_at: date
    since: date
    screened_on: date | None
    progress: tuple[Progress, ...]
    risks: tuple[SectorRisk, ...]
    questions: tuple[str, ...]
    published_url: str


_FIGURES: Final = (
    ("spend_screened", "spend"),
    ("suppliers_high", "suppliers_screened"),
    ("questionnaires_answered", "questionnaires_asked"),
    ("actions_closed", "actions_opened"),
)


def scrutiny(session: Session, council_id: int, today: date) -> Scrutiny:
    """What a councillor of this council sees on a day."""
    period = _year_of(today)
    before = _year_of(_a_year_before(today))

    def value(name: str, of: Period) -> FigureValue:
        return annual_figures.compute(session, council_id, name, of)

    progress = tuple(
        Progress(value(name, period), value(whole, period), value(name, before), value(whole, before))
        for name, whole in _FIGURES
    )
    facts = {
        name: value(name, period).value
        for name in (
            "spend",
            "spend_screened",
            "suppliers_screened",
            "suppliers_not_enough_known",
            "questionnaires_asked",
            "questionnaires_overdue",
            "actions_overdue",
            "trained_councillors",
            "trained_procurement",
        )
    }
    rows = [SectorRisk(*row) for row in store.sectors(session, council_id)]
    told = [row for row in rows if row.suppliers >= FEWEST_SUPPLIERS and row.high]
    told.sort(key=lambda row: (-row.spend_high, -row.high, row.sector))
    published = next(
        (one for one in annual_store.statements(session, council_id) if one.published_at is not None), None
    )
    return Scrutiny(
        as_at=today,
        since=period.start,
        screened_on=store.last_screened(session, council_id),
        progress=progress,
        risks=tuple(told[:RISKS]),
        questions=tuple(name for name, holds in QUESTION_RULES if holds(facts))[:QUESTIONS],
        published_url=published.published_url if published else "",
    )


def _year_of(day: date) -> Period:
    """The financial year of a day, counted up to it."""
    start = date(day.year, *YEAR_BEGINS)
    if day < start:
        start = start.replace(year=day.year - 1)
    return Period(start, start.replace(year=start.year + 1) - date.resolution, day)


def _a_year_before(day: date) -> date:
    """The same day a year ago; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


Facts = dict[str, Decimal]

#: In this order the first that hold are put to a member; the last always hold.
QUESTION_RULES: Final[tuple[tuple[str, Callable[[Facts], bool]], ...]] = (
    ("actions_overdue", lambda facts: facts["actions_overdue"] > 0),
    (
        "answers_overdue",
        lambda facts: facts["questionnaires_overdue"] * 4 > facts["questionnaires_asked"] > 0,
    ),
    (
        "not_enough_known",
        lambda facts: facts["suppliers_not_enough_known"] * 4 > facts["suppliers_screened"] > 0,
    ),
    ("spend_not_screened", lambda facts: facts["spend_screened"] * 10 < facts["spend"] * 9),
    ("councillors_not_trained", lambda facts: facts["trained_councillors"] == 0),
    ("buyers_not_trained", lambda facts: facts["trained_procurement"] == 0),
    ("what_changed", lambda facts: True),
    ("what_next", lambda facts: True),
)
