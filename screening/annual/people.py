"""Words by which a person could be known: a statement tells of no case and describes nobody who was harmed.

Source: the Australian guidance for reporting entities, which says not to report a case where that could
endanger anybody and to give no name, age or other personal information; the United Kingdom's is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.annual import patterns, welsh
from screening.types import Sentence, say

_KINDS = (
    (patterns.AGE, say("An age belongs to one person.")),
    (patterns.WHO, say("A nationality and a number this small can point at people.")),
    (patterns.CASE, say("It tells of one person.")),
    (patterns.NAMED, say("It names somebody.")),
    (patterns.REFERENCE, say("A reference leads to one case.")),
    (patterns.SMALL, say("A number this small can point at people in a council's area.")),
)
_KINDS_CY = (
    (welsh.AGE, say("An age belongs to one person.")),
    (welsh.CASE, say("It tells of one person.")),
    (welsh.REFERENCE, say("A reference leads to one case.")),
    (welsh.SMALL, say("A number this small can point at people in a council's area.")),
)


def traces(text: str, language: str = "en") -> Iterator[tuple[tuple[int, int], Sentence]]:
    """Where somebody could be known, and why; of places that overlap the first and longest."""
    found = [
        (match.start(), -match.end(), why)
        for pattern, why in (_KINDS_CY if language == "cy" else _KINDS)
        for match in pattern.finditer(text)
        if not (pattern is patterns.CASE and patterns.NOBODY.search(text[: match.start()][-60:]))
    ]
    reached = -1
    for start, minus_end, why in sorted(found, key=lambda one: one[:2]):
        if start >= reached:
            yield (start, -minus_end), why
            reached = -minus_end
