"""What a statement is asked to be, as dated rule sets: the law and the guidance change, and old years stay.

Reader of annual_rules.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from screening.reference import load_yaml


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a statement: what it should tell, its place in section 54(5) of the Modern Slavery Act
    2015, and the column of the registry's download that says whether a statement covers it ("" for none).

    `stands_for` is the area that it tells of as well in an outline without that one, "" for none.
    """

    id: str
    title: str
    section: str
    asks: tuple[str, ...]
    registry: str
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules from a day on. A proposed set holds for nobody until a council switches it on.

    `months` is by when after the end of the year a statement should be out, None where nobody knows yet, and
    `force` whether that is "law", "guidance" or "not known". `budget` is in pounds a year. `must` and
    `should` name what else is looked for (`screening.annual.lint`).
    """

    id: str
    title: str
    holds_from: date
    proposed: bool
    who: str
    duty: str
    budget: int
    months: int | None
    force: str
    areas: tuple[str, ...]
    must: frozenset[str]
    should: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An order in which the areas can be written."""

    id: str
    title: str
    areas: tuple[str, ...]
    source: str


@cache
def areas() -> Mapping[str, Area]:
    """All areas by id."""
    return {
        name: Area(id=name, **{**row, "asks": tuple(row["asks"])})
        for name, row in load_yaml("annual_rules.yaml")["areas"].items()
    }


@cache
def outlines() -> Mapping[str, Outline]:
    """The outlines by id. KeyError for an area that does not exist."""
    found = {}
    for name, row in load_yaml("annual_rules.yaml")["outlines"].items():
        found[name] = Outline(
            name, row["title"], tuple(areas()[one].id for one in row["areas"]), row["source"]
        )
    return found


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All rule sets, the oldest first. KeyError for an area that does not exist."""
    found = []
    for name, row in load_yaml("annual_rules.yaml")["rule_sets"].items():
        limit = row["deadline"]
        found.append(
            RuleSet(
                id=name,
                title=row["title"],
                holds_from=row["holds_from"],
                proposed=row["proposed"],
                who=row["who"],
                duty=row["duty"],
                budget=row["budget"],
                months=limit["months"],
                force=limit["force"],
                areas=tuple(areas()[one].id for one in row["areas"]),
                must=frozenset(row["must"]),
                should=frozenset(row["should"]),
                source=row["source"],
            )
        )
    return tuple(sorted(found, key=lambda one: (one.holds_from, one.id)))


def in_force(on: date, switched_on: Mapping[str, date] | None = None) -> RuleSet:
    """The rules for a statement of a year that ends on a day: the newest that hold by then.

    `switched_on` has the proposed sets that the council applies, each with its first day. ValueError for a
    day before all of them.
    """
    chosen = switched_on or {}
    holding = [
        (chosen[one.id] if one.proposed else one.holds_from, one)
        for one in rule_sets()
        if not one.proposed or one.id in chosen
    ]
    found = [pair for pair in holding if pair[0] <= on]
    if not found:
        raise ValueError(f"no rules are known for a year that ends on {on.isoformat()}")
    return max(found, key=lambda pair: (pair[0], pair[1].id))[1]


def deadline(rules: RuleSet, year_end: date, months: int | None = None) -> date | None:
    """The day by which the statement of a year should be out; None where nobody knows.

    `months` is a council's own limit where the rules have none, or a shorter one than theirs. The day is that
    of the year's end, or the last of a shorter month.
    """
    limits = [one for one in (rules.months, months) if one is not None]
    if not limits:
        return None
    month = year_end.month - 1 + min(limits)
    year, month = year_end.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - date.resolution).day
    is_last = (year_end + date.resolution).month != year_end.month
    return date(year, month, last if is_last else min(year_end.day, last))
