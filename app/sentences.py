"""The judgement's sentences in the reader's language; English where no Welsh is written yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import format_date, get_locale, gettext

from questionnaires import countries
from screening.types import Sentence

if TYPE_CHECKING:
    from models import Council

# The values of sentences that are words of ours. All others stay as they are: names, numbers, codes, and
# words of the contract, which a catalogue that happens to hold them must not change.
_WORDS = frozenset(
    {
        "area",
        "asks",
        "band",
        "channel",
        "control",
        "factor",
        "how_common",
        "missing",
        "question",
        "reason",
        "sector",
        "trade",
        "what",
    }
)
_LISTS = frozenset({"answer", "controls", "goods"})
# Days that the judgement writes as people do in English, "16 February 2022".
_DAYS = frozenset({"copy", "date", "day", "since"})
_OURS = _WORDS | _LISTS | _DAYS | {"country", "good"}


def sentence(given: Sentence | Mapping[str, Any] | str) -> str:
    """A stored or fresh `Sentence` in the reader's language; English where no Welsh is written yet."""
    if isinstance(given, str):
        return given
    text = given.text if isinstance(given, Sentence) else given["text"]
    values = given.values if isinstance(given, Sentence) else given["values"]
    return gettext(text).format(**{name: _value(name, value) for name, value in values.items()})


def _value(name: str, value: Sentence | Mapping[str, Any] | str) -> str:
    """A value of a sentence in the reader's language."""
    if not isinstance(value, str):
        return sentence(value)
    if not value or name not in _OURS or str(get_locale()).startswith("en"):
        return value
    if name in _DAYS:
        return _day(value)
    if name == "country":
        code = countries.find(value)
        return country_name(code) if isinstance(code, str) else value
    if name == "good":
        welsh = gettext(value[0].lower() + value[1:])
        return welsh[0].upper() + welsh[1:]
    if name in _LISTS:
        return ", ".join(gettext(one) for one in value.split(", "))
    return gettext(value)


def _day(british: str) -> str:
    """A day that the judgement wrote as "16 February 2022", or its word for no day."""
    try:
        return str(format_date(datetime.strptime(british, "%d %B %Y").date(), "d MMMM y"))
    except ValueError:
        return gettext(british)


def council_name(council: Council) -> str:
    """The council's name in the reader's language."""
    return council.name_in(str(get_locale()))


def country_name(code: str) -> str:
    """A country's name in the reader's language, from its ISO 3166-1 code."""
    return countries.name(code, str(get_locale()))
