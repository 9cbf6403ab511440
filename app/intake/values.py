"""Amounts, dates, codes and numbers as people type them into councils' tables.

Every reader takes the text of one cell and gives the value, or None (or "", or ()) where the text is not
plainly that: a guess at an amount is worse than a gap that is counted.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from screening import identifiers

PENNY = Decimal("0.01")
# More than the spending of all British councils together: a number of another kind in the wrong column.
_LARGEST_AMOUNT = Decimal(10) ** 12
REPLACEMENT_CHARACTER = "�"

# What stands in a cell that is filled but says nothing.
_NOTHING = frozenset(
    {
        "-", "--", "?", "n/a", "na", "n\\a", "nil", "no", "yes", "none", "null", "not applicable",
        "not known", "not stated", "unknown", "tbc", "tba", "tbd", "to be confirmed", "to be advised",
        "to be determined",
        "various", "variable", "varies", "see notes", "as required", "demand led", "call off", "call-off",
        "rolling", "ongoing", "on-going", "on going", "continuous", "permanent", "indefinite", "perpetual",
        "open ended", "open-ended", "no end", "no end date", "parhaus", "i'w gadarnhau", "amherthnasol",
        "dim",
    }
)  # fmt: skip


def says_nothing(text: str) -> bool:
    """Is the cell empty or filled with words such as "TBC", "N/A", "Rolling", "Ongoing"?"""
    plain = " ".join(text.replace(REPLACEMENT_CHARACTER, "").casefold().split()).strip(" .*")
    return not plain or plain in _NOTHING


# ------------------------------------------------------------------------------------------------ amounts

# En dash and the typographer's minus.
_DASHES = {0x2013: "-", 0x2212: "-"}
_POUND = re.compile(rf"[£₤{REPLACEMENT_CHARACTER}]|\bgbp\b", re.IGNORECASE)
_BRITISH = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+")
_CONTINENTAL = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d{2}|\d{1,3}(?:\.\d{3}){2,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e[+-]?\d{1,2}")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*(k|m|mn|million|bn|billion|thousand)")
_SCALES = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
}  # fmt: skip


@lru_cache(maxsize=16_384)
def amount(text: str) -> Decimal | None:
    """An amount of pounds with pence, negative for a credit; None if the text is not plainly one amount.

    Reads " £880,000.00 ", "(1,234.50)", "-1,234", "1,234.50-", "1,234.50 CR", "1.2m", and a pound sign that
    was broken on the way. The accountant's dash ("£ -") is nothing paid. A range, a rate ("per annum") and
    another currency are None.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    plain = _POUND.sub("", plain).strip().lower()
    negative = False
    if plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, plain[1:-1].strip()
    if plain.endswith("cr"):
        negative, plain = True, plain[:-2].strip()
    elif plain.endswith("dr"):
        plain = plain[:-2].strip()
    if plain == "-":
        return Decimal("0.00")
    if plain.startswith(("-", "+")):
        negative, plain = negative or plain[0] == "-", plain[1:].strip()
    elif plain.endswith("-"):
        negative, plain = True, plain[:-1].strip()
    size = _size(plain)
    if size is None or size > _LARGEST_AMOUNT:
        return None
    return (-size if negative else size).quantize(PENNY)


def _size(plain: str) -> Decimal | None:
    # Spaces group thousands ("1 234 567.00") or are left behind by a broken export; never between decimals.
    plain = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain)
    if _BRITISH.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _CONTINENTAL.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if _SCIENTIFIC.fullmatch(plain):
        return Decimal(plain)
    if scaled := _SCALED.fullmatch(plain):
        return Decimal(scaled[1]) * _SCALES[scaled[2]]
    return None


