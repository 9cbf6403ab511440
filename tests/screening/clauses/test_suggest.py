"""Which clauses findings call for: traced, total, in order, and more for more risk."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import screen
from screening.changes import FACTOR_NAMES
from screening.clauses import brief
from screening.clauses.findings import GEOGRAPHY, Kind, view
from screening.clauses.library import families
from screening.clauses.lint import lint
from screening.clauses.suggest import FACT_NAMES, SIZE_NAMES, STATEMENT_NAMES, TIER_NAMES, TYPE_NAMES, suggest
from screening.clauses.types import ContractFacts, ContractType, Fact, Size, Stage, Tier
from screening.controls import NOT_ANSWERED
from screening.types import (
    Band,
    Case,
    Channel,
    Contribution,
    Report,
    Signal,
    StatementFinding,
    StatementStatus,
    Use,
    say,
)
from screening.weights import controls
from support.cases import COPY_DATE, case, cases

BASELINE = ["K1", "K2", "K9"]
MANAGE = Stage.CONTRACT_MANAGEMENT
TENDER = (Stage.CONDITIONS_OF_PARTICIPATION, Stage.AWARD)
FOUND = StatementFinding(StatementStatus.MATCHED, COPY_DATE)
SERVICES = ContractFacts(ContractType.SERVICES, health_service_england=False)

facts = st.builds(
    ContractFacts,
    type=st.sampled_from(ContractType),
    value=st.none() | st.decimals(0, 20_000_000, places=2),
    health_service_england=st.sampled_from((None, True, False)),
    above_threshold=st.sampled_from((None, True, False)),
    light_touch=st.sampled_from((None, True, False)),
)
lines = st.builds(
    Contribution,
    channel=st.sampled_from(Channel),
    factor=st.sampled_from(sorted(FACTOR_NAMES)),
    low=st.integers(-300, 0),
    points=st.integers(-200, 300),
    high=st.integers(300, 400),
    known=st.booleans(),
    reason=st.sampled_from(("One reason", "Another reason")).map(say),
    source=st.just("judgement"),
    source_date=st.just("2026-11"),
)


def _report(one: Case, band: Band, more: list[Contribution], use: Use) -> Report:
    report = screen(one, use)
    return replace(report, band=band, contributions=(*report.contributions, *more))


reports = st.builds(_report, cases, st.sampled_from(Band), st.lists(lines, max_size=6), st.sampled_from(Use))


def ids(report: Report, given_facts: ContractFacts = SERVICES, stage: Stage = MANAGE) -> list[str]:
    return [one.clause.family for one in suggest(report, given_facts, Size.LARGER, stage).suggested]


def bare(band: Band = Band.LOW) -> Report:
    """A report in which nothing was found."""
    report = screen(case("Legal Services", statement=FOUND))
    return replace(report, band=band, contributions=(), unknowns=(), clauses=())


@settings(max_examples=60, deadline=None)
@given(reports, facts, st.sampled_from(Size), st.sampled_from(Stage))
def test_any_report_gives_suggestions_that_are_whole_traced_and_the_same_again(
    report: Report, given_facts: ContractFacts, size: Size, stage: Stage
) -> None:
    told = suggest(report, given_facts, size, stage)
    chosen = [one.clause.family for one in told.suggested]
    order = [family.id for family in families()]
    assert set(BASELINE) <= set(chosen)
    assert chosen == [family for family in order if family in chosen]
    assert sorted([*chosen, *(one.family for one in told.considered)], key=order.index) == order
    for one in told.suggested:
        assert one.because and all(str(reason.sentence) for reason in one.because)
        assert one.clause.suits(told.tier, given_facts.type, size)
        assert str(one.why_variant)
    assert all(str(one.why) for one in told.considered)
    assert told == suggest(report, given_facts, size, stage)


@settings(max_examples=40, deadline=None)
@given(reports, facts, st.sampled_from(Size), st.sampled_from(Stage))
def test_a_higher_tier_or_another_finding_never_takes_a_family_away(
    report: Report, given_facts: ContractFacts, size: Size, stage: Stage
) -> None:
    before: set[str] = set()
    for band in (Band.LOW, Band.MEDIUM, Band.HIGH):
        now = {
            one.clause.family
            for one in suggest(replace(report, band=band), given_facts, size, stage).suggested
        }
        assert before <= now
        before = now


@settings(max_examples=40, deadline=None)
@given(reports, lines, facts)
def test_one_more_line_that_adds_points_never_takes_a_family_away(
    report: Report, line: Contribution, given_facts: ContractFacts
) -> None:
    line = replace(line, low=0, points=abs(line.points))
    more = replace(report, contributions=(*report.contributions, line))
    for stage in Stage:
        assert set(ids(report, given_facts, stage)) <= set(ids(more, given_facts, stage))


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_short_list_of_a_report_is_part_of_what_is_suggested(one: object) -> None:
    report = screen(one)  # type: ignore[arg-type]
    short = {row.id: row.family for row in brief.library()}
    assert {short[each.clause] for each in report.clauses} <= set(ids(report))


def test_without_a_finding_there_is_the_baseline_with_its_reason() -> None:
    told = suggest(bare(), SERVICES, Size.SMALL, MANAGE)
    assert [one.clause.id for one in told.suggested] == ["K1.small", "K2.small", "K9.small"]
    for one in told.suggested:
        assert [reason.kind for reason in one.because] == [Kind.BASELINE]
        assert str(one.because[0].sentence) == "Baseline for every contract of this kind (services)"
    assert str(told.suggested[0].why_variant) == "Written for: a small supplier; lower risk, medium risk"


def test_an_answered_no_is_named_as_the_finding() -> None:
    report = screen(case("Cleaning", 50_000, signals={"recruitment.no_fees": Signal("no")}))
    report = replace(report, band=Band.MEDIUM)
    told = {one.clause.family: one for one in suggest(report, SERVICES, Size.LARGER, MANAGE).suggested}
    reason = next(each for each in told["K12"].because if each.name == "recruitment.no_fees")
    assert reason.kind is Kind.FINDING
    assert str(reason.sentence) == "The supplier answered no: no recruitment fees"


def test_i_do_not_know_and_not_answered_are_told_as_not_known() -> None:
    report = screen(case("Cleaning", signals={"voice.grievance": Signal("unknown")}))
    told = {one.clause.family: one for one in suggest(report, SERVICES, Size.LARGER, MANAGE).suggested}
    kinds = {reason.name: reason.kind for reason in told["K8"].because}
    assert kinds["voice.grievance"] is Kind.NOT_KNOWN
    assert {reason.name for reason in told["K11"].because} >= {NOT_ANSWERED, "not_looked_for"}


def test_too_low_a_tier_says_what_was_found_and_left_aside() -> None:
    line = Contribution(
        Channel.SUBCONTRACTING, "tiers", 60, 60, 60, True, say("Three tiers"), "judgement", "2026"
    )
    told = suggest(replace(bare(), contributions=(line,)), SERVICES, Size.LARGER, MANAGE)
    why = {one.family: str(one.why) for one in told.considered}
    assert why["K4"] in (
        "Out of proportion below medium risk: Three tiers",
        "Out of proportion below medium risk: Sub-contracting: 6.0 points after controls",
    )
    assert why["K16"] == "Only from higher risk."


# --- Contracts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "families_called"),
    [
        (ContractType.CARE, {"K5"}),
        (ContractType.LABOUR_SUPPLY, {"K5", "K6"}),
        (ContractType.SERVICES, set()),
    ],
)
def test_what_is_bought_calls_by_itself(kind: ContractType, families_called: set[str]) -> None:
    assert set(ids(bare(), ContractFacts(kind))) == {*BASELINE, *families_called}


def test_care_gets_the_text_on_sponsored_workers_and_a_note() -> None:
    told = suggest(bare(Band.MEDIUM), ContractFacts(ContractType.CARE), Size.LARGER, MANAGE)
    assert {"K5.care", "K8.care", "K17.care"} <= {one.clause.id for one in told.suggested}
    assert any("sponsored workers" in str(note) for note in told.notes)


def test_the_health_service_in_england_asks_for_steps_at_any_value() -> None:
    asked = replace(SERVICES, health_service_england=True, value=Decimal(1))
    told = suggest(bare(Band.MEDIUM), asked, Size.LARGER, MANAGE)
    called = {
        one.clause.family
        for one in told.suggested
        for reason in one.because
        if reason.name == Fact.HEALTH_SERVICE_ENGLAND
    }
    assert called == {"K3", "K11", "K12"}
    assert any("SI 2025/1212" in str(note) for note in told.notes)
    unknown = suggest(bare(), replace(asked, health_service_england=None), Size.LARGER, MANAGE)
    assert any(str(note).startswith("Not known: whether") for note in unknown.notes)


@pytest.mark.parametrize(("value", "called"), [(5_000_000, False), (5_000_001, True), (None, False)])
def test_more_than_five_million_calls_for_indicators(value: int | None, called: bool) -> None:
    worth = replace(SERVICES, value=None if value is None else Decimal(value))
    assert ("K14" in ids(bare(), worth)) is called


def test_every_family_and_every_trigger_can_be_reached() -> None:
    """Each single trigger of each call, alone, brings its family at the call's tier."""
    bands = {Tier.LOWER: Band.LOW, Tier.MEDIUM: Band.MEDIUM, Tier.HIGHER: Band.HIGH}
    for family in families():
        for call in family.calls:
            empty = bare(bands[call.tier])
            alone = [
                (replace(empty, contributions=(_line(factor),)), SERVICES, factor) for factor in call.factors
            ]
            alone += [
                (replace(empty, contributions=(_line("sector", channel, tenths),)), SERVICES, channel.value)
                for channel, tenths in call.channels.items()
            ]
            alone += [
                (replace(empty, statement=StatementFinding(status)), SERVICES, status.value)
                for status in call.statement
            ]
            alone += [(empty, ContractFacts(kind), kind.value) for kind in call.types]
            alone += [(empty, _with(fact), fact.value) for fact in call.facts]
            for report, given_facts, name in alone:
                told = suggest(report, given_facts, Size.LARGER, MANAGE)
                because = {
                    reason.name
                    for one in told.suggested
                    if one.clause.family == family.id
                    for reason in one.because
                }
                assert name in because, (family.id, name)


