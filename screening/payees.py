"""Is a payee of a council's ledger an organisation or a person?

Councils' spending files hold sole traders, foster carers and people who are paid a benefit. Nothing of a
person may be screened, stored for search or printed, so a payee that may be a person counts as one: privacy
comes before completeness. Only a payee with a legal form or a company number is never withheld. The words
that steer the decision are data: `data/payee_words.yaml`, `data/given_names.txt`, `data/surnames.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from screening.name_words import MAX_NAME_LENGTH, fold, word_lists

_DATA = Path(__file__).parent / "data"

# People's names have up to four words; with titles and a second given name councils print five.
MOST_WORDS_OF_A_PERSON = 5

# A name that fills the ledger's field has been cut off there; 32 characters is the commonest width.
LEDGER_FIELD = 28


class PayeeKind(StrEnum):
    """What stands in the payee field. `PERSON` and `REDACTED` are both withheld everywhere."""

    ORGANISATION = "organisation"
    PERSON = "person"
    REDACTED = "redacted"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class _PayeeWords:
    strong: frozenset[str]
    trade: frozenset[str]
    also_surnames: frozenset[str]
    ordinary: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    about_a_person: re.Pattern[str]
    redacted: re.Pattern[str]
    hints_of_a_person: re.Pattern[str]
    hints_of_a_sole_trader: re.Pattern[str]
    hints_of_an_organisation: re.Pattern[str]


@cache
def _words() -> _PayeeWords:
    data = yaml.safe_load((_DATA / "payee_words.yaml").read_text(encoding="utf-8"))

    def pattern(key: str) -> re.Pattern[str]:
        return re.compile("|".join(data[key]))

    return _PayeeWords(
        strong=frozenset(data["strong"]),
        trade=frozenset(data["trade"]),
        also_surnames=frozenset(data["also_surnames"]),
        ordinary=frozenset(data["ordinary"]),
        titles=frozenset(data["titles"]),
        given_names=_lines("given_names.txt"),
        surnames=_lines("surnames.txt"),
        about_a_person=pattern("about_a_person"),
        redacted=pattern("redacted"),
        hints_of_a_person=pattern("hints_of_a_person"),
        hints_of_a_sole_trader=pattern("hints_of_a_sole_trader"),
        hints_of_an_organisation=pattern("hints_of_an_organisation"),
    )


def _lines(file: str) -> frozenset[str]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


# What follows is somebody else's address: "a barrister c/o such-and-such chambers", "a barrister at Albion".
_CARE_OF = re.compile(r"(?<!\w)(?:c[/\\]o|care\s+of|at|@)(?!\w).*$|@.*$", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(r"\*+[^*]*(?:\*+|$)|\(\s*\d+\s*\)")
# Two names in one field: "SMITH J / SUNNY DAYS", "Jane Roe T/A Sunny Days", "Sunny Days - Jane Roe".
_TWO_NAMES = re.compile(
    r"(?<!\w)(?:t/a|ta|t\.a\.|trading\s+as)(?!\w)|\s-\s|(?<!\b\w)/|/(?!\w\b)", re.IGNORECASE
)
_COMPANY_NUMBER = re.compile(
    r"(?<![A-Z0-9])(?:0\d{7}|1[0-7]\d{6}|(?:SC|NI|OC|SO|NC|IP|RC|CE)\d{6})(?![A-Z0-9])"
)
_WEB = re.compile(r"\.(?:com|co\.uk|org|net|uk)\b|www\.", re.IGNORECASE)
# Endings that organisations coin their names with and that no surname has.
_COINED = re.compile(
    r"\w{3,}(?:care|school|works|tech|parks|media|space|skills|systems|solutions|business|homes)"
)
# Between two words these make a phrase ("ADMIN BY REQUEST"); "and", "de", "la" stand in people's names too.
_PHRASE_WORDS = frozenset(
    ["of", "for", "by", "in", "to", "with", "on", "the", "are", "we", "at", "from", "your", "my", "our"]
)


def payee_kind(name: str, hint: str = "") -> PayeeKind:
    """Tell what stands in a payee field; `hint` is the council's own creditor type, if the file has one.

    The first rule that applies decides: blank, redacted, legal form or company number (organisation),
    something that is said of people only (person), then the weighing of `_looks_like_a_person`.
    """
    name, hint = name[:MAX_NAME_LENGTH], hint[:MAX_NAME_LENGTH]
    words = fold(name)
    if not words:
        return PayeeKind.BLANK
    lists = _words()
    with_form = _has_legal_form(words, name)
    if lists.redacted.search(" ".join(words)) and not with_form:
        return PayeeKind.REDACTED
    addressee = _addressee(name)
    own_words = fold(addressee)
    if _has_legal_form(own_words, addressee) or _COMPANY_NUMBER.search(name.upper()):
        return PayeeKind.ORGANISATION
    hint_words = " ".join(fold(hint))
    if lists.about_a_person.search(" ".join(own_words)) or lists.hints_of_a_person.search(hint_words):
        return PayeeKind.PERSON
    parts = [part for part in _TWO_NAMES.split(addressee) if fold(part)]
    if len(parts) > 1 and any(_is_plainly_a_person(fold(part)) for part in parts):
        return PayeeKind.PERSON
    leaning = 0
    if lists.hints_of_a_sole_trader.search(hint_words):
        leaning = 1
    elif lists.hints_of_an_organisation.search(hint_words):
        leaning = -1
    if _looks_like_a_person(own_words, addressee, leaning):
        return PayeeKind.PERSON
    return PayeeKind.ORGANISATION


def _addressee(name: str) -> str:
    """`name` without the care-of address and the ledger's references, unless nothing else is there."""
    for pattern in (_CARE_OF, _REFERENCE):
        shorter = pattern.sub(" ", name)
        if fold(shorter):
            name = shorter
    return name


