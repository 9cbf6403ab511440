"""The statutory floor under the price of labour, by date. Reader of wage_floors.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from screening.reference import load_yaml


class AgeBand(StrEnum):
    """The bands of the National Minimum Wage. Which rate a band has depends on the day."""

    ADULT = "adult"
    FROM_18 = "18_to_20"
    UNDER_18 = "under_18"
    APPRENTICE = "apprentice"


@dataclass(frozen=True, slots=True)
class Floor:
    """What the law asks an employer to pay, from a day on.

    `rates` are pounds an hour by band; those of adults are the highest of the day. `nic_rate` is due on pay
    above `nic_threshold` pounds a year, for the young only above `nic_young`, and not on the first
    `nic_allowance` pounds of it where the employer may claim the Employment Allowance; `pension_rate` on pay
    between `pension_from` and `pension_to`, of workers who earn `enrolled_from` or more.
    """

    holds_from: date
    rates: Mapping[AgeBand, Decimal]
    nic_rate: Decimal
    nic_threshold: Decimal
    nic_young: Decimal
    nic_allowance: Decimal
    pension_rate: Decimal
    pension_from: Decimal
    pension_to: Decimal
    enrolled_from: Decimal
    source: str


@cache
def floors() -> tuple[Floor, ...]:
    """All floors, the oldest first."""
    found = []
    for day, row in load_yaml("wage_floors.yaml")["from"].items():
        rates = {name: Decimal(str(rate)) for name, rate in row["rates"].items()}
        by_band = {band: rates[band] for band in AgeBand if band in rates}
        by_band[AgeBand.ADULT] = max(rates.values())
        nic, pension = row["nic"], row["pension"]
        found.append(
            Floor(
                holds_from=day,
                rates=by_band,
                nic_rate=Decimal(str(nic["rate"])),
                nic_threshold=Decimal(nic["threshold"]),
                nic_young=Decimal(nic["young"]),
                nic_allowance=Decimal(nic["allowance"]),
                pension_rate=Decimal(str(pension["rate"])),
                pension_from=Decimal(pension["from"]),
                pension_to=Decimal(pension["to"]),
                enrolled_from=Decimal(pension["enrolled_from"]),
                source=row["source"],
            )
        )
    return tuple(sorted(found, key=lambda one: one.holds_from))


@cache
def holiday_share() -> Decimal:
    """Hours of paid leave for each hour of work: 5.6 weeks in the 46.4 that are worked."""
    data = load_yaml("wage_floors.yaml")
    leave, year = Decimal(str(data["holiday_weeks"])), Decimal(data["weeks_in_year"])
    return leave / (year - leave)


def floor_on(day: date) -> Floor:
    """The floor that holds on a day: the newest by then. ValueError for a day before all of them."""
    held = [one for one in floors() if one.holds_from <= day]
    if not held:
        raise ValueError(f"no wage floor is known for {day.isoformat()}")
    return held[-1]
