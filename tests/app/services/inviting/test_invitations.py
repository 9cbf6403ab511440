"""Asking a supplier to answer."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.inviting import invitations
from app.services.people import access_links
from app.services.people.access_links import LinkProblem, UnusableLink
from models import AuditEvent, OutboxMessage, Role

DUE = date(2026, 12, 11)


def _ask(world, email: str = "contact@northgate.example", supplier=None):
    return invitations.ask(
        world.session,
        world.settings,
        world.officer,
        supplier or world.cleaner,
        email,
        "Con Tact",
        DUE,
        clock.now(),
    )


def _token(link: str) -> str:
    return link.rpartition("/")[2]


def test_the_contact_gets_a_message_in_both_languages_with_the_link(world) -> None:
    invitation, link = _ask(world)
    message = world.session.scalars(select(OutboxMessage)).one()
    assert message.to == "contact@northgate.example"
    assert message.body.count(link) == 2
    assert "11 December 2026" in message.body and "11 Rhagfyr 2026" in message.body
    assert invitation.contact.role == Role.RESPONDENT


def test_the_welsh_half_of_the_message_bears_the_councils_welsh_name(world) -> None:
    world.council.name_cy = "Cyngor Anytown"
    _ask(world)
    message = world.session.scalars(select(OutboxMessage)).one()
    assert "Anytown Council" in message.subject and "Cyngor Anytown" in message.subject
    assert "Anytown Council" in message.body and "Cyngor Anytown" in message.body


def test_the_link_opens_the_invitation_again_and_again_until_it_expires(world, standing_clock) -> None:
    invitation, link = _ask(world)
    for _turn in range(2):
        opened = access_links.open_invitation(world.session, _token(link), clock.now())
        assert opened.id == invitation.id and opened.opened_at is not None
    standing_clock.pass_by(days=world.settings.invitation_days + 15)
    with pytest.raises(UnusableLink) as problem:
        access_links.open_invitation(world.session, _token(link), clock.now())
    assert problem.value.problem is LinkProblem.EXPIRED


def test_asking_again_keeps_the_response_and_ends_the_old_link(world) -> None:
    first, old_link = _ask(world)
    second, new_link = _ask(world)
    assert (first.id, first.response_id) == (second.id, second.response_id)
    with pytest.raises(UnusableLink) as problem:
        access_links.open_invitation(world.session, _token(old_link), clock.now())
    assert problem.value.problem is LinkProblem.REVOKED
    assert access_links.open_invitation(world.session, _token(new_link), clock.now()).id == first.id


def test_another_contact_never_gets_somebody_elses_draft(world) -> None:
    first, _link = _ask(world)
    second, _link = _ask(world, "other@northgate.example")
    assert first.response_id != second.response_id


def test_an_officers_address_is_refused(world) -> None:
    with pytest.raises(invitations.ContactIsOfficer):
        _ask(world, world.officer.email)


def test_suppliers_with_one_company_number_are_one_organisation(world) -> None:
    world.cleaner.company_number = world.lawyer.company_number = "01234567"
    first = invitations.organisation_of(world.session, world.cleaner)
    assert invitations.organisation_of(world.session, world.lawyer) is first
    assert invitations.organisation_of(world.session, world.builder) is not first


def test_asking_is_in_the_audit_log(world) -> None:
    invitation, _link = _ask(world)
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "invitation.sent")).one()
    assert (event.subject_id, event.actor) == (invitation.id, f"officer:{world.officer.id}")
    assert re.fullmatch(r"2026-12-\d\d", event.detail["due"])
    assert invitation.sent_at - clock.now() < timedelta(seconds=1)
