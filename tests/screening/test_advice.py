"""The one next step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screening import screen
from screening.types import Case, Evidence, Signal, StatementFinding, StatementStatus
from support.cases import AS_AT, BEST_TO_WORST, COPY_DATE, answered, case

MISSING = StatementFinding(StatementStatus.NOT_FOUND, COPY_DATE)
POSSIBLE = StatementFinding(StatementStatus.POSSIBLE, COPY_DATE)


def everything(place: int) -> dict[str, Any]:
    return {
        "signals": {
            name: Signal(values[place], Evidence.VERIFIED, AS_AT) for name, values in BEST_TO_WORST.items()
        },
        "delivery_countries": ("GB",),
        "sourcing_countries": ("GB",),
        "start": AS_AT,
        "end": AS_AT,
        "workforce_skill": ("skilled", "low")[place],
        "statement": StatementFinding(StatementStatus.MATCHED, COPY_DATE, period_end=AS_AT),
    }


@pytest.mark.parametrize(
    ("supplier", "begins"),
    [
        (case("Cleaning", statement=POSSIBLE), "Check the possible statement match."),
        (case("Equipment", name="Zeta Omega Ltd"), "Find out what this supplier provides"),
        (case("Supply of cotton", sourcing_countries=("IN",)), "Ask which factories, farms or mines"),
        (case("Cleaning", statement=MISSING), "Ask the supplier to answer the questionnaire, first of all:"),
        (
            answered(case("Legal Services", statement=MISSING), statement__in_scope="yes"),
            "Ask where its statement is published",
        ),
        (answered(case("Cleaning", statement=MISSING), policy__published="yes"), "Ask: "),
        (
            answered(case("Cleaning", statement=MISSING), workforce__migrant="unknown"),
            "Help the supplier to find out, as it does not know:",
        ),
        (
            case("New build construction", 5_000_000, **everything(-1)),
            "Agree an improvement plan with dates.",
        ),
        (case("Grass cutting", 5_000, **everything(-1)), "Raise it at the next contract review."),
        (case("Legal Services", statement=MISSING), "No step now"),
    ],
)
def test_the_step_that_helps_most(supplier: Case, begins: str) -> None:
    assert str(screen(supplier).next_action).startswith(begins)


def test_a_decided_match_waits_for_nobody() -> None:
    decided = case("Cleaning", statement=replace(POSSIBLE, decided=True))
    assert not str(screen(decided).next_action).startswith("Check the possible")