def _has_legal_form(words: Sequence[str], text: str) -> bool:
    """Whether a legal form stands after the first word."""
    forms = word_lists()
    for position, word in enumerate(words[1:], start=1):
        if word in forms.forms_anywhere:
            return True
        if any(
            tuple(words[position:][: len(phrase)]) == phrase for phrase, _ in forms.form_phrases.get(word, ())
        ):
            return True
    # "SYSTEMSLTD": the last word has grown together with its form.
    if words and len(words[-1]) > 7 and words[-1].endswith(("ltd", "limited")):
        return True
    return len(words) > 1 and words[-1] in forms.forms_at_end and _ends_in_a_form(words, text)


def _ends_in_a_form(words: Sequence[str], text: str) -> bool:
    """Whether the last word is a form and not a person's initials ("SMITH SA", "JONES A B").

    A form of two letters counts only where it is written together ("BV", "B.V.") and three words or a word
    of organisations stand before it; "LT" and "LD" also where the ledger's field was too short for "LTD".
    """
    lists = _words()
    together = r"\.?".join(words[-1])
    if not re.search(rf"\b{together}\W*$", text.casefold()):
        return False
    if word_lists().forms_at_end[words[-1]] == "ltd" and len(text.strip()) >= LEDGER_FIELD:
        return True
    if len(words[-1]) > 2 or words[-1] in _NO_INITIALS:
        return True
    names = lists.given_names | lists.surnames | lists.also_surnames | lists.titles
    return len(words) > 3 or any(
        word in lists.strong or word in lists.ordinary for word in words[:-1] if word not in names
    )


# Two letters that are hardly anybody's initials.
_NO_INITIALS = frozenset({"bv", "nv", "oy"})


def _is_plainly_a_person(words: Sequence[str]) -> bool:
    """Whether a part of a payee is only a person's name: a title, a given name or initials with a surname."""
    lists = _words()
    if (
        len(words) == 2
        and words[0] in lists.given_names
        and not (_is_strong(words[1], "") or words[1] in lists.trade)
    ):
        return True
    if any(_is_known(word) and word not in lists.also_surnames for word in words):
        return False
    if words[0] in lists.titles or words[-1] in lists.titles:
        return True
    marks = sum(
        word in lists.given_names or (len(word) <= 2 and word.isalpha() and word != "st") for word in words
    )
    return 2 <= len(words) <= 4 and marks > 0 and any(len(word) > 2 for word in words)


