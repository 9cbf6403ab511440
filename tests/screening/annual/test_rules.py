"""The dated rule sets: which holds when, and by when a statement is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import reference
from screening.annual import areas, deadline, in_force, outlines, rule_sets

DAYS = st.dates(date(2025, 4, 1), date(2040, 12, 31))


def test_every_rule_set_and_outline_is_complete_and_sourced() -> None:
    for rules in rule_sets():
        assert rules.source in reference.sources()
        assert rules.areas and set(rules.areas) <= areas().keys()
        assert rules.who and rules.duty in ("voluntary", "statutory")
        assert (rules.months is None) == (rules.force == "not known")
    for outline in outlines().values():
        assert outline.source in reference.sources()
        assert len(outline.areas) == len(set(outline.areas))
        stood_for = {areas()[name].stands_for for name in outline.areas}
        assert set(rule_sets()[0].areas) <= {*outline.areas, *stood_for}, "an outline that can never be whole"
    assert len(outlines()["six_areas"].areas) == 6
    assert len(outlines()["international_template"].areas) == 7


def test_the_six_areas_are_those_of_the_act_and_of_the_registry() -> None:
    six = [areas()[name] for name in outlines()["six_areas"].areas]
    assert {area.section for area in six} == {f"s.54(5)({letter})" for letter in "abcdef"}
    assert len({area.registry for area in six}) == 6 and all(area.registry for area in six)
    assert all(area.asks and area.title for area in areas().values())


@given(DAYS)
def test_a_proposed_set_holds_for_nobody_until_it_is_switched_on(day: date) -> None:
    assert in_force(day).id == "guidance_2025"
    first = date(2027, 4, 1)
    chosen = in_force(day, {"bill_2026": first})
    assert chosen.id == ("bill_2026" if day >= first else "guidance_2025")


def test_no_rules_are_known_before_the_first() -> None:
    with pytest.raises(ValueError, match="no rules are known"):
        in_force(date(2014, 3, 31))


@pytest.mark.parametrize(
    ("year_end", "due"),
    [
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 9, 30), date(2027, 3, 31)),
        (date(2026, 12, 15), date(2027, 6, 15)),
        (date(2026, 8, 30), date(2027, 2, 28)),
    ],
)
def test_six_months_after_the_end_of_the_year(year_end: date, due: date) -> None:
    assert deadline(in_force(year_end), year_end) == due


def test_a_council_may_set_a_shorter_limit_and_one_where_there_is_none() -> None:
    end = date(2027, 3, 31)
    guidance, bill = in_force(end), in_force(end, {"bill_2026": end})
    assert deadline(guidance, end, months=3) == date(2027, 6, 30)
    assert deadline(guidance, end, months=9) == date(2027, 9, 30)
    assert deadline(bill, end) is None
    assert deadline(bill, end, months=4) == date(2027, 7, 31)


@given(DAYS, st.integers(1, 24))
def test_the_deadline_comes_after_the_year_by_so_many_months(day: date, months: int) -> None:
    found = deadline(in_force(day, {"bill_2026": day}), day, months)
    assert found is not None
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found > day and found - day <= timedelta(days=31 * months)
