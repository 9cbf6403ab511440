"""Organisation names and numbers as councils' ledgers and public registers write them.

`clean` turns a name into its comparable parts; `company_number` and `vat_number` turn an identifier into
its one canonical form. Whether a payee is an organisation at all is decided in `screening.payees`, whose
two names are offered here as well. The words that steer this module are in
`screening.name_words`, the prefixes of company numbers in `data/company_number_prefixes.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stdnum.exceptions import ValidationError
from stdnum.gb import vat

from screening.name_words import MAX_NAME_LENGTH, fold, word_lists
from screening.payees import LEDGER_FIELD, PayeeKind, payee_kind

__all__ = [
    "MAX_NAME_LENGTH",
    "OrganisationName",
    "PayeeKind",
    "clean",
    "company_number",
    "payee_kind",
    "vat_number",
]

_DATA = Path(__file__).parent / "data"

# Companies House numbers its companies in sequence: about 17 million were used by 2026, under a million a
# year more. A bare number beyond this is a typing error or another register's number.
HIGHEST_PLAIN_NUMBER = 29_999_999

# What a ledger's field may leave of "Limited" at the end of a long name. They are in no list of forms: "Li"
# is a surname, and `screening.payees` reads those lists.
_CUT_OFF_LIMITED = frozenset({"l", "li"})


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A name in its comparable parts.

    `core` holds the words that tell organisations apart, folded and with councils' abbreviations written
    out, separated by spaces; it is empty for a name of stop words only. `legal_form` is canonical ("ltd",
    "plc", "gmbh") or empty. `numbers` are the core's words that contain a digit. `initials` are the first
    letters of the core's words. `trading_as` are the further names that the text gives ("T/A", "formerly"),
    as written; the address after "c/o" is somebody else's and is dropped.
    """

    original: str
    core: str
    legal_form: str
    numbers: frozenset[str]
    initials: str
    trading_as: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of `core`, in order."""
        return tuple(self.core.split())

    @property
    def flat(self) -> str:
        """`core` without spaces, so that "Moor Care" and "Moorcare" are one key."""
        return self.core.replace(" ", "")


# ---------------------------------------------------------------------------------------- ledger debris

_DEBRIS = (
    # "**USE 1234**", "****5146", "ACC**6117", "*1614*": asterisks with a number or an order to the clerk.
    re.compile(r"(?:\b(?:acc|a/c)\s*)?\*{2,}[^*]*(?:\*+|$)", re.IGNORECASE),
    re.compile(
        r"\*\s*(?:\d[^*]*|[^*]*\b(?:use|closed|inactive|duplicate|dormant)\b[^*]*)(?:\*|$)", re.IGNORECASE
    ),
    # "DO NOT USE - ", "zzz ": before the name, the latter to sort a closed account to the end.
    re.compile(r"^[\W_]*(?:do not use\b|z{3,}\b|(?:duplicate|inactive)\s*[-:*)\]])[\W_]*", re.IGNORECASE),
    re.compile(r"\bdo not use\b.*$|\buse \d{4,}.*$", re.IGNORECASE),
    re.compile(
        r"\s+-\s*(?:duplicate|inactive|closed)\s*$"
        r"|[(\[]\s*(?:(?:new|old|changed) (?:bank(?: details)?|address)|duplicate|inactive)\s*[)\]]?\s*$",
        re.IGNORECASE,
    ),
    # "(Registered Charity 1234567)", and the supplier's number at the end.
    re.compile(
        r"\b(?:registered )?charity (?:reg\w*\.? )?(?:no\.?|number)?[\s:]*\d{5,8}|\s\d{5,}\s*$",
        re.IGNORECASE,
    ),
    # How a payee is paid: "BACS", "(OFFICE ACC)", "CLIENT ACCOUNT", "A/C 1234".
    re.compile(
        r"\(\s*(?:bacs|chaps|chq|cheque|dd|[a-z ]*\b(?:acc|a/c|account))\s*[\d\s]*\)?\s*$", re.IGNORECASE
    ),
    re.compile(r"[\s,-]+(?:bacs|chaps)(?:\s+only|\s+payments?)?\s*$", re.IGNORECASE),
    re.compile(r"\s+(?:client|office|current|no ?\d+)\s+(?:account|acc|a/c)\b.*$|\s+a/c\b.*$", re.IGNORECASE),
    re.compile(r"\(\s*\d{4,}\s*\)|\(?\bp\.?\s?o\.? box \d+\)?", re.IGNORECASE),
    # What became of the company; it stays the same legal entity.
    re.compile(
        r"[\s,(\[-]+in (?:administration|receivership|"
        r"(?:compulsory |creditors'? |members'? )?(?:voluntary )?liquidation)"
        r"\b[)\]]?|[(\[]\s*(?:dissolved|grouped|closed|dormant)\s*[)\]]",
        re.IGNORECASE,
    ),
)


def _without_debris(text: str) -> str:
    for pattern in _DEBRIS:
        shorter = pattern.sub(" ", text)
        # A pattern that would leave nothing has hit the name itself.
        if shorter != text and sum(map(str.isalnum, shorter)) >= 2:
            text = shorter
    return text


# "TA" alone is too often initials; the stroke makes it an abbreviation.
_ALIAS = re.compile(
    r"""(?<![a-z0-9])(?:t/as?|t\\as?|ta/|t\.a\.|trading\sas|trdg\sas|d/b/a|dba|a/k/a|aka|
    formerly(?:\sknown\sas|\strading\sas)?|previously(?:\sknown\sas)?|also\sknown\sas|now\sknown\sas|
    (?<=\()was|c/o|c\\o|care\sof)(?![a-z0-9])[:\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_CARE_OF = re.compile(r"c[/\\]o|care\sof", re.IGNORECASE)
# "C of E", "C. of E.", which folding would take apart.
_CHURCH_OF_ENGLAND = re.compile(r"\bc\.? ?of ?e\b", re.IGNORECASE)
_ESCAPED_AND = re.compile(r"&amp;", re.IGNORECASE)
_SIGNIFICANT = re.compile(r"[^\W_]{2,}")


def _split_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """The name proper and the further names; both as written."""
    marks = [mark for mark in _ALIAS.finditer(text) if _SIGNIFICANT.search(text[: mark.start()])]
    if not marks:
        return text, ()
    aliases = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        alias = text[mark.end() : following.start() if following else len(text)].strip(" -,:;()[]/")
        if not _CARE_OF.match(mark.group()) and _SIGNIFICANT.search(alias):
            aliases.append(alias)
    return text[: marks[0].start()].rstrip(" -,:;([/"), tuple(aliases)


# ------------------------------------------------------------------------------------------ the name


def clean(name: str) -> OrganisationName:
    """Take a name apart; never raises, whatever the text (empty, control characters, very long)."""
    text = _ESCAPED_AND.sub("&", " ".join(name[:MAX_NAME_LENGTH].split()))
    proper, aliases = _split_aliases(_without_debris(text))
    words, form = _lift_legal_form(fold(_CHURCH_OF_ENGLAND.sub("cofe", proper)))
    if not form and len(words) > 1 and len(text) >= LEDGER_FIELD and words[-1] in _CUT_OFF_LIMITED:
        words, form = words[:-1], "ltd"
    core = _core(words)
    return OrganisationName(
        original=name,
        core=" ".join(core),
        legal_form=form,
        numbers=frozenset(word for word in core if any(map(str.isdigit, word))),
        initials="".join(word[0] for word in core),
        trading_as=aliases,
    )


def _lift_legal_form(words: list[str]) -> tuple[list[str], str]:
    """Words without the legal form, and the form ("" if none). The first word is never a form."""
    lists = word_lists()
    kept: list[str] = []
    form = ""
    position = 0
    while position < len(words):
        word = words[position]
        if position:
            phrase = next(
                (
                    found
                    for found in lists.form_phrases.get(word, ())
                    if tuple(words[position : position + len(found[0])]) == found[0]
                ),
                None,
            )
            if phrase:
                form = phrase[1]
                position += len(phrase[0])
                continue
            if word in lists.forms_anywhere:
                # "(Holdings) plc" after an earlier "Limited" is rare; the last form named is the entity's.
                form = lists.forms_anywhere[word]
                position += 1
                continue
            if position == len(words) - 1 and not form and word in lists.forms_at_end:
                form = lists.forms_at_end[word]
                position += 1
                continue
        kept.append(word)
        position += 1
    if len(kept) > 1 and kept[-1] in lists.weak_endings:
        kept.pop()
    return kept, form


def _core(words: Sequence[str]) -> list[str]:
    lists = word_lists()
    core: list[str] = []
    for word in words:
        if word not in lists.stop_words and not (len(words) == 1 and word in lists.weak_endings):
            core.extend(lists.abbreviations.get(word, word).split())
    return [] if all(word in lists.weak_endings for word in core) else core


# --------------------------------------------------------------------------------------- identifiers

# [0-9], not \d: the digits of other scripts are no company number.
_PLAIN = re.compile(r"[0-9]{1,8}")
_PREFIXED = re.compile(r"([A-Z]{2}|R0)([0-9]{1,6})")
_SOCIETY = re.compile(r"(IP|SP|NP)([0-9]{1,5})R")


@cache
def _prefixes() -> frozenset[str]:
    with (_DATA / "company_number_prefixes.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["prefix"] for row in csv.DictReader(rows))


def company_number(text: str) -> str:
    """A Companies House number in its eight characters, or "" if `text` is not a plausible one.

    Spreadsheets lose leading zeros and add ".0", people add spaces and use small letters: "2781951",
    "2781951.0", "sc 12345" give "02781951" and "SC012345".
    """
    number = re.sub(r"\.0$", "", text.strip())
    number = re.sub(r"[\s.\-/]", "", number).upper()
    if _PLAIN.fullmatch(number):
        return number.zfill(8) if 0 < int(number) <= HIGHEST_PLAIN_NUMBER else ""
    if society := _SOCIETY.fullmatch(number):
        return f"{society[1]}{society[2].zfill(5)}R"
    prefixed = _PREFIXED.fullmatch(number)
    if prefixed and prefixed[1] in _prefixes() and int(prefixed[2]):
        return prefixed[1] + prefixed[2].zfill(6)
    return ""


def vat_number(text: str) -> str:
    """A United Kingdom VAT number without "GB" and spaces, or "" if its check digits are wrong."""
    number = re.sub(r"\.0$", "", text.strip())
    try:
        return str(vat.validate(number))
    except ValidationError:
        return ""
