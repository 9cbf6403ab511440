"""Controls, their evidence, and the transparency statement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from screening import modules, screen
from screening.controls import SIGNALS_READ, british, quality, worth
from screening.types import (
    Channel,
    CoverBasis,
    Evidence,
    GroupCover,
    Report,
    Signal,
    StatementFinding,
    StatementStatus,
)
from screening.weights import controls, statement_control
from support.cases import AS_AT, BEST_TO_WORST, COPY_DATE, answered, case


def test_the_controls_read_are_those_of_the_table() -> None:
    everywhere = {name for name, row in controls().items() if row.module is None}
    assert SIGNALS_READ - {"statement.in_scope", "statement.published"} == everywhere
    assert controls().keys() - everywhere == modules.SIGNALS_READ


def test_a_control_works_only_on_the_channels_that_it_controls() -> None:
    report = screen(case("Supply of uniforms", signals={"recruitment.no_fees": Signal("checked")}))
    lines = [line for line in report.contributions if line.factor == "recruitment.no_fees"]
    assert {line.channel for line in lines} == {Channel.OWN_WORKFORCE, Channel.LABOUR_PROVIDERS}
    assert all(line.points < 0 and line.known for line in lines)


def test_a_policy_does_little_and_the_voice_of_workers_much() -> None:
    def controlled(name: str) -> int:
        best = Signal(BEST_TO_WORST[name][0], Evidence.DOCUMENTED, AS_AT)
        return screen(case("Cleaning", signals={name: best})).controls

    assert 0 < controlled("policy.published") < controlled("voice.grievance") / 3


def test_evidence_fades_to_the_worth_of_a_word_and_no_lower() -> None:
    fresh, old = AS_AT - timedelta(days=200), date(2020, 1, 1)
    middle = AS_AT - timedelta(days=730)
    assert quality(Evidence.VERIFIED, fresh, AS_AT) == 1.0
    assert quality(Evidence.VERIFIED, old, AS_AT) == quality(Evidence.SAID, None, AS_AT)
    assert quality(Evidence.SAID, None, AS_AT) < quality(Evidence.VERIFIED, middle, AS_AT) < 1.0
    assert quality(Evidence.DOCUMENTED, None, AS_AT) == quality(Evidence.SAID, None, AS_AT)
    assert quality(Evidence.DOCUMENTED, AS_AT + timedelta(days=9), AS_AT) == quality(
        Evidence.SAID, None, AS_AT
    )
    assert quality(Evidence.NONE, fresh, AS_AT) == 0.0


def test_answers_to_a_list_add_up_and_a_strange_one_is_no_answer() -> None:
    training = controls()["training.given"]
    assert worth(training, ("all_staff", "managers", "procurement", "suppliers")) == pytest.approx(1.0)
    assert worth(training, ("none",)) == 0.0
    assert worth(training, ("somebody",)) is None


def test_no_is_an_answer_and_a_finding() -> None:
    silent = screen(case("Cleaning"))
    no = screen(answered(case("Cleaning"), voice__grievance="no"))
    assert no.residual == silent.residual
    assert no.findings == silent.findings + 1
    assert no.low > silent.low
    assert any(str(line.reason).startswith("The supplier answered no") for line in no.contributions)


def test_what_was_not_answered_is_one_line_for_each_channel() -> None:
    lines = [
        line for line in screen(case("Cleaning")).contributions if line.factor == "controls_not_answered"
    ]
    assert len(lines) == len({line.channel for line in lines}) > 1
    assert all(line.points == 0 and line.low < 0 and not line.known for line in lines)


def test_a_matched_statement_is_weak_evidence_and_its_areas_a_little_more() -> None:
    def residual(status: StatementStatus, **areas: bool) -> int:
        found = StatementFinding(status, COPY_DATE, "Alpha Beta Ltd", date(2026, 3, 31), areas=areas)
        return screen(case("Cleaning", statement=found)).residual

    bare = residual(StatementStatus.MATCHED)
    full = residual(
        StatementStatus.MATCHED, due_diligence=True, risk_assessment=True, training=True, goals=True
    )
    missing = residual(StatementStatus.NOT_FOUND)
    assert full < bare < missing
    assert missing - full < 60


def _with_statement(status: StatementStatus, basis: CoverBasis | None = None) -> Report:
    areas = dict.fromkeys(("risk_assessment", "due_diligence", "training", "goals"), True)
    group = GroupCover("Wexcombe Holdings plc", basis, ("Alpha Beta Ltd",), 1) if basis else None
    found = StatementFinding(status, COPY_DATE, "Alpha Beta Ltd", date(2026, 3, 31), areas=areas, group=group)
    return screen(case("Cleaning", statement=found))


def test_a_groups_statement_is_weaker_evidence_than_an_own_one_and_a_table_weaker_than_a_list() -> None:
    own = _with_statement(StatementStatus.MATCHED)
    listed = _with_statement(StatementStatus.COVERED_BY_GROUP, CoverBasis.LISTED)
    in_table = _with_statement(StatementStatus.COVERED_BY_GROUP, CoverBasis.PARENT_TABLE)
    missing = _with_statement(StatementStatus.NOT_FOUND)
    assert own.residual < listed.residual < in_table.residual < missing.residual
    [line, *_] = [one for one in listed.contributions if one.factor == "statement"]
    assert str(line.reason) == (
        "Covered by the group's statement of Wexcombe Holdings plc in the registry copy of 16 February 2022: "
        "weaker evidence than a statement of its own"
    )
    assert all(one.known for one in listed.contributions if one.factor == "statement")


def test_a_finding_without_its_ground_counts_as_the_weakest() -> None:
    bare = _with_statement(StatementStatus.COVERED_BY_GROUP)
    in_table = _with_statement(StatementStatus.COVERED_BY_GROUP, CoverBasis.PARENT_TABLE)
    assert bare.residual == in_table.residual


def test_every_ground_has_a_part_that_is_less_than_a_whole() -> None:
    parts = statement_control().covered
    assert set(parts) == set(CoverBasis)
    assert all(0 < part < 1 for part in parts.values())
    assert parts[CoverBasis.PARENT_TABLE] < parts[CoverBasis.LISTED]


def test_a_possible_statement_narrows_the_range_without_credit() -> None:
    def report(status: StatementStatus) -> tuple[int, int]:
        found = screen(case("Cleaning", statement=StatementFinding(status, COPY_DATE)))
        return found.low, found.residual

    unsearched, possible = report(StatementStatus.NOT_LOOKED_FOR), report(StatementStatus.POSSIBLE)
    assert unsearched[0] < possible[0] and unsearched[1] == possible[1]


def test_a_statement_that_the_supplier_says_it_publishes_is_its_word() -> None:
    missing = case("Cleaning", statement=StatementFinding(StatementStatus.NOT_FOUND, COPY_DATE))
    said, silent = screen(answered(missing, statement__published="yes")), screen(missing)
    assert 0 < silent.residual - said.residual < 20


def test_dates_are_written_as_people_write_them() -> None:
    assert british(COPY_DATE) == "16 February 2022"
    assert british(None) == "an unknown date"
