"""The reference words of organisations' names, and the folding that makes two spellings comparable.

The words are data: `data/name_words.yaml` and `data/legal_forms.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data"

# No name of a register or a ledger is near this long; what is longer is a pasted text, and is cut.
MAX_NAME_LENGTH = 300


@dataclass(frozen=True, slots=True)
class WordLists:
    """The reference words of names, read once from `data/`."""

    stop_words: frozenset[str]
    weak_endings: frozenset[str]
    abbreviations: dict[str, str]
    directions: frozenset[str]
    places: frozenset[str]
    group_words: frozenset[str]
    forms_anywhere: dict[str, str]
    forms_at_end: dict[str, str]
    form_phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def word_lists() -> WordLists:
    """Read the word lists; phrases are grouped by their first word, the longest first."""
    words = yaml.safe_load((_DATA / "name_words.yaml").read_text(encoding="utf-8"))
    forms = yaml.safe_load((_DATA / "legal_forms.yaml").read_text(encoding="utf-8"))
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, spellings in forms["phrases"].items():
        for spelling in spellings:
            parts = tuple(spelling.split())
            phrases.setdefault(parts[0], []).append((parts, form))
    return WordLists(
        stop_words=frozenset(words["stop_words"]),
        weak_endings=frozenset(words["weak_endings"]),
        abbreviations=_inverted(words["abbreviations"]) | _inverted(words["welsh"]),
        directions=frozenset(words["directions"]),
        places=frozenset(words["places"]),
        group_words=frozenset(words["group_words"]),
        forms_anywhere=_inverted(forms["anywhere"]),
        forms_at_end=_inverted(forms["at_end"]),
        form_phrases={
            first: tuple(sorted(found, key=lambda phrase: -len(phrase[0])))
            for first, found in phrases.items()
        },
    )


def _inverted(spellings: dict[str, list[str]]) -> dict[str, str]:
    return {spelling: word for word, variants in spellings.items() for spelling in variants}


# ---------------------------------------------------------------------------------------------- folding

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
    | {"&": " and ", "+": " and ", "_": " "}
    | dict.fromkeys("'`\u2018\u2019\u00b4\u02bc\uff07", "")
)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> list[str]:
    """Words of `text` in lower case without accents or punctuation; "&" becomes "and".

    Runs of single letters are joined ("A. T. S." gives "ats"), apostrophes join ("King's" gives "kings").
    Letters of other scripts are kept as they are.
    """
    lowered = unicodedata.normalize("NFKC", text).casefold()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _join_single_letters(_WORD.findall(lowered.translate(_LETTERS)))


def _join_single_letters(words: Sequence[str]) -> list[str]:
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    if run:
        joined.append(run)
    return joined
