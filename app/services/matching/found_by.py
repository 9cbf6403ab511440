"""By what evidence an organisation was found, for the counts of a run and for the officer who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from app.services.matching.suggestions import is_suggestion
from screening.matching import Match, Query
from screening.names import clean


class FoundBy(StrEnum):
    """The evidence that led to an organisation."""

    NUMBER = "number"
    NAME = "name"
    PREVIOUS_NAME = "previous_name"
    """A name in the register of companies that the statement registry does not have: a previous one,
    mostly."""
    KNOWN_NAME = "known_name"
    """A name that a person of this council confirmed before."""
    GROUP = "group"
    """A table of parents: the supplier is a member of the organisation's group."""
    SUGGESTION = "suggestion"
    """A name that another council confirmed; never more than a suggestion."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an organisation, and its company number ("" if nobody knows it).

    `registered` are those in the copies of the statement registry, the newest first. From the register of
    companies are `current`, its name there where no copy has it, and `previous`, those it had before.
    `confirmed` are names that people of this council confirmed.
    """

    registered: tuple[str, ...]
    company_number: str = ""
    current: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        """The names that it has beside the first."""
        return tuple(dict.fromkeys((*self.registered[1:], *self.current, *self.confirmed)))


def found_by(query: Query, match: Match, names: Names) -> FoundBy:
    """By what the matched organisation was found; where several lead to it, by the strongest of them.

    A member of the group by the table of parents, equal numbers, then the name that is nearest; a registered
    name comes before a previous one that is no nearer.
    """
    if match.member is not None:
        return FoundBy.GROUP
    if query.company_number and query.company_number == names.company_number:
        return FoundBy.NUMBER
    if is_suggestion(match):
        return FoundBy.SUGGESTION
    asked = clean(query.name).flat
    nearest = [
        (max((fuzz.ratio(asked, clean(name).flat) for name in known), default=-1.0), rank, by)
        for rank, (by, known) in enumerate(
            (
                (FoundBy.PREVIOUS_NAME, (*names.current, *names.previous)),
                (FoundBy.KNOWN_NAME, names.confirmed),
                (FoundBy.NAME, names.registered),
            )
        )
    ]
    return max(nearest)[2]