# -------------------------------------------------------------------------------------------------- dates

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_BRITISH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)(?: \d{1,2}:\d\d.*)?")
_WORDED = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th|af|ain|ydd|fed|eg)?[-/ .]+([a-z]+)[-/ .,]+(\d{4}|\d\d)"
)
_EXCEL_SERIAL = re.compile(r"\d{5}(?:\.0*)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_MONTHS = (
    ("jan", "ion"), ("feb", "chwe"), ("mar", "maw"), ("apr", "ebr"), ("may", "mai"), ("jun", "meh"),
    ("jul", "gor"), ("aug", "awst"), ("sep", "medi"), ("oct", "hyd"), ("nov", "tach"), ("dec", "rhag"),
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@lru_cache(maxsize=16_384)
def day(text: str) -> date | None:
    """A date in British ("01/04/2026", "1 April 2026", "1-Apr-26"), ISO or Welsh form, or Excel's day number.

    Never American: "04/28/2026" is None, since in the same file "04/05/2026" would be read wrongly. Years
    of two digits are 1970 to 2069. None if the day does not exist ("31/06/2028") or no day is given.
    """
    plain = " ".join(text.casefold().split())
    if found := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _BRITISH_DATE.fullmatch(plain):
        return _date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORDED.fullmatch(plain):
        month = next((number for number, starts in enumerate(_MONTHS, 1) if found[2].startswith(starts)), 0)
        return _date(_year(found[3]), month, int(found[1]))
    if _EXCEL_SERIAL.fullmatch(plain):
        return _EXCEL_EPOCH + timedelta(days=int(float(plain)))
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, number: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------- codes and numbers

_CPV = re.compile(r"(?<![\d-])(\d{8})(?:-\d{1,2})?(?![\d-])")
_PROCLASS = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_SIC = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_SOCIETY_WITHOUT_PREFIX = re.compile(r"\d{1,5}R", re.IGNORECASE)


def cpv_codes(text: str) -> tuple[str, ...]:
    """The CPV codes in a cell, eight digits each, in order and once: "71314000, 09000000-3 : Energy".

    Codes with a digit too many or too few are left out: which digit is wrong cannot be told.
    """
    return tuple(dict.fromkeys(_CPV.findall(text)))


def proclass_code(text: str) -> str:
    """The first ProClass code (six digits) in a cell, or ""."""
    found = _PROCLASS.search(text)
    return found[1] if found else ""


def sic_codes(text: str) -> tuple[str, ...]:
    """The UK SIC 2007 codes (five digits) in a cell; four could be a class or a lost zero: left out."""
    return tuple(dict.fromkeys(_SIC.findall(text)))


@lru_cache(maxsize=16_384)
def company_number(text: str, charity: bool = False) -> str:
    """The Companies House number in a cell, or "".

    Two different numbers in one cell give "", since which one is the supplier's cannot be told. A society's
    number without its prefix ("18497R") gets "IP". `charity` says that the row calls the supplier a charity:
    then a bare number of under eight digits is not taken, since charity numbers look the same.
    """
    if charity and re.fullmatch(r"\s*\d{1,7}(\.0)?\s*", text):
        return ""
    found = {_one_company_number(part) for part in (text, *re.split(r"[/,;&]| and ", text))} - {""}
    return found.pop() if len(found) == 1 else ""


def _one_company_number(text: str) -> str:
    plain = "".join(text.split())
    return identifiers.company_number(f"IP{plain}" if _SOCIETY_WITHOUT_PREFIX.fullmatch(plain) else plain)


_SEVEN_DIGITS = re.compile(r"(?<![\w-])[0-9]{6,7}(?![\w-])")


@lru_cache(maxsize=16_384)
def charity_number(text: str) -> str:
    """The charity number in a cell that is known to hold one ("1121596", "SC012345", "NIC100123"), or ""."""
    return "" if says_nothing(text) else identifiers.charity_number(text)


@lru_cache(maxsize=4_096)
def charity_number_beside(text: str) -> str:
    """The one number of the charities of England and Wales within words ("VCSE 1121596"), or ""."""
    found = {identifiers.charity_number(one) for one in _SEVEN_DIGITS.findall(text)} - {""}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=16_384)
def vat_number(text: str) -> str:
    """The United Kingdom VAT number in a cell (nine or twelve digits), or "" if its check digits fail."""
    return "" if says_nothing(text) else identifiers.vat_number(text)
