"""Contracts one by one, and the lines of a report by contract."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import screen
from screening.contracts import label, lines
from screening.types import Band, Case, Contract, Use
from support.cases import case, cases

thorough = settings(max_examples=80, deadline=None)

HARMLESS = (
    "Legal Services",
    "IT Licences",
    "Insurance",
    "Consultancy",
    "Grants & Cont to Vol, comm & soc ent",
)


@thorough
@given(cases)
def test_no_contract_is_above_its_supplier(before: Case) -> None:
    report = screen(before)
    assert len(report.contracts) == len(before.contracts)
    for found in report.contracts:
        assert found.low <= found.residual <= found.high
        assert found.residual <= report.residual and found.high <= report.high


@thorough
@given(cases, st.sampled_from(Use))
def test_the_lines_by_contract_add_up_to_the_lines_of_the_report(before: Case, use: Use) -> None:
    report = screen(before, use)
    parts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for part in lines(before, report):
        for corner, tenths in enumerate((part.low, part.points, part.high)):
            parts[part.channel.value, part.factor][corner] += tenths
    whole: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in report.contributions:
        for corner, tenths in enumerate((line.low, line.points, line.high)):
            whole[line.channel.value, line.factor][corner] += tenths
    assert {key: sums for key, sums in whole.items() if any(sums)} == {
        key: sums for key, sums in parts.items() if any(sums)
    }
    assert sum(part.points for part in lines(before, report)) == report.residual


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=50),
    st.integers(0, 50),
    st.decimals(100, 100_000, places=2),
)
def test_one_contract_at_high_risk_among_many_at_low_keeps_the_supplier_high(
    harmless: list[str], place: int, money: Decimal
) -> None:
    risky = Contract(
        title="Cleaning of the town hall", cpv=("90910000",), value=Decimal(500_000), agency_labour="most"
    )
    many = [Contract(title=title, value=money) for title in harmless]
    many.insert(min(place, len(many)), risky)
    alone = screen(case(contracts=(risky,)))
    report = screen(case(contracts=tuple(many)))
    assert alone.band is Band.HIGH
    assert report.band is Band.HIGH and report.residual >= alone.residual
    assert report.contracts[0].label == "Cleaning of the town hall"
    assert report.contracts[0].residual == alone.residual


def test_a_safe_contract_of_the_same_trade_does_not_hide_an_unsafe_one() -> None:
    risky = Contract(reference="R", title="Cleaning", value=Decimal(300_000), agency_labour="most")
    safe = replace(risky, reference="S", value=Decimal(1000), agency_labour="none", workforce_skill="skilled")
    report = screen(case(contracts=(safe,) * 50 + (risky,)))
    assert report.residual >= screen(case(contracts=(risky,))).residual
    assert report.contracts[0].label == "R" and report.contracts[1].label == "S"
    by_contract = {
        part.index
        for part in lines(case(contracts=(safe,) * 50 + (risky,)), report)
        if part.factor == "agency"
    }
    assert by_contract == {50}


def test_a_contract_that_tells_nothing_is_judged_with_the_riskiest_work() -> None:
    report = screen(case(contracts=(Contract(title="Cleaning"), Contract(title="Software"), Contract())))
    assert [found.sector for found in report.contracts] == ["cleaning", "cleaning", "software"]


def test_a_supplier_without_contracts_has_lines_of_its_own_only() -> None:
    bare = case(contracts=(), name="Gamma Cleaning Ltd")
    report = screen(bare)
    assert report.contracts == ()
    assert {part.index for part in lines(bare, report)} == {None}
    assert sum(part.points for part in lines(bare, report)) == report.residual


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        (Contract(reference="C1", title="Cleaning"), "C1"),
        (Contract(title="Cleaning\n of  halls"), "Cleaning of halls"),
        (Contract(category="Legal"), "Legal"),
        (Contract(description="x" * 100), "x" * 79 + "\N{HORIZONTAL ELLIPSIS}"),
        (Contract(), ""),
    ],
)
def test_a_contract_is_called_by_what_names_it_best(contract: Contract, expected: str) -> None:
    assert label(contract) == expected
