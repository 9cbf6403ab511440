"""A new contact starts from an earlier contact's answers only when an officer knows who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import proposing
from app.services.answers.answering import AlreadySubmitted, answers_of
from app.services.deciding import work
from app.services.inviting import takeovers
from app.services.inviting.takeovers import KnownBy
from app.store import audit
from app.store import takeovers as store
from models import Delivery, Invitation, OutboxMessage
from questionnaires import Answer, Setting
from support.two_councils import CONTACT, add_neighbour, ask, submit, withdraw
from support.world import World

NEW = "new@northgate.example"


@pytest.fixture
def earlier(world: World, standing_clock) -> Invitation:
    """What the contact of last year submitted."""
    asked = ask(world, world.cleaner)
    submit(world, asked)
    standing_clock.pass_by(days=300)
    return asked


@pytest.fixture
def anew(world: World, earlier: Invitation) -> Invitation:
    """The council asks at a new address."""
    return ask(world, world.cleaner, NEW, due_on=clock.today() + timedelta(days=20))


def mail_to(world: World, email: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.to == email).order_by(OutboxMessage.id)
    return list(world.session.scalars(query))


def take_over(world: World, anew: Invitation):
    return takeovers.ask(world.session, world.settings, anew, "Nia New", "Buyer", clock.now())


def decide(world: World, asked, known_by: KnownBy | None = KnownBy.PHONE) -> int:
    return takeovers.decide(world.session, world.settings, world.officer, asked, known_by, clock.now())


def proposed(world: World, invitation: Invitation) -> dict[str, Answer]:
    found = proposing.open_proposals(world.session, invitation.response)
    return {name: Answer.from_json(row.content) for name, row in found.items()}


def waiting(world: World) -> list[int]:
    return [one.id for one in work.of_officer(world.session, world.officer, clock.today()).takeovers]


def test_a_new_address_begins_with_nothing_and_may_ask(world, earlier, anew) -> None:
    assert proposed(world, anew) == {} and anew.response.earlier_id is None
    assert takeovers.offered(world.session, anew).id == earlier.id
    asked = take_over(world, anew)
    assert proposed(world, anew) == {}  # a declaration alone shows nothing
    assert waiting(world) == [asked.id]
    assert takeovers.offered(world.session, anew) is None
    with pytest.raises(takeovers.NothingToTakeOver):
        take_over(world, anew)


def test_officer_and_earlier_contact_are_told_in_both_languages(world, earlier, anew) -> None:
    told = {one: len(mail_to(world, one)) for one in (world.officer.email, CONTACT)}
    take_over(world, anew)
    [to_officer] = mail_to(world, world.officer.email)[told[world.officer.email] :]
    [to_earlier] = mail_to(world, CONTACT)[told[CONTACT] :]
    for message in (to_officer, to_earlier):
        assert "Nia New" in message.body and NEW in message.body and "20 November 2026" in message.body
    assert "If you have left, you need do nothing." in to_earlier.body
    assert f"/officer/suppliers/{world.cleaner.id}/answers" in to_officer.body


def test_an_address_that_does_not_exist_any_more_is_not_written_to(world, earlier, anew) -> None:
    mail_to(world, CONTACT)[-1].delivery = Delivery.NO_MAILBOX
    world.session.commit()
    before = len(mail_to(world, CONTACT))
    take_over(world, anew)
    assert len(mail_to(world, CONTACT)) == before


def test_once_known_the_answers_are_proposed_one_by_one_and_none_is_given(world, earlier, anew) -> None:
    asked = take_over(world, anew)
    number = decide(world, asked)
    assert number == len(proposed(world, anew)) > 10
    assert proposed(world, anew).items() <= answers_of(earlier.response).items()
    assert answers_of(anew.response) == {}
    assert (asked.known_by, asked.decided_by_id) == (KnownBy.PHONE, world.officer.id)
    [event] = audit.of_action(world.session, anew, "invitation.takeover_confirmed")
    assert event.detail["known_by"] == "phone" and event.detail["earlier"] == earlier.response_id
    assert "/answer/" in mail_to(world, NEW)[-1].body and "stand ready" in mail_to(world, NEW)[-1].body
    assert waiting(world) == []
    with pytest.raises(takeovers.Decided):
        decide(world, asked, None)


def test_who_is_not_known_is_shown_nothing(world, earlier, anew) -> None:
    asked = take_over(world, anew)
    assert decide(world, asked, None) == 0
    assert proposed(world, anew) == {} and asked.known_by == ""
    assert "could not find out who you are" in mail_to(world, NEW)[-1].body
    assert takeovers.offered(world.session, anew) is None  # and does not ask again and again


def test_a_council_hands_on_nothing_that_it_may_not_read(world, earlier, anew) -> None:
    neighbour = add_neighbour(world)
    theirs = ask(world, neighbour.cleaner, NEW, due_on=clock.today() + timedelta(days=20))
    assert takeovers.offered(world.session, theirs) is None  # it never read the first council's answers
    asked = take_over(world, anew)
    withdraw(world, earlier)
    with pytest.raises(takeovers.NothingToTakeOver):
        decide(world, asked)
    assert proposed(world, anew) == {} and waiting(world) == [asked.id]
    assert decide(world, asked, None) == 0


def test_only_answers_in_the_same_setting_are_offered(world, earlier) -> None:
    tender = ask(world, world.cleaner, NEW, Setting.AT_EVALUATION, clock.today() + timedelta(days=20))
    assert takeovers.offered(world.session, tender) is None


def test_who_answered_before_starts_from_their_own(world, earlier, anew, standing_clock) -> None:
    standing_clock.pass_by(days=100)
    again = ask(world, world.cleaner, CONTACT, due_on=clock.today() + timedelta(days=20))
    assert takeovers.offered(world.session, again) is None and proposed(world, again)


def test_what_was_submitted_meanwhile_is_left_alone(world, earlier, anew) -> None:
    asked = take_over(world, anew)
    submit(world, anew)
    assert waiting(world) == []
    with pytest.raises(AlreadySubmitted):
        decide(world, asked)
    assert store.of_invitation(world.session, anew.id).decided_at is None


def test_next_year_the_new_contact_starts_from_what_they_submitted(
    world, earlier, anew, standing_clock
) -> None:
    decide(world, take_over(world, anew))
    submit(world, anew)
    standing_clock.pass_by(days=400)
    again = ask(world, world.cleaner, NEW, due_on=clock.today() + timedelta(days=20))
    assert again.response.earlier_id == anew.response_id and proposed(world, again)
