"""One reader for each type of answer: from the strings of a form to a value, or to what is wrong with them.

A reader takes the question and the cleaned entries, of which at least one is not blank. It returns a value in
its only canonical form, so that reading what was read before changes nothing. `to_entries` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from questionnaires import countries, dates, links
from questionnaires.cleaning import clean, one_line
from questionnaires.faults import Fault, plain
from questionnaires.schema import Option, Question, QuestionType, Text
from questionnaires.values import UNKNOWN, Value

MOST_COUNTRIES: Final = 40
_MOST_CHARACTERS: Final = 20_000
"""More than any honest answer has; beyond it nothing is looked at in detail."""

Reader = Callable[[Question, Sequence[str]], Value | Fault]


def read(question: Question, raw: Sequence[str]) -> Value | Fault:
    """The value that the form's strings give. An empty value means that nothing was entered."""
    length = sum(len(entry) for entry in raw)
    if length > _MOST_CHARACTERS:
        limit = question.max_length or _MOST_CHARACTERS
        return Fault("too_long", {"limit": plain(limit), "length": plain(length)})
    entries = [clean(entry) for entry in raw]
    if not any(entries):
        return () if question.type.is_multiple else ""
    if question.type in _FREELY_ENTERED and question.offers_unknown:
        return _read_or_unknown(question, entries)
    return _READERS[question.type](question, entries)


def to_entries(question: Question, value: Value, language: str) -> list[str]:
    """The form strings that `read` turns into `value` again, as the page's fields show them."""
    if question.type is QuestionType.COUNTRY_LIST and isinstance(value, tuple):
        return [countries.name(code, language) for code in value]
    if isinstance(value, tuple):
        return list(value)
    if question.type is QuestionType.DATE:
        with suppress(ValueError):
            return list(dates.boxes(date.fromisoformat(value)))
    return [value]


def _read_or_unknown(question: Question, entries: Sequence[str]) -> Value | Fault:
    """An entry, or "I do not know": chosen beside the field, or written into it in either language."""
    unknown = question.option(UNKNOWN)
    assert unknown is not None
    ways = {UNKNOWN, unknown.label.en.casefold(), unknown.label.cy.casefold()}
    typed = [entry for entry in entries if entry.casefold() not in ways]
    if len(typed) == len(entries):
        return _READERS[question.type](question, entries)
    if any(typed):
        return Fault("exclusive", {"option": unknown.label})
    return (UNKNOWN,) if question.type.is_multiple else UNKNOWN


def _read_choice(question: Question, entries: Sequence[str]) -> Value | Fault:
    chosen = _options(question, entries)
    if isinstance(chosen, Fault):
        return chosen
    return chosen[0].value if len(chosen) == 1 else Fault("choose_one")


def _read_choices(question: Question, entries: Sequence[str]) -> Value | Fault:
    chosen = _options(question, entries)
    if isinstance(chosen, Fault):
        return chosen
    for option in chosen:
        if option.exclusive and len(chosen) > 1:
            return Fault("exclusive", {"option": option.label})
    return tuple(option.value for option in chosen)


def _options(question: Question, entries: Sequence[str]) -> list[Option] | Fault:
    """The options chosen, each once, in the order of the question."""
    for entry in entries:
        if entry and question.option(entry) is None:
            return Fault("not_an_option", {"entry": plain(entry)})
    return [option for option in question.options if option.value in entries]


def _read_countries(question: Question, entries: Sequence[str]) -> Value | Fault:
    codes: dict[str, None] = {}
    for name in _country_names(entries):
        found = countries.find(name)
        if isinstance(found, countries.NotOneCountry):
            return _country_fault(found)
        codes[found] = None
    if len(codes) > MOST_COUNTRIES:
        return Fault("country_too_many", {"limit": plain(MOST_COUNTRIES)})
    return (
        tuple(codes) if codes else Fault("country_unknown", {"entry": plain(" ".join(filter(None, entries)))})
    )


def _country_names(entries: Sequence[str]) -> Iterator[str]:
    """One name from each line; several from a line with commas or "and" that is not itself a name."""
    for entry in entries:
        for line in entry.splitlines():
            name = re.sub(r"^([-\u2013\u2022*\u00b7]|[0-9]+[.)])\s*", "", one_line(line)).strip(" ,;.")
            if not name:
                continue
            if isinstance(countries.find(name), str):
                yield name
                continue
            for piece in re.split(r"[,;/]", name):
                yield from _pieces(piece.strip(" ."))


def _pieces(piece: str) -> Iterator[str]:
    found = countries.find(piece)
    if isinstance(found, str) or found.why is not countries.Why.UNKNOWN:
        yield piece
    else:
        yield from (name.strip() for name in re.split(r"\s(?:and|a|ac)\s|&", piece) if name.strip())


def _country_fault(found: countries.NotOneCountry) -> Fault:
    code = {
        countries.Why.UNKNOWN: "country_unknown",
        countries.Why.NEAR: "country_near",
        countries.Why.AMBIGUOUS: "country_ambiguous",
        countries.Why.REGION: "country_region",
    }[found.why]
    suggestion = Text(
        en=" or ".join(countries.name(code, "en") for code in found.codes) or "-",
        cy=" neu ".join(countries.name(code, "cy") for code in found.codes) or "-",
    )
    return Fault(code, {"entry": plain(found.entry), "suggestion": suggestion})


def _read_text(question: Question, entries: Sequence[str]) -> Value | Fault:
    text = "\n".join(entry for entry in entries if entry)
    limit = question.max_length or _MOST_CHARACTERS
    if len(text) > limit:
        return Fault("too_long", {"limit": plain(limit), "length": plain(len(text))})
    return text


def _read_url(question: Question, entries: Sequence[str]) -> Value | Fault:
    return links.read(" ".join(entries))


def _read_date(question: Question, entries: Sequence[str]) -> Value | Fault:
    found = dates.read_entries(entries)
    return found if isinstance(found, Fault) else found.isoformat()


def _read_number(question: Question, entries: Sequence[str]) -> Value | Fault:
    """Figures, with the commas or spaces that people put between thousands."""
    figures = re.sub(r"(?<=[0-9])[ ,](?=[0-9]{3}(?![0-9]))", "", one_line(" ".join(entries)))
    if not re.fullmatch(r"-?[0-9]{1,15}", figures):
        return Fault("number_not_whole")
    number = int(figures)
    if question.minimum is not None and number < question.minimum:
        return Fault("number_too_low", {"limit": plain(question.minimum)})
    if question.maximum is not None and number > question.maximum:
        return Fault("number_too_high", {"limit": plain(question.maximum)})
    return str(number)


_READERS: Final[Mapping[QuestionType, Reader]] = {
    QuestionType.YES_NO: _read_choice,
    QuestionType.RADIO: _read_choice,
    QuestionType.CHECKBOXES: _read_choices,
    QuestionType.COUNTRY_LIST: _read_countries,
    QuestionType.TEXT: _read_text,
    QuestionType.URL: _read_url,
    QuestionType.DATE: _read_date,
    QuestionType.WHOLE_NUMBER: _read_number,
}

_FREELY_ENTERED: Final = frozenset(
    {
        QuestionType.COUNTRY_LIST,
        QuestionType.TEXT,
        QuestionType.URL,
        QuestionType.DATE,
        QuestionType.WHOLE_NUMBER,
    }
)