def _line(factor: str, channel: Channel = Channel.OWN_WORKFORCE, tenths: int = 50) -> Contribution:
    points = 0 if factor in controls() else tenths
    return Contribution(channel, factor, points, points, points, True, say("Found"), "judgement", "2026-11")


def _with(fact: Fact) -> ContractFacts:
    if fact is Fact.HEALTH_SERVICE_ENGLAND:
        return ContractFacts(ContractType.SERVICES, health_service_england=True)
    return ContractFacts(ContractType.SERVICES, value=Decimal(6_000_000))


# --- Stages and the law ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(cases, st.sampled_from(TENDER), facts)
def test_no_country_and_no_term_of_employment_reaches_a_tender(
    one: object, stage: Stage, given_facts: ContractFacts
) -> None:
    report = screen(one)  # type: ignore[arg-type]
    told = suggest(report, given_facts, Size.LARGER, stage)
    named = {reason.name for each in told.suggested for reason in each.because}
    barred = {"agency", "migrant", "low_paid", "accommodation", "recruitment.no_fees", NOT_ANSWERED}
    assert not named & (GEOGRAPHY | barred | {Channel.PLACE.value})
    assert not any(each.geography for each in told.suggested)
    assert told.tier is Tier.MEDIUM and "delivery" in told.left_out


