"""Below £36 million nobody is marked down for having no statement: from the answers to the report's words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import questionnaires
from questionnaires import Answer, Context, Question, QuestionType, answers, path
from questionnaires.values import Value
from screening import screen
from screening.improvement import improve
from screening.types import Case, Contract, Evidence, Report, Signal, StatementFinding, StatementStatus
from support.cases import AS_AT

SUPPLIER = questionnaires.current("supplier")
SCOPES = ("no", "yes", "unknown")
SIZES = ("micro", "small", "medium", "large")
SAID: Mapping[str, Value] = {
    "statement_published": "no",
    "policy_published": "no",
    "workers_agency": "some",
    "workers_migrant": "none",
    "workers_low_paid": "most",
}


def _answer(question: Question, scope: str) -> Answer:
    if question.id == "statement_in_scope":
        return Answer(scope)
    if question.id in SAID:
        return Answer(SAID[question.id])
    if question.type is QuestionType.COUNTRY_LIST:
        return Answer(("GB",))
    values = [option.value for option in question.options]
    value = "no" if "no" in values else values[0]
    return Answer((value,) if question.type is QuestionType.CHECKBOXES else value)


def _signals(size: str, scope: str) -> dict[str, Signal]:
    """The signals of a cleaner of that size that has no statement and does little, whatever its turnover."""
    asked = SUPPLIER.asked_in(Context(sectors=("cleaning",), size=size))
    given: dict[str, Answer] = {}
    while (question := path.first_unanswered(asked, given)) is not None:
        given[question.id] = _answer(question, scope)
    return {name: Signal(one.value, Evidence.SAID) for name, one in answers.signals(asked, given).items()}


def _report(size: str, scope: str) -> Report:
    return screen(
        Case(
            identity="c1",
            name="Northgate Cleaning Services Ltd (fictitious)",
            as_at=AS_AT,
            contracts=(Contract(reference="1", title="Office cleaning", cpv=("90919200",)),),
            statement=StatementFinding(StatementStatus.NOT_FOUND, AS_AT),
            signals=_signals(size, scope),
        )
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_same_answers_with_less_turnover_never_weigh_more(size: str) -> None:
    below, above, unknown = (_report(size, scope) for scope in SCOPES)
    assert below.residual == above.residual == unknown.residual
    assert below.band == above.band == unknown.band
    assert below.high <= min(above.high, unknown.high)


@pytest.mark.parametrize("size", SIZES)
def test_no_line_of_the_report_adds_points_for_a_missing_statement(size: str) -> None:
    for scope in SCOPES:
        report = _report(size, scope)
        lines = [one for one in report.contributions if one.factor.startswith(("statement", "covers"))]
        assert lines
        assert all(one.points <= 0 and one.high <= 0 for one in lines), (scope, lines)


@pytest.mark.parametrize("size", SIZES)
def test_below_the_threshold_nothing_asks_for_a_statement(size: str) -> None:
    report = _report(size, "no")
    words = " ".join(str(one.reason) for one in report.contributions) + str(report.next_action)
    assert "question of compliance" not in words
    assert not [one for one in report.unknowns if one.signal.startswith(("statement.", "covers."))]
    plan = improve(_signals(size, "no"), size=size, sectors=("cleaning",), as_at=AS_AT)
    for advice in plan.recommendations:
        called = {gap.signal for gap in advice.because}
        assert not any(name.startswith(("statement.", "covers.")) for name in called), advice


def test_above_it_the_duty_is_named_as_a_duty_and_still_adds_no_points() -> None:
    reasons = " ".join(str(one.reason) for one in _report("large", "yes").contributions)
    assert "question of compliance that adds no points" in reasons
