"""Finding known phrases in the words of a title, a category or a supplier's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
# Words whose plural says something that the singular does not: "works" are building works,
# "provisions" are food.
_KEEP = frozenset({"works", "goods", "arms", "gas", "bus", "mains", "provisions"})


def _singular(word: str) -> str:
    if word in _KEEP or len(word) <= 3 or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, punctuation and plural "s"; "&" is "and"."""
    plain = text.replace("&", " and ").replace("'", "")
    if plain.isascii():
        letters = plain.casefold()
    else:
        folded = unicodedata.normalize("NFKD", plain).casefold()
        letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple(_singular(word) for word in _WORD.findall(letters))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found, as it stands in the table, and what it stands for."""

    phrase: str
    tag: str
    words: int
    letters: int


class Phrases:
    """A table of phrases, each standing for one or more tags, searched by whole words."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """`table` maps a tag to its phrases; a phrase without letters or digits is a ValueError."""
        self._tags: dict[tuple[str, ...], dict[str, str]] = {}
        for tag, phrases in table.items():
            for phrase in phrases:
                key = tokens(phrase)
                if not key:
                    raise ValueError(f"{tag}: the phrase {phrase!r} has no words")
                self._tags.setdefault(key, {})[tag] = phrase
        self._longest = max((len(key) for key in self._tags), default=0)

    def shared(self) -> list[tuple[str, list[str]]]:
        """The phrases that stand for more than one tag, for the tests."""
        return [(" ".join(key), sorted(tags)) for key, tags in self._tags.items() if len(tags) > 1]

    def find(self, text: str) -> list[Hit]:
        """All phrases in a text, the one with the most words first, then the one with the most letters."""
        words = tokens(text)
        hits: set[Hit] = set()
        for start in range(len(words)):
            for length in range(1, min(self._longest, len(words) - start) + 1):
                key = words[start : start + length]
                for tag, phrase in self._tags.get(key, {}).items():
                    hits.add(Hit(phrase, tag, length, sum(map(len, key))))
        return sorted(hits, key=lambda hit: (-hit.words, -hit.letters, hit.tag, hit.phrase))
