"""Referrals to the National Referral Mechanism in the whole United Kingdom, by quarter and who referred.

Reader of nrm_referrals.csv: context for a council's own totals. Counts of people over everywhere, so they
point at nobody; a number below `FEWEST` would still not be given.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from screening.reference import DATA

SOURCE: Final = "nrm_referrals"
"""The id of the source in the register."""
FEWEST: Final = 5
_WHO: Final = {
    "Local Authority total": "local_authorities",
    "Police total": "police",
    "Government agency total": "government_agencies",
    "NGO and third sector total": "third_sector",
}
WHO: Final = tuple(_WHO.values())
"""Who refers, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One calendar quarter: people referred by each of `WHO`, None where the number is too small to be
    given."""

    first_day: date
    people: Mapping[str, int | None]

    @property
    def total(self) -> int | None:
        """All of them together; None if one is not given."""
        given = [one for one in self.people.values() if one is not None]
        return sum(given) if len(given) == len(self.people) else None


@cache
def quarters() -> tuple[Quarter, ...]:
    """The quarters of the file, the oldest first. KeyError for a kind of first responder that is not known,
    ValueError for a quarter that lacks one."""
    found: dict[date, dict[str, int | None]] = {}
    with (DATA / "nrm_referrals.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            year, _, number = row["quarter"].partition("_q")
            day = date(int(year), 3 * int(number) - 2, 1)
            people = int(float(row["People"]))
            found.setdefault(day, {})[_WHO[row["First responder"]]] = people if people >= FEWEST else None
    if any(len(people) != len(WHO) for people in found.values()):
        raise ValueError("a quarter lacks a kind of first responder")
    return tuple(Quarter(day, {who: found[day][who] for who in WHO}) for day in sorted(found))


def newest() -> Quarter:
    """The newest quarter of the file."""
    return quarters()[-1]
