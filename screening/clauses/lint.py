"""Find what a clause must not say: on the library, and on the text that an officer has edited.

`lint` reads plain text, one provision or item a line, with or without numbers before it. It finds words, not
meanings: no finding is no approval, and the lawyers still read every clause. Welsh has phrases, terms, owners
and times of its own; its mutations are allowed for. How hard a text is to read is measured in English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from screening.clauses.library import definitions, proper_names
from screening.clauses.lint_rules import measure, rules
from screening.clauses.numbering import fill, has_welsh
from screening.clauses.types import Clause
from screening.clauses.welsh import mutations, welsh_names

LONGEST = 45
"""Words in a sentence, an item of a list counted by itself."""
HARDEST = 14.0
"""Flesch-Kincaid grade of a whole text: above it, even practised readers slow down."""
_SHORTEST_GRADED = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: the rule, where (characters `start` to `end`), what, why, how to mend it."""

    rule: str
    start: int
    end: int
    found: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    text: str


_NUMBER = re.compile(r"[\x20\t]*(?:\d+(?:\.\d+)*\.?|\([a-z]{1,2}\)|[a-z]\)|[-•*])[\x20\t]+")
_STOP = re.compile(r"(?<=[.!?])[\x20\t]+(?=[A-ZÀ-Þ\"'\u201c\u2018(])")
_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9\u2019'-]+")


def lint(text: str, language: str = "en", own_terms: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Everything to mend in a text, in the order of the text, then of the rules.

    `own_terms` are terms that the contract itself defines. ValueError for a language but "en" or "cy".
    """
    if language not in ("en", "cy"):
        raise ValueError(f"no such language: {language}")
    sentences = tuple(_sentences(text))
    found = [*_phrases(sentences, language), *_long(sentences)]
    if language == "en":
        found += [*_undefined(sentences, own_terms), *_unowned(sentences), *_hard(text, sentences)]
    else:
        found += [*_undefined_in_welsh(sentences, own_terms), *_unowned_in_welsh(sentences)]
    places = {name: place for place, name in enumerate(rules())}
    return tuple(sorted(found, key=lambda one: (one.start, places[one.rule], one.end)))


def lint_clause(clause: Clause, language: str = "en") -> tuple[Finding, ...]:
    """Lint a clause of the library, fill-ins at their defaults; nothing where it has no Welsh text."""
    if language == "cy" and not has_welsh(clause):
        return ()
    lines = fill(clause, language=language).lines
    return lint("\n".join(line.text for line in lines if line.level), language)


def _sentences(text: str) -> Iterator[_Sentence]:
    """The sentences with their places; every line begins one, and a number at its head is passed over."""
    offset = 0
    for line in text.splitlines(keepends=True):
        head = _NUMBER.match(line)
        start = head.end() if head else 0
        for stop in [*(match.end() for match in _STOP.finditer(line, start)), len(line)]:
            part = line[start:stop].strip()
            if part:
                yield _Sentence(offset + line.index(part, start), part)
            start = stop
        offset += len(line)


def _finding(rule: str, sentence: _Sentence, start: int, end: int) -> Finding:
    found = rules()[rule]
    place = sentence.start + start
    return Finding(rule, place, sentence.start + end, sentence.text[start:end], found.why, found.mend)


def _phrases(sentences: Iterable[_Sentence], language: str) -> Iterator[Finding]:
    for sentence in sentences:
        for rule in rules().values():
            pattern = rule.phrases.get(language)
            if pattern is None or (rule.unless is not None and rule.unless.search(sentence.text)):
                continue
            for match in pattern.finditer(sentence.text):
                yield _finding(rule.id, sentence, match.start(), match.end())


def _long(sentences: Iterable[_Sentence]) -> Iterator[Finding]:
    for sentence in sentences:
        if len(_WORD.findall(sentence.text)) > LONGEST:
            yield _finding("long_sentence", sentence, 0, len(sentence.text))


# --- Terms ------------------------------------------------------------------------------------------------


@cache
def _known(own_terms: frozenset[str]) -> re.Pattern[str]:
    names = sorted({*definitions(), *proper_names(), *own_terms}, key=lambda name: (-len(name), name))
    return re.compile(
        r"\b(?:" + "|".join(re.escape(name) for name in names) + r")(?:s|'s|\u2019s|s'|s\u2019)?(?!\w)"
    )


def _undefined(sentences: Iterable[_Sentence], own_terms: Iterable[str]) -> Iterator[Finding]:
    """Words with a capital that nobody defined; the first word of a sentence has one anyway."""
    known = _known(frozenset(own_terms))
    for sentence in sentences:
        rest = known.sub(lambda match: "x" * len(match[0]), sentence.text)
        for match in measure("capital").finditer(rest):
            start, end = match.span()
            if start == 0:
                _, blank, more = match[0].partition(" ")
                if not blank or not more[0].isupper():
                    continue
            if match[0] not in ("I", "A"):
                yield _finding("undefined_term", sentence, start, end)


def _undefined_in_welsh(sentences: Iterable[_Sentence], own_terms: Iterable[str]) -> Iterator[Finding]:
    """As `_undefined`, word by word: a defined term may stand mutated."""
    own = {form for term in own_terms for form in mutations(term)}
    for sentence in sentences:
        rest = sentence.text
        for term in sorted(own, key=lambda each: (-len(each), each)):
            rest = re.sub(rf"\b{re.escape(term)}(?!\w)", "x" * len(term), rest)
        rest = welsh_names().sub(lambda match: "x" * len(match[0]), rest)
        for match in measure("capital_cy").finditer(rest):
            if match.start() and len(match[0]) > 1:
                yield _finding("undefined_term", sentence, *match.span())


# --- Who and when -----------------------------------------------------------------------------------------


def _unowned(sentences: Iterable[_Sentence]) -> Iterator[Finding]:
    """Promises without an owner or a time. A prohibition always holds and needs neither."""
    for sentence in sentences:
        promise = measure("promise").search(sentence.text)
        if promise is None or measure("negative").search(sentence.text):
            continue
        subject = sentence.text[: promise.start()]
        passive = measure("passive").match(sentence.text, promise.start())
        owned = measure("by_whom").search(sentence.text) if passive else measure("owner").search(subject)
        if not owned or not measure("time").search(sentence.text):
            yield _finding("no_time_or_owner", sentence, 0, len(sentence.text))


def _unowned_in_welsh(sentences: Iterable[_Sentence]) -> Iterator[Finding]:
    """As `_unowned`: in Welsh who must stands after "rhaid", and a prohibition does not say "rhaid"."""
    for sentence in sentences:
        promise = measure("promise_cy").search(sentence.text)
        if promise is None:
            continue
        owned = measure("owner_cy").match(sentence.text, promise.start())
        if not owned or not measure("time_cy").search(sentence.text):
            yield _finding("no_time_or_owner", sentence, 0, len(sentence.text))


# --- Reading ----------------------------------------------------------------------------------------------

_VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text; defined terms and long names weigh as they are."""
    sentences = list(_sentences(text))
    words = [word for sentence in sentences for word in _WORD.findall(sentence.text)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    small = word.lower()
    count = len(_VOWELS.findall(small))
    silent = small.endswith("e") and not small.endswith("le") and count > 1
    return max(1, count - silent)


def _hard(text: str, sentences: tuple[_Sentence, ...]) -> Iterator[Finding]:
    """A text too short says little about its reading level and is passed over."""
    if sum(len(_WORD.findall(one.text)) for one in sentences) >= _SHORTEST_GRADED and grade(text) > HARDEST:
        yield _finding("hard_to_read", sentences[0], 0, len(sentences[0].text))
