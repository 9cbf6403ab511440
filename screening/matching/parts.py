"""A name's comparable parts with the weights of its words, made once per name."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from screening.name_words import fold
from screening.names import OrganisationName, clean

# Published names that have a word before it counts as a word.
_SEVERAL = 2
_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One way in which an organisation is called.

    `folded` is the name as written but for case, accents and punctuation, `words` what tells it apart,
    `mass` the sum of their weights: how much the name says.
    `kind` is "name" for the name proper, "alias" or "previous" for a further name that the caller gave, and
    "written" for a "T/A" within the text of a name, which is only what somebody wrote there.
    """

    text: str
    folded: str
    words: tuple[str, ...]
    core: str
    flat: str
    legal_form: str
    numbers: frozenset[str]
    initials: str
    kind: str
    mass: float

    @property
    def alias(self) -> bool:
        """Whether this is a further name."""
        return self.kind != "name"


def parts_of(name: str, aliases: Sequence[str] = (), previous: Sequence[str] = ()) -> list[NamePart]:
    """The name proper, then what it is also and was once called; none for a name that says nothing."""
    proper = clean(name)
    parts = [_part(proper)]
    parts += [_part(clean(alias), "alias") for alias in aliases]
    parts += [_part(clean(former), "previous") for former in previous]
    parts += [_part(clean(alias), "written") for alias in proper.trading_as]
    if len(parts) == 1:
        return parts if proper.core else []
    seen: dict[tuple[str, str], NamePart] = {}
    for part in parts:
        if part.core:
            seen.setdefault((part.core, part.legal_form), part)
    return list(seen.values())


def _part(name: OrganisationName, kind: str = "name") -> NamePart:
    return NamePart(
        text=" ".join(name.original.split()),
        folded=" ".join(fold(name.original)),
        words=name.words,
        core=name.core,
        flat=name.flat,
        legal_form=name.legal_form,
        numbers=name.numbers,
        initials=name.initials,
        kind=kind,
        mass=sum(map(weight, name.words)),
    )


@cache
def _counts() -> tuple[int, dict[str, int]]:
    with (_DATA / "word_counts.csv").open(encoding="utf-8", newline="") as rows:
        counts = {row["word"]: int(row["names"]) for row in csv.DictReader(rows)}
    return counts.pop(""), counts


@lru_cache(maxsize=200_000)
def weight(word: str) -> float:
    """How much a word tells organisations apart: the logarithm of its rarity among published names.

    The counts are a fixed reference (`data/word_counts.csv`), not taken from the targets, so that what is
    found for one target does not depend on which others are in the index.
    """
    total, counts = _counts()
    return math.log((total + 1) / (counts.get(word, 1) + 1))


def is_known(word: str) -> bool:
    """Whether several published names have a word, so that it is one and no slip."""
    return _counts()[1].get(word, 0) >= _SEVERAL
