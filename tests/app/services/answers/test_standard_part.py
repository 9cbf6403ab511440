"""Standard questions answered in one council's own questionnaire serve every other council."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

import questionnaires
from app.extensions import clock
from app.services.answers import answering, proposing, sharing, standard_part
from app.services.answers import own_questionnaires as service
from app.services.inviting import invitations
from app.services.judgement import cases
from app.services.people import access_links
from app.store import responses
from models import (
    AuditEvent,
    CouncilQuestionnaire,
    EvidenceFile,
    Invitation,
    Person,
    Response,
    ResponseStatus,
    Role,
    ScanState,
)
from questionnaires import Answer, Setting, answers, editing, own, path
from support.two_councils import CONTACT, DUE, Neighbour, add_neighbour, agree, submit
from support.world import World

QUESTION: dict[str, Any] = {
    "id": "own_jobs",
    "type": "yes_no",
    "text": {"en": "Do you offer apprenticeships in our area?"},
    "why": {"en": "We want work for young people."},
    "example": {"en": "Two in our depot."},
}


@pytest.fixture
def neighbour(world: World) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def own_one(world: World) -> CouncilQuestionnaire:
    return _published(world, world.council.id, "lee@anytown.example")


def _published(world: World, council_id: int, email: str, **more: Any) -> CouncilQuestionnaire:
    lead = Person(email=email, name="Lee Lead", role=Role.LEAD, council_id=council_id)
    world.session.add(lead)
    world.session.commit()
    row = service.start(world.session, lead, council_id, {"en": "Our questions"}, clock.now())
    section = {"id": "own_local", "title": {"en": "Tell us about local work"}}
    content = editing.put_question(editing.put_section(row.content, section), "own_local", QUESTION)
    service.change(world.session, lead, row, {**content, **more}, row.revision, clock.now(), what="own_jobs")
    service.publish(world.session, lead, row, "Local jobs matter", row.revision, clock.now())
    return row


def _ask(world: World, supplier, questionnaire: str = "", **more: Any) -> Invitation:
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        None,
        supplier,
        more.pop("email", CONTACT),
        "Con Tact",
        DUE,
        clock.now(),
        questionnaire=questionnaire,
        **more,
    )
    return asked


@pytest.fixture
def whole(world: World, neighbour: Neighbour, own_one: CouncilQuestionnaire) -> Response:
    """Everything answered and submitted to the first council's own questionnaire."""
    asked = _ask(world, world.cleaner)
    assert asked.response.questionnaire == own_one.questionnaire_id
    return submit(world, asked)


def _counting(response: Response) -> dict[str, Answer]:
    return path.submitted(answering.questionnaire_of(response), answering.answers_of(response))


def test_a_council_that_asks_the_standard_questions_is_offered_their_answers(world, neighbour, whole) -> None:
    asked = _ask(world, neighbour.cleaner)
    part = asked.response
    assert (part.questionnaire, part.status) == ("supplier", ResponseStatus.SUBMITTED)
    assert (part.submitted_at, part.declared_name, part.declared_role) == (
        whole.submitted_at,
        "Con Tact",
        "Director",
    )
    assert _counting(part) == own.base_part(answering.questionnaire_of(whole), _counting(whole))
    assert "own_jobs" in _counting(whole) and not any(map(own.is_own, answering.answers_of(part)))
    assert answers.validate(answering.questionnaire_of(part), answering.answers_of(part), "en") == {}


def test_it_reads_nothing_before_the_supplier_agrees_and_is_judged_by_it_afterwards(
    world, neighbour, whole
) -> None:
    asked = _ask(world, neighbour.cleaner)
    assert not asked.is_shared
    may_read = responses.submitted_of_supplier
    assert may_read(world.session, neighbour.council.id, neighbour.cleaner.id) is None
    assert agree(world, asked)
    held = may_read(world.session, neighbour.council.id, neighbour.cleaner.id)
    told = cases.signals_of(held, clock.today())
    assert told and told == cases.signals_of(whole, clock.today())


def test_councils_that_ask_later_get_the_same_part_and_it_is_made_once(world, neighbour, whole) -> None:
    first = _ask(world, neighbour.cleaner)
    again = _ask(world, neighbour.cleaner)
    mine = _ask(world, world.cleaner, "supplier")  # the same council asks the standard questions too
    assert first.response is again.response is mine.response
    assert standard_part.of(world.session, whole, clock.now()) is first.response
    made = world.session.scalars(
        select(func.count()).where(AuditEvent.action == "response.standard_part")
    ).one()
    assert made == 1


def test_newer_answers_to_the_standard_questionnaire_are_offered_as_they_are(
    world, neighbour, own_one, standing_clock
) -> None:
    submit(world, _ask(world, world.cleaner))
    standing_clock.pass_by(days=3)
    newer = submit(world, _ask(world, world.builder, "supplier", email="b@harbour.example"))
    assert newer.earlier_id is None
    standard = _ask(world, neighbour.cleaner).response
    assert agree(world, _ask(world, neighbour.cleaner))
    standing_clock.pass_by(days=3)
    update = _ask(world, neighbour.cleaner)  # it reads these already, so it wants others
    assert update.response.status == ResponseStatus.DRAFT and update.response.earlier_id == standard.id
    later = submit(world, update)
    assert _ask(world, world.cleaner, "supplier").response is later


def test_answers_of_more_than_a_year_ago_are_proposed_and_not_offered(
    world, neighbour, whole, standing_clock
) -> None:
    standing_clock.pass_by(days=400)
    asked = _ask(world, neighbour.cleaner)
    assert asked.response.status == ResponseStatus.DRAFT and asked.response.earlier_id is None
    proposed = proposing.open_proposals(world.session, asked.response)
    assert {name: Answer.from_json(row.content) for name, row in proposed.items()} == own.base_part(
        answering.questionnaire_of(whole), _counting(whole)
    )
    assert {row.source_name for row in proposed.values()} == {whole.reference}
    assert answering.answers_of(asked.response) == {}


