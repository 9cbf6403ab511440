"""The promises of the judgement, on any case: sums, intervals, monotony, order, bytes, lawful use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import MODEL_VERSION, order_key, rank, screen
from screening.codec import dump_report
from screening.types import Band, Case, Contract, Evidence, Report, Signal, StatementFinding, StatementStatus
from screening.weights import controls, value
from support.cases import AS_AT, BEST_TO_WORST, COPY_DATE, answered, case, cases, contracts

thorough = settings(max_examples=60, deadline=None)


def not_lower(risky: Report, safe: Report) -> bool:
    """`risky` stands where `safe` stands in the queue, or above it (identity and sha256 apart)."""
    return order_key(risky)[:4] <= order_key(safe)[:4]


@thorough
@given(cases)
def test_every_sum_is_exact_and_the_interval_holds_the_point(before: Case) -> None:
    report = screen(before)
    assert sum(line.points for line in report.contributions) == report.residual
    assert sum(line.low for line in report.contributions) == report.low
    assert sum(line.high for line in report.contributions) == report.high
    assert report.inherent - report.controls == report.residual
    assert 0 <= report.low <= report.residual <= report.high <= 1000
    assert 0 <= report.controls <= report.inherent <= 1000
    assert sum(line.points for line in report.contributions if line.points > 0) == report.inherent


@thorough
@given(cases)
def test_the_same_case_gives_the_same_bytes(before: Case) -> None:
    assert dump_report(screen(before)) == dump_report(screen(before))


@thorough
@given(cases)
def test_the_order_of_contracts_and_signals_changes_nothing(before: Case) -> None:
    turned = replace(
        before,
        contracts=before.contracts[::-1],
        signals=dict(reversed(before.signals.items())),
    )
    first, second = screen(before), screen(turned)
    assert replace(first, case_sha256="") == replace(second, case_sha256="")


@thorough
@given(st.lists(cases, max_size=6, unique_by=lambda each: each.identity), st.randoms(use_true_random=False))
def test_the_queue_has_no_ties_and_depends_neither_on_the_order_nor_on_others(
    group: list[Case], random: Random
) -> None:
    reports = [screen(each) for each in group]
    ranked = rank(reports)
    shuffled = random.sample(reports, len(reports))
    assert rank(shuffled) == ranked
    assert len({order_key(report) for report in reports}) == len(reports)
    some = shuffled[: len(shuffled) // 2]
    assert rank(some) == [report for report in ranked if report in some]


@thorough
@given(cases, cases)
def test_another_supplier_changes_nobody_s_report(one: Case, other: Case) -> None:
    before = dump_report(screen(one))
    screen(other)
    assert dump_report(screen(one)) == before


@thorough
@given(cases, st.sampled_from(sorted(BEST_TO_WORST)), st.data())
def test_a_worse_answer_never_lowers_and_a_better_one_never_raises(
    before: Case, name: str, data: st.DataObject
) -> None:
    values = BEST_TO_WORST[name]
    better = data.draw(st.integers(0, len(values) - 1))
    worse = data.draw(st.integers(better, len(values) - 1))
    good = screen(answered(before, **{name: values[better]}))
    bad = screen(answered(before, **{name: values[worse]}))
    assert bad.residual >= good.residual and bad.high >= good.high and bad.low >= good.low
    assert not_lower(bad, good)


@thorough
@given(cases, st.sampled_from(sorted(BEST_TO_WORST)), st.sampled_from(["unknown", None]))
def test_an_unknown_never_ranks_below_the_same_supplier_with_a_good_answer(
    before: Case, name: str, answer: str | None
) -> None:
    good = screen(answered(before, **{name: BEST_TO_WORST[name][0]}))
    silent = replace(before, signals={key: each for key, each in before.signals.items() if key != name})
    unknown = screen(silent if answer is None else answered(before, **{name: answer}))
    assert unknown.residual >= good.residual
    assert not_lower(unknown, good)


@thorough
@given(cases, st.sampled_from(["delivery", "sourcing"]))
def test_an_unknown_country_never_ranks_below_a_good_one(before: Case, kind: str) -> None:
    field, signal = f"{kind}_countries", f"{kind}.countries"
    silent = replace(
        before,
        contracts=tuple(replace(contract, **{field: ()}) for contract in before.contracts),
        signals={key: each for key, each in before.signals.items() if key != signal},
    )
    good = screen(answered(silent, **{signal: ("NO",)}))
    assert not_lower(screen(silent), good)


@thorough
@given(cases, st.sampled_from(["delivery", "sourcing"]), st.sampled_from(["CN", "IN", "FR", "ZZ"]))
def test_one_more_country_never_lowers(before: Case, kind: str, country: str) -> None:
    known = answered(before, **{f"{kind}.countries": ("GB",)})
    more = answered(before, **{f"{kind}.countries": ("GB", country)})
    assert screen(more).residual >= screen(known).residual
    assert not_lower(screen(more), screen(known))


@thorough
@given(cases, st.sampled_from(sorted(controls())))
def test_better_evidence_never_raises(before: Case, name: str) -> None:
    scores = []
    for evidence in Evidence:
        given_answer = Signal(BEST_TO_WORST[name][0], evidence, AS_AT)
        scores.append(screen(replace(before, signals={**before.signals, name: given_answer})).residual)
    assert scores == sorted(scores, reverse=True)


@thorough
@given(cases, contracts)
def test_one_more_contract_of_known_work_never_lowers(before: Case, contract: Contract) -> None:
    # Where nothing told the work before, a contract that tells it is news, not more risk: so something tells.
    told = (*before.contracts, Contract(title="Cleaning of the town hall", value=Decimal(1000)))
    start = replace(before, contracts=told)
    more = replace(before, contracts=(*told, contract))
    assert screen(more).residual >= screen(start).residual
    assert not_lower(screen(more), screen(start))


@thorough
@given(cases, st.decimals(0, 10_000_000, places=2), st.decimals(0, 10_000_000, places=2))
def test_more_money_never_lowers(before: Case, some: Decimal, extra: Decimal) -> None:
    little, much = screen(replace(before, spend=some)), screen(replace(before, spend=some + extra))
    assert much.residual >= little.residual and not_lower(much, little)


@thorough
@given(cases)
def test_a_missing_statement_never_raises_and_a_possible_one_is_never_credited(before: Case) -> None:
    unasked = {key: each for key, each in before.signals.items() if not key.startswith("statement.")}
    by_status = {
        status: screen(
            replace(before, signals=unasked, statement=replace(before.statement, status=status))
        ).residual
        for status in StatementStatus
    }
    assert by_status[StatementStatus.NOT_FOUND] == by_status[StatementStatus.NOT_LOOKED_FOR]
    assert by_status[StatementStatus.POSSIBLE] == by_status[StatementStatus.NOT_FOUND]
    assert by_status[StatementStatus.MATCHED] <= by_status[StatementStatus.NOT_FOUND]


@thorough
@given(cases)
def test_a_report_is_advice_for_these_uses_and_never_for_the_evaluation_of_tenders(before: Case) -> None:
    report = screen(before)
    assert report.permitted_use == ("contract_management", "pre_market", "annual_statement")
    assert report.left_out == ()
    assert report.model_version == MODEL_VERSION
    assert str(report.next_action).endswith((".", "?"))
    assert len(report.unknowns) <= 3 and all(unknown.gain > 0 for unknown in report.unknowns)


def test_the_money_alone_does_not_move_a_low_supplier_to_high() -> None:
    tiny, huge = (screen(case("Legal Services", money)) for money in (500, 500_000_000))
    assert (tiny.band, huge.band) == (Band.LOW, Band.LOW)
    tiny, huge = (screen(case("Grass cutting", money)) for money in (500, 500_000_000))
    assert (tiny.band, huge.band) == (Band.MEDIUM, Band.MEDIUM)


def test_a_listed_forced_labour_pair_stays_medium_whatever_the_controls() -> None:
    best = {name: Signal(values[0], Evidence.VERIFIED, AS_AT) for name, values in BEST_TO_WORST.items()}
    report = screen(case("Supply of cotton", 100, sourcing_countries=("IN",), signals=best))
    assert report.band is Band.MEDIUM
    assert report.residual >= value("bands.medium")


def test_a_question_of_compliance_is_a_finding_without_points() -> None:
    looked = case("Legal Services", statement=StatementFinding(StatementStatus.NOT_FOUND, COPY_DATE))
    out, within = (screen(answered(looked, statement__in_scope=answer)) for answer in ("no", "yes"))
    assert within.residual == out.residual
    assert within.findings == out.findings + 1
    assert any("question of compliance" in str(line.reason) for line in within.contributions)
    assert "16 February 2022" in str(within.next_action)


def test_four_kinds_of_not_knowing_have_four_wordings() -> None:
    def reason(status: StatementStatus) -> str:
        finding = StatementFinding(status, None if status is StatementStatus.NOT_LOOKED_FOR else COPY_DATE)
        lines = screen(case("Legal Services", statement=finding)).contributions
        return next(str(line.reason) for line in lines if line.factor == "statement")

    def workforce(answer: str | None) -> str:
        before = case("Cleaning")
        report = screen(before if answer is None else answered(before, workforce__agency=answer))
        return next(str(line.reason) for line in report.contributions if line.factor == "agency")

    assert (
        reason(StatementStatus.NOT_LOOKED_FOR)
        == "No registry copy was searched for this supplier's statement"
    )
    assert (
        reason(StatementStatus.NOT_FOUND)
        == "Not found in the registry copy of 16 February 2022; that adds no points"
    )
    assert workforce(None).startswith("Not asked or not answered")
    assert workforce("unknown").startswith("The supplier does not know")
    assert workforce("most").startswith("The supplier answered")


@pytest.mark.parametrize(
    "word", ["non-compliant", "clean ", "slavery-free", "blacklist", "failed", "suspicious"]
)
def test_no_sentence_of_a_report_is_a_verdict(word: str) -> None:
    for title in ("Cleaning of the hall", "Supply of cotton", "Equipment", "Legal Services"):
        report = screen(case(title, sourcing_countries=("CN",)))
        said = [report.next_action, report.sector_basis, *(line.reason for line in report.contributions)]
        said += [unknown.ask for unknown in report.unknowns] + [clause.because for clause in report.clauses]
        assert not any(word in str(sentence).lower() for sentence in said)
