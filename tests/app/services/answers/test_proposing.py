"""Next year's answers begin with last year's: each proposed, none of them counting until it is confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

import questionnaires
from app.extensions import clock
from app.services.answers import answering, proposing
from app.services.inviting import invitations
from app.store import proposals as store
from models import Answer as StoredAnswer
from models import (
    AuditEvent,
    Invitation,
    ProposalOutcome,
    ProposalSource,
    Response,
    ResponseStatus,
)
from questionnaires import Answer, Setting, path
from support.world import World, acceptable, answer_everything


def _ask(world: World, email: str = "contact@northgate.example", **more) -> Invitation:
    invitation, _ = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        email,
        "Con Tact",
        date(2028, 1, 31),
        clock.now(),
        **more,
    )
    return invitation


def _answer_and_submit(world: World, invitation: Invitation) -> Response:
    answer_everything(world, invitation)
    return answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


@pytest.fixture
def earlier(world) -> Response:
    """Answers that were submitted on 20 November 2026."""
    return _answer_and_submit(world, _ask(world))


@pytest.fixture
def again(world, earlier, standing_clock) -> Invitation:
    """The same contact is asked once more, thirteen months later."""
    standing_clock.pass_by(days=396)
    return _ask(world)


def _events(session: Session, action: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def _save(world: World, invitation: Invitation, question_id: str, answer: Answer) -> None:
    answering.save(world.session, invitation.contact, invitation, question_id, answer, clock.now())


def test_a_year_later_every_answer_is_proposed_with_its_source_and_date(world, earlier, again) -> None:
    counted = path.submitted(answering.questionnaire_of(earlier), answering.answers_of(earlier))
    proposed = proposing.open_proposals(world.session, again.response)
    assert {name: Answer.from_json(row.content) for name, row in proposed.items()} == counted
    assert {row.source for row in proposed.values()} == {ProposalSource.EARLIER_RESPONSE}
    assert {(row.source_name, row.dated_on) for row in proposed.values()} == {
        (earlier.reference, date(2026, 11, 20))
    }
    assert again.response is not earlier and again.response.earlier_id == earlier.id
    [event] = _events(world.session, "answers.proposed")
    assert set(event.detail["questions"]) == set(counted)


def test_nothing_is_answered_and_nothing_declared_by_a_proposal(world, earlier, again) -> None:
    response = again.response
    assert answering.answers_of(response) == {}
    assert (response.declared_name, response.declared_role, response.reference) == ("", "", None)
    with pytest.raises(answering.NotComplete):
        answering.submit(
            world.session, again.contact, again, "Con Tact", "Director", clock.now(), clock.today()
        )


def test_starting_twice_proposes_once(world, earlier, again) -> None:
    assert proposing.start_from(world.session, again.response, earlier, None, clock.now()) == 0
    _save(world, again, "organisation_size", Answer("large"))
    assert proposing.start_from(world.session, again.response, earlier, None, clock.now()) == 0
    assert len(_events(world.session, "answers.proposed")) == 1


def test_answers_off_the_path_are_not_carried(world, standing_clock) -> None:
    first = _ask(world)
    answer_everything(world, first)
    _save(world, first, "statement_in_scope", Answer("no"))
    aside = path.set_aside(answering.questionnaire_of(first.response), answering.answers_of(first.response))
    assert "statement_published" in aside
    _answer_and_submit(world, first)
    standing_clock.pass_by(days=396)
    assert not aside.keys() & proposing.open_proposals(world.session, _ask(world).response).keys()


def test_a_draft_a_submission_of_somebody_else_and_another_organisation_start_nothing(
    world, earlier, again
) -> None:
    draft = again.response
    with pytest.raises(ValueError, match="not submitted"):
        proposing.start_from(world.session, earlier, draft, None, clock.now())
    other, _ = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.builder,
        "else@harbour.example",
        "",
        date(2028, 1, 31),
        clock.now(),
    )
    assert proposing.open_proposals(world.session, other.response) == {}
    with pytest.raises(ValueError, match="same organisation"):
        proposing.start_from(world.session, other.response, earlier, None, clock.now())


def test_another_contact_of_the_same_organisation_sees_nothing_of_it(world, earlier, standing_clock) -> None:
    standing_clock.pass_by(days=396)
    invitation = _ask(world, "new@northgate.example")
    assert invitation.response.organisation_id == earlier.organisation_id
    assert invitation.response.earlier_id is None
    assert proposing.open_proposals(world.session, invitation.response) == {}


def test_another_setting_begins_from_its_own_answers_only(world, earlier, standing_clock) -> None:
    standing_clock.pass_by(days=396)
    invitation = _ask(world, setting=Setting.AT_EVALUATION)
    assert invitation.response.earlier_id is None


def test_a_council_that_reads_the_answers_and_asks_again_has_them_proposed_at_once(
    world, earlier, standing_clock
) -> None:
    standing_clock.pass_by(days=200)
    response = _ask(world).response
    assert response.status == ResponseStatus.DRAFT and response.earlier_id == earlier.id
    assert proposing.open_proposals(world.session, response)


def test_saving_the_same_confirms_and_saving_another_replaces(world, earlier, again) -> None:
    proposed = proposing.open_proposals(world.session, again.response)
    size, scope = proposed["organisation_size"], proposed["statement_in_scope"]
    _save(world, again, "organisation_size", Answer.from_json(size.content))
    _save(world, again, "statement_in_scope", Answer("unknown"))
    assert (size.outcome, scope.outcome) == (ProposalOutcome.CONFIRMED, ProposalOutcome.REPLACED)
    assert size.settled_at == scope.settled_at == clock.now()
    left = proposing.open_proposals(world.session, again.response)
    assert left.keys() == proposed.keys() - {"organisation_size", "statement_in_scope"}
    said = [event.detail for event in _events(world.session, "answer.saved")][-2:]
    assert [one["proposal"] for one in said] == ["confirmed", "replaced"]
    assert {one["source"] for one in said} == {"earlier_response"}


def test_a_changed_question_is_not_carried_and_a_reworded_one_is(world, earlier, standing_clock) -> None:
    """From version 1 to the newest the answers to one question changed and another was reworded."""
    first, second = questionnaires.get("supplier", 1), questionnaires.current("supplier")
    since = questionnaires.compare(first, second)
    assert since.changed and since.reworded
    earlier.version, earlier.context = 1, {}
    for row in list(earlier.answers):
        world.session.delete(row)
    world.session.flush()
    for question in first.questions:
        earlier.answers.append(_stored(question.id, acceptable(question)))
    world.session.commit()
    response = _ask(world).response
    assert response.version == second.version and response.earlier_id == earlier.id
    proposed = proposing.open_proposals(world.session, response)
    on_path = path.submitted(first, answering.answers_of(earlier)).keys()
    assert not proposed.keys() & {*since.changed, *since.new}
    assert proposed.keys() == on_path & {*since.same, *since.reworded}
    seen = proposing.since_last(world.session, response)
    assert (seen.new, seen.changed) == (since.new, since.changed)


def _stored(question_id: str, answer: Answer) -> StoredAnswer:
    return StoredAnswer(question_id=question_id, content=answer.to_json(), answered_at=clock.now())


def test_a_workbooks_answer_stands_beside_the_newer_one_until_somebody_chooses(world, invitation) -> None:
    _save(world, invitation, "organisation_size", Answer("small"))
    both = {"organisation_size": Answer("large"), "statement_in_scope": Answer("yes")}
    source = ProposalSource.WORKBOOK
    added = proposing.propose(
        world.session,
        invitation.response,
        both,
        source,
        "answers.xlsx",
        clock.today(),
        invitation.contact,
        clock.now(),
    )
    assert added == 2
    assert answering.answers_of(invitation.response) == {"organisation_size": Answer("small")}
    proposing.keep(world.session, invitation.contact, invitation.response, "organisation_size", clock.now())
    assert proposing.open_proposals(world.session, invitation.response).keys() == {"statement_in_scope"}
    assert answering.answers_of(invitation.response) == {"organisation_size": Answer("small")}
    [event] = _events(world.session, "answer.kept")
    assert event.detail["proposal"] == "replaced"


def test_what_no_question_takes_is_not_proposed(world, invitation) -> None:
    odd = {
        "organisation_size": Answer("gigantic"),
        "no_such_question": Answer("yes"),
        "kinds_of_work": Answer("cleaning"),
        "statement_in_scope": Answer(""),
    }
    source = ProposalSource.WORKBOOK
    assert not proposing.propose(
        world.session, invitation.response, odd, source, "a", None, None, clock.now()
    )
    assert not _events(world.session, "answers.proposed")


def test_the_same_file_twice_proposes_once_and_what_stands_not_at_all(world, invitation) -> None:
    _save(world, invitation, "organisation_size", Answer("small"))
    what = {"organisation_size": Answer("small"), "statement_in_scope": Answer("yes")}
    source = ProposalSource.WORKBOOK

    def propose() -> int:
        return proposing.propose(
            world.session, invitation.response, what, source, "a.xlsx", None, None, clock.now()
        )

    assert (propose(), propose()) == (1, 0)


def test_of_several_proposals_the_newest_is_shown_and_all_are_settled(world, invitation) -> None:
    for name, value in (("one.xlsx", "yes"), ("two.xlsx", "no")):
        proposing.propose(
            world.session,
            invitation.response,
            {"statement_in_scope": Answer(value)},
            ProposalSource.WORKBOOK,
            name,
            None,
            None,
            clock.now(),
        )
    shown = proposing.open_proposals(world.session, invitation.response)["statement_in_scope"]
    assert shown.source_name == "two.xlsx"
    _save(world, invitation, "statement_in_scope", Answer("yes"))
    outcomes = [row.outcome for row in store.of_response(world.session, invitation.response_id)]
    assert outcomes == [ProposalOutcome.CONFIRMED, ProposalOutcome.REPLACED]


def test_keeping_without_an_answer_settles_nothing(world, earlier, again) -> None:
    before = proposing.open_proposals(world.session, again.response).keys()
    proposing.keep(world.session, again.contact, again.response, "organisation_size", clock.now())
    assert proposing.open_proposals(world.session, again.response).keys() == before


_STEPS = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(["confirm", "other", "restart", "keep"])), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_whatever_is_saved_nothing_counts_that_nobody_confirmed(world, earlier, again, steps) -> None:
    """Any sequence of confirming, answering otherwise, keeping and starting anew."""
    session, response = world.session, again.response
    for row in list(response.answers):
        session.delete(row)
    for proposal in store.of_response(session, response.id):
        session.delete(proposal)
    session.commit()
    proposing.start_from(session, response, earlier, None, clock.now())
    session.commit()
    saved: dict[str, Answer] = {}
    confirmed: set[str] = set()
    for number, step in steps:
        if step == "restart":
            proposing.start_from(session, response, earlier, None, clock.now())
            session.commit()
            continue
        questionnaire = answering.questionnaire_of(response)
        asked = path.on_path(questionnaire, answering.answers_of(response))
        question = asked[number % len(asked)]
        proposed = proposing.open_proposals(session, response).get(question.id)
        if step == "keep":
            proposing.keep(session, again.contact, response, question.id, clock.now())
            continue
        if step == "confirm" and proposed is not None:
            answer = Answer.from_json(proposed.content)
            confirmed.add(question.id)
        else:
            answer = acceptable(question)
        _save(world, again, question.id, answer)
        saved[question.id] = answer
        if proposed is not None:
            same = proposed.content == answer.to_json()
            assert proposed.outcome == (ProposalOutcome.CONFIRMED if same else ProposalOutcome.REPLACED)
        assert answering.answers_of(response) == saved
        assert question.id not in proposing.open_proposals(session, response)
    counting = path.submitted(answering.questionnaire_of(response), answering.answers_of(response))
    assert counting.keys() <= saved.keys()
    outcomes = {
        row.question_id: row.outcome
        for row in store.of_response(session, response.id)
        if row.question_id in confirmed
    }
    assert set(outcomes.values()) <= {ProposalOutcome.CONFIRMED}
