"""What looking for statements found, in figures: told on pages, in the terminal and in run.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

FOUND_BY_WORDS: Final = {
    "number": "by company number",
    "name": "by name",
    "previous_name": "by a previous name in the register of companies",
    "known_name": "by a name that an officer confirmed before",
    "group": "by a table of parents",
    "suggestion": "by a name that another council confirmed",
}


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """The suppliers of one search for statements, each counted once, by its best candidate.

    `automatic` count without a person (`covered_by_group` of them through a statement of their group),
    `possible` wait for one, `decided` were confirmed by one, `none` have no candidate. `expected_wrong` is
    the number of automatic matches that the probabilities let expect to be wrong: the sum of 1 - p.
    `found_by` tells of automatic and possible matches by what they were found, `only_by` how many of these
    the names in the registry would not have found. `automatic_from` and `possible_from` are the probabilities
    in force.
    """

    automatic: int = 0
    covered_by_group: int = 0
    possible: int = 0
    decided: int = 0
    none: int = 0
    expected_wrong: float = 0.0
    found_by: Mapping[str, int] = field(default_factory=dict)
    only_by: Mapping[str, int] = field(default_factory=dict)
    automatic_from: float = 0.0
    possible_from: float = 0.0

    def record(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> MatchCounts | None:
        """From `record`; None where nothing was counted."""
        return cls(**stored) if stored else None

    def lines(self) -> Iterator[tuple[str, str]]:
        """(what, number) for a table in the terminal; `found_by` indented below."""
        yield "Matched without a person", f"{self.automatic:,}"
        yield "  of these covered by the group's statement", f"{self.covered_by_group:,}"
        yield "  of these expected to be wrong", f"{self.expected_wrong:,.2f}"
        yield "Possible, for a person to look at", f"{self.possible:,}"
        if self.decided:
            yield "Confirmed by a person", f"{self.decided:,}"
        yield "No candidate", f"{self.none:,}"
        if self.found_by:
            yield "Matched or possible, by what they were found", f"{sum(self.found_by.values()):,}"
        for by, number in self.found_by.items():
            only = self.only_by.get(by, 0)
            more = f" ({only:,} that the registry's names would not have found)" if only else ""
            yield f"  {FOUND_BY_WORDS[by]}{more}", f"{number:,}"
