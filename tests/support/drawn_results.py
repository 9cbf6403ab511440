"""Results of the judgement for drawn suppliers: each is a real one, of a fictitious case."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import screening
from screening import codec
from screening.types import Case, Contract, StatementFinding, StatementStatus

TRADES: Final = (
    ("Cleaning Services", "90919200"), ("Care", "85310000"), ("Construction", "45000000"),
    ("Recruitment", "79600000"), ("Software", "48000000"), ("Waste Management", "90500000"),
    ("Catering", "55520000"), ("Solicitors", "79100000"), ("Coaches", "60172000"), ("Workwear", "18100000"),
)  # fmt: skip
"""What suppliers do: its name, and the CPV code of its contracts."""


@dataclass(frozen=True)
class Result:
    """One result of the judgement, to be given to many suppliers."""

    columns: dict[str, Any]
    """The columns of a stored report that come from the result alone."""
    case_json: str
    report_json: str


def draw_results(chance: random.Random, number: int, today: date) -> list[Result]:
    """So many results, each of a case of its own, as at this day."""
    return [_draw_result(chance, place, today) for place in range(number)]


def _draw_result(chance: random.Random, place: int, today: date) -> Result:
    trade, cpv = chance.choice(TRADES)
    status = chance.choice(list(StatementStatus))
    found = status not in (StatementStatus.NOT_FOUND, StatementStatus.NOT_LOOKED_FOR)
    case = Case(
        identity=f"case {place}",
        name=f"Case {place} {trade} Ltd",
        as_at=today,
        contracts=(
            Contract(
                reference=f"C{place}",
                title=trade if chance.random() < 0.85 else "Sundry payments",
                cpv=(cpv,) if chance.random() < 0.8 else (),
                value=Decimal(round(chance.lognormvariate(10, 2))),
                delivery_countries=("GB",) if chance.random() < 0.3 else (),
                agency_labour=chance.choice(("", "none", "some", "most")),
            ),
        ),
        spend=Decimal(round(chance.lognormvariate(9, 2))),
        statement=StatementFinding(
            status=status,
            copy_date=None if status is StatementStatus.NOT_LOOKED_FOR else date(2022, 2, 16),
            organisation="HARBOUR HOLDINGS PLC" if found else "",
            probability=0.8 if found else None,
        ),
    )
    report = screening.screen(case)
    band, residual, findings, high, _identity, digest = screening.order_key(report)
    columns = {
        "case_sha256": digest,
        "model_version": report.model_version,
        "band": report.band.value,
        "sector": report.sector,
        "statement_status": report.statement.status.value,
        "inherent": report.inherent,
        "residual": report.residual,
        "low": report.low,
        "high": report.high,
        "order_band": band,
        "order_residual": residual,
        "order_findings": findings,
        "order_high": high,
    }
    return Result(columns, codec.dump_case(case).decode(), codec.dump_report(report).decode())
