"""The second questionnaire in the service, beside answers to the first that are still being given."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.answers import answering
from app.services.judgement import cases
from app.services.people import access_links
from models import Invitation, ResponseStatus
from questionnaires import path
from support.world import World, answer_everything


@pytest.fixture
def invitation(world: World, invitation: Invitation) -> Invitation:
    """The contracts told nothing, so that the supplier is asked for its trade."""
    invitation.response.context = {}
    world.session.commit()
    return invitation


@pytest.fixture
def contact(app, world: World, invitation: Invitation) -> FlaskClient:
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    client = app.test_client()
    assert client.get(link.removeprefix(world.settings.base_url)).status_code == 302
    return client


def _say(contact: FlaskClient, invitation: Invitation, **values: str | list[str]):
    """Fill in the pages one by one, as somebody who has just opened each."""
    for question, value in values.items():
        url = f"/answers/{invitation.id}/questions/{question}"
        page = BeautifulSoup(contact.get(url).get_data(as_text=True), "html.parser")
        data = {"answer": value, "revision": page.select_one("[name=revision]")["value"]}
        answer = contact.post(url, data=data)
        assert answer.status_code == 302, question
    return answer


def _page(contact: FlaskClient, invitation: Invitation, question: str) -> str:
    answer = contact.get(f"/answers/{invitation.id}/questions/{question}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ", strip=True)


def test_who_is_asked_now_answers_the_newest_version(invitation: Invitation) -> None:
    assert invitation.response.version == 3


def test_answers_to_the_first_version_can_be_finished_and_read(world: World, invitation: Invitation) -> None:
    invitation.response.version = 1
    world.session.commit()
    answer_everything(world, invitation)
    today = clock.today()
    done = answering.submit(
        world.session, invitation.contact, invitation, "A", "Director", clock.now(), today
    )
    assert done.status == ResponseStatus.SUBMITTED
    assert answering.questionnaire_of(done).questions[0].id == "statement_in_scope"
    signals = cases.signals_of(done, today)
    assert "workforce.agency" in signals and "sites.visited" not in signals


def test_size_and_trade_decide_the_words_and_the_modules(contact, invitation: Invitation) -> None:
    page = f"/answers/{invitation.id}/questions/site_identity"
    _say(contact, invitation, organisation_size="large", kinds_of_work="construction")
    assert contact.get(page).status_code == 200
    assert "How far do you know who supplies you?" in _page(contact, invitation, "chain_mapped")
    _say(contact, invitation, organisation_size="micro", kinds_of_work="cleaning")
    assert contact.get(page).status_code == 302, "off the path"
    assert "Do you have a list of who supplies you?" in _page(contact, invitation, "chain_mapped")
    assert "Section 2 of 6" in _page(contact, invitation, "workers_agency")


def test_a_gap_is_filled_by_a_date_that_is_still_to_come(contact, invitation: Invitation) -> None:
    _say(contact, invitation, organisation_size="large", kinds_of_work="none", statement_in_scope="yes")
    following = _say(contact, invitation, gap_goals="planned").location
    assert following.endswith("/gap_goals_by")
    url = f"/answers/{invitation.id}/questions/gap_goals_by"
    past = contact.post(url, data={"answer": ["1", "1", "2026"]})
    assert past.status_code == 200 and "Enter a date that is still to come" in past.get_data(as_text=True)
    assert contact.post(url, data={"answer": ["31", "3", "2027"]}).status_code == 302


def test_everything_can_be_answered_and_submitted(world: World, invitation: Invitation) -> None:
    answer_everything(world, invitation)
    today = clock.today()
    done = answering.submit(
        world.session, invitation.contact, invitation, "A", "Director", clock.now(), today
    )
    signals = cases.signals_of(done, today)
    asked = path.submitted(answering.questionnaire_of(done), answering.answers_of(done))
    given = {
        one.signal for one in answering.questionnaire_of(done).questions if one.id in asked and one.signal
    }
    assert given <= signals.keys()
    assert signals["site.identity"].value == "not_applicable", "a micro agency has no building sites"
