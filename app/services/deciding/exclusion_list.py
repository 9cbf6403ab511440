"""The grounds of exclusion_grounds.yaml: what may be entered in the register, with the section of the Act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

_FILE: Final = Path(__file__).with_name("exclusion_grounds.yaml")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: what it covers, where the Act says so, and what follows from it ("mandatory" or not).

    `look_back_years` is how long an event counts, None where the entry says itself when it ends.
    """

    id: str
    label: str
    consequence: str
    section: str
    covers: str
    look_back_years: int | None

    def counts_until(self, event_on: date, ends_on: date | None) -> date | None:
        """The last day on which the ground counts: by the look-back, or by the entry itself."""
        if self.look_back_years is None:
            return ends_on
        try:
            return event_on.replace(year=event_on.year + self.look_back_years)
        except ValueError:  # 29 February
            return event_on.replace(year=event_on.year + self.look_back_years, day=28)


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return table


@cache
def grounds() -> Mapping[str, Ground]:
    """The grounds by id, in the order of the file."""
    return {name: Ground(name, **row) for name, row in _table()["grounds"].items()}


@cache
def concerns() -> Mapping[str, str]:
    """Whom a ground may be about, by id, in words."""
    return dict(_table()["concerns"])


@cache
def self_cleaning_matters() -> Mapping[str, str]:
    """What section 58 says is to be looked at, by id, in words."""
    return dict(_table()["self_cleaning"])
