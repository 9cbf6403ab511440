"""The Welsh of the clause library: whole, in agreement with the English, and never said to be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.clauses.library import clauses, definitions, families, load_data, proper_names, readings
from screening.clauses.numbering import has_welsh
from screening.clauses.types import Clause
from screening.clauses.welsh import after_number, defined_terms, disagreements, glossary, mutations

EVERY = list(clauses().values())


def pairs(clause: Clause) -> Iterator[tuple[str, str]]:
    """(English, Welsh) of each sub-clause and item; a ValueError where the lists differ."""
    assert clause.welsh is not None
    for english, welsh in zip(clause.provisions, clause.welsh.provisions, strict=True):
        yield from zip((english.text, *english.items), (welsh.text, *welsh.items), strict=True)


@pytest.mark.parametrize("clause", EVERY, ids=lambda clause: clause.id)
def test_every_clause_has_welsh_that_agrees_with_its_english(clause: Clause) -> None:
    assert has_welsh(clause)
    wrong = {
        (english, welsh): found
        for english, welsh in pairs(clause)
        if (found := disagreements(english, welsh))
    }
    assert wrong == {}


def test_no_text_of_the_library_lacks_welsh_or_is_said_to_be_checked() -> None:
    for family in families():
        assert family.welsh_title != family.title and family.welsh_purpose != family.purpose, family.id
        assert family.welsh_title and family.welsh_purpose
    for clause in EVERY:
        assert clause.welsh is not None and not clause.welsh.checked
        assert all(welsh and welsh != english for english, welsh in pairs(clause)), clause.id


def test_lists_begin_and_end_alike_in_both_languages() -> None:
    """A colon before a list; each item ends with ";", the last but one with "and" or "or" after it."""
    joined = {"and": ("a", "ac"), "or": ("neu",)}
    for clause in EVERY:
        for english, welsh in pairs(clause):
            words = english.rsplit("; ", 1)
            if len(words) == 2 and words[1] in joined:
                assert welsh.rsplit("; ", 1)[1] in joined[words[1]], (clause.id, welsh)
            else:
                assert welsh[-1] == english[-1], (clause.id, welsh)


def test_every_definition_has_welsh_that_agrees() -> None:
    for one in definitions().values():
        assert one.welsh and one.welsh_term == defined_terms()[one.term][0]
        assert disagreements(one.text, one.welsh) == (), one.term
    for one in readings().values():
        assert one.welsh and one.welsh_term
        assert disagreements(one.text, one.welsh) == (), one.term


def test_every_proper_name_of_the_library_has_its_welsh() -> None:
    assert glossary("names").keys() == set(proper_names())
    assert set(load_data("glossary")) == {"names", "words", "units", "numbers"}


def test_no_word_of_the_glossary_is_there_in_vain() -> None:
    """Each entry is said by some English text, so that a misspelt one cannot pass for a check."""
    texts = [english for clause in EVERY for english, _welsh in pairs(clause)]
    for part in ("words", "numbers"):
        for word in glossary(part):
            assert any(re.search(rf"\b{word}\b", text) for text in texts), word
    for unit in glossary("units"):
        assert any(re.search(rf"}} {unit}\b", text) for text in texts), unit


ENGLISH = (
    "Where section 54 of the Modern Slavery Act 2015 applies, the Supplier shall pay each Worker within "
    "{pay_days} Working Days and the Sub-contractor within 30 days; this clause ends once a plan is agreed."
)
WELSH = (
    "Lle mae adran 54 o Ddeddf Caethwasiaeth Fodern 2015 yn gymwys, rhaid i'r Cyflenwr dalu pob Gweithiwr o "
    "fewn {pay_days} Diwrnod Gwaith a'r Is-gontractwr o fewn 30 diwrnod; daw'r cymal hwn i ben unwaith y "
    "cytunir ar gynllun."
)


def test_texts_that_agree_are_left_alone() -> None:
    assert disagreements(ENGLISH, WELSH) == ()


def test_an_officer_may_use_other_words_than_the_glossary() -> None:
    other = WELSH.replace("rhaid i'r Cyflenwr dalu", "mae'r Cyflenwr yn gwobrwyo").replace("30", "31")
    assert disagreements(ENGLISH, other) == ("30", "31", "pay", "shall")
    assert disagreements(ENGLISH, other, own_words=False) == ("30", "31")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("{pay_days}", "{paid_days}", ("paid_days", "pay_days", "{pay_days} Working Days")),
        ("{pay_days} Diwrnod Gwaith", "{pay_days} diwrnod", ("Working Day", "{pay_days} Working Days")),
        ("{pay_days} Diwrnod Gwaith", "{pay_days} Diwrnod Gwaith {pay_days}", ("pay_days",)),
        ("30 diwrnod", "20 diwrnod", ("20", "30")),
        ("adran 54", "adran 45", ("45", "54", "section 45", "section 54")),
        ("adran 54", "rhan 54", ("section 54",)),
        ("Ddeddf Caethwasiaeth Fodern 2015", "y Ddeddf yn 2015", ("Modern Slavery Act 2015",)),
        ("Is-gontractwr", "Darparwr Llafur", ("Labour Provider", "Sub-contractor")),
        ("Gweithiwr", "gweithiwr", ("Worker",)),
        ("rhaid i'r Cyflenwr dalu", "dylai'r Cyflenwr dalu", ("shall",)),
        ("'r cymal hwn", " hyn", ("this clause",)),
        ("unwaith y", "pan", ("once",)),
    ],
)
def test_what_does_not_agree_is_told(was: str, becomes: str, told: tuple[str, ...]) -> None:
    assert was in WELSH
    assert disagreements(ENGLISH, WELSH.replace(was, becomes)) == told


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Cyflenwr", {"Cyflenwr", "Gyflenwr", "Nghyflenwr", "Chyflenwr"}),
        ("Pryder", {"Pryder", "Bryder", "Mhryder", "Phryder"}),
        ("Darparwr Llafur", {"Darparwr Llafur", "Ddarparwr Llafur", "Narparwr Llafur"}),
        ("Gweithiwr", {"Gweithiwr", "Weithiwr", "Ngweithiwr"}),
        ("rhybudd", {"rhybudd", "rybudd"}),
        ("llafur", {"llafur", "lafur"}),
        ("Is-gontractwr", {"Is-gontractwr", "His-gontractwr"}),
        ("Ffi", {"Ffi"}),
        ("Safle", {"Safle"}),
        ("", {""}),
    ],
)
def test_mutations(word: str, forms: set[str]) -> None:
    assert set(mutations(word)) == forms and mutations(word)[0] == word


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("o fewn 2 Diwrnod Gwaith", "o fewn 2 Ddiwrnod Gwaith"),
        ("bob 2 blynedd, neu 1 blynedd", "bob 2 flynedd, neu 1 flwyddyn"),
        ("bob 2 mis ac 1 mis", "bob 2 fis ac 1 mis"),
        ("hyd at 2 gwaith y flwyddyn", "hyd at 2 waith y flwyddyn"),
        ("12 mis, 3 blynedd, 32 mis, 1.2 mis", "12 mis, 3 blynedd, 32 mis, 1.2 mis"),
        ("within 2 Working Days", "within 2 Working Days"),
    ],
)
def test_nouns_after_numbers_are_mutated(text: str, written: str) -> None:
    assert after_number(text) == written == after_number(written)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(english: str, welsh: str) -> None:
    assert disagreements(english, welsh) == disagreements(english, welsh)
