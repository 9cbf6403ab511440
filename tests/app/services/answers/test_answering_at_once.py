"""Real threads over a real database: what two requests do at one moment, neither loses nor doubles."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.answers import answering
from app.store import audit, responses
from models import AuditEvent, Invitation, Response, ResponseStatus, ScreeningRun
from questionnaires import Answer, path
from support.world import answer_everything

ROUNDS, HANDS = 6, 4
#: How long a thread that should be waiting is given to show that it does not wait.
MOMENT = 0.3


@pytest.fixture
def own_session(world) -> Callable[[], Session]:
    """Sessions as other requests have them: on connections of their own."""
    url = world.session.get_bind().url
    engine = create_engine(url)
    yield lambda: Session(engine)
    engine.dispose()


@pytest.fixture
def asked(invitation) -> int:
    """The invitation's id: the row belongs to the session of the test, which other threads leave alone."""
    return invitation.id


def _save(sessions, invitation_id: int, question_id: str, answer: Answer, based_on: int | None) -> str:
    """What became of one request to save, in words."""
    with sessions() as session:
        there = session.get(Invitation, invitation_id)
        assert there.response.status in set(ResponseStatus)  # a request has read the row before it saves
        try:
            answering.save(session, there.contact, there, question_id, answer, clock.now(), based_on)
        except answering.Conflict as conflict:
            return f"conflict with {conflict.stored.content['value']}"
        except answering.AlreadySubmitted:
            return "too late"
        return "saved"


def _submit(sessions, invitation_id: int) -> str | None:
    with sessions() as session:
        there = session.get(Invitation, invitation_id)
        given = answering.answers_of(there.response)
        assert given  # a request has read the answers before it submits
        now, today = clock.now(), clock.today()
        return answering.submit(session, there.contact, there, "Con Tact", "Director", now, today).reference


