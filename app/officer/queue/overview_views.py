"""The figures of the overview as its tables and pictures show them; every one is a link to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.officer.queue import queue_labels as labels
from app.store import overview as store
from app.store import queue as queue_store
from app.store.overview import Cell

BANDS: Final = ("high", "not_enough_known", "medium", "low")
STATEMENTS: Final = ("matched", "covered_by_group", "possible", "not_found", "not_looked_for")
RESPONSES: Final = ("not_asked", "waiting", "overdue", "answered", "withdrawn")
WINDOWS: Final = (3, 6, 12)
WIDTH: Final = 1000
"""Units across a bar, as the view box of its picture says."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of suppliers with what the queue must be narrowed to for its rows; `pence` their spend."""

    suppliers: int
    said: dict[str, str]
    pence: int = 0

    @property
    def pounds(self) -> Decimal:
        """The spend in pounds."""
        return Decimal(self.pence) / 100


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar, in units of `WIDTH`."""

    name: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table with a bar beside it: one figure for each column, and their total."""

    label: str
    total: Figure
    figures: tuple[Figure, ...]
    bar: tuple[Part, ...]


def by_sector(cells: Sequence[Cell], weight: Callable[[Figure], int]) -> list[Line]:
    """A line for each sector with a figure for each band; the longest bar has most of `weight`."""
    found = []
    for sector in {cell.sector for cell in cells}:
        own = [cell for cell in cells if cell.sector == sector]
        figures = tuple(
            _figure([cell for cell in own if cell.band == band], sector=sector, band=band) for band in BANDS
        )
        found.append((labels.sector_label(sector), _figure(own, sector=sector), figures))
    most = max((weight(total) for _label, total, _figures in found), default=0)
    lines = [Line(label, total, figures, _bar(figures, weight, most)) for label, total, figures in found]
    return sorted(lines, key=lambda line: (-weight(line.figures[0]), -weight(line.total), line.label))


def _figure(cells: Iterable[Cell], **said: str) -> Figure:
    counted = list(cells)
    return Figure(sum(one.suppliers for one in counted), said, sum(one.pence for one in counted))


def _bar(figures: Sequence[Figure], weight: Callable[[Figure], int], most: int) -> tuple[Part, ...]:
    parts, before = [], 0
    for band, figure in zip(BANDS, figures, strict=True):
        start, before = before, before + max(weight(figure), 0)
        if most > 0 and before > start:
            left = round(WIDTH * start / most)
            parts.append(Part(band, left, max(round(WIDTH * before / most) - left, 2)))
    return tuple(parts)


def simple(name: str, values: Sequence[tuple[str, str]], numbers: dict[str, int]) -> list[Line]:
    """A line for each value of one filter, with one bar each."""
    most = max(numbers.values(), default=0)
    lines = []
    for value, label in values:
        figure = Figure(numbers.get(value, 0), {name: value})
        length = round(WIDTH * figure.suppliers / most) if most else 0
        bar = (Part("plain", 0, max(length, 2)),) if figure.suppliers else ()
        lines.append(Line(label, figure, (figure,), bar))
    return lines


def _named(options: Sequence[labels.Option], wanted: Sequence[str]) -> list[labels.Option]:
    return [(value, label) for value, label in options if value in wanted]


def overview(session: Session, council_id: int, today: date) -> dict[str, Any]:
    """Everything that the page shows, each figure counted from the rows that its link leads to."""
    cells = store.cells(session, council_id)
    screened = sum(cell.suppliers for cell in cells)
    everyone, spend = store.all_suppliers(session, council_id)
    answers = store.responses(session, council_id, today, everyone == screened)
    asked = sum(number for state, number in answers.items() if state != "shared")
    actions, late = store.late_actions(session, council_id, today)
    return {
        "screened": screened,
        "bands": [_figure((cell for cell in cells if cell.band == band), band=band) for band in BANDS],
        "band_names": BANDS,
        "sectors": by_sector(cells, lambda figure: figure.suppliers),
        "spend": by_sector(cells, lambda figure: figure.pence),
        "total": _figure(cells),
        "statements": simple(
            "statement",
            _named(labels.statements(), STATEMENTS),
            {one: sum(cell.suppliers for cell in cells if cell.statement == one) for one in STATEMENTS},
        ),
        "responses": simple(
            "response",
            _named(labels.responses(), RESPONSES),
            {**answers, "not_asked": screened - asked},
        ),
        "shared": Figure(answers["shared"], {"response": "shared"}),
        "moved": simple(
            "moved",
            labels.moved(),
            {
                "up": sum(cell.suppliers for cell in cells if cell.moved > 0),
                "down": sum(cell.suppliers for cell in cells if cell.moved < 0),
            },
        ),
        "stayed": sum(cell.suppliers for cell in cells if cell.moved == 0),
        "late_actions": actions,
        "late_action_suppliers": Figure(late, {"actions": "1"}),
        "late_steps": Figure(store.late_steps(session, council_id, today), {"due": "overdue"}),
        "disputed": Figure(queue_store.disputed(session, council_id), {"disputed": "1"}),
        "endings": _endings(session, council_id, today),
        "coverage": _coverage(everyone, spend, cells),
    }


def _endings(session: Session, council_id: int, today: date) -> list[tuple[str, list[tuple[Figure, int]]]]:
    """For each window its words and, by band, suppliers and contracts."""
    found = {(one.months, one.band): one for one in store.endings(session, council_id, WINDOWS, today)}
    return [
        (
            labels.ends_label(months),
            [
                (
                    Figure(one.suppliers if one else 0, {"band": band, "ends": str(months)}),
                    one.contracts if one else 0,
                )
                for band in BANDS
                for one in [found.get((months, band))]
            ],
        )
        for months in WINDOWS
    ]


def _coverage(number: int, spend: Decimal, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    screened = sum(cell.suppliers for cell in cells)
    pence, contracts = sum(cell.pence for cell in cells), sum(cell.contracts for cell in cells)
    placed = sum(cell.placed for cell in cells)
    return [
        _share(_("Suppliers screened"), screened, number),
        {**_share(_("Spend screened"), pence, round(100 * spend)), "money": True},
        _share(_("Contracts of screened suppliers with a known country"), placed, contracts),
    ]


def _share(label: str, part: int, whole: int) -> dict[str, Any]:
    return {
        "label": label,
        "part": part,
        "whole": whole,
        "ratio": part / whole if whole else None,
        "money": False,
        "length": min(round(WIDTH * part / whole), WIDTH) if whole else 0,
    }
