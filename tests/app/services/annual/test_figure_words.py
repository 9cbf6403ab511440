"""Figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask_babel import force_locale

from app.services.annual import figure_words
from app.services.annual.annual_figures import FigureValue, Pair
from app.store.annual_figures import FIGURES


@pytest.fixture(autouse=True)
def in_english(session):
    with force_locale("en"):
        yield


def figure(name: str, value: str | int) -> FigureValue:
    return FigureValue(name, Decimal(value), "supplier", (), "", date(2026, 3, 31))


def test_every_figure_has_a_label_and_stands_in_one_group() -> None:
    labels = [figure_words.label(name) for name in FIGURES]
    assert len(set(labels)) == len(labels)
    assert all("_" not in label for label in labels)
    grouped = [name for _group, names in figure_words.grouped() for name in names]
    assert sorted(grouped) == sorted(FIGURES)
    assert [group for group, _names in figure_words.grouped()] == list(figure_words.GROUPS)
    assert figure_words.label("no_longer_known") == "No longer known"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("suppliers", 6412, "6,412"),
        ("spend", "2412345.50", "£2,412,346"),
        ("spend", "0.00", "£0"),
        ("spend", "-12.00", "£-12"),
        ("referrals_adults", 4, "fewer than 5"),
        ("referrals_adults", 5, "5"),
        ("referrals_adults", 0, "0"),
        ("actions_closed", 4, "4"),
    ],
)
def test_values(name: str, value: str | int, told: str) -> None:
    assert figure_words.value(figure(name, value)) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (120, 340, "120 of 340 (35%)"),
        (0, 340, "0 of 340 (0%)"),
        (1, 340, "1 of 340 (less than 1%)"),
        (339, 340, "339 of 340 (more than 99%)"),
        (340, 340, "340 of 340 (100%)"),
        (3, 0, "3"),
    ],
)
def test_shares(part: int, whole: int, told: str) -> None:
    assert figure_words.share(figure("suppliers_high", part), figure("suppliers_screened", whole)) == told


def test_a_small_number_is_told_of_in_no_share() -> None:
    hidden = figure("referrals_adults", 3)
    assert figure_words.share(hidden, figure("suppliers", 10)) == "fewer than 5"
    shown = figure_words.in_words(Pair(hidden, figure("referrals_adults", 2)))
    assert (shown.value, shown.share, shown.before) == ("fewer than 5", "fewer than 5", "fewer than 5")
    assert shown.is_suppressed


def test_last_year_is_said_or_said_to_be_missing() -> None:
    now = figure("actions_closed", 9)
    assert figure_words.in_words(Pair(now, figure("actions_closed", 7))).before_words == "7 last year"
    assert figure_words.in_words(Pair(now, None)).before_words == "no value of last year"


def test_figures_are_put_into_a_text_as_words() -> None:
    values = {"trained": figure("trained", 1200), "referrals_adults": figure("referrals_adults", 2)}
    text = "[[trained]] people, [[referrals_adults]] referrals, [[spend]], [[none]]"
    assert figure_words.put_into(text, values) == "1,200 people, fewer than 5 referrals, [[spend]], [[none]]"
