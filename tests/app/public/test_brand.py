"""The stylesheet of a council's colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.public.brand import contrast, stylesheet


def test_sets_the_colour_and_white_text_on_a_dark_one() -> None:
    assert stylesheet("#5B2D8E") == ":root{--govuk-brand-colour:#5b2d8e;--fh-brand-text:#ffffff}\n"


def test_puts_black_text_on_a_light_colour() -> None:
    assert "--fh-brand-text:#000000" in stylesheet("#ffdd00")


@pytest.mark.parametrize(
    "colour", ["", "red", "#fff", "#12345", "#1234567", "#12345g", "#123456;}body{display:none", "#123456\n"]
)
def test_ignores_what_is_not_a_colour(colour: str) -> None:
    assert stylesheet(colour) == ""


def test_contrast_agrees_with_the_published_examples() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_text_on_any_colour_passes_wcag_aa(number: int) -> None:
    colour = f"#{number:06x}"
    text = stylesheet(colour).split("--fh-brand-text:")[1][:7]
    assert contrast(text, colour) >= 4.5
