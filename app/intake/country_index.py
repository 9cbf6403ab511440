"""Reading a council's own copy of an outside country index. Neither index comes with Fairhand.

"gsi": the Global Slavery Index workbook of Walk Free, or one sheet of it as CSV: a country, the estimated
prevalence per 1,000 people, the total vulnerability score and the government response score.
"tip": a table with the columns country, tier and year, tiers as in the Trafficking in Persons report.

For the figure of a country (`OutsideFigure`), the one counts by its total vulnerability of 100, the other by
its tier.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.intake.countries import country_code
from app.intake.records import SkippedRow, UnusableInput
from app.intake.tables import read_table
from screening import reference
from screening.types import OutsideFigure


class IndexKind(StrEnum):
    """The indices that can be read."""

    GSI = "gsi"
    TIP = "tip"


TIERS = {"1": 1.0, "2": 2.0, "2wl": 3.0, "2watchlist": 3.0, "2w": 3.0, "3": 4.0}
"""Tier as written, without spaces and punctuation -> how bad: 1 to 4."""

# Field -> the words that its header has, the first set that a header holds wins.
_HEADERS: Mapping[IndexKind, Mapping[str, tuple[frozenset[str], ...]]] = {
    IndexKind.GSI: {
        "country": (frozenset({"country"}),),
        "prevalence": (frozenset({"prevalence"}),),
        "vulnerability": (
            frozenset({"total", "vulnerability"}),
            frozenset({"overall", "vulnerability"}),
            frozenset({"vulnerability"}),
        ),
        "response": (
            frozenset({"government", "response", "total"}),
            frozenset({"government", "response"}),
            frozenset({"response"}),
        ),
    },
    IndexKind.TIP: {
        "country": (frozenset({"country"}),),
        "tier": (frozenset({"tier"}),),
        "year": (frozenset({"year"}),),
    },
}
_BOUNDS = {"prevalence": (0.0, 1000.0), "vulnerability": (0.0, 100.0), "response": (-100.0, 100.0)}
_NEEDED = {IndexKind.GSI: ("country", "prevalence"), IndexKind.TIP: ("country", "tier", "year")}
_NO_FIGURE = frozenset({"", "-", "\u2013", "n/a", "na", "no data", "not available", ".."})
_FEWEST_COUNTRIES = 10
_COUNTED = {IndexKind.GSI: "vulnerability", IndexKind.TIP: "tier"}
_WORST_STEP = max(TIERS.values()) - 1.0


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country: its ISO code, and its figures by field (None where the index has none)."""

    code: str
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class CountryIndex:
    """A copy of an index. `main` is the field that ranks countries, higher meaning worse."""

    kind: IndexKind
    name: str
    sha256: str
    rows: tuple[CountryRow, ...]
    skipped: tuple[SkippedRow, ...]

    @property
    def main(self) -> str:
        """The prevalence of the one index, the tier of the other."""
        return "prevalence" if self.kind is IndexKind.GSI else "tier"

    def figures(self, field: str) -> dict[str, float]:
        """Country -> the figure of one field, without the countries that have none."""
        return {row.code: value for row in self.rows if (value := row.figures.get(field)) is not None}

    def outside(self) -> dict[str, OutsideFigure]:
        """Country -> its figure as the judgement may count it, without the countries that have none."""
        found = {}
        for row in self.rows:
            figure, year = row.figures.get(_COUNTED[self.kind]), row.figures.get("year")
            if figure is not None:
                share = figure / 100.0 if self.kind is IndexKind.GSI else (figure - 1.0) / _WORST_STEP
                edition = "" if year is None else str(int(year))
                found[row.code] = OutsideFigure(self.kind.value, row.code, share, edition)
        return found


