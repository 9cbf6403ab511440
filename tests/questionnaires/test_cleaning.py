"""What cannot be kept is taken away, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.cleaning import clean, one_line, shortened

ANYTHING = st.text(st.characters())
"""Every code point there is, halves of surrogate pairs included."""


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Siân\r\nŵyr \r", "Siân\nŵyr"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\ud83d broken", "broken"),
        ("safe \u202egnp.exe\u202c", "safe gnp.exe"),
        ("\ufefftext", "text"),
        ("👩\u200d🌾 שלום مرحبا 中文", "👩\u200d🌾 שלום مرحبا 中文"),
        ("a\x0bb\x0cc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("\x00\u202e ", ""),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(ANYTHING)
def test_what_is_clean_can_be_kept_and_stays_as_it_is(text: str) -> None:
    for tidy in (clean, one_line):
        tidied = tidy(text)
        assert tidy(tidied) == tidied
        assert "\x00" not in tidied
        assert json.loads(json.dumps(tidied)) == tidied
        assert tidied.encode("utf-8").decode("utf-8") == tidied


def test_one_line() -> None:
    assert one_line(" \uff11\uff12\u00a0 \n 3\t") == "12 3"


def test_shortened() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 59 + "…"
