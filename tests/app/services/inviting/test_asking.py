"""What is known before a supplier answers, and what it is asked because of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

import questionnaires
from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import asking, invitations
from app.services.judgement import cases
from app.store import responses
from models import (
    AuditEvent,
    Contract,
    Council,
    Invitation,
    OutboxMessage,
    ResponseStatus,
    Supplier,
)
from questionnaires import Answer, Context, Setting, SettingRefused, path
from support.world import World, answer_everything

DUE = date(2026, 12, 11)
SECTION_17 = {"workers_agency", "audit_worker_interviews", "sourcing_countries"}


def _ask(world: World, supplier: Supplier | None = None, **more) -> Invitation:
    contact = "contact@northgate.example"
    asked, _link = invitations.ask(
        world.session, world.settings, None, supplier or world.cleaner, contact, "", DUE, clock.now(), **more
    )
    return asked


def _sections(invitation: Invitation) -> set[str]:
    questionnaire = answering.questionnaire_of(invitation.response)
    states = path.section_states(questionnaire, answering.answers_of(invitation.response))
    return {state.section.id for state in states}


def _module_of(sector: str) -> str:
    """The section that is there only for this kind of work."""
    for section in questionnaires.current("supplier").sections:
        rule = section.show_if
        if rule is not None and rule.context == "sectors" and sector in rule.operand:
            return section.id
    raise LookupError(sector)


def _contract(world: World, supplier: Supplier, **more) -> None:
    supplier.contracts.append(Contract(council_id=supplier.council_id, value=Decimal(1000), **more))
    world.session.commit()


def _say(world: World, invitation: Invitation, **values: str | tuple[str, ...]) -> None:
    for question, value in values.items():
        answering.save(world.session, invitation.contact, invitation, question, Answer(value), clock.now())


def test_a_cleaning_contract_calls_for_the_cleaning_module_and_not_for_care(world: World) -> None:
    asked = _sections(_ask(world))
    assert _module_of("cleaning") in asked
    assert not {_module_of(other) for other in ("home_care", "construction", "waste")} & asked


def test_what_the_contracts_tell_is_kept_with_the_response_and_not_asked(world: World) -> None:
    _contract(world, world.cleaner, title="Uniforms", cpv=["18110000"], sourcing_countries=["BD", "GB"])
    invitation = _ask(world)
    context = Context.from_json(invitation.response.context)
    assert {"cleaning", "textiles_ppe"} <= set(context.sectors)
    assert (context.setting, context.countries) == (Setting.POST_AWARD, ("BD", "GB"))
    asked = path.on_path(answering.questionnaire_of(invitation.response), {})
    assert "kinds_of_work" not in {one.id for one in asked}


def test_a_supplier_of_which_nothing_is_certain_is_asked_what_it_supplies(world: World) -> None:
    world.cleaner.contracts.clear()
    world.session.commit()
    invitation = _ask(world)
    assert Context.from_json(invitation.response.context) == Context()
    asked = path.on_path(answering.questionnaire_of(invitation.response), {})
    assert [one.id for one in asked][1] == "kinds_of_work"


@pytest.mark.parametrize("setting", [Setting.AT_EVALUATION, Setting.PRE_QUALIFICATION])
def test_with_a_tender_only_what_section_17_allows_is_asked(world: World, setting: Setting) -> None:
    invitation = _ask(world, setting=setting, above_threshold=True)
    questionnaire = answering.questionnaire_of(invitation.response)
    assert questionnaire.context.setting is setting
    answer_everything(world, invitation)
    answers = answering.answers_of(invitation.response)
    assert answers and all(setting in questionnaire.question(one).settings for one in answers)
    assert not SECTION_17 & set(answers)
    done = answering.submit(
        world.session, invitation.contact, invitation, "A", "Director", clock.now(), clock.today()
    )
    assert "workforce.agency" not in cases.signals_of(done, clock.today())


def test_below_the_threshold_a_stage_of_its_own_is_refused_and_nothing_is_sent(world: World) -> None:
    for above, exception in ((False, ""), (None, ""), (False, "  ")):
        with pytest.raises(SettingRefused):
            _ask(world, setting=Setting.PRE_QUALIFICATION, above_threshold=above, exception=exception)
    assert world.session.scalars(select(OutboxMessage)).all() == []


def test_with_an_exception_it_is_allowed_and_the_reason_is_in_the_audit_log(world: World) -> None:
    _ask(world, setting=Setting.PRE_QUALIFICATION, above_threshold=False, exception=" Works above £214,904 ")
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "invitation.sent")).one()
    assert event.detail["setting"] == "pre_qualification"
    assert event.detail["above_threshold"] is False
    assert event.detail["exception"] == "Works above £214,904"


def test_the_usual_setting_is_in_the_audit_log_without_an_exception(world: World) -> None:
    _ask(world)
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "invitation.sent")).one()
    assert event.detail["setting"] == "post_award" and "exception" not in event.detail


def test_each_setting_has_a_response_of_its_own(world: World) -> None:
    managed, tender = _ask(world), _ask(world, setting=Setting.AT_EVALUATION)
    assert managed.response_id != tender.response_id
    assert _ask(world).response_id == managed.response_id


def _other_councils(world: World, cpv: str) -> Supplier:
    """The same organisation as the cleaner, as another council's supplier of something else."""
    council = Council(slug="othertown", name="Othertown Council", brand_colour="#12504c")
    world.session.add(council)
    world.session.flush()
    organisation = invitations.organisation_of(world.session, world.cleaner)
    other = Supplier(council_id=council.id, key="o1", name="Northgate", organisation=organisation)
    world.session.add(other)
    world.session.flush()
    _contract(world, other, reference="O1", cpv=[cpv], delivery_countries=["IE"])
    return other


