"""The workforce facts and flags of a contract, as people type them into a column.

Every reader takes the text of one cell and gives the word that the judgement knows, "" (or None for a flag)
where the cell says that it is not known, and raises ValueError, whose text says what to write, for anything
else: a word that is not understood must not pass for a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_NOT_KNOWN: Final = frozenset(
    {"", "?", "-", "unknown", "not known", "dont know", "n a", "na", "tbc", "tbd", "not stated", "anhysbys"}
)
_YES: Final = ("yes", "y", "true", "ie", "oes", "ydy")
_NO: Final = ("no", "n", "false", "na fydd", "nac oes", "nac ydy")
_HOW_MANY: Final = {
    **dict.fromkeys((*_NO, "none", "nil", "0", "dim"), "none"),
    **dict.fromkeys(("some", "few", "a few", "rhai"), "some"),
    **dict.fromkeys(("most", "all", "majority", "y rhan fwyaf"), "most"),
    **dict.fromkeys(_YES, "yes"),
}
_TIERS: Final = {
    **dict.fromkeys((*_NO, "none", "nil", "0", "dim"), "none"),
    **dict.fromkeys(("one", "1", "single", "un"), "one"),
    **dict.fromkeys(("more", "more than one", "two", "three", "several", "many", "multiple"), "more"),
    **dict.fromkeys(_YES, "yes"),
}
_SKILL: Final = {
    **dict.fromkeys(("skilled", "high", "highly skilled", "high skill", "professional"), "skilled"),
    **dict.fromkeys(("mixed", "medium", "semi skilled", "some", "part"), "mixed"),
    **dict.fromkeys(("low", "low skill", "low skilled", "unskilled", "manual"), "low"),
}
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%")
_NUMBER = re.compile(r"\d{1,2}")
_APART = re.compile(r"[^\w%.?-]+|_")


def _plain(text: str) -> str:
    bare = re.sub(r"['\u2019]", "", text.casefold())
    return " ".join(_APART.sub(" ", re.sub(r"(?<=\w)-(?=\w)", " ", bare)).split())


def how_many(text: str) -> str:
    """ "none", "some" (less than half), "most", "yes" where the cell does not say how many, or ""."""
    plain = _plain(text)
    if plain in _NOT_KNOWN:
        return ""
    if share := _PERCENT.fullmatch(plain):
        percent = float(share[1])
        if percent <= 100.0:
            return "none" if percent == 0.0 else "some" if percent < 50.0 else "most"
    if plain in _HOW_MANY:
        return _HOW_MANY[plain]
    raise ValueError("write none, some, most, yes, no or a share such as 30%, or leave it empty")


def tiers(text: str) -> str:
    """ "none", "one", "more", "yes" where the cell does not say how many, or ""."""
    plain = _plain(text)
    if plain in _NOT_KNOWN:
        return ""
    if plain in _TIERS:
        return _TIERS[plain]
    if _NUMBER.fullmatch(plain):
        return "more" if int(plain) > 1 else _TIERS[str(int(plain))]
    raise ValueError("write none, one, more, yes, no or the number of tiers, or leave it empty")


def skill(text: str) -> str:
    """ "skilled", "mixed", "low" or "". A plain "yes" or "no" could mean either, so it is refused."""
    plain = _plain(text)
    if plain in _NOT_KNOWN:
        return ""
    if plain in _SKILL:
        return _SKILL[plain]
    raise ValueError("write skilled, mixed or low, or leave it empty")


def yes_no(text: str) -> bool | None:
    """True, False, or None where it is not known."""
    plain = _plain(text)
    if plain in _NOT_KNOWN:
        return None
    if plain in (*_YES, "1"):
        return True
    if plain in (*_NO, "0"):
        return False
    raise ValueError("write yes or no, or leave it empty")


WORKFORCE: Final[Mapping[str, Callable[[str], str]]] = {
    "agency_labour": how_many,
    "migrant_workers": how_many,
    "subcontracting_tiers": tiers,
    "workforce_skill": skill,
}
"""The reader of each workforce column, by the field of `screening.types.Contract` that it fills."""
