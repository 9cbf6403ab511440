"""The explanation and the unknowns that matter."""

from __future__ import annotations

import pytest

from screening import scoring, screen
from screening.types import Contract, Unknown
from support.cases import AS_AT, BEST_TO_WORST, answered, case


def test_a_supplier_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one kind of work"):
        scoring.score([])


def test_each_kind_of_work_has_its_own_sector_lines_and_the_riskiest_leads() -> None:
    report = screen(case(contracts=(Contract(title="Software"), Contract(title="Cleaning"))))
    reasons = {str(line.reason).split(":")[0] for line in report.contributions if line.factor == "sector"}
    assert reasons == {"Cleaning", "Software and licences"}
    assert report.sector == "cleaning"


def test_one_line_for_each_channel_and_factor() -> None:
    report = screen(case(contracts=(Contract(title="Software"), Contract(title="Cleaning"))))
    keys = [(line.channel, line.factor) for line in report.contributions if line.factor != "sector"]
    assert len(keys) == len(set(keys))


def test_the_largest_contribution_comes_first() -> None:
    sizes = [abs(line.points) for line in screen(case("Cleaning")).contributions]
    assert sizes == sorted(sizes, reverse=True)


def test_an_unknown_is_worth_what_its_answer_would_narrow() -> None:
    before = screen(case("Cleaning"))
    first = before.unknowns[0]
    assert first.gain == max(unknown.gain for unknown in before.unknowns)
    after = screen(answered(case("Cleaning"), **{first.signal: "some"}))
    assert after.high - after.low < before.high - before.low
    assert first.signal not in {unknown.signal for unknown in after.unknowns}


def test_the_origin_of_goods_is_one_question() -> None:
    unknowns: tuple[Unknown, ...] = screen(case("Supply of uniforms")).unknowns
    assert unknowns[0].signal == "sourcing.countries"
    assert [unknown.signal for unknown in unknowns].count("sourcing.countries") == 1


def test_an_unknown_sector_is_the_first_thing_to_learn() -> None:
    assert screen(case("Equipment", name="Zeta Omega Ltd")).unknowns[0].factor == "sector"


def test_everything_answered_leaves_little_unknown() -> None:
    answers = {name: values[0] for name, values in BEST_TO_WORST.items()}
    known = case(
        "Cleaning",
        delivery_countries=("GB",),
        sourcing_countries=("GB",),
        start=AS_AT,
        end=AS_AT,
        workforce_skill="skilled",
    )
    report = screen(answered(known, **answers))
    assert {unknown.factor for unknown in report.unknowns} <= {"statement"}
    assert report.high - report.low < 200