def test_a_councils_own_questionnaire_begins_with_the_standard_answers_and_asks_its_own_anew(
    world, neighbour, whole
) -> None:
    theirs = _published(world, neighbour.council.id, "pat@otherton.example")
    asked = _ask(world, neighbour.cleaner)
    assert asked.response.questionnaire == theirs.questionnaire_id
    proposed = proposing.open_proposals(world.session, asked.response)
    assert set(proposed) == set(own.base_part(answering.questionnaire_of(whole), _counting(whole)))
    assert "own_jobs" not in proposed  # the same id, and another council's question


def test_standard_answers_are_proposed_in_a_councils_own_questionnaire(world, neighbour, own_one) -> None:
    given = submit(world, _ask(world, neighbour.cleaner))
    assert given.questionnaire == "supplier"
    asked = _ask(world, world.cleaner)
    assert asked.response.status == ResponseStatus.DRAFT
    assert set(proposing.open_proposals(world.session, asked.response)) == set(_counting(given))


def test_of_two_earlier_answers_the_newer_is_proposed(world, neighbour, whole, standing_clock) -> None:
    standing_clock.pass_by(days=30)
    standard = _ask(world, neighbour.cleaner)
    agree(world, standard)
    update = _ask(world, neighbour.cleaner)
    submit(world, update)
    standing_clock.pass_by(days=370)
    asked = _ask(world, world.cleaner)
    proposed = proposing.open_proposals(world.session, asked.response)
    assert asked.response.earlier_id == whole.id
    assert {row.source_name for name, row in proposed.items() if own.is_own(name)} == {whole.reference}
    assert {row.source_name for name, row in proposed.items() if not own.is_own(name)} == {
        update.response.reference
    }


def test_nobody_else_and_no_other_setting_is_offered_them(world, neighbour, whole) -> None:
    other = _ask(world, neighbour.cleaner, email="new@northgate.example")
    early = _ask(world, neighbour.cleaner, setting=Setting.AT_EVALUATION)
    for asked in (other, early):
        assert asked.response.status == ResponseStatus.DRAFT
        assert proposing.open_proposals(world.session, asked.response) == {}


def test_a_council_that_waits_for_a_draft_goes_on_waiting(world, neighbour, own_one) -> None:
    waiting = _ask(world, neighbour.cleaner)
    submit(world, _ask(world, world.cleaner))
    assert _ask(world, neighbour.cleaner).response is waiting.response
    parts = select(func.count()).where(AuditEvent.action == "response.standard_part")
    assert world.session.scalars(parts).one() == 0


def test_files_beside_standard_answers_go_with_them_and_those_of_own_questions_stay(
    world, neighbour, own_one
) -> None:
    asked = _ask(world, world.cleaner)
    for name in ("policy_published", "own_jobs", "statement_published"):
        file = EvidenceFile(
            response_id=asked.response_id,
            question_id=name,
            sha256=name.ljust(64, "0"),
            name=f"{name}.pdf",
            kind="pdf",
            size=10,
            uploaded_at=clock.now(),
            scan=ScanState.PASSED,
            dated_on=clock.today() - timedelta(days=9),
        )
        world.session.add(file)
    world.session.commit()
    whole = submit(world, asked)
    counting = _counting(whole)
    part = _ask(world, neighbour.cleaner).response
    taken = {file.question_id: file for file in part.evidence}
    assert set(taken) == {"policy_published", "statement_published"} & set(counting)
    held = {file.question_id: file for file in whole.evidence}
    for name, file in taken.items():
        assert file.reused_from_id == held[name].id
        assert (file.sha256, file.dated_on, file.is_open) == (held[name].sha256, held[name].dated_on, True)


def test_questions_that_the_first_council_left_out_are_missing_and_nothing_else(world, neighbour) -> None:
    base = questionnaires.current("supplier")
    left_out = "gap_structure_by"
    assert left_out in own.may_switch_off(base)
    _published(world, world.council.id, "lee@anytown.example", switched_off=[left_out])
    whole = submit(world, _ask(world, world.cleaner))
    part = _ask(world, neighbour.cleaner).response
    assert set(_counting(part)) == {name for name in _counting(whole) if not own.is_own(name)}
    assert agree(world, sharing.readers(world.session, part.invitations[0]) and part.invitations[0])


def test_the_contact_sees_what_would_be_shared_and_shares_it_with_one_press(
    world, neighbour, whole, app
) -> None:
    asked = _ask(world, neighbour.cleaner)
    link = access_links.add_invitation_link(world.session, world.settings, asked, clock.now())
    world.session.commit()
    client = app.test_client()
    client.get(link.removeprefix(world.settings.base_url))
    page = client.get(f"/answers/{asked.id}/offer").get_data(as_text=True)
    assert f"standard questions of {whole.reference}." in page
    assert "yearly turnover" in page and QUESTION["text"]["en"] not in page
    assert client.post(f"/answers/{asked.id}/offer").status_code == 302
    world.session.expire_all()
    assert asked.is_shared and not standard_part.whole_of(world.session, whole)
    done = client.get(f"/answers/{asked.id}/done").get_data(as_text=True)
    assert QUESTION["text"]["en"] not in done


def test_only_what_was_submitted_has_a_part(world, own_one) -> None:
    draft = _ask(world, world.cleaner).response
    with pytest.raises(ValueError, match="not submitted"):
        standard_part.of(world.session, draft, clock.now())
