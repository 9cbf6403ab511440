"""Known phrases that lead to a sector: those of sector_words.yaml, in titles, categories and names."""

from __future__ import annotations

from functools import cache, lru_cache

from screening import reference
from screening.words import Hit, Phrases, tokens


@cache
def phrases(kind: str) -> Phrases:
    """The phrases of a kind: "words", "plain", "weak" (of what is bought) or "names" (of suppliers)."""
    table = reference.load_yaml("sector_words.yaml")
    return Phrases({sector: row.get(kind, ()) for sector, row in table.items()})


@lru_cache(maxsize=65536)
def found(kind: str, text: str) -> tuple[Hit, ...]:
    """All phrases of a kind in a text, the longest first."""
    return tuple(phrases(kind).find(text))


def longest(kind: str, text: str) -> tuple[Hit, ...]:
    """The hits that are longest; more than one only if they are equally long and mean different sectors."""
    hits = found(kind, text)
    return tuple(hit for hit in hits if (hit.words, hit.letters) == (hits[0].words, hits[0].letters))


def is_plain(title: str, sector: str) -> bool:
    """Whether a title begins by saying plainly that it is this kind of work, and names no other."""
    words = tokens(title)
    plain = any(
        hit.tag == sector and words[: hit.words] == tokens(hit.phrase) for hit in found("plain", title)
    )
    return plain and all(hit.tag == sector for hit in found("words", title))