@settings(max_examples=40, deadline=None)
@given(cases, st.sampled_from(("BD", "CN", "GB")), st.sampled_from(TENDER))
def test_a_country_changes_nothing_at_a_tender_even_from_a_report_with_it(
    one: object, country: str, stage: Stage
) -> None:
    plain = replace(one, signals={})  # type: ignore[type-var]
    contracts = tuple(
        replace(each, delivery_countries=(country,), sourcing_countries=(country,))
        for each in plain.contracts  # type: ignore[attr-defined]
    )
    for use in (Use.EVALUATION, Use.CONTRACT_MANAGEMENT):
        here = suggest(screen(plain, use), SERVICES, Size.LARGER, stage)  # type: ignore[arg-type]
        there = suggest(
            screen(replace(plain, contracts=contracts), use),  # type: ignore[type-var]
            SERVICES,
            Size.LARGER,
            stage,
        )
        assert here == there


def test_a_country_deepens_the_management_of_a_contract_and_is_marked() -> None:
    report = screen(case("Supply of uniforms", sourcing_countries=("CN",)))
    told = suggest(report, ContractFacts(ContractType.GOODS), Size.LARGER, MANAGE)
    marked = {one.clause.id for one in told.suggested if one.geography}
    assert "K3.goods_higher" in marked
    assert not {each.partition(".")[0] for each in marked} & {"K15", "K16"}
    assert "Section 17" in told.rule.s17 and told.rule.use == Use.CONTRACT_MANAGEMENT


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_says_what_is_allowed_and_what_is_not(stage: Stage) -> None:
    told = suggest(bare(), SERVICES, Size.LARGER, stage)
    assert told.rule.stage is stage and told.rule.allowed and told.rule.not_allowed.startswith("Not")
    tender_note = any("for all alike" in str(note) for note in told.notes)
    assert tender_note is (stage in TENDER)


def test_a_report_made_for_tenders_keeps_its_band_there_and_tells_what_was_left_out() -> None:
    report = screen(case("Cleaning"), Use.EVALUATION)
    seen = view(report, Use.EVALUATION)
    assert seen.complete and "migrant" in seen.left_out
    elsewhere = suggest(replace(report, band=Band.LOW), SERVICES, Size.LARGER, MANAGE)
    assert elsewhere.tier is Tier.MEDIUM
    assert any("leaves things out" in str(note) for note in elsewhere.notes)


def test_a_supplier_of_whom_nothing_is_known_is_not_taken_for_low() -> None:
    assert view(bare(Band.NOT_ENOUGH_KNOWN), Use.CONTRACT_MANAGEMENT).tier is Tier.MEDIUM


def test_every_name_is_told_and_no_sentence_assures_vaguely() -> None:
    assert TIER_NAMES.keys() == set(Tier) and TYPE_NAMES.keys() == set(ContractType)
    assert SIZE_NAMES.keys() == set(Size) and FACT_NAMES.keys() == set(Fact)
    assert STATEMENT_NAMES.keys() == set(StatementStatus)
    for note in suggest(bare(), SERVICES, Size.LARGER, MANAGE).notes:
        assert not {one.rule for one in lint(str(note))} & {"vague_assurance", "place_as_ground"}