def test_councils_that_share_a_response_ask_for_the_kinds_of_work_of_both(world: World) -> None:
    first = _ask(world)
    before = _sections(first)
    second = _ask(world, _other_councils(world, "90500000"))
    assert second.response_id == first.response_id
    assert _sections(second) == before | {_module_of("waste"), "overseas"}
    assert Context.from_json(second.response.context).countries == ("IE",)


def test_what_the_supplier_told_itself_stays_on_the_path(world: World) -> None:
    world.cleaner.contracts.clear()
    world.session.commit()
    first = _ask(world)
    _say(world, first, organisation_size="large", kinds_of_work=("construction",))
    before = _sections(first)
    second = _ask(world, _other_councils(world, "90500000"))
    assert second.response_id == first.response_id
    assert _sections(second) == before | {_module_of("waste"), "overseas"}
    questionnaire, answers = (
        answering.questionnaire_of(second.response),
        answering.answers_of(second.response),
    )
    assert answers["kinds_of_work"].value == ("construction",), "kept, though it is not asked any more"
    assert [one.id for one in asking.asked_no_more(questionnaire, answers)] == ["kinds_of_work"]


def test_a_supplier_that_has_begun_may_still_tell_its_trade(world: World) -> None:
    world.cleaner.contracts.clear()
    world.session.commit()
    first = _ask(world)
    _say(world, first, organisation_size="large")
    second = _ask(world, _other_councils(world, "90500000"))
    asked = path.on_path(answering.questionnaire_of(second.response), answering.answers_of(second.response))
    assert "kinds_of_work" in {one.id for one in asked}


def test_asking_again_for_the_same_work_takes_nothing_off_the_path(world: World) -> None:
    first = _ask(world)
    answer_everything(world, first)
    before = path.on_path(answering.questionnaire_of(first.response), answering.answers_of(first.response))
    world.cleaner.contracts.clear()
    world.session.commit()
    again = _ask(world)
    assert again.response_id == first.response_id
    questionnaire = answering.questionnaire_of(again.response)
    assert path.on_path(questionnaire, answering.answers_of(again.response)) == before


def test_a_response_from_before_contexts_is_asked_as_it_was(world: World) -> None:
    invitation = _ask(world)
    invitation.response.version, invitation.response.context = 1, {}
    world.session.commit()
    first = questionnaires.get("supplier", 1)
    assert path.on_path(answering.questionnaire_of(invitation.response), {}) == path.on_path(first, {})
    again = _ask(world)
    assert again.response is invitation.response
    assert again.response.version == questionnaires.current("supplier").version, "asked again, it is moved on"


def test_the_message_says_about_how_long_this_supplier_needs(world: World) -> None:
    minutes = {}
    for setting in (Setting.POST_AWARD, Setting.AT_EVALUATION):
        invitation = _ask(world, setting=setting)
        minutes[setting] = asking.burden_of(invitation.response, "en").minutes
        newest = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert f"about {minutes[setting]} minutes" in newest.body
        assert minutes[setting] == asking.burden_ahead(world.cleaner, clock.today(), "en")[setting].minutes
    assert minutes[Setting.AT_EVALUATION] < minutes[Setting.POST_AWARD]


def test_a_tender_answered_later_takes_nothing_back_of_what_was_said_of_the_contracts(world: World) -> None:
    given = [_ask(world, setting=setting) for setting in (Setting.POST_AWARD, Setting.AT_EVALUATION)]
    for day, invitation in enumerate(given):
        invitation.response.status = ResponseStatus.SUBMITTED
        invitation.response.submitted_at = invitation.agreed_at = clock.now() + timedelta(days=day)
    world.session.commit()
    council, supplier = world.council.id, world.cleaner.id
    assert responses.submitted_of_supplier(world.session, council, supplier) is given[0].response
    assert responses.submitted_by_supplier(world.session, council)[supplier] is given[0].response
    given[0].response.status = ResponseStatus.DRAFT
    world.session.commit()
    assert responses.submitted_of_supplier(world.session, council, supplier) is given[1].response
