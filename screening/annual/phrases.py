"""Phrases that a statement is better without. Reader of annual_phrases.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from screening.reference import load_yaml

# "We do not seek assurances" is what the guidance asks for. Spaces vary, so this looks back from a match.
_DENIED = re.compile(
    r"(?:\bnot|\bnever|n['\u2019]t|\brather than|\binstead of|\bwithout|\bno longer)\s+(?:\w+\s+)?$"
)
_REACH = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern, what is wrong with it, and what to write instead."""

    pattern: re.Pattern[str]
    why: str
    mend: str

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands and is not denied."""
        return [
            match.span()
            for match in self.pattern.finditer(text)
            if not _DENIED.search(text[max(0, match.start() - _REACH) : match.start()].casefold())
        ]


@cache
def phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """The phrases by rule."""
    return {
        rule: tuple(
            Phrase(re.compile(row["pattern"], re.IGNORECASE), row["why"], row["mend"]) for row in rows
        )
        for rule, rows in load_yaml("annual_phrases.yaml").items()
    }
