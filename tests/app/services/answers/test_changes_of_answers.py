"""What changed in answers since a council last looked: added, changed, taken back, evidence come and gone."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.answers import answering, changes_of_answers, evidence, sharing
from app.services.answers.changes_of_answers import ChangeKind
from app.services.inviting import updating
from models import Invitation, Response
from questionnaires import Answer, Question, Setting, path
from support import documents
from support.evidence import attach, to_question_with_evidence, upload
from support.two_councils import ask, submit
from support.world import acceptable, answer_everything

SIGNED = date(2026, 6, 1)


@pytest.fixture
def evidenced(world) -> tuple[Invitation, Question]:
    """Submitted answers with one dated file."""
    invitation = ask(world, world.cleaner)
    question = to_question_with_evidence(world, invitation)
    attach(world, invitation, question)
    _date(world, invitation, question, SIGNED, None)
    submit(world, invitation)
    return invitation, question


@pytest.fixture
def submitted(evidenced) -> Invitation:
    return evidenced[0]


def _date(world, invitation: Invitation, question: Question, day: date, until: date | None) -> None:
    evidence.date_undated(
        world.session, invitation.contact, invitation.response, question.id, day, until, clock.now()
    )


def _look(world, response: Response) -> None:
    sharing.record_look(
        world.session, world.officer, world.council.id, world.cleaner.id, response.id, clock.now()
    )


def _changes(world, newest: Response):
    world.session.expire_all()
    return changes_of_answers.since_last_look(
        world.session, world.council.id, world.cleaner.id, newest, clock.today()
    )


def _update(world, submitted: Invitation) -> Invitation:
    """Begun anew, with every answer as it was."""
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    for question_id, given in answering.answers_of(submitted.response).items():
        answering.save(world.session, draft.contact, draft, question_id, given, clock.now())
    return draft


def _another(world, draft: Invitation) -> tuple[str, Answer, Answer]:
    """A question of one choice that no rule reads, its answer, and another answer to it."""
    questionnaire = answering.questionnaire_of(draft.response)
    given = answering.answers_of(draft.response)
    before = [one.id for one in path.on_path(questionnaire, given)]
    for question in path.on_path(questionnaire, given):
        if not question.type.is_single_choice or question.id not in given:
            continue
        for option in question.options:
            other = Answer(option.value)
            after = path.on_path(questionnaire, given | {question.id: other})
            if other != given[question.id] and [one.id for one in after] == before:
                return question.id, given[question.id], other
    raise AssertionError("every answer decides on others")


def test_nobody_looked_so_there_is_nothing_to_compare_with(world, submitted) -> None:
    assert _changes(world, submitted.response) is None


def test_the_same_answers_given_again_are_no_change(world, submitted, standing_clock) -> None:
    _look(world, submitted.response)
    standing_clock.pass_by(days=3)
    draft = _update(world, submitted)
    evidence.reuse(
        world.session,
        draft.contact,
        draft.response,
        submitted.response.evidence[0].question_id,
        [submitted.response.evidence[0].id],
        clock.now(),
    )
    changes = _changes(world, submit(world, draft))
    assert changes.are_none and changes.earlier.id == submitted.response_id


def test_a_changed_answer_is_told_from_old_to_new(world, submitted, standing_clock) -> None:
    _look(world, submitted.response)
    standing_clock.pass_by(days=3)
    draft = _update(world, submitted)
    question_id, old, new = _another(world, draft)
    answering.save(world.session, draft.contact, draft, question_id, new, clock.now())
    changes = _changes(world, submit(world, draft))
    [change] = changes.answers
    assert (change.kind, change.question.id) == (ChangeKind.CHANGED, question_id)
    assert (change.before, change.after) == (old, new)
    assert changes.looked_on == date(2026, 11, 20)


def test_answers_that_came_and_went_mirror_each_other(world, submitted) -> None:
    """Whatever is added one way is taken back the other way."""
    draft = _update(world, submitted)
    questionnaire = answering.questionnaire_of(draft.response)
    given = answering.answers_of(draft.response)
    asked = {one.id for one in path.on_path(questionnaire, given)}
    for question in path.on_path(questionnaire, given):
        for option in question.options:
            after = {
                one.id
                for one in path.on_path(questionnaire, given | {question.id: _as(question, option.value)})
            }
            if after - asked:
                answering.save(
                    world.session,
                    draft.contact,
                    draft,
                    question.id,
                    _as(question, option.value),
                    clock.now(),
                )
                answer_everything(world, draft)
                newest = submit(world, draft)
                there = changes_of_answers.between(submitted.response, newest, clock.today(), clock.today())
                back = changes_of_answers.between(newest, submitted.response, clock.today(), clock.today())
                assert _of(there, ChangeKind.ADDED) == _of(back, ChangeKind.TAKEN_BACK) != set()
                assert _of(there, ChangeKind.TAKEN_BACK) == _of(back, ChangeKind.ADDED)
                assert _of(there, ChangeKind.CHANGED) == _of(back, ChangeKind.CHANGED)
                return
    raise AssertionError("no answer calls for another question")


def _as(question: Question, value: str) -> Answer:
    return Answer((value,) if isinstance(acceptable(question).value, tuple) else value)


def _of(changes, kind: ChangeKind) -> set[str]:
    return {one.question.id for one in changes.answers if one.kind is kind}


def test_evidence_that_came_and_went(world, evidenced, standing_clock) -> None:
    submitted, question = evidenced
    _look(world, submitted.response)
    standing_clock.pass_by(days=3)
    draft = _update(world, submitted)
    attach(world, draft, question, upload("new.pdf", documents.PDF + b"%new"))
    _date(world, draft, question, SIGNED, None)
    changes = _changes(world, submit(world, draft))
    assert [(one.kind, one.name) for one in changes.evidence] == [
        (ChangeKind.ADDED, "new.pdf"),
        (ChangeKind.TAKEN_BACK, "policy.pdf"),
    ]
    assert {one.question.id for one in changes.evidence} == {question.id}


def test_evidence_that_ran_out_since_the_last_look_is_told(world, evidenced, standing_clock) -> None:
    submitted, question = evidenced
    _look(world, submitted.response)
    submitted.response.evidence[0].valid_until = date(2026, 12, 1)
    world.session.commit()
    standing_clock.pass_by(days=11)
    assert _changes(world, submitted.response).are_none  # its last day
    standing_clock.pass_by(days=1)
    [change] = _changes(world, submitted.response).evidence
    assert (change.kind, change.question.id, change.name) == (
        ChangeKind.EXPIRED,
        question.id,
        "policy.pdf",
    )
    _look(world, submitted.response)
    standing_clock.pass_by(days=1)
    assert _changes(world, submitted.response).are_none  # told once


def test_a_look_at_a_tenders_answers_is_not_compared_with_others(world, submitted, standing_clock) -> None:
    tender = ask(world, world.cleaner, setting=Setting.AT_EVALUATION)
    submit(world, tender)
    _look(world, tender.response)
    standing_clock.pass_by(days=1)
    assert _changes(world, submitted.response) is None