def _words(header: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", header.casefold()))


def _positions(kind: IndexKind, header: Sequence[str]) -> dict[str, int]:
    """Field -> its column; no column is two fields."""
    table: dict[str, int] = {}
    words = [_words(cell) for cell in header]
    for field, wanted in _HEADERS[kind].items():
        for needed in wanted:
            places = [
                place for place, has in enumerate(words) if needed <= has and place not in table.values()
            ]
            if places:
                # The shortest header that has the words: "Country" before "Country of the survey".
                table[field] = min(places, key=lambda place: (len(words[place]), place))
                break
    return table


def _number(field: str, text: str) -> float | None:
    """A figure within its bounds, None for a mark that there is none. ValueError for anything else."""
    plain = text.strip().casefold().removesuffix("%").replace(",", "")
    if plain in _NO_FIGURE:
        return None
    number = float(plain)
    low, high = _BOUNDS[field]
    if not (math.isfinite(number) and low <= number <= high):
        raise ValueError(field)
    return number


def _gsi_figures(cells: Mapping[str, str]) -> dict[str, float | None]:
    return {field: _number(field, cells.get(field, "")) for field in _BOUNDS}


def _tip_figures(cells: Mapping[str, str]) -> dict[str, float | None]:
    tier = re.sub(r"[^0-9a-z]", "", cells["tier"].casefold().removeprefix("tier"))
    year = re.fullmatch(r"(20\d\d)(\.0)?", cells["year"].strip())
    if year is None:
        raise ValueError("year")
    if tier in ("", "na", "specialcase", "sc"):
        return {"tier": None, "year": float(year[1])}
    if tier.removesuffix("0") in TIERS and tier.endswith("0"):
        tier = tier.removesuffix("0")  # a workbook's 2.0
    return {"tier": TIERS[tier], "year": float(year[1])}


_READERS: Mapping[IndexKind, Callable[[Mapping[str, str]], dict[str, float | None]]] = {
    IndexKind.GSI: _gsi_figures,
    IndexKind.TIP: _tip_figures,
}


def read_country_index(path: Path, kind: IndexKind, year: int | None = None) -> CountryIndex:
    """Read a copy of an index: CSV (also .gz), XLSX, XLS or ODS; of several sheets the one with most columns.

    `year` is the edition of a copy that does not say it, as the workbook does not. A country that is named
    twice counts once: the newest year of the tiers, else the first row. Raises
    UnusableInput if the file is no such table, or too few of its rows are countries.
    """
    table = read_table(path, lambda header: len(_positions(kind, header)))
    found = _positions(kind, table.header)
    missing = [field for field in _NEEDED[kind] if field not in found]
    if missing:
        seen = ", ".join(f'"{" ".join(cell.split())[:60]}"' for cell in table.header if cell.strip())
        wanted = ", ".join(f'"{field}"' for field in missing)
        raise UnusableInput(
            f"{path.name}: the table needs a column {wanted}. Columns seen: {seen or 'none'}."
        )
    rows: dict[str, CountryRow] = {}
    skipped: list[SkippedRow] = []
    for line, row in table.rows():
        cells = {field: row[place].strip() if place < len(row) else "" for field, place in found.items()}
        if not any(cells.values()):
            continue
        country = cells["country"].replace("\u2019", "'")
        code = country_code(country) or reference.country_code(country)
        if not code:
            skipped.append(SkippedRow(line, "the country is not known", value=cells["country"][:60]))
            continue
        try:
            figures = _READERS[kind](cells)
        except (ValueError, KeyError):
            skipped.append(SkippedRow(line, "a figure cannot be read or is out of bounds"))
            continue
        new = CountryRow(code, figures if year is None else {"year": float(year), **figures})
        old = rows.get(code)
        if old is None or (new.figures.get("year") or 0.0) > (old.figures.get("year") or 0.0):
            rows[code] = new
    if len(rows) < _FEWEST_COUNTRIES:
        raise UnusableInput(
            f"{path.name}: only {len(rows)} countries could be read; is it the right sheet and --kind?"
        )
    ordered = tuple(rows[code] for code in sorted(rows))
    return CountryIndex(kind, table.name, table.sha256, ordered, tuple(skipped))


def write_country_index(index: CountryIndex, path: Path) -> None:
    """Store the figures as CSV, so that they need not be read from the publisher's layout again."""
    fields = tuple(index.rows[0].figures)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", *fields])
        for row in index.rows:
            writer.writerow(
                [row.code, *("" if row.figures[name] is None else row.figures[name] for name in fields)]
            )


def read_kept(path: Path, kind: IndexKind) -> CountryIndex:
    """Read what `write_country_index` stored. Raises OSError if it is not there, UnusableInput if it is not
    such a file."""
    data = path.read_bytes()
    try:
        table = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
        rows = tuple(
            CountryRow(
                row["country"],
                {name: float(text) if text else None for name, text in row.items() if name != "country"},
            )
            for row in table
        )
    except (ValueError, KeyError, TypeError, csv.Error):
        raise UnusableInput(f"{path}: this is no kept country index; load it again.") from None
    return CountryIndex(kind, path.name, hashlib.sha256(data).hexdigest(), rows, ())
