"""Each type of answer, from a form's strings to its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Question, QuestionType, kinds
from questionnaires.faults import Fault
from questionnaires.values import Value

Ask = Callable[..., Question]


@pytest.mark.parametrize(
    ("kind", "entries", "value"),
    [
        ("yes_no", ["yes"], "yes"),
        ("yes_no", [" no "], "no"),
        ("yes_no", [], ""),
        ("yes_no", ["", " "], ""),
        ("radio", ["unknown"], "unknown"),
        ("radio", ["red", "red"], "red"),
        ("checkboxes", ["milk", "tea", "milk"], ("tea", "milk")),
        ("checkboxes", ["none"], ("none",)),
        ("checkboxes", [], ()),
        ("country_list", ["Holland\r\nUK\r\n\r\nholland"], ("NL", "GB")),
        ("country_list", ["NL", "GB"], ("NL", "GB")),
        ("country_list", ["- India\n* China\n3. Turkey\n\u2022 Peru."], ("IN", "CN", "TR", "PE")),
        ("country_list", ["India, China; Turkey and Peru"], ("IN", "CN", "TR", "PE")),
        ("country_list", ["Korea, Republic of"], ("KR",)),
        ("country_list", ["Trinidad and Tobago, Antigua and Barbuda"], ("TT", "AG")),
        ("country_list", ["Ffrainc a Sbaen"], ("FR", "ES")),
        ("country_list", ["unknown"], ("unknown",)),
        ("country_list", ["", "unknown"], ("unknown",)),
        ("country_list", ["UNKNOWN (CY)"], ("unknown",)),
        ("country_list", ["\n \n"], ()),
        ("text", ["  Two\r\nlines "], "Two\nlines"),
        ("text", ["x" * 100], "x" * 100),
        ("text", ["yes & <b>no</b>"], "yes & <b>no</b>"),
        ("url", ["example.org/x"], "https://example.org/x"),
        ("date", ["31", "3", "2026"], "2026-03-31"),
        ("date", ["31 March 2026"], "2026-03-31"),
        ("date", ["", "", ""], ""),
        ("whole_number", ["12"], "12"),
        ("whole_number", [" 1,234,567 "], "1234567"),
        ("whole_number", ["12 000"], "12000"),
        ("whole_number", ["007"], "7"),
        ("whole_number", ["-3"], "-3"),
    ],
)
def test_what_is_taken(ask: Ask, kind: str, entries: list[str], value: Value) -> None:
    question = ask(kind)
    assert kinds.read(question, entries) == value
    for language in ("en", "cy"):
        assert kinds.read(question, kinds.to_entries(question, value, language)) == value


@pytest.mark.parametrize(
    ("kind", "entries", "code"),
    [
        ("yes_no", ["maybe"], "not_an_option"),
        ("yes_no", ["yes", "no"], "choose_one"),
        ("radio", ["Red"], "not_an_option"),
        ("checkboxes", ["tea", "wine"], "not_an_option"),
        ("checkboxes", ["tea", "none"], "exclusive"),
        ("checkboxes", ["none", "unknown"], "exclusive"),
        ("country_list", ["India", "unknown"], "exclusive"),
        ("country_list", ["India\nAtlantis"], "country_unknown"),
        ("country_list", ["India\nBangaldesh"], "country_near"),
        ("country_list", ["Trinidad and Tobgo"], "country_near"),
        ("country_list", ["Korea"], "country_ambiguous"),
        ("country_list", ["various"], "country_region"),
        ("country_list", ["..."], "country_unknown"),
        ("text", ["x" * 101], "too_long"),
        ("text", ["x" * 100_000], "too_long"),
        ("country_list", ["x" * 100_000], "too_long"),
        ("url", ["our website"], "url_host"),
        ("date", ["31", "2", "2026"], "date_not_real"),
        ("date", ["31", "", "2026"], "date_part"),
        ("date", ["soon"], "date_not_real"),
        ("whole_number", ["12.5"], "number_not_whole"),
        ("whole_number", ["twelve"], "number_not_whole"),
        ("whole_number", ["1,2"], "number_not_whole"),
        ("whole_number", ["9" * 5000], "number_not_whole"),
    ],
)
def test_what_is_not(ask: Ask, kind: str, entries: list[str], code: str) -> None:
    fault = kinds.read(ask(kind), entries)
    assert isinstance(fault, Fault)
    assert fault.code == code


def test_limits_of_numbers(ask: Ask) -> None:
    question = ask("whole_number", minimum=1, maximum=10)
    assert kinds.read(question, ["10"]) == "10"
    for entry, code, limit in (("0", "number_too_low", "1"), ("11", "number_too_high", "10")):
        fault = kinds.read(question, [entry])
        assert isinstance(fault, Fault)
        assert (fault.code, fault.fills["limit"].en) == (code, limit)


def test_a_number_or_date_can_be_honestly_unknown(ask: Ask) -> None:
    unknown: list[dict[str, Any]] = [
        {"value": "unknown", "label": {"en": "I do not know", "cy": "Nid wyf yn gwybod"}}
    ]
    for kind, entries in (("whole_number", ["", "unknown"]), ("date", ["", "", "", "unknown"])):
        question = ask(kind, options=unknown)
        assert kinds.read(question, entries) == "unknown"
        assert kinds.read(question, ["nid wyf yn gwybod"]) == "unknown"
        fault = kinds.read(question, ["5", "unknown"])
        assert isinstance(fault, Fault)
        assert (fault.code, fault.fills["option"].cy) == ("exclusive", "Nid wyf yn gwybod")
    assert kinds.read(ask("date", options=unknown), ["31", "3", "2026"]) == "2026-03-31"


def test_there_is_an_end_to_the_countries(ask: Ask) -> None:
    from questionnaires import countries

    codes = [code for code, _ in countries.choices("en")]
    question = ask("country_list")
    assert kinds.read(question, codes[: kinds.MOST_COUNTRIES]) == tuple(codes[: kinds.MOST_COUNTRIES])
    fault = kinds.read(question, codes[: kinds.MOST_COUNTRIES + 1])
    assert isinstance(fault, Fault)
    assert fault.code == "country_too_many"


@given(st.sampled_from(QuestionType), st.lists(st.text(st.characters(), max_size=40), max_size=4))
def test_what_was_read_reads_the_same_again(ask: Ask, kind: QuestionType, entries: list[str]) -> None:
    question = ask(kind)
    value = kinds.read(question, entries)
    if not isinstance(value, Fault):
        assert isinstance(value, tuple) is question.type.is_multiple
        assert kinds.read(question, kinds.to_entries(question, value, "cy")) == value
