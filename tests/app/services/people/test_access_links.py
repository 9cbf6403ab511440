"""Signing in by link: once, for a while, and only for people who are known."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.people import access_links
from app.services.people.access_links import LinkProblem, UnusableLink
from models import AccessLink, LinkPurpose, OutboxMessage


def _token(world) -> str:
    access_links.request_sign_in(world.session, world.settings, "ANN@anytown.example ", clock.now())
    message = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    found = re.search(r"/sign-in/(\S+)", message.body)
    assert found is not None
    return found[1]


def test_a_link_signs_in_once(world) -> None:
    token = _token(world)
    assert access_links.sign_in(world.session, token, clock.now()) == world.officer
    with pytest.raises(UnusableLink) as problem:
        access_links.sign_in(world.session, token, clock.now())
    assert problem.value.problem is LinkProblem.USED


def test_a_link_expires(world, standing_clock) -> None:
    token = _token(world)
    standing_clock.pass_by(minutes=world.settings.sign_in_link_minutes)
    with pytest.raises(UnusableLink) as problem:
        access_links.sign_in(world.session, token, clock.now())
    assert problem.value.problem is LinkProblem.EXPIRED


def test_a_link_works_although_somebody_asked_for_another_and_signing_in_ends_the_rest(world) -> None:
    older, newer = _token(world), _token(world)
    assert access_links.sign_in(world.session, older, clock.now()) == world.officer
    with pytest.raises(UnusableLink) as problem:
        access_links.sign_in(world.session, newer, clock.now())
    assert problem.value.problem is LinkProblem.REVOKED


def test_however_often_somebody_asks_a_mailbox_gets_a_few_links_until_they_run_out(
    world, standing_clock
) -> None:
    for _turn in range(access_links.MOST_OPEN_LINKS + 3):
        newest = _token(world)
    sent = world.session.scalars(select(OutboxMessage)).all()
    assert len(sent) == access_links.MOST_OPEN_LINKS
    assert access_links.sign_in(world.session, newest, clock.now()) == world.officer
    assert _token(world) != newest
    standing_clock.pass_by(minutes=world.settings.sign_in_link_minutes)
    assert access_links.sign_in(world.session, _token(world), clock.now()) == world.officer


def test_two_who_come_with_one_link_in_the_same_moment_are_not_both_let_in(world, monkeypatch) -> None:
    token = _token(world)
    seen = access_links.look_up(world.session, token, LinkPurpose.SIGN_IN, clock.now())
    monkeypatch.setattr(access_links, "look_up", lambda *_given: seen)  # as both saw it: not used yet
    assert access_links.sign_in(world.session, token, clock.now()) == world.officer
    with pytest.raises(UnusableLink) as problem:
        access_links.sign_in(world.session, token, clock.now())
    assert problem.value.problem is LinkProblem.USED


def test_the_token_is_not_stored_and_has_256_bits(world) -> None:
    token = _token(world)
    assert len(token) >= 43
    stored = world.session.scalars(select(AccessLink)).one()
    assert token not in (stored.token_sha256, "") and len(stored.token_sha256) == 64


def test_a_stranger_gets_no_message_and_an_inactive_person_neither(world) -> None:
    access_links.request_sign_in(world.session, world.settings, "nobody@anytown.example", clock.now())
    world.officer.active = False
    access_links.request_sign_in(world.session, world.settings, world.officer.email, clock.now())
    assert world.session.scalars(select(OutboxMessage)).all() == []


def test_looking_a_link_up_uses_nothing_up(world) -> None:
    token = _token(world)
    for _turn in range(2):
        access_links.look_up(world.session, token, LinkPurpose.SIGN_IN, clock.now())
    assert access_links.sign_in(world.session, token, clock.now()) == world.officer


def test_a_sign_in_link_is_no_invitation(world) -> None:
    with pytest.raises(UnusableLink) as problem:
        access_links.open_invitation(world.session, _token(world), clock.now())
    assert problem.value.problem is LinkProblem.UNKNOWN
