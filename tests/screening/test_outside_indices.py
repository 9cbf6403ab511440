"""Outside country indices that a council holds: nothing until it lets them count, then no more than it says.
All figures are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import codec
from screening.contracts import lines
from screening.geography import HOME, country_risk
from screening.report import build
from screening.types import Case, Contract, OutsideFigure, Report, Use
from screening.weights import Weights, changed
from support.cases import AS_AT, case

CODES = ("CN", "IN", "NO", "ZZ")


def weights(gsi: float = 0.0, tip: float = 0.0) -> Weights:
    moved = {"outside.gsi": gsi, "outside.tip": tip}
    return Weights(
        tuple(changed(name, value, "Lee Lead", AS_AT, "We hold a copy") for name, value in moved.items())
    )


def figure(share: float, index: str = "gsi", country: str = "IN") -> OutsideFigure:
    return OutsideFigure(index, country, share, "2023")


def judged(given_case: Case, used: Weights, use: Use = Use.CONTRACT_MANAGEMENT) -> Report:
    return build(given_case, "test", use, used)


def uniforms(*outside: OutsideFigure) -> Case:
    return case("Supply of uniforms", sourcing_countries=("IN",), outside=outside)


def plain(report: Report) -> Report:
    return replace(report, case_sha256="", weights=(), weights_sha256="")


def test_a_copy_counts_for_nothing_until_the_council_lets_it() -> None:
    assert plain(judged(uniforms(figure(1.0)), Weights())) == plain(judged(uniforms(), Weights()))
    assert country_risk("IN", Weights(), (figure(1.0),)) == country_risk("IN")


def test_it_makes_up_its_part_of_the_figure_and_is_named() -> None:
    ours = country_risk("IN").range.point
    both = (figure(1.0), figure(0.0, "tip"), figure(1.0, country="CN"))
    risk = country_risk("IN", weights(gsi=0.2, tip=0.1), both)
    assert risk.range.point == pytest.approx(0.7 * ours + 0.2) and risk.outside == ("gsi", "tip")
    report = judged(uniforms(figure(1.0)), weights(gsi=0.3))
    [line] = [one for one in report.contributions if one.factor == "sourcing"]
    share = round(100 * (0.7 * ours + 0.3))
    assert str(line.reason) == (
        f"Goods from India, {share} of 100; the council's own copy of an outside index counted"
    )
    assert report.residual > judged(uniforms(), weights(gsi=0.3)).residual
    assert sum(one.points for one in report.contributions) == report.residual


def test_a_country_without_a_figure_and_the_united_kingdom_keep_ours() -> None:
    used = weights(gsi=0.3)
    assert country_risk("NO", used, (figure(1.0),)).range == country_risk("NO").range
    assert country_risk(HOME, used, (figure(1.0, country=HOME),)) == country_risk(HOME)


@given(st.sampled_from(CODES), st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 0.3))
def test_a_worse_figure_never_lowers_and_all_stays_in_bounds(
    code: str, one: float, two: float, gsi: float, tip: float
) -> None:
    used = weights(gsi, tip)
    better, worse = sorted((one, two))
    low = country_risk(code, used, (figure(better, country=code), figure(0.5, "tip", code))).range
    high = country_risk(code, used, (figure(worse, country=code), figure(0.5, "tip", code))).range
    for before, after in zip((low.low, low.point, low.high), (high.low, high.point, high.high), strict=True):
        assert 0.0 <= before <= after + 1e-12 <= 1.0 + 1e-9
    assert low.low <= low.point <= low.high


def test_a_contract_by_itself_counts_it_too_and_its_lines_add_up() -> None:
    contracts = (
        Contract(title="Supply of uniforms", sourcing_countries=("IN",), reference="A"),
        Contract(title="Supply of boots", sourcing_countries=("NO",), reference="B"),
    )
    whole = case(contracts=contracts, outside=(figure(1.0),))
    report = judged(whole, weights(gsi=0.3))
    without = judged(replace(whole, outside=()), weights(gsi=0.3))
    points = {one.label: one.residual for one in report.contracts}
    before = {one.label: one.residual for one in without.contracts}
    assert points["A"] > before["A"] and points["B"] == before["B"]
    assert sum(line.points for line in lines(whole, report)) == report.residual


def test_no_evaluation_of_tenders_depends_on_it() -> None:
    used = weights(gsi=0.3)
    with_copy, without = (judged(one, used, Use.EVALUATION) for one in (uniforms(figure(1.0)), uniforms()))
    assert codec.dump_report(with_copy) == codec.dump_report(without)


def test_a_stored_case_gives_the_same_report_again() -> None:
    before = uniforms(figure(0.4), figure(0.8, "tip"))
    again = codec.load_case(codec.dump_case(before))
    assert again == before
    used = weights(gsi=0.2, tip=0.2)
    assert codec.dump_report(judged(again, used)) == codec.dump_report(judged(before, used))
