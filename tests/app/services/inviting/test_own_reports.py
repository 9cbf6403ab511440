"""A supplier's own report from its stored answers and evidence."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting.own_reports import own_report
from models import EvidenceFile, Invitation, ScanState
from questionnaires import Answer, QuestionType, path
from screening.improvement import GapKind
from support.world import World, acceptable, answer_everything

TODAY = date(2026, 11, 20)


@pytest.fixture
def answered(world: World, invitation: Invitation) -> Invitation:
    answer_everything(world, invitation)
    return invitation


def _say(
    world: World, invitation: Invitation, question_id: str, value: str, url: str = "", day: date | None = None
) -> None:
    answering.save(
        world.session, invitation.contact, invitation, question_id, Answer(value, url, day), clock.now()
    )


def _attach(
    world: World,
    invitation: Invitation,
    dated_on: date | None,
    valid_until: date | None = None,
    scan: ScanState = ScanState.PASSED,
) -> None:
    file = EvidenceFile(
        response_id=invitation.response_id,
        question_id="remedy_process",
        sha256=f"{len(invitation.response.evidence):064d}",
        name="plan.pdf",
        kind="pdf",
        size=1000,
        uploaded_by_id=invitation.contact_id,
        uploaded_at=clock.now(),
        dated_on=dated_on,
        valid_until=valid_until,
        scan=scan,
    )
    invitation.response.evidence.append(file)
    world.session.commit()


def _kinds(invitation: Invitation, as_at: date = TODAY) -> list[GapKind]:
    plan = own_report(invitation.response, as_at).plan
    return [gap.kind for gap in plan.gaps if gap.signal == "remedy.process"]


def test_each_recommendation_names_the_question_as_it_was_asked(world: World, answered: Invitation) -> None:
    _say(world, answered, "organisation_size", "micro")
    _say(world, answered, "policy_published", "no")
    report = own_report(answered.response, TODAY)
    assert "short written promise" in report.asked["policy.published"].text.en
    advice = next(one for one in report.plan.recommendations if one.recommendation.id == "policy_written")
    assert advice.is_small
    assert all(gap.signal in report.asked for one in report.plan.recommendations for gap in one.because)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("option", [0, -1])
def test_any_version_and_any_answers_make_a_report(
    world: World, invitation: Invitation, version: int, option: int
) -> None:
    """The first option of every question, and the last, which is "I do not know" where that is offered."""
    invitation.response.version = version
    world.session.commit()
    questionnaire = answering.questionnaire_of(invitation.response)
    while asked := path.first_unanswered(questionnaire, answering.answers_of(invitation.response)):
        value = asked.options[option].value if asked.options else ""
        answer = Answer((value,) if asked.type is QuestionType.CHECKBOXES else value)
        answer = answer if value else acceptable(asked)
        answering.save(world.session, invitation.contact, invitation, asked.id, answer, clock.now())
    report = own_report(invitation.response, TODAY)
    assert {gap.signal for gap in report.plan.gaps} <= report.asked.keys()
    assert bool(report.plan.most_helpful) or option == 0
    if option == -1:
        assert GapKind.NOT_KNOWN in {gap.kind for gap in report.plan.gaps}


def test_no_statement_below_the_threshold_is_in_no_report(world: World, answered: Invitation) -> None:
    _say(world, answered, "statement_in_scope", "no")
    plan = own_report(answered.response, TODAY).plan
    assert not [one for one in plan.gaps if one.signal.startswith(("statement.", "covers."))]


def test_evidence_runs_out_by_its_question_or_by_its_own_last_day(world: World, answered: Invitation) -> None:
    _say(world, answered, "remedy_process", "yes")
    assert _kinds(answered) == [GapKind.NO_EVIDENCE]
    _attach(world, answered, date(2025, 1, 31), valid_until=date(2026, 6, 30))
    assert _kinds(answered) == [GapKind.OUT_OF_DATE]
    assert _kinds(answered, date(2026, 6, 30)) == []
    _attach(world, answered, date(2026, 2, 28))
    assert _kinds(answered) == []
    held = own_report(answered.response, TODAY).evidence
    assert [(one.dated_on, one.valid_until) for one in held] == [(date(2026, 2, 28), date(2028, 2, 28))]


@pytest.mark.parametrize(
    ("dated_on", "scan"), [(None, ScanState.PASSED), (date(2026, 11, 1), ScanState.WAITING)]
)
def test_a_file_without_a_day_or_not_scanned_yet_shows_nothing(
    world: World, answered: Invitation, dated_on: date | None, scan: ScanState
) -> None:
    _say(world, answered, "remedy_process", "yes")
    _attach(world, answered, dated_on, scan=scan)
    assert _kinds(answered) == [GapKind.NO_EVIDENCE]
    assert own_report(answered.response, TODAY).evidence == ()


def test_a_linked_document_counts_like_a_file(world: World, answered: Invitation) -> None:
    _say(world, answered, "remedy_process", "yes", "https://northgate.example/plan", date(2026, 1, 31))
    assert _kinds(answered) == []
    (held,) = own_report(answered.response, TODAY).evidence
    assert held.valid_until == date(2028, 1, 31)


def test_nothing_stands_behind_an_i_do_not_know(world: World, answered: Invitation) -> None:
    _say(world, answered, "remedy_process", "unknown", "https://northgate.example/plan", date(2026, 1, 31))
    assert _kinds(answered) == [GapKind.NOT_KNOWN]
    assert own_report(answered.response, TODAY).evidence == ()


def test_promises_come_in_the_order_of_their_days(world: World, answered: Invitation) -> None:
    _say(world, answered, "organisation_size", "medium")
    _say(world, answered, "statement_in_scope", "yes")
    for area, day in (("structure", "2027-06-30"), ("training", "2027-03-31")):
        _say(world, answered, f"gap_{area}", "planned")
        _say(world, answered, f"gap_{area}_by", day)
    found = own_report(answered.response, TODAY).promises
    assert [(one.id, day.isoformat()) for one, day in found] == [
        ("gap_training_by", "2027-03-31"),
        ("gap_structure_by", "2027-06-30"),
    ]
