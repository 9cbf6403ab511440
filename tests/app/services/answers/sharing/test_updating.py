"""Newer answers start from the submitted ones, and take their place for whom the supplier agrees to."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.answers import sharing
from app.services.inviting import updating
from app.store import responses, screenings
from app.store import sharing as sharing_store
from models import ResponseStatus
from support.rows import audit_events
from support.two_councils import agree, ask, submit, withdraw


def test_an_update_starts_from_the_answers_and_counts_once_it_is_submitted(
    world, neighbour, submitted, standing_clock
) -> None:
    offered = ask(world, neighbour.cleaner)
    agree(world, offered)
    standing_clock.pass_by(days=30)
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    assert draft.response.status == ResponseStatus.DRAFT and draft.council_id == world.council.id
    assert draft.response.earlier_id == submitted.response_id
    assert {one.council_id for one in draft.response.invitations} == {
        world.council.id,
        neighbour.council.id,
    }
    assert not draft.response.answers and not draft.response.declared_name

    def judged(council_id: int, supplier_id: int) -> int:
        return responses.submitted_of_supplier(world.session, council_id, supplier_id).id

    assert judged(world.council.id, world.cleaner.id) == submitted.response_id
    submit(world, draft, [draft.id])
    assert judged(world.council.id, world.cleaner.id) == draft.response_id
    assert judged(neighbour.council.id, neighbour.cleaner.id) == submitted.response_id


def test_there_are_never_two_updates_at_once(world, submitted) -> None:
    first = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    second = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    assert first.id == second.id
    assert len(audit_events(world.session, "response.begun_anew")) == 1


def test_a_council_sees_nothing_of_an_update_that_nobody_asked_for(world, submitted) -> None:
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    assert not sharing_store.is_asked_for(world.session, draft.id)
    assert sharing_store.is_asked_for(world.session, submitted.id)
    seen = responses.newest_invitation(world.session, world.council.id, world.cleaner.id)
    assert seen.id == submitted.id
    assert screenings.being_asked(world.session, world.council.id, clock.today()) == set()


def test_asking_makes_an_update_one_that_the_council_waits_for(world, submitted, standing_clock) -> None:
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    standing_clock.pass_by(days=1)
    again = ask(world, world.cleaner)
    assert again.id == draft.id and sharing_store.is_asked_for(world.session, draft.id)
    assert responses.newest_invitation(world.session, world.council.id, world.cleaner.id).id == draft.id
    assert screenings.being_asked(world.session, world.council.id, clock.today()) == {world.cleaner.id}


def test_whoever_is_agreed_to_during_an_update_is_asked_about_in_it(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    assert {one.council_id for one in draft.response.invitations} == {world.council.id}
    agree(world, offered)
    world.session.expire_all()
    asked = {one.council_id for one in draft.response.invitations}
    assert asked == {world.council.id, neighbour.council.id}


def test_what_a_council_is_still_offered_is_the_newer_answers_once_there_are_any(
    world, neighbour, submitted
) -> None:
    offered = ask(world, neighbour.cleaner)
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    submit(world, draft, [draft.id])
    assert offered.response_id == draft.response_id and not offered.is_shared


def test_answering_anew_for_one_council_leaves_the_others_as_they_are(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    draft = updating.answer_anew(world.session, offered.contact, offered, clock.now(), clock.today())
    assert [one.council_id for one in draft.response.invitations] == [neighbour.council.id]
    again = updating.answer_anew(world.session, offered.contact, offered, clock.now(), clock.today())
    assert again.id == draft.id and ask(world, neighbour.cleaner).id == draft.id
    submit(world, draft)
    assert draft.is_shared and not offered.is_shared and submitted.is_shared


def test_withdrawing_newer_answers_does_not_bring_the_older_back(world, submitted) -> None:
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    submit(world, draft)
    withdraw(world, draft)
    assert responses.submitted_of_supplier(world.session, world.council.id, world.cleaner.id) is None
    agree(world, draft)
    found = responses.submitted_of_supplier(world.session, world.council.id, world.cleaner.id)
    assert found.id == draft.response_id and not submitted.is_shared


def test_a_council_that_reads_older_answers_can_be_agreed_to_for_the_newer(
    world, neighbour, submitted
) -> None:
    agree(world, ask(world, neighbour.cleaner))
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    submit(world, draft, [draft.id])
    [_ours, theirs] = sharing.readers(world.session, draft)
    assert theirs.since is None and theirs.earlier.id == submitted.response_id
    assert agree(world, draft, neighbour.council) is True
    [_ours, theirs] = sharing.readers(world.session, draft)
    assert theirs.since is not None and theirs.earlier is None


def test_a_draft_cannot_be_updated(world, neighbour) -> None:
    invitation = ask(world, world.cleaner)
    with pytest.raises(updating.NotSubmitted):
        updating.start_update(world.session, invitation.contact, invitation, clock.now())
