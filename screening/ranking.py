"""The bands and the order of the queue: total, without ties, and the same on every machine and in every
database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from screening.types import Band, Report
from screening.weights import SHIPPED, Weights


def plain_band(tenths: int, weights: Weights = SHIPPED) -> Band:
    """The band of a score by its edges alone."""
    if tenths >= weights.value("bands.high"):
        return Band.HIGH
    return Band.MEDIUM if tenths >= weights.value("bands.medium") else Band.LOW


def band(residual: int, low: int, high: int, sector_known: bool, weights: Weights = SHIPPED) -> Band:
    """The band of a report: by its score, or "not enough known".

    Not enough is known when nothing tells the sector, the interval spans all three bands and the score
    itself is not high. An interval that spans three bands is not enough by itself: before any supplier
    answers, nearly all do.
    """
    spans = plain_band(low, weights) is Band.LOW and plain_band(high, weights) is Band.HIGH
    plain = plain_band(residual, weights)
    return Band.NOT_ENOUGH_KNOWN if spans and not sector_known and plain is not Band.HIGH else plain


_TIER = {Band.HIGH: 0, Band.MEDIUM: 1, Band.NOT_ENOUGH_KNOWN: 1, Band.LOW: 2}


class Ranked(Protocol):
    """What the order of the queue reads of a report."""

    @property
    def band(self) -> Band: ...
    @property
    def residual(self) -> int: ...
    @property
    def findings(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def identity(self) -> str: ...
    @property
    def case_sha256(self) -> str: ...


OrderKey = tuple[int, int, int, int, str, str]


def order_key(report: Ranked) -> OrderKey:
    """The sort key of the queue, ascending: numbers and plain text, so that a database can sort by the same.

    1. Tier: 0 high, 1 medium or not enough known, 2 low. "Not enough known" shares the tier of medium and
       stands in it by its score. Above medium, a supplier would fall by answering badly; below, it would
       gain by silence.
    2. The residual score, negated: higher first.
    3. The number of independent findings, negated.
    4. The high end of the interval, negated: of two alike, the one that could be worse.
    5. The identity, by Unicode code points (in PostgreSQL: COLLATE "C").
    6. The sha256 of the case, so that no two different cases ever tie.
    """
    return (
        _TIER[report.band],
        -report.residual,
        -report.findings,
        -report.high,
        report.identity,
        report.case_sha256,
    )


def rank(reports: Iterable[Report]) -> list[Report]:
    """The reports in the order of the queue: total, stable, and the same whatever order they come in."""
    return sorted(reports, key=order_key)
