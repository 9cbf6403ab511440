"""The supplier's pages where the council's contracts tell what fits."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import asking, invitations
from models import Contract, Invitation
from questionnaires import Answer, Setting
from support.world import World, answer_everything


def _text(answer) -> str:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ", strip=True)


def _asked_again(world: World, **more) -> Invitation:
    again, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "",
        date(2026, 12, 11),
        clock.now(),
        **more,
    )
    return again


def test_the_list_of_sections_has_the_module_of_the_contract_and_the_minutes(owner, invitation) -> None:
    text = _text(owner.get(f"/answers/{invitation.id}"))
    questionnaire = answering.questionnaire_of(invitation.response)
    titles = {section.id: section.title.en for section in questionnaire.sections}
    shown = {name for name, title in titles.items() if title in text}
    modules = {
        section.id: set(section.show_if.operand)
        for section in questionnaire.sections
        if section.show_if is not None and section.show_if.context == "sectors"
    }
    assert len(modules) > 5
    assert {name for name in modules if name in shown} == {
        name for name, kinds in modules.items() if "cleaning" in kinds
    }
    minutes = asking.burden_of(invitation.response, "en").minutes
    assert f"about {minutes} minutes" in text


def test_pages_that_the_contract_does_not_call_for_are_refused(owner, invitation) -> None:
    answer = owner.get(f"/answers/{invitation.id}/questions/kinds_of_work")
    assert answer.location == f"/answers/{invitation.id}"


@pytest.fixture
def unknown_trade(world: World, invitation: Invitation) -> Invitation:
    invitation.response.context = {}
    world.session.commit()
    return invitation


def test_an_answer_that_a_contract_makes_needless_is_kept_and_the_page_says_so(
    owner: FlaskClient, world: World, unknown_trade: Invitation
) -> None:
    page = f"/answers/{unknown_trade.id}"
    told = Answer(("construction",))
    answering.save(world.session, unknown_trade.contact, unknown_trade, "kinds_of_work", told, clock.now())
    assert "is not asked any more" not in _text(owner.get(page))
    again = _asked_again(world)
    assert again.id == unknown_trade.id
    text = _text(owner.get(page))
    assert re.search(r"not asked any more: “What do you supply to councils\?”.*kept", text)
    assert "Building work, roads and repairs" in text
    assert answering.answers_of(again.response)["kinds_of_work"] == told


def test_a_further_contract_adds_a_module_to_what_was_answered(
    owner: FlaskClient, world: World, invitation: Invitation
) -> None:
    answer_everything(world, invitation)
    page = f"/answers/{invitation.id}"
    assert "Every question is answered" in _text(owner.get(page))
    world.cleaner.contracts.append(
        Contract(council_id=world.council.id, title="Refuse collection", cpv=["90511000"])
    )
    world.session.commit()
    _asked_again(world)
    assert "Every question is answered" not in _text(owner.get(page))


def test_with_a_tender_the_pages_on_workers_terms_are_refused(
    owner: FlaskClient, world: World, invitation: Invitation
) -> None:
    assert owner.get(f"/answers/{invitation.id}/questions/workers_agency").status_code == 200
    tender = _asked_again(world, setting=Setting.AT_EVALUATION)
    assert owner.get(f"/answers/{tender.id}/questions/workers_agency").location == f"/answers/{tender.id}"
    assert owner.get(f"/answers/{tender.id}/questions/policy_published").status_code == 200
