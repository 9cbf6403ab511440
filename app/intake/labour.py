"""A table of the labour in a tender: kinds of work, hours, workers and pay, as a tenderer or officer sent it.

Cells come as they were written; what they must be is known where they are used, which is the same form as
for entries by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.intake.records import UnusableInput
from app.intake.tables import read_table

#: More kinds of labour than that are no price of one tender but another table.
MOST_ROWS: Final = 40
FIELDS: Final = ("label", "hours", "workers", "band", "rate")
_NEEDED: Final = ("label", "hours")

#: What headers are called, in English and Welsh, as `_folded` leaves them. The first is the template's.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "label": (
        *("kind of work", "work", "role", "roles", "post", "job", "job title", "labour", "grade"),
        *("math o waith", "gwaith", "rôl", "swydd"),
    ),
    "hours": (
        *("hours of work a year", "hours a year", "annual hours", "hours", "hours per year"),
        *("oriau o waith y flwyddyn", "oriau gwaith y flwyddyn", "oriau y flwyddyn", "oriau"),
    ),
    "workers": (
        *("workers", "how many workers", "number of workers", "staff", "headcount", "people"),
        *("gweithwyr", "nifer y gweithwyr", "staff"),
    ),
    "band": (
        *("lowest statutory rate", "statutory rate", "age band", "rate band", "band", "age"),
        *("y gyfradd statudol isaf", "cyfradd statudol isaf", "cyfradd statudol", "band oedran", "oedran"),
    ),
    "rate": (
        *("pay an hour", "pay per hour", "hourly pay", "hourly rate", "pay", "rate", "pounds an hour"),
        *("tâl yr awr", "cyflog yr awr", "cyfradd yr awr", "tâl"),
    ),
}
_FIELD_OF: Final = {name: field for field, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class LabourRow:
    """A row of the table: its line, counted from 1, and its cells by field, "" where there is none."""

    line: int
    cells: Mapping[str, str]


def read_labour(path: Path) -> tuple[LabourRow, ...]:
    """The rows of a CSV, XLSX, XLS or ODS file, without blank ones.

    Raises UnusableInput for what is no table, lacks a column that is needed, has no rows, or too many.
    """
    table = read_table(path, lambda cells: len(_columns(cells)))
    columns = _columns(table.header)
    missing = [_NAMES[field][0] for field in _NEEDED if field not in columns]
    if missing:
        raise UnusableInput(f"{path.name}: there is no column called “{missing[0]}”.")
    rows = []
    for line, cells in table.rows():
        found = {field: _cell(cells, place) for field, place in columns.items()}
        if any(found.values()):
            rows.append(LabourRow(line, {field: found.get(field, "") for field in FIELDS}))
        if len(rows) > MOST_ROWS:
            raise UnusableInput(f"{path.name}: there are more than {MOST_ROWS} kinds of work.")
    if not rows:
        raise UnusableInput(f"{path.name}: there are no rows below the header.")
    return tuple(rows)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Field -> the first column that is called so."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _FIELD_OF.get(_folded(cell))
        if field is not None:
            found.setdefault(field, place)
    return found


def _folded(cell: str) -> str:
    """A header without case, brackets and what stands after a comma: "Pay an hour, in £ (optional)"."""
    plain = re.sub(r"\(.*?\)", " ", cell).partition(",")[0]
    return " ".join(plain.casefold().split())


def _cell(cells: Sequence[str], place: int) -> str:
    return " ".join(cells[place].split()) if place < len(cells) else ""
