"""What registers of companies say beyond the statement registry: numbers, previous names, members of
groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from app.services.matching.statement_rows import NameKey, name_key
from screening.matching import Member

DEEPEST: Final = 12
"""Levels of a group that are followed downwards: real ones seldom have more than eight."""


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company of the register: its current name and those it had."""

    number: str
    name: str
    postcode: str = ""
    previous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One company that another controls."""

    child: str
    parent: str
    child_name: str = ""


class KnownCompanies:
    """Companies by number and by name, and who belongs to whose group. Empty where nothing was loaded."""

    def __init__(self, companies: Iterable[KnownCompany] = (), links: Iterable[Link] = ()) -> None:
        self._by_number = {company.number: company for company in companies}
        self._by_name: defaultdict[NameKey, set[str]] = defaultdict(set)
        for company in self._by_number.values():
            for name in (company.name, *company.previous):
                self._by_name[name_key(name)].add(company.number)
        self._children: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for link in links:
            self._children[link.parent][link.child] = link.child_name

    def company(self, number: str) -> KnownCompany | None:
        """The company with this number."""
        return self._by_number.get(number)

    def settled_number(self, name: str, postcode: str) -> str:
        """The number of the one company that bears or bore this name, legal form included, and has this
        postcode.

        "" where several do, or none: a name alone settles nothing.
        """
        if not postcode:
            return ""
        bearers = self._by_name.get(name_key(name), set())
        here = [number for number in bearers if self._by_number[number].postcode == postcode]
        return here[0] if len(here) == 1 else ""

    def members(self, number: str, others: Collection[str]) -> tuple[Member, ...]:
        """All companies below this one in its group, by number.

        Below a company of `others`, which have statements of their own, the search does not go on: each
        member belongs to the nearest company above it that has a statement.
        """
        found: dict[str, str] = {}
        level = [number]
        for _ in range(DEEPEST):
            below: dict[str, str] = {}
            for parent in level:
                below |= self._children.get(parent, {})
            new = {child: name for child, name in below.items() if child not in found and child != number}
            new = {child: name for child, name in new.items() if child not in others}
            if not new:
                break
            found |= new
            level = list(new)
        return tuple(Member(self._name(child, name), child) for child, name in sorted(found.items()))

    def _name(self, number: str, given: str) -> str:
        company = self._by_number.get(number)
        return company.name if company else given