def _is_known(word: str) -> bool:
    """Whether `word` is a word of organisations, a coined one included."""
    lists = _words()
    return (
        word in lists.strong or word in lists.trade or word in lists.ordinary or bool(_COINED.fullmatch(word))
    )


def _is_strong(word: str, text: str) -> bool:
    """Whether `word` is said of organisations only; the ledger may have cut off its end."""
    lists = _words()
    if word in lists.strong or _COINED.fullmatch(word):
        return True
    cut_off = len(word) >= 5 and len(text.strip()) >= LEDGER_FIELD and fold(text)[-1] == word
    return cut_off and any(strong.startswith(word) for strong in lists.strong)


def _looks_like_a_person(words: Sequence[str], text: str, leaning: int) -> bool:
    """Weigh words of organisations against titles, given names, initials and unknown words.

    `leaning` is what the council's creditor type says in a doubt: 1 a person, -1 an organisation, 0 nothing.
    """
    lists = _words()
    titled = words[0] in lists.titles or words[-1] in lists.titles
    bare = [word for word in words if word not in lists.titles and word not in ("and", "the", "of")]
    initials = [word for word in bare if len(word) <= 2 and word.isalpha() and word not in ("st", "of")]
    named = [word for word in bare if word in lists.given_names]
    person_like = titled or bool(named) or bool(initials)

    def speaks(word: str) -> bool:
        return not (word in lists.also_surnames and person_like and len(bare) <= 3)

    if (words[0] == "st" and len(words) > 1) or any(_is_strong(word, text) and speaks(word) for word in bare):
        return False
    if words[-2:] == ["and", "co"] or words[-2:] == ["and", "company"]:
        return False
    if titled:
        return True
    ordinary = [word for word in bare if word in lists.ordinary]
    unknown = [word for word in bare if len(word) > 2 and not _is_known(word)]
    if any(word in lists.trade and speaks(word) for word in bare):
        # "JANE ROE PHOTOGRAPHY" and "T J ROE TUITION" name a person; "SUNRISE PHOTOGRAPHY" does not.
        return bool(named) or (bool(initials) and (leaning > 0 or bool(unknown)))
    if named:
        return _starts_with_a_person(words) or (len(bare) <= MOST_WORDS_OF_A_PERSON and len(ordinary) < 2)
    if _is_surname_and_initials(bare) and leaning >= 0:
        return True
    if _WEB.search(text) or any(letter.isdigit() for letter in text) or ordinary:
        return False
    if words[0] == "the" or words[-1] == "the" or any(word in _PHRASE_WORDS for word in words[1:-1]):
        return False
    if not any(len(word) > 2 for word in bare):
        # Initials and nothing else ("D P A S").
        return False
    if len(bare) == 1:
        return _one_word_is_a_person(bare[0], leaning)
    return len(bare) <= 3 and (leaning >= 0 or bool(initials))


def _starts_with_a_person(words: Sequence[str]) -> bool:
    """Whether a given name and a word that organisations do not use begin the payee."""
    return (
        len(words) > 1 and words[0] in _words().given_names and len(words[1]) > 2 and not _is_known(words[1])
    )


def _is_surname_and_initials(words: Sequence[str]) -> bool:
    """Whether the words are one surname and initials ("CASH DE", "C J & S ROE")."""
    long = [word for word in words if len(word) > 2]
    if len(long) != 1 or len(words) < 2 or not all(word.isalpha() for word in words):
        return False
    # Behind the word, initials are a person's even where the word is an ordinary one.
    return words[0] == long[0] or not _is_known(long[0])


def _one_word_is_a_person(word: str, leaning: int) -> bool:
    lists = _words()
    if word in lists.surnames or word in lists.also_surnames:
        return leaning >= 0
    acronym = re.search(r"[aeiouy]", word) is None
    return leaning > 0 and not acronym
