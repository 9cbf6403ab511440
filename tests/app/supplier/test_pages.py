"""The supplier's pages: the link, one question a page, check, submit."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.answers import answering
from app.services.people import access_links
from models import ResponseStatus
from questionnaires import path
from support.world import acceptable, answer_everything


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, f"{answer.status}: {answer.headers.get('Location')}"
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


@pytest.fixture
def link(world, invitation) -> str:
    address = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    return address.removeprefix(world.settings.base_url)


@pytest.fixture
def contact(app, link: str) -> FlaskClient:
    client = app.test_client()
    assert client.get(link).status_code == 302
    return client


def _questions(invitation) -> list[str]:
    questionnaire = answering.questionnaire_of(invitation.response)
    given = answering.answers_of(invitation.response)
    return [question.id for question in path.on_path(questionnaire, given)]


def test_the_first_click_opens_the_first_question(app, link, invitation) -> None:
    client = app.test_client()
    first = _questions(invitation)[0]
    assert client.get(link).location == f"/answers/{invitation.id}/questions/{first}"
    page = _page(client.get(f"/answers/{invitation.id}/questions/{first}"))
    assert page.select_one("h1") and "Section 1 of" in page.get_text()


def test_a_later_click_opens_the_list_of_sections(app, link, world, invitation) -> None:
    questionnaire = answering.questionnaire_of(invitation.response)
    first = questionnaire.sections[0].questions[0]
    answering.save(world.session, invitation.contact, invitation, first.id, acceptable(first), clock.now())
    assert app.test_client().get(link).location == f"/answers/{invitation.id}"


def test_an_unknown_link_and_an_expired_one_have_pages_of_their_own(app, link, world, standing_clock) -> None:
    assert app.test_client().get("/answer/nonsense").status_code == 404
    standing_clock.pass_by(days=world.settings.invitation_days + 15)
    answer = app.test_client().get(link)
    assert answer.status_code == 410 and "This link no longer works" in answer.get_data(as_text=True)


def test_an_answer_leads_to_the_next_question(contact, invitation) -> None:
    questionnaire = answering.questionnaire_of(invitation.response)
    first = questionnaire.sections[0].questions[0]
    answer = contact.post(
        f"/answers/{invitation.id}/questions/{first.id}", data={"answer": acceptable(first).value}
    )
    assert answer.status_code == 302
    assert answer.location != f"/answers/{invitation.id}/questions/{first.id}"


def test_no_answer_gives_an_error_at_the_field_and_in_the_title(contact, invitation) -> None:
    first = _questions(invitation)[0]
    page = _page(contact.post(f"/answers/{invitation.id}/questions/{first}", data={}))
    assert page.title.get_text().startswith("Error:")
    href = page.select_one(".govuk-error-summary a")["href"]
    assert page.select_one(href) is not None


def test_save_and_come_back_later_saves(contact, invitation) -> None:
    questionnaire = answering.questionnaire_of(invitation.response)
    first = questionnaire.sections[0].questions[0]
    answer = contact.post(
        f"/answers/{invitation.id}/questions/{first.id}",
        data={"answer": acceptable(first).value, "then": "later"},
        follow_redirects=True,
    )
    assert "Your answers are saved" in answer.get_data(as_text=True)


def test_a_question_off_the_path_leads_back_to_the_list(contact, invitation) -> None:
    answer = contact.get(f"/answers/{invitation.id}/questions/no-such-question")
    assert (answer.status_code, answer.location) == (302, f"/answers/{invitation.id}")


def test_another_persons_invitation_is_not_there(contact, invitation) -> None:
    for page in ("", "/check", "/done"):
        assert contact.get(f"/answers/{invitation.id + 1}{page}").status_code == 404


def test_the_whole_journey_ends_with_a_reference(contact, world, invitation) -> None:
    answer_everything(world, invitation)
    assert "nothing has been sent yet" in _page(contact.get(f"/answers/{invitation.id}")).get_text()
    check = _page(contact.get(f"/answers/{invitation.id}/check"))
    assert len(check.select(".govuk-summary-list__row")) == len(_questions(invitation))
    form = {"declared_name": "Con Tact", "declared_role": "Director", "declared": "y"}
    done = _page(contact.post(f"/answers/{invitation.id}/check", data=form, follow_redirects=True))
    assert f"FH-{invitation.response_id:06d}" in done.get_text()
    world.session.refresh(invitation.response)
    assert invitation.response.status == ResponseStatus.SUBMITTED
    assert contact.get(f"/answers/{invitation.id}").location == f"/answers/{invitation.id}/done"


def test_an_empty_declaration_submits_nothing(contact, world, invitation) -> None:
    answer_everything(world, invitation)
    page = _page(contact.post(f"/answers/{invitation.id}/check", data={}))
    assert len(page.select(".govuk-error-summary li")) == 3
    world.session.refresh(invitation.response)
    assert invitation.response.status == ResponseStatus.DRAFT


def test_submitting_with_questions_left_is_refused_with_links_to_them(contact, world, invitation) -> None:
    form = {"declared_name": "Con Tact", "declared_role": "Director", "declared": "y"}
    page = _page(contact.post(f"/answers/{invitation.id}/check", data=form))
    links = [link["href"] for link in page.select(".govuk-error-summary a")]
    assert links and all(page.select_one(link) for link in links)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x00\u202e\U0001f600", "x" * 50_000])
def test_naughty_text_is_taken_as_text(contact, invitation, text: str) -> None:
    for question_id in _questions(invitation):
        answer = contact.post(f"/answers/{invitation.id}/questions/{question_id}", data={"answer": text})
        assert answer.status_code in (200, 302)
        assert "<script>alert(1)" not in answer.get_data(as_text=True)


def test_pages_are_in_welsh_when_asked(contact, invitation) -> None:
    contact.get("/language/cy")
    first = _questions(invitation)[0]
    page = _page(contact.get(f"/answers/{invitation.id}/questions/{first}"))
    assert page.html["lang"] == "cy"
    assert "Adran 1 o" in page.get_text()
