"""Indicators that go with clauses, and the three of section 52."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from screening.clauses.kpis import LEAST, MOST_SMALL, kpis, propose
from screening.clauses.library import clauses
from screening.clauses.types import ContractFacts, ContractType, Size

SERVICES = ContractFacts(ContractType.SERVICES, Decimal(100_000))
LARGE = replace(SERVICES, value=Decimal("5000000.01"))


def test_every_indicator_is_whole_and_goes_with_a_clause() -> None:
    used = {name for clause in clauses().values() for name in clause.kpis}
    assert used == kpis().keys()
    for kpi in kpis().values():
        for text in (
            kpi.title,
            kpi.measure,
            kpi.unit,
            kpi.target,
            kpi.frequency,
            kpi.data,
            kpi.small_supplier,
        ):
            assert text, kpi.id
        assert kpi.types


def test_no_indicator_rewards_silence() -> None:
    for name in ("concerns_told_in_time", "concerns_answered", "fees_repaid", "remedy_in_time"):
        assert "has no target" in kpis()[name].target


def test_the_indicators_of_the_chosen_clauses_are_proposed_with_the_clause_as_reason() -> None:
    told = propose([clauses()["K5.standard"], clauses()["K13.standard"]], SERVICES, Size.LARGER)
    assert [(one.kpi.id, one.clauses) for one in told.kpis] == [
        ("fee_checks", ("K5.standard",)),
        ("fees_repaid", ("K5.standard", "K13.standard")),
        ("remedy_in_time", ("K13.standard",)),
    ]
    assert str(told.kpis[1].because) == "Goes with K5.standard, K13.standard"
    assert told.asked_by_law is False


@pytest.mark.parametrize(("kind", "size"), list(product(ContractType, Size)))
def test_more_than_five_million_has_at_least_three_for_every_kind(kind: ContractType, size: Size) -> None:
    told = propose([], replace(LARGE, type=kind), size)
    assert len(told.kpis) == LEAST and told.asked_by_law is True
    assert all(kind in one.kpi.types and "section 52" in str(one.because) for one in told.kpis)
    assert len({one.kpi.id for one in told.kpis}) == LEAST


def test_five_million_itself_is_not_more() -> None:
    assert propose([], replace(SERVICES, value=Decimal(5_000_000)), Size.LARGER).kpis == ()


def test_a_small_supplier_is_asked_for_no_more_than_three() -> None:
    chosen = list(clauses().values())
    assert len(propose(chosen, SERVICES, Size.SMALL).kpis) == MOST_SMALL
    assert len(propose(chosen, SERVICES, Size.LARGER).kpis) > 10


def test_an_unknown_value_and_a_light_touch_contract_are_told() -> None:
    unknown = propose([], replace(SERVICES, value=None), Size.LARGER)
    assert unknown.asked_by_law is None and "not known" in str(unknown.note)
    assert "ask the lawyers" in str(propose([], replace(LARGE, light_touch=True), Size.LARGER).note)


def test_an_indicator_that_does_not_exist_is_told() -> None:
    wrong = replace(clauses()["K9.standard"], kpis=("moon",))
    with pytest.raises(ValueError, match=r"K9\.standard: no such indicator: moon"):
        propose([wrong], SERVICES, Size.LARGER)
