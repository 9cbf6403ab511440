"""Answers are offered to another council, and read by whom the supplier agreed to, until it withdraws."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering, sharing
from app.services.inviting import colleagues
from models import AuditEvent, OutboxMessage, ResponseStatus, ScreeningRun
from questionnaires import Setting
from support.rows import audit_events, count_rows
from support.two_councils import CONTACT, add_duplicate, agree, ask, submit, withdraw
from support.world import answer_everything


def test_answers_given_to_another_council_are_offered_and_not_shown(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    assert offered.response_id == submitted.response_id
    assert offered.agreed_at is None and not offered.is_shared
    message = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert message.to == CONTACT and "20 November 2026" in message.body and "20 Tachwedd 2026" in message.body
    assert message.body.count("/answer/") == 2


def test_asking_once_more_while_the_offer_stands_sends_it_again(world, neighbour, submitted) -> None:
    first, second = ask(world, neighbour.cleaner), ask(world, neighbour.cleaner)
    assert first.id == second.id and not second.is_shared


def test_a_council_that_reads_the_answers_asks_for_new_ones(world, submitted) -> None:
    assert ask(world, world.cleaner).response.status == ResponseStatus.DRAFT


def test_another_contact_is_offered_nothing(world, neighbour, submitted) -> None:
    assert ask(world, neighbour.cleaner, "other@northgate.example").response.status == ResponseStatus.DRAFT


def test_another_organisation_is_offered_nothing(world, neighbour, submitted) -> None:
    assert ask(world, world.lawyer).response.status == ResponseStatus.DRAFT


@pytest.mark.parametrize(
    ("given_for", "asked_for"),
    [(Setting.AT_EVALUATION, Setting.POST_AWARD), (Setting.POST_AWARD, Setting.AT_EVALUATION)],
)
def test_answers_for_another_stage_are_not_offered(world, neighbour, given_for, asked_for) -> None:
    submit(world, ask(world, world.cleaner, setting=given_for))
    assert ask(world, neighbour.cleaner, setting=asked_for).response.status == ResponseStatus.DRAFT


def test_answers_of_a_year_ago_are_offered_to_the_day_and_then_no_more(
    world, neighbour, submitted, standing_clock
) -> None:
    standing_clock.pass_by(days=365)
    offered = ask(world, neighbour.cleaner)
    assert offered.response_id == submitted.response_id
    standing_clock.pass_by(days=1)
    with pytest.raises(sharing.TooOld):
        agree(world, offered)
    world.session.rollback()
    assert not offered.is_shared
    assert ask(world, add_duplicate(world, neighbour)).response.status == ResponseStatus.DRAFT


def test_agreeing_screens_again_and_tells_the_council_once(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    assert agree(world, offered) is True
    assert agree(world, offered) is False
    assert count_rows(world.session, ScreeningRun, ScreeningRun.council_id == neighbour.council.id) == 1
    told = select(OutboxMessage).where(OutboxMessage.to == neighbour.council.contact_email)
    [message] = world.session.scalars(told)
    assert f"/officer/suppliers/{neighbour.cleaner.id}" in message.body
    assert len(audit_events(world.session, "response.shared")) == 1


def test_withdrawing_screens_again_and_tells_the_council_once(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    agree(world, offered)
    assert withdraw(world, offered) is True
    assert withdraw(world, offered) is False
    causes = select(ScreeningRun.cause).where(ScreeningRun.council_id == neighbour.council.id)
    assert list(world.session.scalars(causes)) == ["response_shared", "response_withdrawn"]
    assert count_rows(world.session, OutboxMessage, OutboxMessage.to == neighbour.council.contact_email) == 2
    assert len(audit_events(world.session, "response.withdrawn")) == 1
    assert submitted.is_shared


def test_one_press_counts_for_every_record_that_a_council_keeps(world, neighbour, submitted) -> None:
    first = ask(world, neighbour.cleaner)
    second = ask(world, add_duplicate(world, neighbour))
    assert second.response_id == first.response_id
    agree(world, first)
    assert first.is_shared and second.is_shared
    assert len([one for one in sharing.readers(world.session, first) if one.reads]) == 2
    withdraw(world, second)
    assert not first.is_shared and not second.is_shared


def test_only_the_councils_agreed_to_read_what_is_submitted(world, neighbour, asked_by_both) -> None:
    ours, theirs = asked_by_both
    submit(world, ours, [ours.id])
    assert ours.is_shared and not theirs.is_shared
    assert count_rows(world.session, ScreeningRun, ScreeningRun.council_id == neighbour.council.id) == 0
    told = select(AuditEvent.action).where(AuditEvent.council_id == neighbour.council.id)
    assert "response.submitted" not in set(world.session.scalars(told))
    assert agree(world, ours, neighbour.council) is True
    assert theirs.is_shared


def test_only_the_councils_that_may_read_are_told(world, neighbour, asked_by_both) -> None:
    ours, theirs = asked_by_both
    world.council.contact_email = "slavery@anytown.example"
    world.session.commit()
    submit(world, ours, [theirs.id])
    told = set(world.session.scalars(select(OutboxMessage.to)))
    assert neighbour.council.contact_email in told and world.council.contact_email not in told


def test_submitting_to_nobody_is_refused_and_changes_nothing(world, asked_by_both) -> None:
    ours, _theirs = asked_by_both
    with pytest.raises(answering.NobodyAgreed):
        submit(world, ours, [])
    assert ours.response.status == ResponseStatus.DRAFT and not ours.is_shared


def test_submitting_again_agrees_to_nobody_else(world, asked_by_both) -> None:
    ours, theirs = asked_by_both
    submit(world, ours, [ours.id])
    submit(world, ours, [ours.id, theirs.id])
    assert not theirs.is_shared


def test_a_director_who_submits_is_consent_for_the_councils_named(world, asked_by_both) -> None:
    ours, theirs = asked_by_both
    delegation, _link = colleagues.ask(
        world.session,
        world.settings,
        ours.contact,
        ours,
        "",
        "director@northgate.example",
        "Di Rector",
        clock.now(),
    )
    answer_everything(world, ours)
    answering.submit(
        world.session,
        delegation.person,
        ours,
        "Di Rector",
        "Director",
        clock.now(),
        clock.today(),
        agreed=[theirs.id],
    )
    assert theirs.is_shared and not ours.is_shared
