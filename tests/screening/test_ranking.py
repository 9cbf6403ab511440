"""Bands and the order of the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening import order_key, rank, screen
from screening.ranking import band, plain_band
from screening.types import Band
from support.cases import case


@pytest.mark.parametrize(
    ("tenths", "expected"),
    [
        (0, Band.LOW),
        (299, Band.LOW),
        (300, Band.MEDIUM),
        (599, Band.MEDIUM),
        (600, Band.HIGH),
        (1000, Band.HIGH),
    ],
)
def test_an_edge_belongs_to_the_upper_band(tenths: int, expected: Band) -> None:
    assert plain_band(tenths) is expected


def test_not_enough_is_known_only_where_the_sector_is_unknown_and_anything_is_possible() -> None:
    assert band(400, 100, 800, sector_known=False) is Band.NOT_ENOUGH_KNOWN
    assert band(400, 100, 800, sector_known=True) is Band.MEDIUM
    assert band(400, 100, 590, sector_known=False) is Band.MEDIUM
    assert band(650, 100, 800, sector_known=False) is Band.HIGH


def test_the_order_is_tier_score_findings_high_end_identity() -> None:
    base = replace(
        screen(case("Cleaning")), band=Band.MEDIUM, residual=400, findings=1, high=700, identity="b"
    )
    expected = [
        replace(base, band=Band.HIGH, residual=600),
        replace(base, residual=500),
        replace(base, band=Band.NOT_ENOUGH_KNOWN, residual=450),
        replace(base, findings=2),
        replace(base, high=701),
        replace(base, identity="a"),
        base,
        replace(base, band=Band.NOT_ENOUGH_KNOWN, residual=200),
        replace(base, band=Band.LOW, residual=299, findings=9),
    ]
    assert rank(expected[::-1]) == expected


def test_the_key_is_made_of_numbers_and_text() -> None:
    key = order_key(screen(case("Cleaning")))
    assert [type(part) for part in key] == [int, int, int, int, str, str]
