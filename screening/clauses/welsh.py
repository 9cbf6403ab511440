"""The Welsh of the clause texts beside the English: mutations, the glossary, and what does not agree.

A Welsh text has the same placeholders, numbers, units, cross-references and defined terms as the English one.
`disagreements` finds where it has not. It knows words, not grammar: finding nothing is no approval by a
translator, and every Welsh text stays marked as unchecked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from screening.clauses.library import load_data, proper_names

_SOFT = {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f", "ll": "l", "rh": "r"}
_NASAL = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
_ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}
_NOT_MUTATED = ("ch", "dd", "ff", "ng", "ph", "th")
_VOWELS = "aeiouwyâêîôûŵŷ"


def mutations(word: str) -> tuple[str, ...]:
    """The word, then its soft, nasal and aspirate forms, or that with an h before a vowel; capitals stay."""
    small = word[:2].lower()
    if not small or small in _NOT_MUTATED:
        return (word,)
    head = small if small in ("ll", "rh") else small[0]
    found = [table[head] + word[len(head) :] for table in (_SOFT, _NASAL, _ASPIRATE) if head in table]
    if head in _VOWELS:
        found.append("h" + word[0].lower() + word[1:])
    if word[0].isupper():
        found = [form[0].upper() + form[1:] for form in found]
    return (word, *dict.fromkeys(found))


_AFTER_NUMBERS: Mapping[tuple[str, str], str] = {
    ("1", "blynedd"): "flwyddyn",
    ("2", "blynedd"): "flynedd",
    ("2", "mis"): "fis",
    ("2", "gwaith"): "waith",
    ("2", "Diwrnod"): "Ddiwrnod",
}
_COUNTED = re.compile(r"(?<![\d.,])([12]) (blynedd|mis|gwaith|Diwrnod)\b")


def after_number(text: str) -> str:
    """The text with the nouns after 1 and 2 as Welsh writes them: "2 mis" is "2 fis".

    The placeholders of a text stand before the unmutated noun, as the council chooses the number later.
    """
    return _COUNTED.sub(
        lambda match: f"{match[1]} {_AFTER_NUMBERS.get((match[1], match[2]), match[2])}", text
    )


# --- The glossary -----------------------------------------------------------------------------------------


@cache
def glossary(part: str) -> Mapping[str, tuple[str, ...]]:
    """A part of the glossary: English patterns to their Welsh forms. KeyError for a part that it has not."""
    return {english: tuple(welsh) for english, welsh in load_data("glossary")[part].items()}


@cache
def defined_terms() -> Mapping[str, tuple[str, ...]]:
    """The English defined terms to the Welsh ones, singular and plural, unmutated."""
    return {
        term: tuple(row[key] for key in ("welsh_term", "welsh_plural") if key in row)
        for term, row in load_data("definitions")["terms"].items()
    }


def _forms(welsh: Iterable[str]) -> str:
    """A pattern for any of the forms with any mutation of the first word."""
    every = {form for one in welsh for form in mutations(one)}
    return "|".join(re.escape(one) for one in sorted(every, key=lambda one: (-len(one), one)))


@cache
def welsh_names() -> re.Pattern[str]:
    """Every defined term and proper name in Welsh, the longest first, with their mutations."""
    names = {one for part in (defined_terms(), glossary("names")) for forms in part.values() for one in forms}
    return re.compile(rf"\b(?:{_forms(names)})(?!\w)")


# --- What does not agree ----------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_NUMBER = re.compile(r"(?<!\w)\d+(?!\w)")
_SECTION = {
    "en": re.compile(r"\bsections? (\d+(?: and \d+)*)"),
    "cy": re.compile(r"\b(?:h?adran|h?adrannau) (\d+(?: a \d+)*)"),
}
_CLAUSE = {"en": re.compile(r"\b[Tt]his clause\b"), "cy": re.compile(r"\b(?:cymal|gymal|chymal) hwn\b")}


def disagreements(english: str, welsh: str, own_words: bool = True) -> tuple[str, ...]:
    """What one text has and the other has not, in English: "30", "{notice_days} Working Days", "Worker".

    For one sub-clause or item in both languages. Defined terms and names are compared both ways; words of the
    glossary only from English to Welsh, since Welsh may use the same word for more. `own_words` is for the
    library's texts: an officer's may use other words than the glossary.
    """
    return tuple(
        [
            *_counted(_PLACEHOLDER.findall(english), _PLACEHOLDER.findall(welsh)),
            *_counted(_NUMBER.findall(english), _NUMBER.findall(welsh)),
            *_counted(_sections(english, "en"), _sections(welsh, "cy")),
            *_counted(
                ["this clause"] * len(_CLAUSE["en"].findall(english)),
                ["this clause"] * len(_CLAUSE["cy"].findall(welsh)),
            ),
            *_names(english, welsh),
            *(_units(english, welsh) if own_words else ()),
            *(_words(english, welsh) if own_words else ()),
        ]
    )


def _counted(english: list[str], welsh: list[str]) -> list[str]:
    here, there = Counter(english), Counter(welsh)
    return sorted((here - there) + (there - here))


def _sections(text: str, language: str) -> list[str]:
    found = (match[1] for match in _SECTION[language].finditer(text))
    return [f"section {number}" for numbers in found for number in re.findall(r"\d+", numbers)]


def _units(english: str, welsh: str) -> Iterator[str]:
    for unit, forms in glossary("units").items():
        for match in re.finditer(rf"\{{([a-z_]+)\}} {unit}\b", english):
            if not re.search(rf"\{{{match[1]}\}} (?:{'|'.join(map(re.escape, forms))})\b", welsh):
                yield match[0]


def _names(english: str, welsh: str) -> Iterator[str]:
    """Defined terms and proper names that stand in one text only. Longer ones are taken out first."""
    table = {**defined_terms(), **{name: glossary("names")[name] for name in proper_names()}}
    for name in sorted(table, key=lambda each: (-len(each), each)):
        here = re.compile(rf"\b{re.escape(name)}(?:s|'s|s')?(?!\w)")
        there = re.compile(rf"\b(?:{_forms(table[name])})(?!\w)")
        if bool(here.search(english)) != bool(there.search(welsh)):
            yield name
        english, welsh = here.sub(" ", english), there.sub(" ", welsh)


def _words(english: str, welsh: str) -> Iterator[str]:
    for part in ("words", "numbers"):
        for word, forms in glossary(part).items():
            if re.search(rf"\b{word}\b", english) and not re.search(
                rf"(?<!\w)(?:{_forms(forms)})", welsh, re.IGNORECASE
            ):
                yield word
