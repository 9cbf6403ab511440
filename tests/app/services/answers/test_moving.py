"""A draft of an old version goes on in the newest one: what still fits stays, nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

import questionnaires
from app.extensions import clock
from app.services.answers import answering, moving, proposing
from app.services.inviting import invitations
from app.store import proposals as store
from models import Answer as StoredAnswer
from models import AuditEvent, DelegatedTask, Delegation, Invitation, ResponseStatus, SectionReturn
from questionnaires import Answer, path
from support.world import acceptable

OLD, NEW = questionnaires.get("supplier", 1), questionnaires.current("supplier")
SINCE = questionnaires.compare(OLD, NEW)


@pytest.fixture
def old(world, invitation) -> Invitation:
    """A draft of the first version in which every question was answered, some twice."""
    response = invitation.response
    response.version, response.context = 1, {}
    for number, question in enumerate(OLD.questions):
        response.answers.append(
            StoredAnswer(
                question_id=question.id,
                content=acceptable(question).to_json(),
                revision=1 + number % 3,
                answered_by_id=invitation.contact_id,
                answered_at=clock.now() - timedelta(days=30),
            )
        )
    world.session.commit()
    return invitation


def _ask_again(world) -> Invitation:
    again, _ = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "",
        date(2027, 1, 31),
        clock.now(),
    )
    return again


def test_asked_again_the_draft_goes_on_in_the_newest_version(world, old) -> None:
    before = {
        row.question_id: (row.content, row.revision, row.answered_by_id, row.answered_at)
        for row in old.response.answers
    }
    again = _ask_again(world)
    assert again.response is old.response and again.response.version == NEW.version
    after = {
        row.question_id: (row.content, row.revision, row.answered_by_id, row.answered_at)
        for row in again.response.answers
    }
    assert after == {name: row for name, row in before.items() if name not in SINCE.changed}


def test_an_answer_to_a_changed_question_is_kept_beside_it_and_asked_again(world, old) -> None:
    contents = {row.question_id: row.content for row in old.response.answers}
    again = _ask_again(world)
    kept = {row.question_id: row for row in store.open_of(world.session, again.response_id)}
    assert kept.keys() == set(SINCE.changed)
    assert {name: row.content for name, row in kept.items()} == {name: contents[name] for name in kept}
    assert all(row.proposed_by_id == old.contact_id for row in kept.values())
    given = answering.answers_of(again.response)
    assert not given.keys() & set(SINCE.changed)
    shown = proposing.open_proposals(world.session, again.response)
    for name, row in shown.items():
        assert proposing.fits(NEW.question(name), Answer.from_json(row.content))


def test_what_is_new_is_told_and_the_audit_log_says_what_happened(world, old) -> None:
    again = _ask_again(world)
    [event] = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "response.moved_on"))
    assert (event.detail["from_version"], event.detail["to_version"]) == (1, NEW.version)
    assert set(event.detail["again"]) == set(SINCE.changed)
    questionnaire = answering.questionnaire_of(again.response)
    standing = path.submitted(questionnaire, answering.answers_of(again.response))
    move = moving.last_move(world.session, again.response)
    assert (move.kept, move.again) == (len(standing), len(SINCE.changed))
    since = proposing.since_last(world.session, again.response)
    assert since.new == SINCE.new


def test_moving_on_happens_once_and_never_backwards(world, old) -> None:
    session, response = world.session, old.response
    assert moving.move_on(session, response, NEW, clock.now())
    assert not moving.move_on(session, response, NEW, clock.now())
    assert not moving.move_on(session, response, OLD, clock.now())
    assert response.version == NEW.version


def test_what_was_submitted_is_not_moved(world, old) -> None:
    old.response.status = ResponseStatus.SUBMITTED
    world.session.commit()
    assert not moving.move_on(world.session, old.response, NEW, clock.now())
    assert old.response.version == 1


def test_what_colleagues_were_asked_of_sections_that_are_gone_ends(world, old) -> None:
    parts = {"statement_and_policy": None, "workers": None}
    for section in parts:
        parts[section] = Delegation(
            invitation_id=old.id,
            person_id=old.contact_id,
            task=DelegatedTask.SECTION,
            section_id=section,
            sent_at=clock.now(),
        )
    returned = SectionReturn(
        response_id=old.response_id,
        section_id="statement_and_policy",
        note="Look again",
        returned_by_id=old.contact_id,
        returned_at=clock.now(),
    )
    world.session.add_all([*parts.values(), returned])
    world.session.commit()
    moving.move_on(world.session, old.response, NEW, clock.now())
    world.session.commit()
    assert parts["statement_and_policy"].revoked_at is not None and parts["workers"].revoked_at is None
    assert returned.settled_at is not None
