"""The country figure."""

from __future__ import annotations

import pytest

from screening import reference
from screening.geography import country_risk, worst


def test_every_country_is_between_nothing_and_all() -> None:
    for code in reference.governance():
        risk = country_risk(code).range
        assert 0 <= risk.low <= risk.point <= risk.high <= 1, code


def test_the_united_kingdom_has_its_own_figure_and_it_is_not_zero() -> None:
    assert 0.1 < country_risk("GB").range.point < country_risk("IN").range.point


def test_listed_goods_and_weak_governance_raise_the_figure() -> None:
    assert country_risk("NO").range.point < country_risk("MX").range.point < country_risk("CN").range.point


def test_what_is_missing_widens() -> None:
    whole, gap, nothing = country_risk("IN"), country_risk("FR"), country_risk("ZZ")
    assert whole.complete and whole.range.low == whole.range.point == whole.range.high
    assert not gap.complete and gap.range.low < gap.range.point < gap.range.high
    assert nothing.range.high - nothing.range.low > gap.range.high - gap.range.low


def test_a_place_is_as_risky_as_its_riskiest_part() -> None:
    assert worst(("GB", "CN", "FR")).code == "CN"
    assert worst(("GB", "CN", "FR")).range.point == country_risk("CN").range.point
    with pytest.raises(ValueError, match="no country"):
        worst(())
