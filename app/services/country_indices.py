"""Keeping a council's own copy of an outside country index, and comparing it with our country figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.intake.country_index import CountryIndex, IndexKind, read_country_index, write_country_index
from screening.agreement import FEWEST, Agreement, agreement

FOLDER = "countries"
# Figures of which a higher one is better.
BETTER = frozenset({"response"})
_NOT_A_RANK = frozenset({"year"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that was kept: where, what was read, and how far each of its figures agrees with ours."""

    index: CountryIndex
    path: Path
    agreements: Mapping[str, Agreement]


def agreements(index: CountryIndex) -> dict[str, Agreement]:
    """The agreement with each figure that enough countries have and that is not the same for all."""
    found: dict[str, Agreement] = {}
    for field in index.rows[0].figures:
        sign = -1.0 if field in BETTER else 1.0
        figures = {code: sign * value for code, value in index.figures(field).items()}
        if field not in _NOT_A_RANK and len(figures) > FEWEST and len(set(figures.values())) > 1:
            found[field] = agreement(figures)
    return found


def keep(data_dir: Path, file: Path, kind: IndexKind) -> Kept:
    """Read a copy and keep its figures in the data folder; an earlier copy of the same kind is replaced.

    Raises UnusableInput if the file is no such index.
    """
    index = read_country_index(file, kind)
    path = data_dir / FOLDER / f"{kind.value}.csv"
    write_country_index(index, path)
    return Kept(index, path, agreements(index))
