"""Organisation names as councils' ledgers and public registers write them.

`clean` turns a name into its comparable parts. Whether a payee is an organisation at all is decided in
`screening.payees`, whose two names are offered here as well; identifiers are read in
`screening.identifiers`. The words that steer this module are in `screening.name_words`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.name_words import MAX_NAME_LENGTH, fold, word_lists
from screening.payees import LEDGER_FIELD, PayeeKind, payee_kind

__all__ = [
    "MAX_NAME_LENGTH",
    "OrganisationName",
    "PayeeKind",
    "clean",
    "payee_kind",
]

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

# Each pattern with words of which one has to be there for it to hit: looking for a word is ten times faster.
_DEBRIS = tuple(
    (triggers, re.compile(pattern, re.IGNORECASE))
    for triggers, pattern in (
        # "**USE 1234**", "****5146", "ACC**6117", "*1614*": asterisks with a number or an order to the clerk.
        (("**",), r"(?:\b(?:acc|a/c)\s*)?\*{2,}[^*]*(?:\*+|$)"),
        (
            ("*",),
            r"\*\s*(?:\d[^*]*|[^*]*\b(?:use|closed|inactive|duplicate|dormant)\b[^*]*)(?:\*|$)",
        ),
        # "DO NOT USE - ", "zzz ": before the name, the latter to sort a closed account to the end.
        (
            ("do not use", "zzz", "duplicate", "inactive"),
            r"^[\W_]*(?:do not use\b|z{3,}\b|(?:duplicate|inactive)\s*[-:*)\]])[\W_]*",
        ),
        (("do not use", "use "), r"\bdo not use\b.*$|\buse \d{4,}.*$"),
        (
            ("duplicate", "inactive", "closed", "bank", "address"),
            r"\s+-\s*(?:duplicate|inactive|closed)\s*$"
            r"|[(\[]\s*(?:(?:new|old|changed) (?:bank(?: details)?|address)|duplicate|inactive)\s*[)\]]?\s*$",
        ),
        # "(Registered Charity 1234567)", and the supplier's number at the end.
        (("charity",), r"\b(?:registered )?charity (?:reg\w*\.? )?(?:no\.?|number)?[\s:]*\d{5,8}"),
        (tuple("0123456789"), r"\s\d{5,}\s*$"),
        # How a payee is paid: "BACS", "(OFFICE ACC)", "CLIENT ACCOUNT", "A/C 1234".
        (("(",), r"\(\s*(?:bacs|chaps|chq|cheque|dd|[a-z ]*\b(?:acc|a/c|account))\s*[\d\s]*\)?\s*$"),
        (("bacs", "chaps"), r"[\s,-]+(?:bacs|chaps)(?:\s+only|\s+payments?)?\s*$"),
        (("acc", "a/c"), r"\s+(?:client|office|current|no ?\d+)\s+(?:account|acc|a/c)\b.*$|\s+a/c\b.*$"),
        (("(", "box"), r"\(\s*\d{4,}\s*\)|\(?\bp\.?\s?o\.? box \d+\)?"),
        # What became of the company; it stays the same legal entity.
        (
            ("administration", "receivership", "liquidation", "dissolved", "grouped", "closed", "dormant"),
            r"[\s,(\[-]+in (?:administration|receivership|"
            r"(?:compulsory |creditors'? |members'? )?(?:voluntary )?liquidation)"
            r"\b[)\]]?|[(\[]\s*(?:dissolved|grouped|closed|dormant)\s*[)\]]",
        ),
    )
)
# "TA" alone is too often initials; the stroke makes it an abbreviation.
_ALIAS_TRIGGERS = (
    "t/a", "t\\a", "ta/", "t.a.", "trading as", "trdg as", "d/b/a", "dba", "a/k/a", "aka", "formerly",
    "previously", "known as", "(was", "c/o", "c\\o", "care of",
)  # fmt: skip
_ALIAS = re.compile(
    r"""(?<![a-z0-9])(?:t/as?|t\\as?|ta/|t\.a\.|trading\sas|trdg\sas|d/b/a|dba|a/k/a|aka|
    formerly(?:\sknown\sas|\strading\sas)?|previously(?:\sknown\sas)?|also\sknown\sas|now\sknown\sas|
    (?<=\()was|c/o|c\\o|care\sof)(?![a-z0-9])[:\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_CARE_OF = re.compile(r"c[/\\]o|care\sof", re.IGNORECASE)
# "C of E", "C. of E.", which folding would take apart.
_CHURCH_OF_ENGLAND = re.compile(r"\bc\.? ?of ?e\b", re.IGNORECASE)
# "NHS FT", "NHSFT": "FT" alone is too often something else.
_FOUNDATION_TRUST = re.compile(r"\bnhs ?ft\b", re.IGNORECASE)
_ESCAPED_AND = re.compile(r"&amp;", re.IGNORECASE)
_SIGNIFICANT = re.compile(r"[^\W_]{2,}")


def _has_any(text: str, triggers: Sequence[str]) -> bool:
    for trigger in triggers:  # noqa: SIM110 - `any` of a generator takes thrice as long
        if trigger in text:
            return True
    return False


def _without_debris(text: str) -> str:
    lowered = text.lower()
    for triggers, pattern in _DEBRIS:
        if not _has_any(lowered, triggers):
            continue
        shorter = pattern.sub(" ", text)
        # A pattern that would leave nothing has hit the name itself.
        if shorter != text and sum(map(str.isalnum, shorter)) >= 2:
            text = shorter
    return text


def _split_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """The name proper and the further names; both as written."""
    if not _has_any(text.lower(), _ALIAS_TRIGGERS):
        return text, ()
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
    text = " ".join(name[:MAX_NAME_LENGTH].split())
    if "&" in text:
        text = _ESCAPED_AND.sub("&", text)
    proper, aliases = _split_aliases(_without_debris(text))
    lowered = proper.lower()
    if "of" in lowered:
        proper = _CHURCH_OF_ENGLAND.sub("cofe", proper)
    if "nhs" in lowered:
        proper = _FOUNDATION_TRUST.sub("nhs foundation trust", proper)
    words, form = _lift_legal_form(fold(proper if proper.isascii() else _with_forms_apart(proper)))
    if not form and len(words) > 1 and len(text) >= LEDGER_FIELD and words[-1] in _CUT_OFF_LIMITED:
        words, form = words[:-1], "ltd"
    core = _core(words)
    return OrganisationName(
        original=name,
        core=" ".join(core),
        legal_form=form,
        numbers=frozenset(word for word in core if not word.isalpha() and any(map(str.isdigit, word))),
        initials="".join([word[0] for word in core]),
        trading_as=aliases,
    )


def _with_forms_apart(text: str) -> str:
    """`text` with a form that is written without a space beside it, or with full stops, put at its end."""
    for spelling, form in word_lists().forms_as_written:
        if spelling in text and len(text) > len(spelling):
            return f"{text.replace(spelling, ' ', 1)} {form}"
    return text


def _lift_legal_form(words: list[str]) -> tuple[list[str], str]:
    """Words without the legal form, and the form ("" if none). A name is never all form."""
    lists = word_lists()
    form, position = _form_at_start(words)
    kept = [] if position else words[:1]
    position = position or 1
    while position < len(words):
        word = words[position]
        # "(Holdings) plc" after an earlier "Limited" is rare; the last form named is the entity's.
        if word in lists.form_phrases and (phrase := _phrase(lists.form_phrases, words, position)):
            form = phrase[1]
            position += len(phrase[0])
            continue
        if word in lists.forms_anywhere:
            form = lists.forms_anywhere[word]
        elif position == len(words) - 1 and not form and word in lists.forms_at_end:
            form = lists.forms_at_end[word]
        elif position == len(words) - 1 and not form and word in lists.forms_at_end_unproven:
            form = lists.forms_at_end_unproven[word]
        else:
            kept.append(word)
        position += 1
    if not kept:
        kept = words[:1]
    if len(kept) > 1 and kept[-1] in lists.weak_endings:
        kept.pop()
    return kept, form


def _form_at_start(words: Sequence[str]) -> tuple[str, int]:
    """The legal form that the first words are, and how many they are; ("", 0) if they are none."""
    lists = word_lists()
    if len(words) < 2:
        return "", 0
    first = words[0]
    if first in lists.form_phrases_at_start and (phrase := _phrase(lists.form_phrases_at_start, words, 0)):
        return (phrase[1], len(phrase[0])) if len(phrase[0]) < len(words) else ("", 0)
    if first in lists.forms_at_start:
        return lists.forms_at_start[first], 1
    if first in lists.forms_at_start_alone and not (
        words[-1] in lists.forms_at_end or any(word in lists.forms_anywhere for word in words[1:])
    ):
        return lists.forms_at_start_alone[first], 1
    return "", 0


def _phrase(
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]], words: Sequence[str], position: int
) -> tuple[tuple[str, ...], str] | None:
    """The longest phrase of several words that stands at `position`, with its form."""
    for found in phrases[words[position]]:
        if tuple(words[position : position + len(found[0])]) == found[0]:
            return found
    return None


def _core(words: Sequence[str]) -> list[str]:
    lists = word_lists()
    core: list[str] = []
    for word in words:
        if word not in lists.stop_words and not (len(words) == 1 and word in lists.weak_endings):
            if word in lists.abbreviations:
                core.extend(lists.abbreviations[word].split())
            else:
                core.append(word)
    return [] if all(word in lists.weak_endings for word in core) else core
