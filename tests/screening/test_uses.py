"""What each use may see: the table, and that no tender-stage output depends on what the law keeps out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import order_key, screen, uses
from screening.changes import FACTOR_NAMES
from screening.codec import dump_report
from screening.factors import FACTORS, SIGNALS_READ
from screening.reference import sources
from screening.types import Band, Case, Channel, Contract, Signal, Use
from screening.weights import controls
from support.cases import BEST_TO_WORST, COUNTRIES, answered, case, cases

thorough = settings(max_examples=150, deadline=None)

#: The signals that are non-commercial matters, written here by hand from the Act:
#: s.17(5)(a) terms of employment, composition and training of workforces; s.17(5)(e) places and origins.
FORBIDDEN_SIGNALS = (
    "workforce.agency",
    "workforce.migrant",
    "workforce.low_paid",
    "workforce.accommodation",
    "recruitment.no_fees",
    "documents.kept_by_workers",
    "voice.grievance",
    "audit.worker_interviews",
    "training.given",
    "remedy.process",
    "delivery.countries",
    "sourcing.countries",
    "policy.provisions",
    "providers.all_known",
    "providers.pay_checked",
    "placements.checked",
    "leaving.free",
    "fees.repaid",
    "contracts.understood",
    "housing.free",
    "wages.in_full",
    "deposits.none",
    "hours.free",
    "union.free",
    "audit.kinds",
    "indicators.watched",
    "remedy.actions",
    "partners.engaged",
    "site.identity",
    "labour_only.checked",
    "sites.visited",
    "pay.own_account",
    "hours.promised",
    "travel.paid",
    "season.recruiters",
    "deductions.limited",
    "cotton.traced",
    "homework.known",
    "minerals.traced",
    "factories.monitored",
    "lines.checked",
    "exports.known",
    "drivers.status",
    "peaks.planned",
    "factories.listed",
    "factories.visited",
    "factory.fees",
    "buying.fair",
)

_codes = st.lists(st.sampled_from(COUNTRIES), max_size=3, unique=True).map(tuple)
_how_many = st.sampled_from(("", "none", "some", "most", "yes"))
forbidden_facts = st.fixed_dictionaries(
    {
        "delivery_countries": _codes,
        "sourcing_countries": _codes,
        "agency_labour": _how_many,
        "migrant_workers": _how_many,
        "workforce_skill": st.sampled_from(("", "skilled", "mixed", "low")),
    }
)


@st.composite
def forbidden_answers(draw: st.DrawFn) -> dict[str, Signal]:
    given_answers = {}
    for name in draw(st.sets(st.sampled_from(FORBIDDEN_SIGNALS))):
        values: st.SearchStrategy[Any] = (
            _codes if name.endswith(".countries") else st.sampled_from(BEST_TO_WORST[name])
        )
        given_answers[name] = Signal(draw(values | st.just("unknown")))
    return given_answers


def changed(before: Case, facts: Mapping[str, Any], answers: Mapping[str, Signal]) -> Case:
    kept = {name: signal for name, signal in before.signals.items() if name not in FORBIDDEN_SIGNALS}
    return replace(
        before,
        contracts=tuple(replace(contract, **facts) for contract in before.contracts),
        signals={**kept, **answers},
    )


@thorough
@given(cases, forbidden_facts, forbidden_answers())
def test_no_output_while_tenders_are_read_depends_on_a_non_commercial_matter(
    before: Case, facts: Mapping[str, Any], answers: Mapping[str, Signal]
) -> None:
    after = changed(before, facts, answers)
    first, second = screen(before, Use.EVALUATION), screen(after, Use.EVALUATION)
    assert dump_report(first) == dump_report(second)
    assert order_key(first) == order_key(second)


def test_the_same_change_is_seen_where_it_may_be() -> None:
    here = case("Supply of cotton uniforms", sourcing_countries=("NO",), agency_labour="none")
    there = case("Supply of cotton uniforms", sourcing_countries=("CN",), agency_labour="most")
    for use in (Use.CONTRACT_MANAGEMENT, Use.PRE_MARKET, Use.ANNUAL_STATEMENT):
        assert screen(here, use).residual < screen(there, use).residual
    assert dump_report(screen(here, Use.EVALUATION)) == dump_report(screen(there, Use.EVALUATION))


@thorough
@given(cases)
def test_what_is_left_out_is_in_no_line_and_is_said_with_the_law(before: Case) -> None:
    report = screen(before, Use.EVALUATION)
    out = {(each.channel, each.factor) for each in report.left_out}
    assert not out & {(line.channel, line.factor) for line in report.contributions}
    assert {"delivery", "sourcing", "agency", "migrant", "skill", "low_paid", "accommodation"} <= {
        factor for _, factor in out
    }
    assert not any(line.channel is Channel.PLACE for line in report.contributions)
    assert not any(unknown.signal in FORBIDDEN_SIGNALS for unknown in report.unknowns)
    assert report.countries == ()
    assert report.permitted_use == ("evaluation",) and report.use is Use.EVALUATION
    for each in report.left_out:
        assert "Local Government Act 1988 s.17(5)" in str(each.reason)
        assert each.source in sources() and each.source_date


@thorough
@given(cases)
def test_the_sums_are_exact_for_every_use(before: Case) -> None:
    for use in Use:
        report = screen(before, use)
        assert sum(line.points for line in report.contributions) == report.residual
        assert report.low <= report.residual <= report.high


@thorough
@given(cases)
def test_the_other_uses_see_the_same(before: Case) -> None:
    reports = [screen(before, use) for use in (Use.CONTRACT_MANAGEMENT, Use.PRE_MARKET, Use.ANNUAL_STATEMENT)]
    alike = [replace(report, use=Use.CONTRACT_MANAGEMENT) for report in reports]
    assert alike[0] == alike[1] == alike[2]
    assert reports[0].permitted_use == ("contract_management", "pre_market", "annual_statement")


def test_the_table_knows_every_factor_every_signal_and_every_use() -> None:
    names = {factor.__name__ for factor in FACTORS} - {"answered", "modules"} | controls().keys()
    assert uses.factor_rows().keys() == names
    assert names <= FACTOR_NAMES.keys()
    assert {name for row in uses.factor_rows().values() for name in row.signals} == SIGNALS_READ
    assert set(uses.use_rows()) == set(Use)


def test_the_forbidden_signals_are_those_of_the_table() -> None:
    table = {
        name for row in uses.factor_rows().values() if Use.EVALUATION not in row.uses for name in row.signals
    }
    assert table == set(FORBIDDEN_SIGNALS)


def test_every_row_has_a_reason_and_a_registered_source() -> None:
    for row in (*uses.factor_rows().values(), *uses.channel_rows().values()):
        assert len(row.reason) > 20 and row.source in sources()
        assert Use.CONTRACT_MANAGEMENT in row.uses
        assert set(row.fields) <= {field.name for field in fields(Contract)}
    for use in uses.use_rows().values():
        assert len(str(use.limit)) > 20 and use.source in sources()


def test_a_factor_that_the_table_does_not_know_may_not_speak_at_the_tender_stage() -> None:
    assert uses.barred(Use.CONTRACT_MANAGEMENT, "new", Channel.GOODS) is None
    with pytest.raises(KeyError, match="for which uses"):
        uses.barred(Use.EVALUATION, "new", Channel.GOODS)


def test_an_unknown_use_is_refused() -> None:
    with pytest.raises(ValueError, match="shortlisting"):
        screen(case("Cleaning"), "shortlisting")


def test_the_step_while_tenders_are_read_is_a_question_to_all_or_none() -> None:
    risky = screen(case("Cleaning"), Use.EVALUATION)
    assert risky.band is not Band.LOW
    assert str(risky.next_action).startswith("Ask all tenderers alike")
    calm = screen(case("Legal Services"), Use.EVALUATION)
    assert "published criteria decide" in str(calm.next_action)
    imports = screen(case("Supply of cotton", sourcing_countries=("IN",)), Use.EVALUATION)
    assert "forced labour" not in str(imports.next_action)


def test_controls_that_are_no_terms_of_employment_still_count() -> None:
    mapped = answered(case("Supply of uniforms"), chain__mapped="beyond_tier_one")
    assert (
        screen(mapped, Use.EVALUATION).residual < screen(case("Supply of uniforms"), Use.EVALUATION).residual
    )
