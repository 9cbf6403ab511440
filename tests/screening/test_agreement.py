"""Agreement of the country figures with an outside index."""

from __future__ import annotations

import pytest

from screening import reference
from screening.agreement import FAR_APART, FEWEST, agreement
from screening.geography import HOME, country_risk

CODES = sorted(reference.governance().keys() & reference.ratifications().keys() - {HOME})[:40]


def test_an_index_that_ranks_as_we_do_agrees_wholly() -> None:
    found = agreement({code: country_risk(code).range.point for code in CODES})
    assert found.countries == len(CODES) and found.home is None
    assert found.correlation == pytest.approx(1.0) and found.disagreements == ()


def test_an_index_turned_round_disagrees_and_the_furthest_come_first() -> None:
    found = agreement({code: -country_risk(code).range.point for code in CODES})
    assert found.correlation == pytest.approx(-1.0)
    apart = [abs(row.difference) for row in found.disagreements]
    assert (
        apart == sorted(apart, reverse=True) and min(apart) >= FAR_APART and max(apart) == pytest.approx(1.0)
    )


def test_one_country_far_apart_is_named_with_its_side() -> None:
    figures = {code: country_risk(code).range.point for code in CODES}
    safest = min(CODES, key=figures.__getitem__)
    found = agreement(figures | {safest: 9.0})
    (row,) = found.disagreements
    assert row.country == safest and row.difference == pytest.approx(-1.0) and row.complete


def test_the_united_kingdom_is_told_apart() -> None:
    figures = {code: country_risk(code).range.point for code in CODES}
    with_home = agreement(figures | {HOME: 9.0})
    assert with_home.home is not None and with_home.home.theirs == 1.0
    assert 0 <= with_home.home.ours < 0.5
    assert with_home.correlation == agreement(figures).correlation


@pytest.mark.parametrize(
    "figures", [{code: 1.0 for code in CODES}, dict.fromkeys(CODES[: FEWEST - 1], 2.0), {}]
)
def test_an_index_that_cannot_rank_is_refused(figures: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="at least"):
        agreement(figures)
