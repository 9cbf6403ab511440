"""Sharing: a council sees submitted answers while the supplier agrees, whatever way leads to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.services import answering, changes_of_answers, colleagues, evidence, runs, sharing, updating
from app.services import screenings as screening
from app.services.cases import build_case
from app.store import evidence as evidence_store
from app.store import queue, responses, screenings
from app.store import sharing as sharing_store
from app.store.queue_conditions import QueueFilter
from models import (
    AuditEvent,
    Invitation,
    OutboxMessage,
    Person,
    ResponseLook,
    ResponseStatus,
    Role,
    ScreeningRun,
)
from questionnaires import Setting
from support.evidence import attach, files, to_question_with_evidence
from support.two_councils import (
    CONTACT,
    Neighbour,
    add_duplicate,
    add_neighbour,
    agree,
    ask,
    submit,
    withdraw,
)
from support.world import World, answer_everything


@pytest.fixture
def neighbour(world) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def submitted(world, neighbour) -> Invitation:
    """Anytown asked the cleaner, which has answered, with a file as evidence."""
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


def _count(world: World, table, *where) -> int:
    return world.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _events(world: World, action: str) -> int:
    return _count(world, AuditEvent, AuditEvent.action == action)


# What one council may see, by every way that leads to answers.


@dataclass
class Eyes:
    """A council's ways to one response."""

    world: World
    council_id: int
    supplier_id: int
    invitation: Invitation

    def in_bulk(self) -> bool:
        found = responses.submitted_by_supplier(self.world.session, self.council_id)
        return self._is(found.get(self.supplier_id))

    def of_one(self) -> bool:
        return self._is(
            responses.submitted_of_supplier(self.world.session, self.council_id, self.supplier_id)
        )

    def file(self) -> bool:
        [file] = files(self.world, self.invitation)
        found = evidence_store.submitted_file(self.world.session, self.council_id, self.supplier_id, file.id)
        return found is not None

    def rescreened_after_a_scan(self) -> bool:
        read = responses.readers_of(self.world.session, self.invitation.response_id)
        return any(one.supplier_id == self.supplier_id for one in read)

    def judged_by(self) -> bool:
        supplier = next(
            one.supplier
            for one in self.invitation.response.invitations
            if one.supplier_id == self.supplier_id
        )
        given = responses.submitted_of_supplier(self.world.session, self.council_id, self.supplier_id)
        return bool(build_case(supplier, [], None, given, clock.today()).signals)

    def said_to_be_answered(self) -> bool:
        rows, _total = queue.page(
            self.world.session, self.council_id, QueueFilter(response="answered"), clock.today(), 0, 50
        )
        return any(row.supplier.id == self.supplier_id for row in rows)

    def looked_at(self) -> bool:
        person = self.world.officer
        before = _count(self.world, ResponseLook)
        sharing.record_look(
            self.world.session,
            person,
            self.council_id,
            self.supplier_id,
            self.invitation.response_id,
            clock.now(),
        )
        return _count(self.world, ResponseLook) > before

    def _is(self, found) -> bool:
        return found is not None and found.id == self.invitation.response_id


WAYS = [
    Eyes.in_bulk,
    Eyes.of_one,
    Eyes.file,
    Eyes.rescreened_after_a_scan,
    Eyes.judged_by,
    Eyes.said_to_be_answered,
    Eyes.looked_at,
]

Step = Callable[[World, Neighbour, Invitation], object]


def _revoke(world: World, neighbour: Neighbour, offered: Invitation) -> None:
    offered.revoked_at = clock.now()
    world.session.commit()


STEPS: dict[str, Step] = {
    "agree": lambda world, neighbour, offered: agree(world, offered),
    "withdraw": lambda world, neighbour, offered: withdraw(world, offered),
    "revoke": _revoke,
    "ask again": lambda world, neighbour, offered: ask(world, neighbour.cleaner),
}
HISTORIES = {
    (): False,
    ("withdraw",): False,
    ("revoke",): False,
    ("agree",): True,
    ("agree", "agree"): True,
    ("agree", "withdraw"): False,
    ("agree", "withdraw", "withdraw"): False,
    ("agree", "withdraw", "agree"): True,
    ("agree", "withdraw", "ask again"): False,
    ("agree", "withdraw", "ask again", "agree"): True,
    ("agree", "revoke"): False,
    ("agree", "revoke", "agree"): False,
    ("agree", "revoke", "ask again"): False,
    ("agree", "revoke", "ask again", "agree"): True,
    ("agree", "withdraw", "revoke"): False,
}


@pytest.mark.parametrize("steps", HISTORIES, ids=lambda steps: ", ".join(steps) or "only asked")
def test_a_council_sees_exactly_what_it_may_by_every_way(
    world, neighbour, submitted, steps, standing_clock
) -> None:
    world.screen_all()
    _screen(world, neighbour)
    offered = ask(world, neighbour.cleaner)
    for step in steps:
        standing_clock.pass_by(hours=1)
        STEPS[step](world, neighbour, offered)
    world.session.expire_all()
    theirs = Eyes(world, neighbour.council.id, neighbour.cleaner.id, submitted)
    ours = Eyes(world, world.council.id, world.cleaner.id, submitted)
    may = HISTORIES[steps]
    assert offered.is_shared is may
    assert {way.__name__: way(theirs) for way in WAYS} == {way.__name__: may for way in WAYS}
    assert {way.__name__: way(ours) for way in WAYS} == {way.__name__: True for way in WAYS}


