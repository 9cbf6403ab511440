"""The reference words of organisations' names, and the folding that makes two spellings comparable.

The words are data: `data/name_words.yaml` and `data/legal_forms.yaml`, which says what each list means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from anyascii import anyascii

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
    forms_at_end_unproven: dict[str, str]
    forms_at_start: dict[str, str]
    forms_at_start_alone: dict[str, str]
    form_phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    form_phrases_at_start: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    forms_as_written: tuple[tuple[str, str], ...]

    @property
    def legal_forms(self) -> tuple[str, ...]:
        """Every canonical legal form, in order."""
        words = (
            self.forms_anywhere,
            self.forms_at_end,
            self.forms_at_end_unproven,
            self.forms_at_start,
            self.forms_at_start_alone,
        )
        found = {form for spellings in words for form in spellings.values()}
        phrases = (*self.form_phrases.values(), *self.form_phrases_at_start.values(), self.forms_as_written)
        found |= {form for listed in phrases for _, form in listed}
        return tuple(sorted(found))


@cache
def word_lists() -> WordLists:
    """Read the word lists; phrases are grouped by their first word, the longest first."""
    words = yaml.safe_load((_DATA / "name_words.yaml").read_text(encoding="utf-8"))
    forms = yaml.safe_load((_DATA / "legal_forms.yaml").read_text(encoding="utf-8"))
    at_start = _inverted(forms["phrases_at_start"])
    as_written = _inverted(forms["as_written"])
    return WordLists(
        stop_words=frozenset(words["stop_words"]),
        weak_endings=frozenset(words["weak_endings"]),
        abbreviations=_inverted(words["abbreviations"]) | _inverted(words["welsh"]),
        directions=frozenset(words["directions"]),
        places=frozenset(words["places"]),
        group_words=frozenset(words["group_words"]),
        forms_anywhere=_inverted(forms["anywhere"]),
        forms_at_end=_inverted(forms["at_end"]),
        forms_at_end_unproven=_inverted(forms["at_end_unproven"]),
        forms_at_start=_inverted(forms["at_start"]),
        forms_at_start_alone=_inverted(forms["at_start_alone"]),
        form_phrases=_by_first_word(_inverted(forms["phrases"]) | at_start),
        form_phrases_at_start=_by_first_word(at_start),
        forms_as_written=tuple(sorted(as_written.items(), key=lambda found: (-len(found[0]), found))),
    )


def _by_first_word(phrases: dict[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    grouped: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for spelling, form in phrases.items():
        parts = tuple(spelling.split())
        grouped.setdefault(parts[0], []).append((parts, form))
    return {
        first: tuple(sorted(found, key=lambda phrase: -len(phrase[0]))) for first, found in grouped.items()
    }


def _inverted(spellings: dict[str, list[str]]) -> dict[str, str]:
    return {spelling: word for word, variants in spellings.items() for spelling in variants}


# ---------------------------------------------------------------------------------------------- folding

_SIGNS = {"&": " and ", "+": " and ", "_": " "} | dict.fromkeys("'`\u2018\u2019\u00b4\u02bc\uff07", "")
_ASCII_SIGNS = tuple((sign, written) for sign, written in _SIGNS.items() if sign.isascii())

# Letters that Unicode does not decompose into a base letter and an accent, as the languages that have them
# write them without.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"} | {
    "\N{LATIN SMALL LETTER DOTLESS I}": "i"
}

_WORD = re.compile(r"[^\W_]+")


class _Latin(dict[int, str]):
    """What to write for each character of a casefolded text; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        written = self[code] = _in_latin(chr(code))
        return written


def _in_latin(character: str) -> str:
    """Lower case ASCII for a letter, digit or mark of any script; other characters as they are."""
    if character.isascii() or unicodedata.category(character)[0] not in "LMN":
        return character
    decomposed = unicodedata.normalize("NFKD", character)
    base = "".join(part for part in decomposed if not unicodedata.combining(part))
    if base.isascii():
        return base
    return "".join(letter for letter in anyascii(character).casefold() if letter.isalnum())


_LATIN = _Latin(str.maketrans(_SIGNS | _LETTERS))

# Letters of Cyrillic and Greek that look like Latin ones, and what they look like.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυ",  # noqa: RUF001
    "ABESIJKMHOPCTYXaesijopcyxdhqw" + "ABEZHIKMNOPTYXavopu",
)
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE)


def fold(text: str) -> list[str]:
    """Words of `text` in lower case Latin letters without accents or punctuation; "&" becomes "and".

    Runs of single letters are joined ("A. T. S." gives "ats"), apostrophes join ("King's" gives "kings").
    Other scripts are transliterated letter by letter; a Cyrillic or Greek letter within a Latin word is
    taken for the Latin one that it looks like.
    """
    if text.isascii():
        plain = text.lower()
        for sign, written in _ASCII_SIGNS:  # five misses take a quarter of the time of `translate`
            plain = plain.replace(sign, written)
    else:
        compatible = unicodedata.normalize("NFKC", text)
        if _MIXED.search(compatible):
            compatible = _WORD.sub(_without_lookalikes, compatible)
        plain = compatible.casefold().translate(_LATIN)
    words = _WORD.findall(plain)
    return _join_single_letters(words) if 1 in map(len, words) else words


def _without_lookalikes(word: re.Match[str]) -> str:
    found = word.group()
    return found.translate(_LOOKALIKES) if _MIXED.search(found) else found


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
