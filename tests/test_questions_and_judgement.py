"""What the questions give and what the judgement reads: the two must say the same of the law and of words."""

from __future__ import annotations

import pytest

import questionnaires
from questionnaires import Answer, Context, Question, QuestionType, Setting, answers, path, reaching
from questionnaires.rules import Rule, comparisons
from screening import screen, uses
from screening.factors import SIGNALS_READ
from screening.reference import sectors
from screening.signals import signal_values
from screening.types import Case, Contract, Evidence, Signal, Use
from screening.weights import controls
from support.cases import AS_AT, case

VERSIONS = [questionnaires.get("supplier", version) for version in (1, 2, 3)]
SUPPLIER = VERSIONS[-1]
GIVING = pytest.mark.parametrize(
    "question", [one for one in SUPPLIER.questions if one.signal], ids=lambda question: question.id
)


def test_every_signal_read_is_asked_and_every_signal_asked_is_read() -> None:
    assert answers.signals_given(SUPPLIER) == SIGNALS_READ
    assert answers.signals_given(VERSIONS[0]) < SIGNALS_READ


@pytest.mark.parametrize("questionnaire", VERSIONS, ids=["1", "2", "3"])
def test_the_judgement_knows_every_value_that_a_question_can_give(
    questionnaire: questionnaires.Questionnaire,
) -> None:
    for question in questionnaire.questions:
        if question.signal is None or question.type is QuestionType.COUNTRY_LIST:
            continue
        values = {option.value for option in question.options}
        values |= {question.signal_if_not_asked} if question.signal_if_not_asked else set()
        known = signal_values()[question.signal]
        assert values <= set(known.values), question.id
        assert (question.type is QuestionType.CHECKBOXES) is (known.kind == "several"), question.id


@GIVING
def test_a_question_is_asked_before_the_award_only_if_its_signal_may_be_seen_there(
    question: Question,
) -> None:
    (row,) = (row for row in uses.factor_rows().values() if question.signal in row.signals)
    before = {Setting.AT_EVALUATION, Setting.PRE_QUALIFICATION} & set(question.settings)
    assert Setting.POST_AWARD in question.settings
    assert bool(before) is (Use.EVALUATION in row.uses)
    assert len(before) in (0, 2)


@GIVING
def test_a_control_is_expected_in_the_sectors_in_which_its_question_is_asked(question: Question) -> None:
    control = controls().get(question.signal or "")
    if control is None or control.module is None or not control.module.sectors:
        return
    found = reaching.find(SUPPLIER, question.id)
    assert found is not None
    for sector in control.module.sectors:
        said = {**found[0], "workers_migrant": Answer("most"), "workers_agency": Answer("most")}
        assert path.is_on_path(SUPPLIER, said, question.id, Context(sectors=(sector,), size="large")), sector


def test_every_kind_of_work_that_a_rule_names_is_a_sector() -> None:
    rules: list[Rule | None] = [section.show_if for section in SUPPLIER.sections]
    rules += [question.show_if for question in SUPPLIER.questions]
    named = {
        value
        for rule in rules
        if rule is not None
        for one in comparisons(rule)
        if one.context == "sectors"
        for value in one.operand
    }
    kinds = {option.value for option in SUPPLIER.question("kinds_of_work").options} - {"none", "unknown"}
    assert named | kinds <= sectors().keys()
    assert {
        name for row in controls().values() if row.module for name in row.module.sectors
    } <= sectors().keys()


def judged(title: str, given: dict[str, Answer], context: Context) -> tuple[int, int, int]:
    signals = answers.signals(SUPPLIER, given, context=context)
    known = {name: Signal(one.value, Evidence(one.evidence)) for name, one in signals.items()}
    report = screen(case(title, signals=known))
    return report.low, report.residual, report.high


def test_a_question_that_does_not_apply_widens_nothing() -> None:
    """Somebody who recruits nobody from abroad is not asked who keeps the passports."""
    context = Context(size="micro", sectors=("cleaning",))
    none_abroad = {"workers_migrant": Answer("none")}
    low, point, _ = judged("Cleaning", none_abroad, context)
    (without,) = (screen(case("Cleaning", signals={"workforce.migrant": Signal("none")})),)
    assert low > without.low and point == without.residual


def test_a_module_that_was_not_asked_says_nothing_where_it_does_not_apply() -> None:
    def lines(title: str) -> set[str]:
        report = screen(case(title))
        return {str(line.reason) for line in report.contributions if line.factor == "controls_not_answered"}

    assert any("night and lone workers" in line for line in lines("Cleaning"))
    assert not any("night and lone workers" in line for line in lines("Legal Services"))
    assert not any("promised hours" in line for line in lines("Cleaning"))


def test_a_module_counts_for_the_work_to_which_it_belongs() -> None:
    both = Case(
        "1", "Alpha Beta Ltd", AS_AT, contracts=(Contract(title="Cleaning"), Contract(title="Legal Services"))
    )
    said = {"sites.visited": Signal("checked", Evidence.DOCUMENTED, AS_AT)}
    silent, told = screen(both), screen(Case(**{**_fields(both), "signals": said}))
    assert told.residual < silent.residual
    assert any(line.factor == "sites.visited" and line.points < 0 for line in told.contributions)


def _fields(one: Case) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("identity", "name", "as_at", "contracts")}


def test_no_answer_to_the_second_version_lowers_by_being_worse() -> None:
    context = Context(size="large", sectors=("cleaning",))
    best = judged("Cleaning", {"sites_visited": Answer("checked")}, context)
    worst = judged("Cleaning", {"sites_visited": Answer("no")}, context)
    assert all(good <= bad for good, bad in zip(best, worst, strict=True)) and best[1] < worst[1]
