"""Prices against the wage floor: sums done by hand, what is not known, and what may never happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import reference
from screening.price_check import Amount, Labour, Outcome, Price, check, stretches
from screening.wage_floors import AgeBand, floor_on, floors, holiday_share

APRIL = date(2026, 4, 1)
YEAR_END = date(2027, 3, 31)
CLEANERS = Labour("Cleaning", Decimal(10_000), workers=10)
TENDER = Price(Decimal(170_000), APRIL, YEAR_END, (CLEANERS,), other_costs=Decimal(10_000))


def test_a_sum_done_by_hand() -> None:
    """10,000 hours by ten cleaners in the year from April 2026, 365 of 365.25 days."""
    share = Decimal(365) / Decimal("365.25")
    year = Decimal(10_000) * (1 + Decimal("5.6") / Decimal("46.4")) * Decimal("12.71")
    each = year / 10
    insurance = 10 * (each - 5000) * Decimal("0.15")
    pension = 10 * (each - 6240) * Decimal("0.03")
    result = check(TENDER)
    pay, ni, pensions, allowance, other = (step.amount for step in result.steps)
    assert pay.point == (year * share).quantize(Decimal("0.01"))
    assert ni.point == (insurance * share).quantize(Decimal("0.01"))
    assert pensions.point == (pension * share).quantize(Decimal("0.01")) and pensions.low == 0
    assert allowance.low == -min(ni.low, (10_500 * share).quantize(Decimal("0.01")))
    assert allowance.point == allowance.high == 0, "whether it may be claimed is not known here"
    assert other.low == other.high == 10_000
    assert result.floor.point == pay.point + ni.point + pensions.point + other.point
    assert result.gap.point == result.price - result.floor.point
    assert round(result.floor.point) == 168_598
    assert result.outcome is Outcome.COVERS and result.notes == ()


@pytest.mark.parametrize("band", [AgeBand.FROM_18, AgeBand.UNDER_18])
def test_no_insurance_is_due_on_the_ordinary_pay_of_workers_under_21(band: AgeBand) -> None:
    """Social Security Contributions and Benefits Act 1992, section 9A: only above a threshold of its own."""
    young = check(replace(TENDER, labour=(replace(CLEANERS, band=band),)))
    assert young.steps[1].amount == Amount(Decimal(0), Decimal(0), Decimal(0))
    one = check(replace(TENDER, labour=(replace(CLEANERS, band=band, workers=1),)))
    assert one.steps[1].amount.low > 0, "somebody who earns more than that"


def test_an_apprentice_may_be_under_25_and_then_no_insurance_is_due() -> None:
    apprentices = check(replace(TENDER, labour=(replace(CLEANERS, band=AgeBand.APPRENTICE),)))
    due = apprentices.steps[1].amount
    assert due.low == due.point == 0 < due.high


def test_an_employer_that_claims_the_employment_allowance_is_not_below_the_least() -> None:
    """2,000 hours by one worker: the insurance of this work is less than the allowance."""
    alone = Labour("Cleaning", Decimal(2_000), workers=1)
    result = check(Price(Decimal(28_500), APRIL, YEAR_END, (alone,), other_costs=Decimal(0)))
    pay, ni, _pension, allowance, _other = (step.amount for step in result.steps)
    assert 0 < ni.low < 10_500 and allowance.low == -ni.low
    assert result.floor.low == pay.low < result.price
    assert result.outcome is Outcome.NOT_CLEAR


def test_a_price_below_the_least_may_be_low_and_one_between_is_not_clear() -> None:
    low = replace(TENDER, pounds=Decimal(150_000))
    assert check(low).outcome is Outcome.MAY_BE_LOW
    unknown = replace(CLEANERS, workers=None)
    between = replace(TENDER, labour=(unknown,), pounds=Decimal(160_000))
    assert check(between).outcome is Outcome.NOT_CLEAR
    assert any("How many workers" in str(note) for note in check(between).notes)


def test_a_period_is_cut_where_the_rates_change() -> None:
    cut = list(stretches(date(2025, 1, 1), date(2026, 6, 30)))
    assert [(start, end) for start, end, _floor in cut] == [
        (date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
    ]
    rates = [floor.rates[AgeBand.ADULT] for _start, _end, floor in cut]
    assert rates == [Decimal("11.44"), Decimal("12.21"), Decimal("12.71")]


def test_a_stated_rate_below_the_floor_and_years_without_known_rates_are_told() -> None:
    told = replace(CLEANERS, rate=Decimal("12.00"))
    result = check(replace(TENDER, labour=(told,), end=date(2029, 3, 31), other_costs=None))
    notes = " ".join(str(note) for note in result.notes)
    assert "stated rate of 12.00 pounds is below the 12.71 pounds of 1 April 2026" in notes
    assert "Rates after those of 1 April 2026 are not known yet" in notes
    assert "counted as nothing" in notes
    assert check(replace(TENDER, labour=(replace(CLEANERS, rate=Decimal("12.71")),))).notes == ()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(TENDER, end=date(2026, 3, 31)),
        replace(TENDER, labour=()),
        replace(TENDER, pounds=Decimal(-1)),
        replace(TENDER, other_costs=Decimal(-1)),
        replace(TENDER, labour=(replace(CLEANERS, hours=Decimal(0)),)),
        replace(TENDER, labour=(replace(CLEANERS, workers=0),)),
        replace(TENDER, start=date(2020, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused(wrong: Price) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check(wrong)


def test_the_tables_are_sourced_in_order_and_leave_is_that_of_the_regulations() -> None:
    days = [floor.holds_from for floor in floors()]
    assert days == sorted(days) and all(day.month == 4 and day.day == 1 for day in days)
    assert all(floor.source in reference.sources() for floor in floors())
    assert all(set(floor.rates) == set(AgeBand) for floor in floors())
    assert round(holiday_share() * 100, 2) == Decimal("12.07")
    with pytest.raises(ValueError, match="no wage floor is known"):
        floor_on(days[0] - timedelta(days=1))


LABOURS = st.builds(
    Labour,
    label=st.just("Work"),
    hours=st.decimals(1, 200_000, places=1),
    band=st.sampled_from(AgeBand),
    workers=st.none() | st.integers(1, 300),
)
PRICES = st.builds(
    Price,
    pounds=st.decimals(0, 10_000_000, places=2),
    start=st.dates(date(2023, 4, 1), date(2027, 1, 1)),
    end=st.dates(date(2027, 1, 1), date(2030, 1, 1)),
    labour=st.lists(LABOURS, min_size=1, max_size=3).map(tuple),
    other_costs=st.none() | st.decimals(0, 1_000_000, places=2),
)


@given(PRICES)
def test_the_sum_adds_up_and_its_ends_are_in_order(price: Price) -> None:
    result = check(price)
    for end in ("low", "point", "high"):
        assert getattr(result.floor, end) == sum(getattr(step.amount, end) for step in result.steps)
    assert result.floor.low <= result.floor.point <= result.floor.high
    assert result.gap.low <= result.gap.point <= result.gap.high
    assert (result.outcome is Outcome.MAY_BE_LOW) == (result.gap.high < 0)
    assert check(price) == result


@given(PRICES, st.decimals("0.01", 1_000_000, places=2))
def test_a_higher_price_never_looks_lower_and_more_hours_never_cost_less(price: Price, more: Decimal) -> None:
    order = [Outcome.MAY_BE_LOW, Outcome.NOT_CLEAR, Outcome.COVERS]
    dearer = check(replace(price, pounds=price.pounds + more))
    assert order.index(dearer.outcome) >= order.index(check(price).outcome)
    first, *rest = price.labour
    longer = replace(price, labour=(replace(first, hours=first.hours + more), *rest))
    assert check(longer).floor.low >= check(price).floor.low


@given(PRICES, st.integers(1, 300))
def test_knowing_how_many_workers_there_are_narrows_and_never_goes_below_the_least(
    price: Price, workers: int
) -> None:
    unknown = replace(price, labour=tuple(replace(one, workers=None) for one in price.labour))
    known = replace(price, labour=tuple(replace(one, workers=workers) for one in price.labour))
    assert check(known).floor.low >= check(unknown).floor.low
