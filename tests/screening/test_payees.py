"""Organisations, people and redactions in a payee field. Every name here is made up."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.payees import PayeeKind, _words, payee_kind


@pytest.mark.parametrize(
    "name",
    [
        "REDACTED UNDER DP ACT",
        "Redacted personal data",
        "REDACTED",
        "Personal information withheld",
        "Name withheld",
        "Payee removed",
        "Individual payments",
    ],
)
def test_redacted(name: str) -> None:
    assert payee_kind(name) is PayeeKind.REDACTED


@pytest.mark.parametrize("name", ["", "   ", "---", "\U0001f600"])
def test_blank(name: str) -> None:
    assert payee_kind(name) is PayeeKind.BLANK


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Mr J Zandworth", ""),
        ("ZANDWORTH SAOIRSE MISS", ""),
        ("ZANDWORTH S", ""),
        ("ZANDWORTH A B", ""),
        ("Saoirse Zandworth", ""),
        ("ZANDWORTH, SAOIRSE", ""),
        ("DR ZANDWORTH", ""),
        ("C J & S ZANDWORTH", ""),
        ("ZANDWORTH", "SOLE"),
        ("SMITH", ""),
        ("Saoirse Hall", ""),
        ("HALL SAOIRSE", ""),
        ("Saoirse Zandworth c/o Northgate Chambers", ""),
        ("SAOIRSE ZANDWORTH at NORTHGATE CHAMBERS", ""),
        ("Saoirse Zandworth T/A Sunny Gardens", ""),
        ("SUNNY DAYS - SAOIRSE ZANDWORTH", ""),
        ("ZANDWORTH S / SUNNY DAYS", "EY"),
        ("Saoirse Zandworth Photography", ""),
        ("ZANDWORTH S DEPUTY FOR R MEADOWBANK", "LLP"),
        ("Estate of the late S Zandworth", ""),
        ("ZANDWORTH S A", ""),
        ("Northgate Archaeology", "Non-Business Individuals (Direct Payment)"),
        # Nothing tells; privacy comes first.
        ("Zandworth Quillfeather", ""),
    ],
)
def test_people_are_withheld(name: str, hint: str) -> None:
    assert payee_kind(name, hint) is PayeeKind.PERSON


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Northgate Cleaning Services Ltd", ""),
        ("NORTHGATE CLEANING SERVICES LIMITED", "INDV"),
        ("Saoirse Zandworth Limited", "SOLE"),
        ("Mr Zandworth Ltd", ""),
        ("ZANDWORTH AND SON LIMITED SAOIRSE", ""),
        ("Zandworth C.I.C.", ""),
        ("ZANDWORTH SYSTEMSLTD", ""),
        ("Zandworth Public Limited Company", ""),
        ("Zandworth GmbH", ""),
        ("NORTHGATE PARISH COUNCIL", ""),
        ("ST SAOIRSES PRIMARY SCHOOL", ""),
        ("NORTHGATE RESIDENTIAL HOME", ""),
        ("ZANDWORTH & CO", ""),
        ("ZANDWORTH & SONS", ""),
        ("Zandworth Solicitors", ""),
        ("N G P S ****5146", ""),
        ("THE LITTLE ACORNS", ""),
        ("ADMIN BY REQUEST", ""),
        ("SUNRISE PHOTOGRAPHY", ""),
        ("zandworth.co.uk", ""),
        ("SAOIRSE ZANDWORTH 02781951", ""),
        ("ZANDWORTH QUILLFEATHER", "LTD"),
    ],
)
def test_organisations_are_not_withheld(name: str, hint: str) -> None:
    assert payee_kind(name, hint) is PayeeKind.ORGANISATION


FORMS = ["Ltd", "LIMITED", "plc", "LLP", "C.I.C.", "Cyf", "GmbH", "B.V.", "Inc", "Community Interest Company"]


@given(
    st.sampled_from(["Saoirse", "Mr J", "Zandworth", "J & M"]),
    st.sampled_from(FORMS),
    st.sampled_from(["", "INDV", "SOLE"]),
)
def test_a_legal_form_is_never_withheld(name: str, form: str, hint: str) -> None:
    assert payee_kind(f"{name} Zandworth {form}", hint) is PayeeKind.ORGANISATION


TITLED = product(["Mr", "MRS", "Miss", "Dr", "Prof."], ["{t} Zandworth", "Zandworth {t}", "Zandworth S {t}"])


@pytest.mark.parametrize(("title", "pattern"), list(TITLED))
def test_a_title_makes_a_person(title: str, pattern: str) -> None:
    assert payee_kind(pattern.format(t=title)) is PayeeKind.PERSON


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_gets_a_kind(name: str, hint: str) -> None:
    assert payee_kind(name, hint) in PayeeKind


def test_the_word_lists_do_not_contradict_each_other() -> None:
    words = _words()
    assert not words.given_names & words.ordinary
    assert not words.strong & words.trade
    assert not words.strong & words.ordinary
    assert not words.trade & words.ordinary
    every = (
        words.strong | words.trade | words.ordinary | words.also_surnames | words.given_names | words.surnames
    )
    assert all(isinstance(word, str) and word == word.lower() for word in every)
