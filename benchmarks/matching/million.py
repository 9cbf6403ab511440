"""Fictitious names for an index of a million: words and patterns of the given names, put together anew.

A new name takes the pattern of one given name and the beginning of another. Real registers go on inventing
words as they grow, so a share of the rare words gives way to new ones, made of two rare words' halves.
"""

from __future__ import annotations

import random
from collections import Counter

import pandas as pd

from screening.names import clean

# A word of at most so many given names is rare; this share of rare words in new names is invented.
RARE = 3
INVENTED = 0.4


def grown(targets: pd.DataFrame, count: int, seed: int = 1) -> pd.DataFrame:
    """`targets` and so many fictitious ones that there are `count`; the same for the same seed.

    None has the normalised text of a given name, and all are entities of their own (`gid` below -2), so that
    the right answer to a query stays what it was.
    """
    chance = random.Random(seed)
    names = [name.split() for name in targets["name"] if name.strip()]
    holders = Counter(word for name in names for word in {word.casefold() for word in name})
    rare = [word for name in names for word in name if len(word) > 4 and holders[word.casefold()] <= RARE]
    taken = set(targets["core"])
    made: list[tuple[str, str, str]] = []
    while len(targets) + len(made) < count:
        name = " ".join(
            _invented(word, rare, chance)
            if holders[word.casefold()] <= RARE and chance.random() < INVENTED
            else word
            for word in _recombined(chance.choice(names), chance.choice(names), chance)
        )
        parsed = clean(name)
        core = parsed.core
        if core and core not in taken:
            taken.add(core)
            made.append((name, core, f"{core} {parsed.legal_form}".strip()))
    added = pd.DataFrame(made, columns=["name", "core", "full"]).assign(gid=range(-3, -3 - len(made), -1))
    return pd.concat([targets, added], ignore_index=True)


def _recombined(pattern: list[str], other: list[str], chance: random.Random) -> list[str]:
    """The beginning of one name, without its last word (often a legal form), before the end of the other."""
    cut = chance.randint(1, max(1, len(pattern) - 1))
    return [*other[: min(cut, max(1, len(other) - 1))], *pattern[cut:]]


def _invented(word: str, rare: list[str], chance: random.Random) -> str:
    one, other = chance.choice(rare), chance.choice(rare)
    new = one[: len(one) // 2] + other[len(other) // 2 :]
    return new.upper() if word.isupper() else new.capitalize()
