"""The clause library and what calls for its clauses."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from screening import screen
from screening.changes import FACTOR_NAMES
from screening.clauses.brief import STATUS, channel_points, library, suggest
from screening.types import Band, Case, Report, Signal, StatementFinding, StatementStatus
from support.cases import COPY_DATE, case

NEEDED = {"K1", "K2", "K3", "K4", "K5", "K6", "K8", "K9", "K11", "K12", "K13", "K16", "K17"}


def examples() -> list[Report]:
    found = StatementFinding(StatementStatus.MATCHED, COPY_DATE)
    titles = (
        "Cleaning",
        "Supply of uniforms",
        "External Agency Staff",
        "New build construction",
        "Legal Services",
    )
    suppliers: list[Case] = [case(title, 500_000) for title in titles]
    suppliers += [case("Equipment", name="Zeta Omega Ltd"), case("Grass cutting", statement=found)]
    return [screen(each) for each in suppliers]


def test_the_families_that_councils_need_are_there_and_every_clause_is_a_draft() -> None:
    assert {clause.family for clause in library()} >= NEEDED
    assert {clause.status for clause in library()} == {STATUS}
    assert len({clause.id for clause in library()}) == len(library())


def test_every_condition_names_what_exists() -> None:
    for clause in library():
        assert clause.when.bands, clause.id
        assert set(clause.when.factors) <= FACTOR_NAMES.keys(), clause.id
        assert all(0 < tenths < 1000 for tenths in clause.when.channels.values()), clause.id


def test_every_clause_is_reached_by_some_supplier_with_a_reason() -> None:
    suggested = [suggestion for report in examples() for suggestion in report.clauses]
    assert {each.clause for each in suggested} == {clause.id for clause in library()}
    assert all(str(each.because) for each in suggested)


def test_a_low_supplier_is_asked_for_little() -> None:
    report = screen(case("Legal Services", statement=StatementFinding(StatementStatus.MATCHED, COPY_DATE)))
    assert report.band is Band.LOW
    assert [each.clause for each in report.clauses] == ["comply_with_law", "notify"]


@pytest.mark.parametrize("title", ["Grass cutting", "Cleaning"])
def test_a_trigger_is_needed_beside_the_band(title: str) -> None:
    report = screen(case(title))
    bare = replace(report, contributions=())
    assert "supply_chain_map" not in {each.clause for each in suggest(bare)}
    answered = screen(case(title, signals={"policy.published": Signal("no")}))
    assert len(suggest(answered)) >= len(suggest(bare))


def test_channel_points_add_up() -> None:
    report = screen(case("Cleaning"))
    assert sum(channel_points(report.contributions).values()) == report.residual


def test_clauses_are_plain_and_fair() -> None:
    for clause in library():
        text = clause.text.lower()
        assert not re.search(r"all appropriate|immediate(ly)?|guarantee|hereinafter|whatsoever", text), (
            clause.id
        )
        assert len(clause.purpose) > 20 and len(clause.small_supplier) > 10, clause.id
        assert max(len(sentence.split()) for sentence in clause.text.split(". ")) < 70, clause.id
