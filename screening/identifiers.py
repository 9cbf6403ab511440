"""Identifiers of organisations, each in the one form in which two of them can be compared.

Every function takes the text of one cell and gives the canonical form, or "" where the text is not plainly
such an identifier: a wrong identifier does more harm than none. Each keeps its own canonical form as it is.
The prefixes of company numbers are in `data/company_number_prefixes.csv`, the domains that many
organisations share in `data/shared_domains.txt`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from stdnum.exceptions import ValidationError
from stdnum.gb import vat

from screening.reference import country_code

_DATA = Path(__file__).parent / "data"

# Companies House numbers its companies in sequence: about 17 million were used by 2026, under a million a
# year more. A bare number beyond this is a typing error or another register's number.
HIGHEST_PLAIN_NUMBER = 29_999_999

# [0-9], not \d: the digits of other scripts are no number of a British register.
_PLAIN = re.compile(r"[0-9]{1,8}")
_PREFIXED = re.compile(r"([A-Z]{2}|R0)([0-9]{1,6})")
_SOCIETY = re.compile(r"(IP|SP|NP)([0-9]{1,5})R")


@cache
def _prefixes() -> frozenset[str]:
    with (_DATA / "company_number_prefixes.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["prefix"] for row in csv.DictReader(rows))


def _plain(text: str) -> str:
    """Capitals without spaces, full stops, hyphens and strokes, and without the ".0" of a spreadsheet."""
    return re.sub(r"[\s.\-/]", "", re.sub(r"\.0$", "", text.strip())).upper()


def company_number(text: str) -> str:
    """A Companies House number in its eight characters.

    Spreadsheets lose leading zeros and add ".0", people add spaces and use small letters: "2781951",
    "2781951.0", "sc 12345" give "02781951" and "SC012345".
    """
    number = _plain(text)
    if _PLAIN.fullmatch(number):
        return number.zfill(8) if 0 < int(number) <= HIGHEST_PLAIN_NUMBER else ""
    if society := _SOCIETY.fullmatch(number):
        return f"{society[1]}{society[2].zfill(5)}R"
    prefixed = _PREFIXED.fullmatch(number)
    if prefixed and prefixed[1] in _prefixes() and int(prefixed[2]):
        return prefixed[1] + prefixed[2].zfill(6)
    return ""


_CHARITY_WORDS = re.compile(
    r"^\W*(?:registered\s+)?(?:charity|elusen)?\s*(?:reg(?:istration|istered|d)?\.?)?\s*(?:no|number|num)?[\s.:#]*",
    re.IGNORECASE,
)
# England and Wales: 200000 and on, seven digits since 1989; a charity linked to another has its number
# and a counter.
_CHARITY = re.compile(r"((?:[2-9][0-9]{5}|1[0-9]{6}))(?:[-/]([0-9]{1,3}))?")
_CHARITY_OF_SCOTLAND = re.compile(r"SC[O0]?([0-9]{4,6})")
_CHARITY_OF_NORTHERN_IRELAND = re.compile(r"NIC(1[0-9]{5})")


def charity_number(text: str) -> str:
    """A charity's number: "1234567" or "1234567-1" of England and Wales, "SC012345", "NIC100123".

    The Charity Commission numbers with six or seven digits, the Scottish regulator with "SC0" and five,
    that of Northern Ireland with "NIC1" and five. Company numbers of Scotland begin with "SC" too, so only
    a column that is known to hold charity numbers may be read by this.
    """
    number = _CHARITY_WORDS.sub("", re.sub(r"\.0$", "", text.strip()))
    number = re.sub(r"\s", "", number).strip(".()[]").upper()
    if found := _CHARITY.fullmatch(number):
        # "-0" is the charity itself.
        return f"{found[1]}-{int(found[2])}" if found[2] and int(found[2]) else found[1]
    if found := _CHARITY_OF_SCOTLAND.fullmatch(number):
        digits = found[1].zfill(6)
        return f"SC{digits}" if digits.startswith("0") and int(digits) else ""
    if found := _CHARITY_OF_NORTHERN_IRELAND.fullmatch(number):
        return f"NIC{found[1]}"
    return ""


def vat_number(text: str) -> str:
    """A United Kingdom VAT number without "GB" and spaces; its check digits have to be right."""
    number = re.sub(r"\.0$", "", text.strip())
    try:
        return str(vat.validate(number))
    except ValidationError:
        return ""


_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})")


def postcode(text: str) -> str:
    """A United Kingdom postcode in capitals, with the space before its last three characters.

    The letter O for the zero of the last part, a common slip, is mended.
    """
    plain = re.sub(r"[\s.\-]", "", text).upper()
    if len(plain) > 3 and plain[-3] == "O":
        plain = f"{plain[:-3]}0{plain[-2:]}"
    found = _POSTCODE.fullmatch(plain)
    return f"{found[1]} {found[2]}" if found else ""


_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)


@cache
def _shared_domains() -> frozenset[str]:
    lines = (_DATA / "shared_domains.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def domain(text: str) -> str:
    """The domain of a web or an e-mail address, without "www."; "" for one that many organisations share.

    Of several addresses in one cell the first one counts. Letters beyond ASCII are written as the domain
    name system has them ("xn--...").
    """
    first = re.split(r"[\s,;|<>]+", text.strip().strip("<>"), maxsplit=1)[0].lower()
    if "://" not in first:
        first = f"//{first.removeprefix('mailto:').rpartition('@')[2]}"
    try:
        host = (urlsplit(first).hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    host = re.sub(r"^www[0-9]?\.", "", host)
    if not _HOST.fullmatch(host):
        return ""
    parts = host.split(".")
    above = {".".join(parts[start:]) for start in range(len(parts) - 1)}
    return "" if above & _shared_domains() else host


# How people in Britain write what ISO 3166 has under other names.
_COUNTRIES_AS_WRITTEN = {
    **dict.fromkeys(
        ("uk", "united kingdom", "great britain", "britain", "england", "scotland", "wales", "cymru",
         "northern ireland", "england and wales", "england & wales", "eng", "sco", "wls", "nir"), "GB",
    ),
    **dict.fromkeys(("eire", "republic of ireland", "roi"), "IE"),
    **dict.fromkeys(("usa", "us", "america", "united states of america"), "US"),
    "uae": "AE", "prc": "CN", "holland": "NL", "the netherlands": "NL", "turkey": "TR", "russia": "RU",
    "south korea": "KR", "czech republic": "CZ", "ivory coast": "CI", "macedonia": "MK", "swaziland": "SZ",
}  # fmt: skip


@cache
def country(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country, given as a code of two or three letters or in English."""
    plain = " ".join(text.replace(".", "").split())
    return (_COUNTRIES_AS_WRITTEN.get(plain.casefold()) or country_code(plain) or "") if plain else ""