def _at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, all started at one moment."""
    barrier = threading.Barrier(len(works))

    def start(work: Callable[[], Any]) -> Any:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(start, works))


def _stored(world, invitation) -> dict[str, tuple[int, str]]:
    world.session.expire_all()
    return {row.question_id: (row.revision, row.content["value"]) for row in invitation.response.answers}


def _saves_recorded(world) -> int:
    counted = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "answer.saved")
    return world.session.scalar(counted)


def test_of_many_new_answers_at_one_moment_one_is_saved_and_the_others_hear_of_it(
    world, invitation, asked, own_session
) -> None:
    for turn in range(ROUNDS):
        question_id = f"question_{turn}"
        said = _at_once(
            *(
                lambda hand=hand, name=question_id: _save(own_session, asked, name, Answer(f"by {hand}"), 0)
                for hand in range(HANDS)
            )
        )
        revision, value = _stored(world, invitation)[question_id]
        assert revision == 1
        assert sorted(said) == [f"conflict with {value}"] * (HANDS - 1) + ["saved"]
        assert value == f"by {said.index('saved')}"
    assert _saves_recorded(world) == ROUNDS
    assert audit.first_broken(world.session) is None


def test_the_same_answer_sent_twice_at_one_moment_is_one_answer(
    world, invitation, asked, own_session
) -> None:
    sent = [lambda: _save(own_session, asked, "question", Answer("yes"), 0)] * HANDS
    assert set(_at_once(*sent)) == {"saved"}
    assert _stored(world, invitation) == {"question": (1, "yes")}
    assert _saves_recorded(world) == 1


def test_of_many_changes_at_one_moment_one_is_saved(world, invitation, asked, own_session) -> None:
    assert _save(own_session, asked, "question", Answer("first"), 0) == "saved"
    for turn in range(1, ROUNDS):
        said = _at_once(
            *(
                lambda hand=hand, turn=turn: _save(
                    own_session, asked, "question", Answer(f"{turn} by {hand}"), turn
                )
                for hand in range(HANDS)
            )
        )
        assert said.count("saved") == 1 and len(set(said)) == 2
        assert _stored(world, invitation) == {"question": (turn + 1, f"{turn} by {said.index('saved')}")}


def test_no_answer_is_written_after_a_submission_nor_left_out_of_it(
    world, invitation, asked, own_session, monkeypatch
) -> None:
    """The response is submitted between the look at the draft and the write."""
    answer_everything(world, invitation)
    question_id, changed = _change_that_asks_no_more(invitation)
    world.session.commit()
    submitting: list[threading.Thread] = []
    answer_of = responses.answer

    def look_then_let_another_submit(session, response_id: int, question_id: str):
        found = answer_of(session, response_id, question_id)
        submitting.append(threading.Thread(target=_submit_or_not, args=(own_session, asked)))
        submitting[0].start()
        submitting[0].join(MOMENT)
        assert submitting[0].is_alive(), "it was submitted while an answer was being saved"
        return found

    monkeypatch.setattr(responses, "answer", look_then_let_another_submit)
    assert _save(own_session, asked, question_id, changed, 1) == "saved"
    submitting[0].join()
    assert _stored(world, invitation)[question_id] == (2, changed.value)
    assert invitation.response.status == ResponseStatus.SUBMITTED


def _change_that_asks_no_more(invitation) -> tuple[str, Answer]:
    """Another answer to some question after which the response is as complete as before."""
    questionnaire = answering.questionnaire_of(invitation.response)
    given = answering.answers_of(invitation.response)
    return next(
        (question.id, other)
        for question in path.on_path(questionnaire, given)
        for option in question.options
        if question.type.is_single_choice and (other := Answer(option.value)) != given[question.id]
        if path.is_complete(questionnaire, given | {question.id: other})
    )


def test_an_answer_that_comes_while_a_response_is_submitted_is_refused(
    world, invitation, asked, own_session, monkeypatch
) -> None:
    answer_everything(world, invitation)
    before = _stored(world, invitation)
    question_id = next(iter(before))
    world.session.commit()
    saving: list[Any] = []
    validate = answering.answering.validate

    def validate_then_let_another_save(*arguments: Any) -> Any:
        problems = validate(*arguments)
        with_pool = ThreadPoolExecutor(1)
        saving.append(with_pool.submit(_save, own_session, asked, question_id, Answer("unknown"), None))
        with_pool.shutdown(wait=False)
        assert not threading.Event().wait(MOMENT)
        assert not saving[0].done(), "an answer was saved while the response was being submitted"
        return problems

    monkeypatch.setattr(answering.answering, "validate", validate_then_let_another_save)
    assert _submit(own_session, asked)
    assert saving[0].result() == "too late"
    assert _stored(world, invitation) == before


def test_two_who_submit_at_one_moment_submit_once(world, invitation, asked, own_session) -> None:
    answer_everything(world, invitation)
    world.session.commit()
    references = _at_once(*[lambda: _submit(own_session, asked)] * HANDS)
    assert set(references) == {f"FH-{invitation.response_id:06d}"}
    for table, where in (
        (AuditEvent, AuditEvent.action == "response.submitted"),
        (ScreeningRun, ScreeningRun.supplier_id == world.cleaner.id),
    ):
        assert world.session.scalar(select(func.count()).select_from(table).where(where)) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_saving_and_submitting_at_one_moment_end_in_one_of_two_ways(
    world, invitation, asked, own_session, turn
) -> None:
    answer_everything(world, invitation)
    questionnaire = answering.questionnaire_of(invitation.response)
    question = path.on_path(questionnaire, answering.answers_of(invitation.response))[turn]
    changed = Answer(question.options[1].value if question.options else "other")
    world.session.commit()
    said, reference = _at_once(
        lambda: _save(own_session, asked, question.id, changed, None),
        lambda: _submit_or_not(own_session, asked),
    )
    revision, _value = _stored(world, invitation)[question.id]
    assert (said, revision) in {("saved", 2), ("too late", 1)}
    assert (invitation.response.status == ResponseStatus.SUBMITTED) is (reference is not None)
    if reference:
        assert not answering.answering.validate(
            questionnaire, answering.answers_of(invitation.response), "en"
        )
        newest = world.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence.desc())).first()
        assert newest == "response.submitted"


def _submit_or_not(sessions, invitation_id: int) -> str | None:
    try:
        return _submit(sessions, invitation_id)
    except answering.NotComplete:
        return None


def test_a_refused_submission_lets_go_of_the_draft(world, invitation, asked, own_session) -> None:
    now, today = clock.now(), clock.today()
    with own_session() as session:
        there = session.get(Invitation, asked)
        with pytest.raises(answering.NotComplete):
            answering.submit(session, there.contact, there, "Con Tact", "Director", now, today)
        assert _save(own_session, asked, "question", Answer("yes"), 0) == "saved"
        assert session.get(Response, there.response_id).status == ResponseStatus.DRAFT