def test_no_combination_of_agreement_shows_more_than_it_allows(world, neighbour, submitted) -> None:
    """Every state in which the row can be, written straight into it, by every way that leads to answers."""
    _screen(world, neighbour)
    offered = ask(world, neighbour.cleaner)
    theirs = Eyes(world, neighbour.council.id, neighbour.cleaner.id, submitted)
    moments = (None, clock.now())
    for number, states in enumerate(product(moments, moments, moments, ResponseStatus)):
        offered.agreed_at, offered.withdrawn_at, offered.revoked_at, offered.response.status = states
        world.officer = _somebody_else(world, neighbour, number)  # whose look is not written down yet
        world.session.commit()
        agreed, withdrawn, revoked, status = states
        may = bool(agreed and not withdrawn and not revoked and status == ResponseStatus.SUBMITTED)
        ways = [way for way in WAYS if way is not Eyes.rescreened_after_a_scan]  # of submitted ones only
        assert {way.__name__: way(theirs) for way in ways} == {way.__name__: may for way in ways}, states


def _somebody_else(world: World, neighbour: Neighbour, number: int) -> Person:
    person = Person(
        email=f"officer{number}@otherton.example", role=Role.OFFICER, council_id=neighbour.council.id
    )
    world.session.add(person)
    return person


def _screen(world: World, neighbour: Neighbour) -> None:
    run = runs.new_run(world.session, neighbour.council.id, None, "test", clock.now(), clock.today())
    world.session.commit()
    assert screening.run(world.session, run.id, clock.now)


# The offer


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
    assert _count(world, ScreeningRun, ScreeningRun.council_id == neighbour.council.id) == 1
    told = select(OutboxMessage).where(OutboxMessage.to == neighbour.council.contact_email)
    [message] = world.session.scalars(told)
    assert f"/officer/suppliers/{neighbour.cleaner.id}" in message.body
    assert _events(world, "response.shared") == 1


def test_withdrawing_screens_again_and_tells_the_council_once(world, neighbour, submitted) -> None:
    offered = ask(world, neighbour.cleaner)
    agree(world, offered)
    assert withdraw(world, offered) is True
    assert withdraw(world, offered) is False
    causes = select(ScreeningRun.cause).where(ScreeningRun.council_id == neighbour.council.id)
    assert list(world.session.scalars(causes)) == ["response_shared", "response_withdrawn"]
    assert _count(world, OutboxMessage, OutboxMessage.to == neighbour.council.contact_email) == 2
    assert _events(world, "response.withdrawn") == 1
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


# Submitting what several councils asked for


@pytest.fixture
def asked_by_both(world, neighbour) -> tuple[Invitation, Invitation]:
    ours, theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    assert ours.response_id == theirs.response_id
    return ours, theirs


def test_only_the_councils_agreed_to_read_what_is_submitted(world, neighbour, asked_by_both) -> None:
    ours, theirs = asked_by_both
    submit(world, ours, [ours.id])
    assert ours.is_shared and not theirs.is_shared
    assert _count(world, ScreeningRun, ScreeningRun.council_id == neighbour.council.id) == 0
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


# Looking


def test_a_look_is_written_down_once_for_a_person_and_a_day(
    world, neighbour, submitted, standing_clock
) -> None:
    def look() -> None:
        sharing.record_look(
            world.session,
            world.officer,
            world.council.id,
            world.cleaner.id,
            submitted.response_id,
            clock.now(),
        )

    look()
    look()
    standing_clock.pass_by(days=1)
    look()
    assert _count(world, ResponseLook) == _events(world, "response.looked_at") == 2
    [reader] = sharing.readers(world.session, submitted)
    assert [(one.day, one.officers) for one in reader.looks] == [
        (date(2026, 11, 21), 1),
        (date(2026, 11, 20), 1),
    ]


# Updating


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
    assert _events(world, "response.begun_anew") == 1


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


def test_changes_are_compared_only_with_what_may_still_be_read(world, submitted, standing_clock) -> None:
    sharing.record_look(
        world.session,
        world.officer,
        world.council.id,
        world.cleaner.id,
        submitted.response_id,
        clock.now(),
    )
    draft = updating.start_update(world.session, submitted.contact, submitted, clock.now())
    standing_clock.pass_by(days=2)
    newest = submit(world, draft)

    def compared():
        return changes_of_answers.since_last_look(
            world.session, world.council.id, world.cleaner.id, newest, clock.today()
        )

    assert compared().earlier.id == submitted.response_id
    submitted.withdrawn_at = clock.now()
    world.session.commit()
    assert compared() is None
