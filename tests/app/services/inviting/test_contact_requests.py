"""A contact asks for more time, is not the right person, or passes the questionnaire on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.deciding import work
from app.services.inviting import bulk_acts, colleagues, invitations, reminders
from app.services.inviting import contact_requests as service
from app.services.inviting.contact_requests import NotMine, TimeReason
from app.services.people import access_links
from app.store import audit, responses
from app.store import contact_requests as store
from models import BulkKind, OutboxMessage
from questionnaires import Answer
from support.two_councils import add_neighbour
from support.two_councils import ask as ask_for
from support.world import answer_everything

WANTED = date(2026, 12, 31)
JO = "jo@northgate.example"


def mail_to(world, email: str) -> list[OutboxMessage]:
    return list(world.session.scalars(select(OutboxMessage).where(OutboxMessage.to == email)))


def ask_time(world, invitation, until: date = WANTED, why: TimeReason = TimeReason.AWAY) -> None:
    service.ask_more_time(
        world.session, world.settings, invitation.contact, invitation, until, why, clock.now()
    )


def pass_on(world, invitation, email: str = JO):
    return service.pass_on(
        world.session, world.settings, invitation.contact, invitation, email, "Jo Help", clock.now()
    )


def decline(world, invitation, why: NotMine = NotMine.LEFT) -> None:
    service.decline(world.session, world.settings, invitation.contact, invitation, why, clock.now())


def token_of(link: str) -> str:
    return link.rsplit("/", 1)[1]


def test_time_is_asked_for_once_and_the_day_stays(world, invitation) -> None:
    before, told = invitation.due_on, len(mail_to(world, world.officer.email))
    ask_time(world, invitation)
    ask_time(world, invitation)
    assert invitation.due_on == before and invitation.wanted_due_on == WANTED
    assert len(audit.of_action(world.session, invitation, "invitation.time_asked")) == 1
    [message] = mail_to(world, world.officer.email)[told:]
    assert "31 December 2026" in message.body and "31 Rhagfyr 2026" in message.body
    [row] = work.of_officer(world.session, world.officer, clock.today()).contacts
    assert row.id == invitation.id


@pytest.mark.parametrize(("until", "moved"), [(WANTED, True), (date(2026, 12, 11), False)])
def test_the_reply_moves_the_day_or_not_and_brings_a_new_link(world, invitation, until, moved) -> None:
    ask_time(world, invitation)
    told = len(mail_to(world, invitation.contact.email))
    assert (
        service.reply(world.session, world.settings, world.officer, invitation, until, clock.now()) is moved
    )
    assert (invitation.due_on, invitation.wanted_due_on) == (until, None)
    [message] = mail_to(world, invitation.contact.email)[told:]
    assert ("gives you more time" in message.body) is moved
    [link] = {part for part in message.body.split() if "/answer/" in part}
    opened = access_links.open_invitation(world.session, token_of(link), clock.now())
    assert opened.id == invitation.id
    with pytest.raises(service.NothingAsked):
        service.reply(world.session, world.settings, world.officer, invitation, until, clock.now())
    assert not work.of_officer(world.session, world.officer, clock.today()).contacts


def test_who_waits_for_a_reply_about_more_time_is_not_reminded_meanwhile(world, invitation) -> None:
    ask_time(world, invitation)
    assert reminders.send(world.session, world.settings, clock.now(), invitation.due_on).answers == 0
    service.reply(world.session, world.settings, world.officer, invitation, invitation.due_on, clock.now())
    assert reminders.send(world.session, world.settings, clock.now(), invitation.due_on).answers == 1


def test_a_link_outlives_the_day_when_the_answer_is_due(world, invitation, standing_clock) -> None:
    invitation.due_on = clock.today() + timedelta(days=80)
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    standing_clock.pass_by(days=90)
    assert access_links.open_invitation(world.session, token_of(link), clock.now()).id == invitation.id


def test_whoever_is_not_the_right_person_is_asked_and_reminded_no_more(world, invitation) -> None:
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    decline(world, invitation)
    with pytest.raises(access_links.UnusableLink):
        access_links.open_invitation(world.session, token_of(link), clock.now())
    assert colleagues.seat(world.session, invitation.contact, invitation.id) is None
    assert responses.newest_invitation(world.session, world.council.id, world.cleaner.id) is None
    sent = reminders.send(world.session, world.settings, clock.now(), invitation.due_on)
    assert sent.answers == 0
    assert [one.id for one in store.without_contact(world.session, world.council.id)] == [invitation.id]
    [row] = work.of_officer(world.session, world.officer, clock.today()).contacts
    assert row.declined_why == NotMine.LEFT


def test_asking_many_at_once_leaves_out_whose_contact_is_not_the_one_to_ask(world, invitation) -> None:
    decline(world, invitation)
    planned = bulk_acts.plan(world.session, world.council.id, BulkKind.ASK, [world.cleaner.id], clock.today())
    assert planned.left_out == {world.cleaner.id: "contact_left"} and not planned.to_do


def test_asking_another_contact_or_the_same_again_settles_it(world, invitation, standing_clock) -> None:
    decline(world, invitation)
    standing_clock.pass_by(days=1)
    again, _link = ask_again(world, invitation.contact.email)
    assert again.id == invitation.id and again.declined_why == "" and again.revoked_at is None
    assert not store.without_contact(world.session, world.council.id)
    decline(world, again)
    standing_clock.pass_by(days=1)
    other, _link = ask_again(world, JO)
    assert other.id != invitation.id
    assert not store.without_contact(world.session, world.council.id)


def ask_again(world, email: str):
    return invitations.ask(
        world.session, world.settings, world.officer, world.cleaner, email, "", WANTED, clock.now()
    )


def test_passing_on_hands_over_the_draft_and_ends_the_links(world, invitation) -> None:
    first = invitation.contact
    old = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    answering.save(
        world.session, first, invitation, "organisation_size", Answer(value="small"), clock.now(), based_on=0
    )
    told = len(mail_to(world, world.officer.email))
    successor = pass_on(world, invitation)
    assert successor.email == JO and invitation.contact_id == successor.id
    assert colleagues.seat(world.session, first, invitation.id) is None
    seat = colleagues.seat(world.session, successor, invitation.id)
    assert seat is not None and seat.owns
    assert [row.question_id for row in seat.invitation.response.answers] == ["organisation_size"]
    with pytest.raises(access_links.UnusableLink):
        access_links.open_invitation(world.session, token_of(old), clock.now())
    message = mail_to(world, JO)[-1]
    assert "Con Tact" in message.body and "/answer/" in message.body
    [news] = mail_to(world, world.officer.email)[told:]
    assert JO in news.body


def test_every_council_that_waits_for_the_draft_is_passed_on_and_told(world) -> None:
    neighbour = add_neighbour(world)
    invitation = ask_for(world, world.cleaner)
    theirs = ask_for(world, neighbour.cleaner)
    assert theirs.response_id == invitation.response_id
    successor = pass_on(world, invitation)
    assert {invitation.contact_id, theirs.contact_id} == {successor.id}
    assert any(JO in one.body for one in mail_to(world, neighbour.officer.email))


def test_it_cannot_be_passed_to_oneself_or_to_an_officer(world, invitation) -> None:
    contact = invitation.contact
    with pytest.raises(colleagues.IsOwner):
        pass_on(world, invitation, contact.email.upper())
    with pytest.raises(invitations.ContactIsOfficer):
        pass_on(world, invitation, world.officer.email)
    world.session.refresh(invitation)
    assert invitation.contact_id == contact.id


def test_a_section_asked_of_the_successor_ends_but_a_declaration_stays(world, invitation) -> None:
    section = answering.questionnaire_of(invitation.response).sections[0].id
    given = (world.session, world.settings, invitation.contact, invitation)
    part, _link = colleagues.ask(*given, section, JO, "", clock.now())
    declares, _link = colleagues.ask(*given, "", JO, "", clock.now())
    pass_on(world, invitation)
    assert part.revoked_at is not None and declares.revoked_at is None


def test_nothing_of_it_is_for_submitted_answers(world, invitation) -> None:
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    for act in (ask_time, decline, pass_on):
        with pytest.raises(answering.AlreadySubmitted):
            act(world, invitation)


def test_a_message_that_cannot_be_sent_is_known_until_another_is(world, invitation) -> None:
    assert store.undelivered(world.session, invitation) is None
    message = mail_to(world, invitation.contact.email)[-1]
    message.problem, message.attempts = "SMTPRecipientsRefused: no such user", 5
    world.session.commit()
    assert store.undelivered(world.session, invitation) is message
    message.sent_at = clock.now()
    world.session.commit()
    assert store.undelivered(world.session, invitation) is None
