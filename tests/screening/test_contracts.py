"""Contracts one by one, and the lines of a report by contract."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import scoring, screen, uses
from screening.contracts import effects_of, label, lines, places
from screening.factors import BY_CONTRACT, BY_ORIGIN, BY_SIZE, BY_WORKFORCE
from screening.sectors import works
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
def test_a_contract_by_itself_is_what_all_factors_say_of_it_alone(before: Case, use: Use) -> None:
    """What is kept of the facts of contracts that are alike gives what the factors give when asked anew."""
    seen = uses.seen(before, use)
    kinds = works(seen)
    score = scoring.score([uses.split(effects, use)[0] for effects in effects_of(kinds)])
    expected = []
    for contract, place in zip(seen.contracts, places(seen, kinds, score.riskiest), strict=True):
        (effects,) = effects_of([replace(kinds[place], contracts=(contract,))])
        alone = scoring.score([uses.split(effects, use)[0]])
        expected.append((label(contract), alone.low, alone.residual, alone.high))
    found = [(one.label, one.low, one.residual, one.high) for one in screen(before, use).contracts]
    assert sorted(found) == sorted(expected)


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


def test_every_factor_of_contracts_speaks_of_its_facts_or_of_its_size() -> None:
    """What `contracts` keeps by facts must cover all that the factors read, or a change would go unseen."""
    assert set(BY_CONTRACT) == {*BY_WORKFORCE, *BY_SIZE, *BY_ORIGIN}
    varied = Contract(
        title="Cleaning of offices", agency_labour="most", migrant_workers="most", workforce_skill="low",
        subcontracting_tiers="more", delivery_countries=("IN",), sourcing_countries=("CN",),
    )  # fmt: skip
    for field in ("agency_labour", "migrant_workers", "workforce_skill", "subcontracting_tiers"):
        none = "skilled" if field == "workforce_skill" else "none"
        better = replace(varied, reference="better", **{field: none})  # type: ignore[arg-type]
        worse, good = screen(case("Cleaning", contracts=(varied, better))).contracts
        assert (worse.label, good.label) == ("Cleaning of offices", "better")
        assert good.residual < worse.residual, field
