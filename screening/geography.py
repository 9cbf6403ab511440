"""How much a country adds: a documented blend of governance, ratifications and listed goods, in [0, 1].

A council that has its own copy of an outside index (the Global Slavery Index, the tiers of the Trafficking in
Persons report; neither is shipped) may let it count: `outside.<index>` is the part of the figure that it then
makes up, nothing unless the council moves that weight.

The United Kingdom has its own figure, because most exploitation found here is home-grown and a governance
index does not see it. What is missing widens the range. Nothing here uses the nationality of workers or of
victims.

Place may not enter the evaluation of tenders (Local Government Act 1988 s.17): see `screening.uses`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from screening import reference
from screening.types import OutsideFigure
from screening.weights import SHIPPED, Range, Weights, value

HOME = "GB"
# The bounds of the World Bank estimates, by their publisher's description.
_ESTIMATE_BOUND = 2.5


@dataclass(frozen=True, slots=True)
class CountryRisk:
    """The figure of a country, whether every part of it was known, and the outside indices that counted."""

    code: str
    range: Range
    complete: bool
    outside: tuple[str, ...] = ()


def _governance(code: str) -> Range:
    """0 (strong) to 1 (weak): the mean of the known indicators; a missing one runs from best to worst."""
    row = reference.governance().get(code)
    estimates = [getattr(row, name) for name in reference.GOVERNANCE_FIELDS] if row else [None] * 3
    known = [
        (_ESTIMATE_BOUND - estimate) / (2 * _ESTIMATE_BOUND) for estimate in estimates if estimate is not None
    ]
    known = [min(1.0, max(0.0, part)) for part in known]
    missing = len(estimates) - len(known)
    if not known:
        # Point above the middle: the countries without governance data are few, small or in conflict.
        return Range(0.1, 0.6, 1.0)
    mean = sum(known) / len(known)
    return Range(sum(known) / len(estimates), mean, (sum(known) + missing) / len(estimates))


def _listed(code: str) -> float:
    """0 to 1: how many goods are listed for the country, forced labour in full and child labour by half."""
    kinds = [kind for (country, _), kind in reference.listed_goods().items() if country == code]
    count = kinds.count("forced") + 0.5 * kinds.count("child")
    return 1.0 - math.exp(-count / value("country.listed_goods_scale"))


def counted(outside: Iterable[OutsideFigure], weights: Weights) -> tuple[OutsideFigure, ...]:
    """The outside figures that count with these weights."""
    return tuple(one for one in outside if weights.value(f"outside.{one.index}") > 0.0)


@lru_cache(maxsize=4096)
def country_risk(
    code: str, weights: Weights = SHIPPED, outside: tuple[OutsideFigure, ...] = ()
) -> CountryRisk:
    """The figure of one country. A code that no table knows gets a wide range and `complete` False."""
    if code == HOME:
        uk = Range(value("country.uk_low"), value("country.uk_point"), value("country.uk_high"))
        return CountryRisk(code, uk, True)
    governed = _governance(code)
    ratified = reference.ratifications().get(code)
    gap = Range(0.0, governed.point, 1.0) if ratified is None else Range(*([1.0 - ratified] * 3))
    listed = _listed(code)
    shares = tuple(
        weights.value(f"country.{part}") for part in ("governance", "ratifications", "listed_goods")
    )

    def blend(government: float, conventions: float) -> float:
        return min(1.0, shares[0] * government + shares[1] * conventions + shares[2] * listed)

    risk = Range(
        blend(governed.low, gap.low), blend(governed.point, gap.point), blend(governed.high, gap.high)
    )
    theirs = [one for one in counted(outside, weights) if one.country == code]
    indices = tuple(sorted(one.index for one in theirs))
    known = ratified is not None and code in reference.governance()
    return CountryRisk(code, _with_outside(risk, theirs, weights), known, indices)


def _with_outside(risk: Range, theirs: Iterable[OutsideFigure], weights: Weights) -> Range:
    """A range of which each outside figure makes up its weight; an index without the country changes
    nothing."""
    parts = [(weights.value(f"outside.{one.index}"), one.share) for one in theirs]
    ours = 1.0 - sum(part for part, _ in parts)
    added = sum(part * share for part, share in parts)
    return Range(ours * risk.low + added, ours * risk.point + added, ours * risk.high + added)


def worst(
    codes: Iterable[str], weights: Weights = SHIPPED, outside: tuple[OutsideFigure, ...] = ()
) -> CountryRisk:
    """The country that adds most: a place is as risky as its riskiest part. ValueError without any code.

    Low and high are the highest of all, so that one more country never lowers any of the three.
    """
    risks = [country_risk(code, weights, outside) for code in sorted(set(codes))]
    if not risks:
        raise ValueError("no country given")
    top = max(risks, key=lambda risk: risk.range.point)
    widest = Range(
        max(risk.range.low for risk in risks), top.range.point, max(risk.range.high for risk in risks)
    )
    return CountryRisk(top.code, widest, all(risk.complete for risk in risks), top.outside)
