"""Mail to a contact that does not arrive: the officer is told once, and asks at the right address."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.deciding import work
from app.services.inviting import came_back, invitations, reminders
from app.services.people import access_links
from app.store import audit, outbox, responses
from app.store import contact_requests as store
from models import Delivery, Invitation, OutboxMessage
from questionnaires import Answer, Setting
from support.two_councils import CONTACT, add_neighbour
from support.two_councils import ask as ask_for
from support.world import World

RIGHT = "right@northgate.example"


def mail_to(world: World, email: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.to == email).order_by(OutboxMessage.id)
    return list(world.session.scalars(query))


def comes_back(world: World, invitation: Invitation, delivery: Delivery = Delivery.NO_MAILBOX) -> None:
    message = mail_to(world, invitation.contact.email)[-1]
    message.sent_at = clock.now()
    assert outbox.settle(world.session, message.id, delivery, "550 User unknown", clock.now()) == 1
    world.session.commit()


def look(world: World) -> int:
    return came_back.look(world.session, world.settings, clock.now())


def ask_at(world: World, invitation: Invitation, email: str = RIGHT) -> Invitation:
    return came_back.ask_at(
        world.session, world.settings, world.officer, invitation, email, "", invitation.due_on, clock.now()
    )


def unreached(world: World) -> list[int]:
    return [one.id for one in work.of_officer(world.session, world.officer, clock.today()).unreached]


def test_the_officer_is_told_once_and_it_waits_in_their_work(world, invitation) -> None:
    before = len(mail_to(world, world.officer.email))
    assert unreached(world) == [] and look(world) == 0
    comes_back(world, invitation)
    assert (look(world), look(world)) == (1, 0)
    [message] = mail_to(world, world.officer.email)[before:]
    assert "could not be delivered" in message.body and invitation.contact.email in message.body
    assert f"/officer/suppliers/{invitation.supplier_id}/answers" in message.body
    assert unreached(world) == [invitation.id]
    assert len(audit.of_action(world.session, invitation, "invitation.came_back")) == 1


def test_what_was_delivered_or_only_handed_over_is_told_to_nobody(world, invitation) -> None:
    message = mail_to(world, invitation.contact.email)[-1]
    message.sent_at = clock.now()
    world.session.commit()
    assert store.undelivered(world.session, invitation) is None
    outbox.settle(world.session, message.id, Delivery.DELIVERED, "", clock.now())
    world.session.commit()
    assert look(world) == 0 and unreached(world) == []


def test_who_came_since_was_reached_and_who_went_since_was_not(world, invitation, standing_clock) -> None:
    comes_back(world, invitation)
    invitation.opened_at = clock.now()
    assert store.undelivered(world.session, invitation) is not None  # opened before, gone now
    standing_clock.pass_by(hours=1)
    invitation.opened_at = clock.now()
    world.session.commit()
    assert store.undelivered(world.session, invitation) is None and unreached(world) == []


def test_a_later_message_that_was_delivered_settles_it(world, invitation) -> None:
    comes_back(world, invitation, Delivery.REFUSED)
    reminders.send(world.session, world.settings, clock.now(), invitation.due_on)
    later = OutboxMessage(
        to=invitation.contact.email,
        subject="",
        body="",
        queued_at=clock.now(),
        sent_at=clock.now(),
        delivery=Delivery.DELIVERED,
        fate_at=clock.now(),
    )
    world.session.add(later)
    world.session.commit()
    assert store.undelivered(world.session, invitation) is None


def test_nobody_is_reminded_at_an_address_that_mail_does_not_reach(world, invitation) -> None:
    comes_back(world, invitation)
    assert reminders.send(world.session, world.settings, clock.now(), invitation.due_on).answers == 0
    invitation.opened_at = clock.now().replace(year=2027)
    world.session.commit()
    assert reminders.send(world.session, world.settings, clock.now(), invitation.due_on).answers == 1


def test_asking_at_the_right_address_ends_the_old_link_and_begins_anew(world, invitation) -> None:
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    question = answering.questionnaire_of(invitation.response).questions[0]
    answering.save(
        world.session,
        invitation.contact,
        invitation,
        question.id,
        Answer(question.options[0].value),
        clock.now(),
    )
    comes_back(world, invitation)
    asked = ask_at(world, invitation)
    assert asked.contact.email == RIGHT and asked.due_on == invitation.due_on
    assert asked.response.questionnaire == invitation.response.questionnaire
    assert asked.response_id != invitation.response_id and not asked.response.answers
    assert invitation.revoked_at is not None
    with pytest.raises(access_links.UnusableLink):
        access_links.open_invitation(world.session, link.rsplit("/", 1)[1], clock.now())
    assert "/answer/" in mail_to(world, RIGHT)[-1].body
    assert unreached(world) == []
    newest = responses.newest_invitation(world.session, world.council.id, invitation.supplier_id)
    assert newest is not None and newest.id == asked.id


def test_at_the_same_address_it_is_sent_again_with_what_was_answered(
    world, invitation, standing_clock
) -> None:
    comes_back(world, invitation, Delivery.REFUSED)
    standing_clock.pass_by(hours=1)
    asked = ask_at(world, invitation, invitation.contact.email.upper())
    assert asked.id == invitation.id and asked.revoked_at is None and asked.sent_at == clock.now()
    assert unreached(world) == []


def test_the_stage_and_why_it_was_allowed_are_asked_for_again(world) -> None:
    first, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        CONTACT,
        "",
        clock.today().replace(month=12),
        clock.now(),
        setting=Setting.PRE_QUALIFICATION,
        above_threshold=False,
        exception="A light touch contract",
    )
    comes_back(world, first)
    asked = ask_at(world, first)
    assert asked.response.context["setting"] == Setting.PRE_QUALIFICATION.value
    [event] = audit.of_action(world.session, asked, "invitation.sent")
    assert event.detail["exception"] == "A light touch contract"


def test_an_officers_address_changes_nothing(world, invitation) -> None:
    comes_back(world, invitation)
    with pytest.raises(invitations.ContactIsOfficer):
        ask_at(world, invitation, world.officer.email)
    world.session.expire_all()
    assert invitation.revoked_at is None and unreached(world) == [invitation.id]


def test_each_council_that_waits_at_the_address_is_told(world) -> None:
    neighbour = add_neighbour(world)
    mine, theirs = ask_for(world, world.cleaner), ask_for(world, neighbour.cleaner)
    assert mine.contact_id == theirs.contact_id
    comes_back(world, theirs)
    look(world)
    told = {
        one.id: len(audit.of_action(world.session, one, "invitation.came_back")) for one in (mine, theirs)
    }
    assert told == {mine.id: 1, theirs.id: 1}
