"""Countries as people write them: names, older names and codes to ISO 3166-1 alpha-2, and back to a name.

Kosovo has no code in ISO 3166-1; XK, from the range that the standard leaves to its users, stands for it here
as it does in the tables of the European Union and the World Bank.
"""

from __future__ import annotations

import difflib
import gettext
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import pycountry

from questionnaires import source

_FILE: Final = Path(__file__).with_name("countries.yaml")
_LONGEST_NAME: Final = 80


class Why(StrEnum):
    """Why a name is not one country."""

    UNKNOWN = "unknown"
    NEAR = "near"
    AMBIGUOUS = "ambiguous"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class NotOneCountry:
    """A name that is not one country; `codes` are those that may have been meant."""

    entry: str
    why: Why
    codes: tuple[str, ...] = ()


def find(entry: str) -> str | NotOneCountry:
    """The alpha-2 code for a name or a code, in English or Welsh, however it is capitalised or accented."""
    names = _names()
    key = _key(entry)
    if key in names.ambiguous:
        return NotOneCountry(entry, Why.AMBIGUOUS, names.ambiguous[key])
    if key in names.codes:
        return names.codes[key]
    if key in names.regions:
        return NotOneCountry(entry, Why.REGION)
    if len(key) > _LONGEST_NAME:
        return NotOneCountry(entry, Why.UNKNOWN)
    near = difflib.get_close_matches(key, names.codes, n=1, cutoff=0.75) if len(key) > 3 else []
    if near:
        return NotOneCountry(entry, Why.NEAR, (names.codes[near[0]],))
    return NotOneCountry(entry, Why.UNKNOWN)


def name(code: str, language: str) -> str:
    """The name of a country to show; a code that is not one of ISO 3166-1 is returned as it is."""
    return (_welsh_names() if language.startswith("cy") else _english_names()).get(code, code)


def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, by name: for a list to choose from."""
    names = _welsh_names() if language.startswith("cy") else _english_names()
    return tuple(sorted(names.items(), key=lambda item: _key(item[1])))


@dataclass(frozen=True, slots=True)
class _Names:
    codes: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]
    regions: frozenset[str]


@cache
def _file() -> dict[str, Any]:
    data: dict[str, Any] = source.read(_FILE, _FILE.name).data
    return data


@cache
def _names() -> _Names:
    """Every spelling by its key. No two countries share one, except those listed as ambiguous."""
    ambiguous = {_key(spelling): tuple(codes) for spelling, codes in _file()["ambiguous"].items()}
    codes: dict[str, str] = {}
    for code, spelling in _spellings():
        codes.setdefault(_key(spelling), code)
    return _Names(codes, ambiguous, frozenset(_key(region) for region in _file()["regions"]))


def _spellings() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        code = country.alpha_2
        yield code, code
        yield code, country.alpha_3
    for country in pycountry.countries:
        code = country.alpha_2
        yield code, _english_names()[code]
        yield code, _welsh_names()[code]
        for attribute in ("name", "common_name", "official_name"):
            spelling = getattr(country, attribute, "")
            if spelling:
                yield code, spelling
                yield code, _turned_round(spelling)
    for code, spellings in _file()["aliases"].items():
        for spelling in spellings:
            yield code, spelling


def _turned_round(spelling: str) -> str:
    """ "Tanzania, United Republic of" as people say it: "United Republic of Tanzania"."""
    first, comma, rest = spelling.partition(", ")
    return f"{rest} {first}" if comma else spelling


@cache
def _english_names() -> dict[str, str]:
    shown = {
        country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries
    }
    return shown | {code: names["en"] for code, names in _file()["names"].items()}


@cache
def _welsh_names() -> dict[str, str]:
    """The Welsh names of the iso-codes project, which pycountry carries; English where it has none."""
    welsh = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["cy"], fallback=True)
    shown = {
        country.alpha_2: welsh.gettext(getattr(country, "common_name", country.name))
        for country in pycountry.countries
    }
    return shown | {code: names["cy"] for code, names in _file()["names"].items()}


def _key(spelling: str) -> str:
    """What is left of a name when capitals, accents, punctuation and the article do not count."""
    plain = unicodedata.normalize("NFKD", spelling).casefold().replace("&", " and ")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^\w\s]|_", " ", plain.replace("'", "").replace("\u2019", "")).split()
    words = ["saint" if word == "st" else word for word in words]
    if len(words) > 1 and words[0] in ("the", "y", "yr"):
        words = words[1:]
    return " ".join(words)
