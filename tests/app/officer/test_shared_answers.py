"""Shared answers as officers of two councils see them: while the supplier agrees, and with what changed."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import answering, evidence
from app.services.inviting import updating
from models import AuditEvent, Invitation, ResponseLook
from questionnaires import Answer, path
from support.evidence import attach, files, to_question_with_evidence
from support.two_councils import Neighbour, add_neighbour, agree, ask, submit, withdraw


@pytest.fixture
def neighbour(world) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def submitted(world, neighbour) -> Invitation:
    invitation = ask(world, world.cleaner)
    question = to_question_with_evidence(world, invitation)
    attach(world, invitation, question)
    evidence.date_undated(
        world.session,
        invitation.contact,
        invitation.response,
        question.id,
        date(2026, 6, 1),
        None,
        clock.now(),
    )
    submit(world, invitation)
    return invitation


def _answers(client, supplier) -> str:
    answer = client.get(f"/officer/suppliers/{supplier.id}/answers")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return " ".join(page.select_one('section[aria-labelledby="answers"]').get_text(" ").split())


def _looks(world) -> int:
    return world.session.scalar(select(func.count()).select_from(ResponseLook)) or 0


def test_page_download_and_queue_follow_the_agreement(world, neighbour, submitted, sign_in) -> None:
    offered = ask(world, neighbour.cleaner)
    officer, reference = sign_in(neighbour.officer), submitted.response.reference
    [file] = files(world, submitted)
    download = f"/officer/suppliers/{neighbour.cleaner.id}/evidence/{file.id}"

    def sees() -> set[bool]:
        text = _answers(officer, neighbour.cleaner)
        return {reference in text, "policy.pdf" in text, officer.get(download).status_code == 200}

    assert sees() == {False}
    text = _answers(officer, neighbour.cleaner)
    assert "Asked on 20 November 2026" in text  # and not a word of answers that others have
    agree(world, offered)
    assert sees() == {True}
    withdraw(world, offered)
    assert sees() == {False}
    assert "The supplier withdrew its answers on 20 November 2026" in _answers(officer, neighbour.cleaner)
    agree(world, offered)
    assert sees() == {True}
    assert reference in _answers(sign_in(world.officer), world.cleaner)


def test_opening_the_page_or_a_file_is_one_look_a_day(
    world, neighbour, submitted, sign_in, standing_clock
) -> None:
    officer = sign_in(world.officer)
    [file] = files(world, submitted)
    for _turn in range(2):
        _answers(officer, world.cleaner)
        officer.get(f"/officer/suppliers/{world.cleaner.id}/evidence/{file.id}")
    assert _looks(world) == 1
    events = select(func.count()).where(AuditEvent.action == "response.looked_at")
    assert world.session.scalar(events) == 1
    standing_clock.pass_by(days=1)
    officer = sign_in(world.officer)
    officer.get(f"/officer/suppliers/{world.cleaner.id}/evidence/{file.id}")
    assert _looks(world) == 2


def test_an_officer_who_may_read_nothing_leaves_no_look(world, neighbour, submitted, sign_in) -> None:
    ask(world, neighbour.cleaner)
    _answers(sign_in(neighbour.officer), neighbour.cleaner)
    assert _looks(world) == 0


def test_the_page_shows_what_changed_since_the_council_looked(
    world, neighbour, submitted, sign_in, standing_clock
) -> None:
    agree(world, ask(world, neighbour.cleaner))
    _answers(sign_in(world.officer), world.cleaner)
    standing_clock.pass_by(days=3)
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    for question_id, given in answering.answers_of(submitted.response).items():
        answering.save(world.session, draft.contact, draft, question_id, given, clock.now())
    question, old, new = _choice(draft)
    answering.save(world.session, draft.contact, draft, question.id, Answer(new.value), clock.now())
    submit(world, draft)
    text = _answers(sign_in(world.officer), world.cleaner)
    assert "What changed since the council looked on 20 November 2026" in text
    assert f"{question.text.in_language('en')} Before: {old} Now: {new.label.in_language('en')}" in text
    assert "Evidence taken away policy.pdf" in text
    assert "What changed" not in _answers(sign_in(neighbour.officer), neighbour.cleaner)  # it never looked


def _choice(draft: Invitation):
    """A question of one choice that decides on no other: its answer in words, and another option."""
    questionnaire = answering.questionnaire_of(draft.response)
    given = answering.answers_of(draft.response)
    asked = path.on_path(questionnaire, given)
    for question in asked:
        for option in question.options if question.type.is_single_choice else ():
            other = given | {question.id: Answer(option.value)}
            if other != given and path.on_path(questionnaire, other) == asked:
                words = {one.value: one.label.in_language("en") for one in question.options}
                return question, words[given[question.id].value], option
    raise AssertionError("every choice decides on others")
