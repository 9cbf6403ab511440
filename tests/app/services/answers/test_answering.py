"""Answering: every page is saved, one page submits, and nothing is lost or sent twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import answering
from app.store import screenings as queue
from models import AuditEvent, Response, ResponseStatus, ScreeningRun
from questionnaires import Answer
from support.world import answer_everything


def _submit(world, invitation) -> Response:
    return answering.submit(
        world.session, invitation.contact, invitation, " Con Tact ", "Director", clock.now(), clock.today()
    )


def _count(world, table, *where) -> int:
    return world.session.scalar(select(func.count()).select_from(table).where(*where))


def test_an_answer_is_stored_once_and_changed_in_place(world, invitation) -> None:
    question = answering.questionnaire_of(invitation.response).sections[0].questions[0]
    first, second = (Answer(option.value) for option in question.options[:2])
    for answer in (first, first, second):
        answering.save(world.session, invitation.contact, invitation, question.id, answer, clock.now())
    [stored] = invitation.response.answers
    assert answering.answers_of(invitation.response) == {question.id: second}
    assert stored.revision == 2
    assert _count(world, AuditEvent, AuditEvent.action == "answer.saved") == 2


def test_a_response_with_questions_left_cannot_be_submitted(world, invitation) -> None:
    with pytest.raises(answering.NotComplete) as problem:
        _submit(world, invitation)
    assert problem.value.problems
    assert invitation.response.status == ResponseStatus.DRAFT


def test_submitting_gives_a_reference_and_queues_one_screening(world, invitation) -> None:
    answer_everything(world, invitation)
    response = _submit(world, invitation)
    assert response.status == ResponseStatus.SUBMITTED
    assert response.reference == f"FH-{response.id:06d}"
    assert (response.declared_name, response.declared_role) == ("Con Tact", "Director")
    assert _count(world, ScreeningRun, ScreeningRun.supplier_id == world.cleaner.id) == 1


def test_submitting_twice_changes_nothing(world, invitation, standing_clock) -> None:
    answer_everything(world, invitation)
    first = _submit(world, invitation).submitted_at
    standing_clock.pass_by(minutes=1)
    assert _submit(world, invitation).submitted_at == first
    assert _count(world, ScreeningRun, ScreeningRun.supplier_id == world.cleaner.id) == 1


def test_a_submitted_response_stands(world, invitation) -> None:
    answer_everything(world, invitation)
    _submit(world, invitation)
    question = answering.questionnaire_of(invitation.response).sections[0].questions[0]
    with pytest.raises(answering.AlreadySubmitted):
        answering.save(
            world.session, invitation.contact, invitation, question.id, Answer("unknown"), clock.now()
        )


def test_answers_change_the_result_and_the_report_says_why(world, invitation) -> None:
    world.screen_all()
    before = queue.current_report(world.session, world.council.id, world.cleaner.id)
    answer_everything(world, invitation)
    _submit(world, invitation)
    world.do_queued_work()
    after = queue.current_report(world.session, world.council.id, world.cleaner.id)
    assert after.id != before.id and after.case_sha256 != before.case_sha256
    assert after.high - after.low < before.high - before.low
    assert after.moved
    assert after.rank_before is not None and after.rank_after is not None


def _two(invitation) -> tuple[str, Answer, Answer]:
    question = answering.questionnaire_of(invitation.response).sections[0].questions[0]
    first, second = (Answer(option.value) for option in question.options[:2])
    return question.id, first, second


def test_an_answer_based_on_an_older_one_is_not_written(world, invitation) -> None:
    question_id, first, second = _two(invitation)

    def save(answer: Answer, based_on: int | None) -> None:
        answering.save(
            world.session, invitation.contact, invitation, question_id, answer, clock.now(), based_on
        )

    save(first, 0)
    with pytest.raises(answering.Conflict) as conflict:
        save(second, 0)
    assert (conflict.value.stored.revision, conflict.value.stored.content) == (1, first.to_json())
    save(first, 0)  # the same answer is no conflict
    save(second, 1)
    assert answering.answers_of(invitation.response) == {question_id: second}
    save(first, None)
    assert answering.answers_of(invitation.response) == {question_id: first}
    assert _count(world, AuditEvent, AuditEvent.action == "answer.saved") == 3
