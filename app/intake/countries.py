"""Countries as councils write them: names, short forms and ISO codes, in English or Welsh."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import pycountry
import yaml

_NAMES_FILE = Path(__file__).with_name("countries.yaml")


@cache
def _other_names() -> dict[str, str]:
    """Folded name -> ISO 3166-1 alpha-2 code, for names that the ISO list does not have."""
    by_code = yaml.safe_load(_NAMES_FILE.read_text(encoding="utf-8"))
    return {_folded(name): code for code, spellings in by_code.items() for name in spellings}


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold()).split())


@lru_cache(maxsize=1_024)
def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country's name or code ("Viet Nam", "TR", "England"), or ""."""
    folded = _folded(name).removeprefix("the ")
    if code := _other_names().get(folded):
        return code
    try:
        return str(pycountry.countries.lookup(name.strip()).alpha_2)
    except LookupError:
        return ""


def countries_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the countries in a cell, separated by ";", and the parts that are no country known here.

    Commas also separate, unless the part as a whole is a country ("Korea, Republic of").
    """
    parts: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[;\n|]", text))):
        parts.extend([part] if country_code(part) else filter(None, map(str.strip, part.split(","))))
    codes = [country_code(part) for part in parts]
    unknown = [part for part, code in zip(parts, codes, strict=True) if not code]
    return tuple(dict.fromkeys(filter(None, codes))), tuple(unknown)
