"""How long scoring takes with every contribution kept, and its peak memory. The aim: 100,000 contracts in 20
seconds on one core, under 1 GB."""

from __future__ import annotations

import argparse
import platform
import random
import resource
import time
from datetime import date, timedelta
from decimal import Decimal

import screening
from screening import collector, reference
from screening.types import Case, Contract, Evidence, Report, Signal, StatementFinding, StatementStatus

AS_AT = date(2026, 11, 22)
CONTRACTS, SUPPLIERS = 100_000, 20_000
COUNTRIES = ("GB", "GB", "GB", "CN", "IN", "PL", "TR", "DE")
FACTS = ("", "", "none", "some", "most", "yes")


def fictitious(contracts: int, suppliers: int, seed: int) -> list[Case]:
    """Suppliers with their contracts, every value drawn: most contracts in one trade,
    real CPV codes, sums, dates, countries, answers."""
    draw = random.Random(seed)
    cpv = sorted(reference.cpv_codes())
    trades = [draw.choice(cpv) for _ in range(suppliers)]
    held: list[list[Contract]] = [[] for _ in range(suppliers)]
    for number in range(contracts):
        supplier = number if number < suppliers else draw.randrange(suppliers)
        start = AS_AT - timedelta(days=draw.randrange(1500))
        code = trades[supplier] if draw.random() < 0.8 else draw.choice(cpv)
        contract = Contract(
            reference=f"C{number}",
            title=reference.cpv_codes()[code],
            cpv=(code,),
            value=Decimal(draw.randrange(500_000, 500_000_000)) / 100,
            start=start,
            end=start + timedelta(days=draw.randrange(100, 2500)),
            delivery_countries=("GB",) if draw.random() < 0.7 else (),
            sourcing_countries=(draw.choice(COUNTRIES),) if draw.random() < 0.5 else (),
            agency_labour=draw.choice(FACTS),
            migrant_workers=draw.choice(FACTS),
        )
        held[supplier].append(contract)
    return [_case(number, tuple(own), draw) for number, own in enumerate(held)]


def _case(number: int, contracts: tuple[Contract, ...], draw: random.Random) -> Case:
    answered = draw.random() < 0.3
    word = Signal(draw.choice(("independent", "internal", "no")), Evidence.DOCUMENTED, AS_AT)
    return Case(
        identity=str(number),
        name=f"Fictitious Supplier {number} Ltd",
        as_at=AS_AT,
        contracts=contracts,
        spend=sum((contract.value or Decimal(0) for contract in contracts), Decimal(0)),
        statement=StatementFinding(StatementStatus.NOT_FOUND, date(2022, 2, 16)),
        signals={"voice.grievance": word, "workforce.low_paid": Signal("some")} if answered else {},
    )


def main() -> None:
    """Score the fictitious suppliers, keep all reports, and print the time and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=CONTRACTS)
    parser.add_argument("--suppliers", type=int, default=SUPPLIERS)
    parser.add_argument("--use", default="contract_management")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    cases = fictitious(given.contracts, given.suppliers, given.seed)
    screening.screen(cases[0], given.use)  # reads the tables
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, core = time.perf_counter(), time.process_time()
    with collector.paused():  # as `fairhand screen` does
        reports: list[Report] = [screening.screen(case, given.use) for case in cases]
    wall, core = time.perf_counter() - wall, time.process_time() - core
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = sum(len(report.contributions) for report in reports)
    print(f"{platform.python_implementation()} {platform.python_version()}")
    print(f"{given.contracts:,} contracts of {given.suppliers:,} suppliers, {lines:,} contributions kept")
    print(
        f"{core:.1f} s of one core ({wall:.1f} s by the clock), peak {peak:.0f} MB ({before:.0f} MB before)"
    )


if __name__ == "__main__":
    main()
