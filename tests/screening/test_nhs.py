"""Contracts for the health service in England: the assessment and the notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from screening import screen
from screening.types import Contract, Use
from support.cases import AS_AT, case

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("notice", "says"),
    [
        (AS_AT - DAY, "after the notice, and had to come before it: record why it is late"),
        (AS_AT, "not after the notice, as the regulations ask"),
        (AS_AT + DAY, "not after the notice, as the regulations ask"),
        (None, "the day of the notice is not known"),
    ],
)
def test_a_flagged_contract_is_told_with_the_day_of_its_assessment(notice: date | None, says: str) -> None:
    flagged = case("Surgical gloves", reference="H1", health_service_england=True, notice=notice)
    for use in Use:
        (note,) = screen(flagged, use).notes
        assert says in str(note) and "SI 2025/1212" in str(note)
        assert "22 November 2026" in str(note) and "H1" in str(note)


@pytest.mark.parametrize(
    "more",
    [
        {"health_service_england": False},
        {"health_service_england": None},
        {"health_service_england": True, "notice": date(2026, 5, 16)},
    ],
)
def test_other_contracts_say_nothing(more: dict[str, object]) -> None:
    assert screen(case("Surgical gloves", **more)).notes == ()


def test_the_flag_is_no_factor() -> None:
    flagged = screen(case("Surgical gloves", health_service_england=True))
    plain = screen(case("Surgical gloves"))
    assert flagged.residual == plain.residual and flagged.contributions == plain.contributions


def test_many_flagged_contracts_are_one_sentence() -> None:
    many = tuple(Contract(reference=f"H{n}", title="Gloves", health_service_england=True) for n in range(8))
    (note,) = screen(case(contracts=many)).notes
    assert str(note).endswith("H0; H1; H2; H3; H4 + 3")
