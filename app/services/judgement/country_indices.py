"""A council's own copies of outside country indices: kept, compared with our figures, and put beside a case.

A copy counts only where the council moves the weight `outside.<kind>`; it then travels in the case, so that
a stored report can be computed again whatever happens to the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.country_index import (
    CountryIndex,
    IndexKind,
    read_country_index,
    read_kept,
    write_country_index,
)
from screening.types import Case, OutsideFigure

if TYPE_CHECKING:
    from screening.agreement import Agreement

FOLDER = "countries"
# Figures of which a higher one is better.
BETTER = frozenset({"response"})
_NOT_A_RANK = frozenset({"year"})
_ANSWERS = ("delivery.countries", "sourcing.countries")

Outside = Mapping[str, tuple[OutsideFigure, ...]]
"""Country -> what the copies say of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that was kept: where, what was read, and how far each of its figures agrees with ours."""

    index: CountryIndex
    path: Path
    agreements: Mapping[str, Agreement]


def agreements(index: CountryIndex) -> dict[str, Agreement]:
    """The agreement with each figure that enough countries have and that is not the same for all."""
    from screening.agreement import FEWEST, agreement  # loads scipy, which no screening needs

    found: dict[str, Agreement] = {}
    for field in index.rows[0].figures:
        sign = -1.0 if field in BETTER else 1.0
        figures = {code: sign * value for code, value in index.figures(field).items()}
        if field not in _NOT_A_RANK and len(figures) > FEWEST and len(set(figures.values())) > 1:
            found[field] = agreement(figures)
    return found


def keep(data_dir: Path, file: Path, kind: IndexKind, year: int | None = None) -> Kept:
    """Read a copy (of the edition `year`, where it does not say) and keep its figures in the data folder; an
    earlier copy of the same kind is replaced.

    Raises UnusableInput if the file is no such index.
    """
    index = read_country_index(file, kind, year)
    path = data_dir / FOLDER / f"{kind.value}.csv"
    write_country_index(index, path)
    return Kept(index, path, agreements(index))


def kept(folder: Path | None) -> list[CountryIndex]:
    """The copies in a folder of kept ones, in the order of their kinds."""
    if folder is None:
        return []
    paths = [(kind, folder / f"{kind.value}.csv") for kind in IndexKind]
    return [read_kept(path, kind) for kind, path in paths if path.is_file()]


def joined(indices: Iterable[CountryIndex]) -> Outside:
    """The figures of some copies by country."""
    found: dict[str, tuple[OutsideFigure, ...]] = {}
    for index in indices:
        for code, figure in index.outside().items():
            found[code] = (*found.get(code, ()), figure)
    return found


def beside(case: Case, outside: Outside) -> Case:
    """The case with the figures of the countries that it names."""
    if not outside:
        return case
    codes = {
        code
        for contract in case.contracts
        for code in (*contract.delivery_countries, *contract.sourcing_countries)
    }
    for name in _ANSWERS:
        if name in case.signals:
            answer = case.signals[name].value
            codes.update((answer,) if isinstance(answer, str) else answer)
    return replace(case, outside=tuple(one for code in sorted(codes) for one in outside.get(code, ())))
