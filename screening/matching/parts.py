"""A name's comparable parts with the weights of its words, made once per name."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from screening.names import OrganisationName, clean

_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One way in which an organisation is called.

    `weights` are the rarities of `words`, in the same order, `mass` their sum: how much the name says.
    `alias` says that this is a further name, not the name proper; `declared` that the caller named it (a
    register's previous name), while a "T/A" within the text of a name is only what somebody wrote there.
    """

    text: str
    words: tuple[str, ...]
    weights: tuple[float, ...]
    core: str
    flat: str
    legal_form: str
    numbers: frozenset[str]
    initials: str
    alias: bool
    declared: bool
    mass: float


def whole(name: str) -> NamePart:
    """The name proper as one part, even where it says nothing (no words)."""
    return _part(clean(name))


def parts_of(name: str, aliases: Sequence[str] = ()) -> list[NamePart]:
    """The name proper, then what it is also called; none for a name that says nothing."""
    proper = clean(name)
    parts = [_part(proper)]
    parts += [_part(clean(alias), alias=True, declared=True) for alias in aliases]
    parts += [_part(clean(alias), alias=True, declared=False) for alias in proper.trading_as]
    seen: dict[tuple[str, str], NamePart] = {}
    for part in parts:
        if part.core:
            seen.setdefault((part.core, part.legal_form), part)
    return list(seen.values())


def _part(name: OrganisationName, *, alias: bool = False, declared: bool = True) -> NamePart:
    words = name.words
    weights = tuple(weight(word) for word in words)
    return NamePart(
        text=" ".join(name.original.split()),
        words=words,
        weights=weights,
        core=name.core,
        flat=name.flat,
        legal_form=name.legal_form,
        numbers=name.numbers,
        initials=name.initials,
        alias=alias,
        declared=declared,
        mass=sum(weights),
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
