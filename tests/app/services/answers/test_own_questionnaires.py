"""A council's own questionnaires: drafts, publishing, freezing, and answers that enter no score."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import questionnaires
from app.extensions import clock
from app.services.answers import answering
from app.services.answers import own_questionnaires as service
from app.services.answers import questionnaires_in_use as in_use
from app.services.inviting import asking, invitations
from app.services.judgement import cases
from models import AuditEvent, Council, CouncilQuestionnaire, Person, QuestionnaireState, Role, Supplier
from questionnaires import Answer, QuestionnaireError, Setting, editing, own, own_files, path
from questionnaires.advice import Advice
from screening import codec, screen
from screening.types import Report
from support.world import World, answer_everything

QUESTION: dict[str, Any] = {
    "id": "own_jobs",
    "type": "yes_no",
    "text": {"en": "Do you offer apprenticeships in Anytown?"},
    "why": {"en": "We want work for young people."},
    "example": {"en": "Two in our depot."},
}
DUE = date(2026, 12, 11)


@pytest.fixture
def lead(world: World) -> Person:
    return _lead(world.session, world.council, "lee@anytown.example")


def _lead(session: Session, council: Council, email: str) -> Person:
    person = Person(email=email, name="Lee Lead", role=Role.LEAD, council_id=council.id)
    session.add(person)
    session.commit()
    return person


def _with_question(content: dict[str, Any], **more: Any) -> dict[str, Any]:
    section = {"id": "own_local", "title": {"en": "Tell us about local work"}}
    return editing.put_question(editing.put_section(content, section), "own_local", {**QUESTION, **more})


def drafted(world: World, lead: Person, **more: Any) -> CouncilQuestionnaire:
    row = service.start(world.session, lead, lead.council_id or 0, {"en": "Anytown questions"}, clock.now())
    content = _with_question(row.content, **more)
    service.change(world.session, lead, row, content, row.revision, clock.now(), what="own_jobs")
    return row


def published(world: World, lead: Person, **more: Any) -> CouncilQuestionnaire:
    row = drafted(world, lead, **more)
    service.publish(world.session, lead, row, "Local jobs matter", row.revision, clock.now())
    return row


def _ask(world: World, supplier: Supplier | None = None, email: str = "c@northgate.example", **more: Any):
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        supplier or world.cleaner,
        email,
        "Con Tact",
        DUE,
        clock.now(),
        **more,
    )
    return asked


def _actions(world: World) -> list[str]:
    found = world.session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject == "council_questionnaire").order_by(AuditEvent.id)
    )
    return list(found)


# --- Drafts -----------------------------------------------------------------------------------------------


def test_a_draft_begins_as_the_newest_standard_questionnaire(world, lead) -> None:
    row = service.start(world.session, lead, world.council.id, {"en": "Café & jobs"}, clock.now())
    standard = questionnaires.current("supplier")
    assert (row.slug, row.version, row.base_version) == ("cafe_jobs", 1, standard.version)
    assert service.drafted(row).questions == standard.questions
    again = service.start(world.session, lead, world.council.id, {"en": "Café & jobs"}, clock.now())
    assert again.slug == "cafe_jobs_2"
    assert len(again.questionnaire_id) <= 60
    assert in_use.choices(world.session, world.council.id) == [standard]


def test_a_change_based_on_an_older_revision_is_refused_and_nothing_is_written(world, lead) -> None:
    row = drafted(world, lead)
    before, seen = copy.deepcopy(row.content), row.revision
    service.change(world.session, lead, row, {**before, "title": {"en": "Other"}}, seen, clock.now())
    with pytest.raises(service.Changed):
        service.change(world.session, lead, row, before, seen, clock.now())
    assert row.content["title"] == {"en": "Other"}


def test_of_two_sessions_that_write_at_once_the_second_is_refused(world, lead) -> None:
    row = drafted(world, lead)
    with Session(world.session.get_bind()) as other:
        theirs = other.get_one(CouncilQuestionnaire, row.id)
        person = other.get_one(Person, lead.id)
        renamed = {**row.content, "title": {"en": "Mine"}}
        assert theirs.revision == row.revision
        service.change(other, person, theirs, renamed, theirs.revision, clock.now())
    with pytest.raises(service.Changed):
        service.change(
            world.session, lead, row, {**row.content, "title": {"en": "X"}}, row.revision, clock.now()
        )
    assert row.content["title"] == {"en": "Mine"}


def test_a_change_with_a_mistake_is_refused_and_says_why(world, lead) -> None:
    row = drafted(world, lead)
    wrong = _with_question(row.content, show_if={"question": "nothing", "equals": "no"})
    with pytest.raises(QuestionnaireError, match="There is no question 'nothing'"):
        service.change(world.session, lead, row, wrong, row.revision, clock.now())
    world.session.refresh(row)
    assert "show_if" not in editing.question(row.content, "own_jobs")


def test_a_section_may_be_empty_while_it_is_a_draft_and_not_when_it_is_published(world, lead) -> None:
    row = drafted(world, lead)
    content = editing.put_section(row.content, {"id": "own_more", "title": {"en": "More"}})
    service.change(world.session, lead, row, content, row.revision, clock.now())
    assert [one.id for one in service.drafted(row).sections][-1] == "own_local"
    with pytest.raises(QuestionnaireError, match="has no question"):
        service.publish(world.session, lead, row, "Reason", row.revision, clock.now())
    assert row.state == QuestionnaireState.DRAFT


def test_a_file_takes_the_place_of_a_draft(world, lead) -> None:
    row = service.start(world.session, lead, world.council.id, {"en": "Mine"}, clock.now())
    text = own_files.to_yaml(_with_question(row.content)).encode()
    content, read = own_files.from_yaml(text, "mine.yaml")
    service.replace(world.session, lead, row, content, read, row.revision, clock.now())
    assert service.drafted(row).question("own_jobs").text.en == QUESTION["text"]["en"]
    wrong, read = own_files.from_yaml(text.replace(b"own_jobs", b"jobs"), "mine.yaml")
    with pytest.raises(QuestionnaireError, match=r"mine.yaml, line \d+, sections.0.questions.0.id"):
        service.replace(world.session, lead, row, wrong, read, row.revision, clock.now())


# --- Publishing -------------------------------------------------------------------------------------------


def test_the_effect_tells_minutes_questions_and_advice_before_anything_is_published(world, lead) -> None:
    row = drafted(world, lead, text={"en": "Which worker was harmed, and how?"})
    effect = service.effect(world.session, row, "en")
    assert effect.compared.new == ("own_jobs",) and not effect.compared.gone
    before, after = effect.before[Setting.POST_AWARD], effect.after[Setting.POST_AWARD]
    assert after.questions == before.questions + 1 and after.minutes >= before.minutes
    assert effect.after[Setting.AT_EVALUATION] == effect.before[Setting.AT_EVALUATION]
    assert ("own_jobs", Advice.PERSON) in effect.advice
    assert (effect.own_questions, effect.own_minutes) == (1, 1)
    assert row.state == QuestionnaireState.DRAFT


def test_many_own_questions_are_advised_against(world, lead) -> None:
    row = drafted(world, lead)
    content = row.content
    for number in range(12):
        content = editing.put_question(content, "own_local", {**QUESTION, "id": f"own_{number}"})
    service.change(world.session, lead, row, content, row.revision, clock.now())
    assert ("", Advice.MANY) in service.effect(world.session, row, "en").advice


def test_publishing_needs_a_reason_and_writes_who_why_and_the_hash(world, lead) -> None:
    row = drafted(world, lead)
    with pytest.raises(ValueError, match="reason"):
        service.publish(world.session, lead, row, "  ", row.revision, clock.now())
    service.publish(world.session, lead, row, " Local jobs ", row.revision, clock.now())
    assert (row.state, row.published_by, row.reason) == (QuestionnaireState.PUBLISHED, lead, "Local jobs")
    assert row.sha256 == own_files.digest(row.content, row.questionnaire_id, 1)
    assert _actions(world) == ["questionnaire.drafted", "questionnaire.changed", "questionnaire.published"]


def test_what_is_published_cannot_be_changed_and_a_new_version_begins_as_its_copy(world, lead) -> None:
    row = published(world, lead)
    with pytest.raises(service.Frozen):
        service.change(world.session, lead, row, row.content, row.revision, clock.now())
    with pytest.raises(service.Frozen):
        service.discard(world.session, lead, row, clock.now())
    newer = service.new_version(world.session, lead, row, clock.now())
    assert (newer.version, newer.content["sections"]) == (2, row.content["sections"])
    assert service.new_version(world.session, lead, row, clock.now()) is newer
    content = editing.removed(newer.content, "own_local")
    service.change(world.session, lead, newer, content, newer.revision, clock.now())
    assert service.effect(world.session, newer, "en").compared.gone == ("own_jobs",)
    service.publish(world.session, lead, newer, "Fewer", newer.revision, clock.now())
    assert row.state == QuestionnaireState.RETIRED
    assert [one.version for one in in_use.choices(world.session, world.council.id)] == [2, newer.base_version]
    assert in_use.get(world.session, row.questionnaire_id, 1).question("own_jobs")


def test_a_draft_can_be_thrown_away(world, lead) -> None:
    service.discard(world.session, lead, drafted(world, lead), clock.now())
    assert world.session.scalars(select(CouncilQuestionnaire)).all() == []
    assert _actions(world)[-1] == "questionnaire.discarded"


def test_a_council_with_a_welsh_name_publishes_in_both_languages_only(world, lead) -> None:
    world.council.name_cy = "Cyngor Anytown"
    row = drafted(world, lead)
    with pytest.raises(QuestionnaireError, match="There is no Welsh") as refused:
        service.publish(world.session, lead, row, "Reason", row.revision, clock.now())
    assert [one.where for one in refused.value.mistakes] == [
        "title",
        "sections.1.title",
        *(f"sections.1.questions.1.{name}" for name in ("text", "why", "example")),
    ]


@pytest.mark.parametrize("state", ["published", "retired"])
def test_a_row_changed_behind_the_services_back_is_refused_loudly(world, lead, state) -> None:
    row = published(world, lead)
    if state == "retired":
        service.retire(world.session, lead, row, "Over", clock.now())
    assert in_use.get(world.session, row.questionnaire_id, 1)
    tampered = copy.deepcopy(row.content)
    tampered["sections"][0]["questions"][0]["text"]["en"] = "Do you offer nothing?"
    world.session.execute(update(CouncilQuestionnaire).values(content=tampered))
    world.session.expire_all()
    with pytest.raises(in_use.NotAsPublished, match="version 1 was changed after it was published"):
        in_use.get(world.session, row.questionnaire_id, 1)
    with pytest.raises(in_use.NotAsPublished):
        service.drafted(row)


# --- Asking and answering ---------------------------------------------------------------------------------


def test_new_invitations_ask_the_newest_own_questionnaire_unless_the_officer_chooses(world, lead) -> None:
    row = published(world, lead)
    assert _ask(world).response.questionnaire == row.questionnaire_id
    standard = _ask(world, world.builder, "b@harbour.example", questionnaire="supplier")
    assert standard.response.questionnaire == "supplier"
    with pytest.raises(LookupError):
        _ask(world, questionnaire="council_99_other")
    service.retire(world.session, lead, row, "Over", clock.now())
    assert _ask(world, world.lawyer, "q@quill.example").response.questionnaire == "supplier"


def test_a_draft_of_the_standard_questions_is_not_turned_into_a_councils_own(world, lead) -> None:
    first = _ask(world)
    published(world, lead)
    second = _ask(world)
    assert first.response_id != second.response_id
    assert _ask(world).response_id == second.response_id


def test_the_burden_ahead_is_that_of_the_questionnaire_that_would_be_sent(world, lead) -> None:
    row = published(world, lead)
    chosen = in_use.chosen(world.session, world.council.id)
    assert chosen.id == row.questionnaire_id
    own_burden = asking.burden_ahead(world.cleaner, clock.today(), "en", chosen)[Setting.POST_AWARD]
    standard = asking.burden_ahead(world.cleaner, clock.today(), "en")[Setting.POST_AWARD]
    assert own_burden.questions == standard.questions + 1


def _answered(world: World, email: str, said: str | None, questionnaire: str = "") -> Report:
    """What the supplier comes to when a contact has answered everything alike, and one own question so."""
    invitation = _ask(world, email=email, questionnaire=questionnaire)
    answer_everything(world, invitation)
    if said is not None:
        answering.save(world.session, invitation.contact, invitation, "own_jobs", Answer(said), clock.now())
    case = cases.build_case(world.cleaner, [], None, invitation.response, clock.today())
    return screen(case)


def test_own_answers_change_nothing_of_a_suppliers_result(world, lead) -> None:
    published(world, lead)
    yes, no = _answered(world, "y@northgate.example", "yes"), _answered(world, "n@northgate.example", "no")
    standard = _answered(world, "s@northgate.example", None, "supplier")
    assert codec.dump_report(yes) == codec.dump_report(no) == codec.dump_report(standard)


def test_two_councils_do_not_see_each_others_questionnaires(world, lead) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.commit()
    row = published(world, lead)
    stranger = _lead(world.session, other, "sam@elsewhere.example")
    theirs = service.start(world.session, stranger, other.id, {"en": "Anytown questions"}, clock.now())
    assert theirs.slug == row.slug and theirs.questionnaire_id != row.questionnaire_id
    assert [one.id for one in in_use.choices(world.session, other.id)] == ["supplier"]
    with pytest.raises(LookupError):
        in_use.chosen(world.session, other.id, row.questionnaire_id)
    with pytest.raises(LookupError, match="is published"):
        in_use.get(world.session, theirs.questionnaire_id, 1)


def test_only_the_standard_part_of_a_response_is_for_others(world, lead) -> None:
    published(world, lead)
    invitation = _ask(world)
    answer_everything(world, invitation)
    questionnaire, given = (
        answering.questionnaire_of(invitation.response),
        answering.answers_of(invitation.response),
    )
    assert "own_jobs" in path.submitted(questionnaire, given)
    shown = own.base_part(questionnaire, given)
    assert set(shown) == set(given) - {"own_jobs"}
    assert questionnaires.answers.validate(own.without_own(questionnaire), shown, "en") == {}
