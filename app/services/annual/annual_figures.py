"""The figures of an annual statement: live until it is frozen, then as they stood, with their trail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.store.annual_figures import FIGURES, Figure, Period
from models import AnnualStatement, FrozenFigure

FEWEST_SHOWN: Final = 5
"""Counts of people below this are shown as "fewer than 5": in one council's area they point at persons."""

_LIVE: Final = re.compile(r"\[\[([a-z][a-z_]*)\]\]")


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure: its value, the ids of the rows of `subject` that made it, the query as SQL, and the day.

    `is_frozen` tells whether it stands as it was published.
    """

    name: str
    value: Decimal
    subject: str
    rows: tuple[int, ...]
    query: str
    as_at: date
    is_frozen: bool = False

    @property
    def figure(self) -> Figure:
        """What it is a figure of. KeyError for one that this version no longer has."""
        return FIGURES[self.name]

    @property
    def is_suppressed(self) -> bool:
        """Whether the number is too small to be shown."""
        known = FIGURES.get(self.name)
        return known is not None and known.about_people and 0 < self.value < FEWEST_SHOWN


@dataclass(frozen=True, slots=True)
class Pair:
    """This year's value and last year's, None where there is nothing of last year."""

    now: FigureValue
    before: FigureValue | None


def compute(session: Session, council_id: int, name: str, period: Period) -> FigureValue:
    """One figure from the records as they stand. KeyError if there is no figure of that name."""
    figure = FIGURES[name]
    query = figure.rows(council_id, period)
    found = session.execute(query).all()
    return FigureValue(
        name,
        sum((Decimal(str(amount)) for _row, amount in found), Decimal(0)),
        figure.subject,
        tuple(sorted(row for row, _amount in found)),
        _in_words(session, query),
        period.last_day,
    )


def _in_words(session: Session, query: Select[int, Any]) -> str:
    """The query as SQL with its values in it, as the database would be asked by hand."""
    bound = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    return "\n".join(line.strip() for line in str(bound).splitlines())


def period_of(statement: AnnualStatement, today: date) -> Period:
    """The year of a statement, counted up to today while it lasts."""
    return Period(statement.year_start, statement.year_end, today)


def value_in(session: Session, statement: AnnualStatement, name: str, today: date) -> FigureValue | None:
    """A figure of a statement: as it stood, once that is frozen; None if it stood in it then and no more."""
    if statement.frozen_at is None:
        return compute(session, statement.council_id, name, period_of(statement, today))
    stood = next((one for one in statement.figures if one.name == name), None)
    return _stood(stood) if stood else None


def _stood(frozen: FrozenFigure) -> FigureValue:
    return FigureValue(
        frozen.name,
        Decimal(frozen.value),
        frozen.subject,
        tuple(frozen.rows),
        frozen.query,
        frozen.as_at,
        is_frozen=True,
    )


def pair(
    session: Session,
    statement: AnnualStatement,
    earlier: AnnualStatement | None,
    name: str,
    today: date,
) -> Pair | None:
    """A figure with last year's beside it; None if the frozen statement does not have it.

    Last year's is what last year's statement published; where there is none, nothing is put in its place.
    """
    now = value_in(session, statement, name, today)
    if now is None:
        return None
    published = earlier is not None and earlier.frozen_at is not None
    return Pair(now, value_in(session, earlier, name, today) if earlier and published else None)


def named(text: str) -> Iterator[str]:
    """The names of the live figures in a text, in their order, each once; unknown ones too."""
    seen: set[str] = set()
    for match in _LIVE.finditer(text):
        if match[1] not in seen:
            seen.add(match[1])
            yield match[1]


def unknown(text: str) -> list[str]:
    """Names that stand as live figures in a text and are none."""
    return [name for name in named(text) if name not in FIGURES]


def put_in(text: str, words: Mapping[str, str]) -> str:
    """The text with its live figures replaced by their words; an unknown one stays as it stands."""
    return _LIVE.sub(lambda match: words.get(match[1], match[0]), text)


def freeze(session: Session, statement: AnnualStatement, today: date) -> None:
    """Write every figure of the year down as it stands. The caller commits, and sets the state."""
    period = period_of(statement, today)
    statement.figures = []
    session.flush()
    for name in FIGURES:
        found = compute(session, statement.council_id, name, period)
        statement.figures.append(
            FrozenFigure(
                name=name,
                value=str(found.value),
                subject=found.subject,
                rows=list(found.rows),
                query=found.query,
                as_at=found.as_at,
            )
        )
    session.flush()
