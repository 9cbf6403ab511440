"""What free text should not hold: hints about words that look like data on a person. They refuse nothing.

Notes, reasons of decisions, steps of plans, hearings, exclusion grounds and replies to suppliers are looked
through (`app.forms.HintedForm`).

The patterns are wide on purpose: a wrong hint costs the writer a moment, a victim's details that
many have read cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext as _

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"

#: From where workers in Britain most often come. Only before a word for people: a firm may be Polish.
_NATIONS = "|".join(
    (
        *("albanian", "bangladeshi", "brazilian", "bulgarian", "chinese", "czech", "eritrean", "ethiopian"),
        *("filipin[oa]", "ghanaian", "hungarian", "indian", "indonesian", "iranian", "iraqi", "jamaican"),
        *("kenyan", "kyrgyz", "latvian", "lithuanian", "malaysian", "nepal(?:i|ese)", "nigerian"),
        *("pakistani", "polish", "portuguese", "romanian", "slovak", "somali", "sri lankan", "sudanese"),
        *("syrian", "tajik", "thai", "turkish", "ukrainian", "uzbek", "vietnamese", "zimbabwean"),
        *("african", "asian", "eastern european"),
    )
)
_WORKERS = "workers?|employees?|staff|cleaners?|carers?|drivers?|pickers?|cooks?|labourers?"

_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "birth": re.compile(
        r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on| in)?|dyddiad geni|ganwyd|ganed)\b"
        rf"|\b(?:aged?|oed)\s+\d{{1,2}}\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19[3-9]\d|200\d)\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+(?:19[3-9]\d|200\d)\b",
        re.IGNORECASE,
    ),
    "identity": re.compile(
        r"\b(?:passport|pasbort|visa|fisa|brp|biometric residence|national insurance|yswiriant gwladol)\b"
        r"|\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",
        re.IGNORECASE,
    ),
    "victim": re.compile(
        r"\b(?:victims?|survivors?|trafficked|n\.?r\.?m\.?|ms1|dioddefwyr?|wedi(?:'i| ei) masnachu)\b",
        re.IGNORECASE,
    ),
    "contact": re.compile(
        r"(?<![\w/])(?:\+44|0)\s?7\d{3}[\s-]?\d{3}[\s-]?\d{3}\b|\b(?:home address|cyfeiriad cartref)\b"
        r"|@(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|proton)\.",
        re.IGNORECASE,
    ),
    "name": re.compile(
        r"\b(?:[Mm]rs?|[Mm]iss|Ms|Mx|Bnr)\.?\s+[A-Z][a-z]|(?i:o'r enw)\s+[A-Z][a-z]"
        rf"|\b(?i:{_WORKERS}|she|he|gweithiwr|gweithwraig)\s+(?i:(?:is|was|are|were)\s+)?"
        r"(?i:called|named|by the name of)\s+[A-Z][a-z]"
    ),
    "origin": re.compile(
        r"\b(?:nationality|immigration status|asylum[- ]seekers?|refugees?|undocumented"
        r"|illegal(?:ly)? (?:here|working|immigrants?)"
        r"|cenedligrwydd|statws mewnfudo|ceisiw\w+ lloches|ffoadur\w*)\b"
        rf"|\b(?:{_NATIONS})\s+(?:\w+\s+)?(?:{_WORKERS}|nationals?|m[ae]n|wom[ae]n|people|persons?|citizens?)\b",
        re.IGNORECASE,
    ),
    "health": re.compile(
        r"\b(?:pregnan\w*|diagnos\w*|disab(?:led|ility)|injur(?:y|ed|ies)|beichiog|anabl\w*|anaf\w*)\b",
        re.IGNORECASE,
    ),
}


def found_in(text: str) -> tuple[str, ...]:
    """Which kinds of data on a person a text may hold, by the names of `words`."""
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(text))


def words(name: str) -> str:
    """A hint in words."""
    return _WORDS[name]()


_WORDS: Final[Mapping[str, Callable[[], str]]] = {
    "birth": lambda: _("This looks like somebody's age or date of birth."),
    "identity": lambda: _("This looks like a passport, a visa or a national insurance number."),
    "victim": lambda: _("This may be about a victim. Victims do not belong here, not even without a name."),
    "contact": lambda: _("This looks like somebody's telephone number or home."),
    "health": lambda: _("This may be about somebody's health."),
    "name": lambda: _("This looks like somebody's name. Write a post or a number of people instead."),
    "origin": lambda: _("This may be about where somebody comes from. It is the work that matters."),
}
