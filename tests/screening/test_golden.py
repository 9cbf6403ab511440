"""The golden cases: fictitious suppliers whose band was reasoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from screening import rank, screen
from screening.types import (
    Band,
    Case,
    Contract,
    CoverBasis,
    Evidence,
    GroupCover,
    Signal,
    StatementFinding,
    StatementStatus,
)
from support.cases import AS_AT, COPY_DATE

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "golden_cases.yaml").read_text(encoding="utf-8")
)


def _contract(row: dict[str, Any]) -> Contract:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Contract(**{**values, "value": Decimal(values["value"])})


def _signal(row: str | list[Any]) -> Signal:
    if isinstance(row, list) and len(row) == 3 and isinstance(row[2], date):
        return Signal(row[0], Evidence(row[1]), row[2])
    return Signal(tuple(row) if isinstance(row, list) else row)


def _statement(status: str) -> StatementFinding:
    """A finding of this status; where a statement counts, it is a fresh one that covers every area."""
    if status not in ("matched", "covered_by_group"):
        return StatementFinding(StatementStatus(status), COPY_DATE)
    group = GroupCover("Wexcombe Holdings plc", CoverBasis.LISTED, ("A member Ltd",), 12)
    return StatementFinding(
        StatementStatus(status),
        COPY_DATE,
        organisation="Wexcombe Holdings plc",
        period_end=date(2026, 3, 31),
        areas=dict.fromkeys(("risk_assessment", "due_diligence", "training", "goals"), True),
        group=group if status == "covered_by_group" else None,
    )


def golden(row: dict[str, Any]) -> Case:
    return Case(
        identity=row["name"],
        name=row["name"],
        as_at=AS_AT,
        contracts=tuple(_contract(contract) for contract in row["contracts"]),
        statement=_statement(row.get("statement", "not_found")),
        signals={name: _signal(value) for name, value in row.get("signals", {}).items()},
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_golden_case_has_the_band_that_was_reasoned(row: dict[str, Any]) -> None:
    report = screen(golden(row), row.get("use", "contract_management"))
    assert (report.sector, report.band) == (row["sector"], Band(row["band"])), f"{report.residual / 10}"


def test_every_band_and_at_least_forty_suppliers_are_covered() -> None:
    assert {Band(row["band"]) for row in ROWS} == set(Band)
    assert len(ROWS) >= 40 and len({row["name"] for row in ROWS}) == len(ROWS)
    assert all(len(row["reason"]) > 20 for row in ROWS)


def test_the_queue_of_the_golden_cases_begins_high_and_ends_low() -> None:
    reports = [screen(golden(row), row.get("use", "contract_management")) for row in ROWS]
    bands = [report.band for report in rank(reports)]
    first_low = bands.index(Band.LOW)
    assert set(bands[: bands.count(Band.HIGH)]) == {Band.HIGH}
    assert set(bands[first_low:]) == {Band.LOW}
