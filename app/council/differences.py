"""Two texts compared word by word, for people who have to see what somebody else changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word goes with the gap behind it: gaps alone would match everywhere and tear both texts to pieces.
_PIECES = re.compile(r"\S+\s*|\s+")
LONGEST = 4_000
"""Texts of more pieces than this are compared line by line: word by word would take too long."""


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and whether they are in both texts, only in the earlier or only in the later."""

    change: Change
    text: str


def differences(earlier: str, later: str) -> list[Run]:
    """The runs that make up both texts: without the new ones the earlier, without the gone ones the later."""
    one, other = _pieces(earlier), _pieces(later)
    if len(one) > LONGEST or len(other) > LONGEST:
        one, other = earlier.splitlines(keepends=True), later.splitlines(keepends=True)
    found: list[Run] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(a=one, b=other).get_opcodes():
        if kind == "equal":
            found.append(Run(Change.SAME, "".join(one[start:end])))
            continue
        if end > start:
            found.append(Run(Change.GONE, "".join(one[start:end])))
        if other_end > other_start:
            found.append(Run(Change.NEW, "".join(other[other_start:other_end])))
    return found


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(text)
