"""Newer answers to the standard questions reach councils that read them in the other way."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import answering, changes_of_answers, proposing, sharing
from app.services.inviting import catching_up, updating
from app.store import responses
from app.store import sharing as store
from models import Invitation, Response, ResponseStatus
from questionnaires import Answer, Setting, own
from support.own_questionnaire import CHANGED, answer_otherwise, ask, publish
from support.two_councils import add_neighbour, agree, submit, withdraw
from support.world import World, answer_everything


@pytest.fixture
def neighbour(world: World):
    """A second council, which asks the standard questions; the first has a questionnaire of its own."""
    publish(world)
    return add_neighbour(world)


@pytest.fixture
def whole(world: World, neighbour, standing_clock) -> Invitation:
    """The first council's own questionnaire, answered; a day later the second reads its standard part."""
    asked = ask(world, world.cleaner)
    submit(world, asked)
    standing_clock.pass_by(days=1)
    assert agree(world, ask(world, neighbour.cleaner))
    standing_clock.pass_by(days=1)
    return asked


def _behind(world: World, invitation: Invitation) -> list[catching_up.Behind]:
    return catching_up.behind(world.session, invitation.contact, invitation)


def _bring(world: World, late: catching_up.Behind) -> Invitation:
    return catching_up.bring_up_to_date(
        world.session, world.settings, late.invitation.contact, late, clock.now(), clock.today()
    )


def _read_by(world: World, council, supplier) -> Response:
    return responses.submitted_of_supplier(world.session, council.id, supplier.id)


def test_nobody_is_behind_who_reads_the_newest_or_its_standard_part(world, neighbour, whole) -> None:
    assert _behind(world, whole) == []


def test_the_part_follows_an_update_of_the_whole_once_the_supplier_agrees(
    world, neighbour, whole, standing_clock
) -> None:
    before = _read_by(world, neighbour.council, neighbour.cleaner)
    newer = answer_otherwise(world, whole)
    assert _read_by(world, neighbour.council, neighbour.cleaner) is before  # nothing moves by itself
    [late] = _behind(world, whole)
    assert (late.council.id, late.reads, late.newest) == (neighbour.council.id, before, newer)
    assert not late.is_whole
    asked = _bring(world, late)
    after = _read_by(world, neighbour.council, neighbour.cleaner)
    assert after is asked.response and after.questionnaire == "supplier"
    assert answering.answers_of(after)[CHANGED] == Answer("no")
    assert not any(map(own.is_own, answering.answers_of(after)))
    assert (after.submitted_at, after.earlier_id) == (newer.submitted_at, newer.id)
    assert _behind(world, whole) == []


def test_the_council_sees_what_changed_and_was_not_asking_anew(
    world, neighbour, whole, standing_clock
) -> None:
    before = _read_by(world, neighbour.council, neighbour.cleaner)
    sharing.record_look(
        world.session, neighbour.officer, neighbour.council.id, neighbour.cleaner.id, before.id, clock.now()
    )
    answer_otherwise(world, whole)
    [late] = _behind(world, whole)
    asked = _bring(world, late)
    changes = changes_of_answers.since_last_look(
        world.session, neighbour.council.id, neighbour.cleaner.id, asked.response, clock.today()
    )
    assert CHANGED in {one.question.id for one in changes.answers} and changes.earlier is before
    assert not store.is_asked_for(world.session, asked.id)
    assert store.is_asked_for(world.session, late.invitation.id)
    assert store.is_asked_for(world.session, whole.id)


def test_pressing_twice_shares_once(world, neighbour, whole) -> None:
    answer_otherwise(world, whole)
    [late] = _behind(world, whole)
    assert _bring(world, late).id == _bring(world, late).id
    parts = select(func.count(Response.id)).where(Response.questionnaire == "supplier")
    assert world.session.scalars(parts).one() == 2


def test_answers_that_say_the_same_leave_nobody_behind(world, neighbour, whole, standing_clock) -> None:
    way_in = updating.start_update(world.session, whole.contact, whole, clock.now())
    answer_everything(world, way_in)
    answering.save(world.session, way_in.contact, way_in, "own_jobs", Answer("no"), clock.now())
    submit(world, way_in)
    assert _behind(world, whole) == []


def test_the_whole_follows_an_update_of_the_standard_answers_one_by_one(
    world, neighbour, whole, standing_clock
) -> None:
    read = store.read_of_contact(world.session, whole.contact_id, {whole.response.organisation_id})
    [part] = [one for one in read if one.council_id == neighbour.council.id]
    newer = answer_otherwise(world, part)
    assert newer.questionnaire == "supplier"
    [late] = _behind(world, part)
    assert (late.council.id, late.reads, late.is_whole) == (world.council.id, whole.response, True)
    way_in = _bring(world, late)
    assert way_in.response.status == ResponseStatus.DRAFT
    assert way_in.response.questionnaire == whole.response.questionnaire
    proposed = proposing.open_proposals(world.session, way_in.response)
    assert Answer.from_json(proposed[CHANGED].content) == Answer("no")
    assert proposed[CHANGED].source_name == newer.reference
    assert proposed["own_jobs"].source_name == whole.response.reference
    assert _read_by(world, world.council, world.cleaner) is whole.response  # until they are submitted
    [still] = _behind(world, part)
    assert still.draft is not None and still.draft.id == way_in.id
    answering.save(world.session, way_in.contact, way_in, CHANGED, Answer("no"), clock.now())
    standing_clock.pass_by(hours=1)
    done = submit(world, way_in)
    assert _read_by(world, world.council, world.cleaner) is done
    assert _behind(world, way_in) == []


def test_a_council_that_may_read_no_longer_is_not_brought_up_to_date(world, neighbour, whole) -> None:
    answer_otherwise(world, whole)
    [late] = _behind(world, whole)
    withdraw(world, late.invitation)
    assert _behind(world, whole) == []


def test_answers_of_more_than_a_year_ago_are_not_shared_with_one_press(
    world, neighbour, whole, standing_clock
) -> None:
    answer_otherwise(world, whole)
    [late] = _behind(world, whole)
    standing_clock.pass_by(days=400)
    with pytest.raises(sharing.TooOld):
        _bring(world, late)
    world.session.expire_all()
    assert _read_by(world, neighbour.council, neighbour.cleaner) is late.reads


def test_answers_to_a_tender_are_another_matter(world, neighbour, whole, standing_clock) -> None:
    asked = ask(world, neighbour.cleaner, setting=Setting.AT_EVALUATION)
    standing_clock.pass_by(days=1)
    submit(world, asked)
    assert _behind(world, whole) == [] and _behind(world, asked) == []


def test_of_what_somebody_else_answered_nothing_is_told(world, neighbour, whole) -> None:
    answer_otherwise(world, whole)
    assert catching_up.behind(world.session, world.officer, whole) == []
