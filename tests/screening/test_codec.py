"""Cases and reports as canonical JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from screening import screen
from screening.codec import case_sha256, dump_case, dump_report, load_case, load_report
from screening.types import Case
from support.cases import case, cases

some = settings(max_examples=60, deadline=None)


@some
@given(cases)
def test_a_case_comes_back_as_it_was(before: Case) -> None:
    assert load_case(dump_case(before)) == before
    assert dump_case(load_case(dump_case(before))) == dump_case(before)


@some
@given(cases)
def test_a_report_comes_back_as_it_was(before: Case) -> None:
    report = screen(before)
    assert load_report(dump_report(report)) == report


@some
@given(cases)
def test_a_stored_case_gives_the_same_report_again(before: Case) -> None:
    again = screen(load_case(dump_case(before)))
    assert dump_report(again) == dump_report(screen(before))


def test_the_form_is_canonical() -> None:
    before = case("Café cleaning")
    data = dump_case(before)
    assert (
        data
        == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    assert "é".encode() in data
    assert case_sha256(before) == hashlib.sha256(data).hexdigest()
    assert case_sha256(before) != case_sha256(replace(before, identity="2"))
    assert screen(before).case_sha256 == case_sha256(before)


def test_what_is_not_a_case_is_refused() -> None:
    with pytest.raises(ValidationError):
        load_case(b'{"identity": "1"}')
