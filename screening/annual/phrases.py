"""Phrases that a statement is better without. Reader of annual_phrases.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from screening.annual import welsh
from screening.reference import load_yaml

# "We do not seek assurances" is what the guidance asks for. Spaces vary, so this looks back from a match.
_DENIED = re.compile(
    r"(?:\bnot|\bnever|n['\u2019]t|\brather than|\binstead of|\bwithout|\bno longer)\s+(?:\w+\s+)?$"
)
_REACH = 40
_LONG_REACH = 140
_END = re.compile(r"[.;!?]\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern, what is wrong with it, and what to write instead.

    `unless_before` is what makes it harmless in the part of its sentence that comes before: the Act itself
    speaks of "steps to ensure that slavery is not taking place".
    """

    pattern: re.Pattern[str]
    why: str
    mend: str
    unless_before: re.Pattern[str] | None = None
    denied: re.Pattern[str] = _DENIED

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands and is not denied."""
        return [match.span() for match in self.pattern.finditer(text) if not self._is_denied(text, match)]

    def _is_denied(self, text: str, match: re.Match[str]) -> bool:
        near = text[max(0, match.start() - _REACH) : match.start()].casefold()
        if self.denied.search(near):
            return True
        if self.unless_before is None:
            return False
        before = _END.split(text[max(0, match.start() - _LONG_REACH) : match.start()])[-1]
        return bool(self.unless_before.search(before))


@cache
def phrases(language: str = "en") -> Mapping[str, tuple[Phrase, ...]]:
    """The phrases by rule, for a text in a language ("en", "cy"); without those that have no Welsh."""
    wanted, denied = ("welsh", welsh.DENIED) if language == "cy" else ("pattern", _DENIED)
    return {
        rule: tuple(_phrase(row, wanted, denied) for row in rows if row.get(wanted))
        for rule, rows in load_yaml("annual_phrases.yaml").items()
    }


def _phrase(row: Mapping[str, str], wanted: str, denied: re.Pattern[str]) -> Phrase:
    unless = row.get("unless_before") if wanted == "pattern" else None
    return Phrase(
        re.compile(row[wanted], re.IGNORECASE),
        row["why"],
        row["mend"],
        re.compile(unless, re.IGNORECASE) if unless else None,
        denied,
    )
