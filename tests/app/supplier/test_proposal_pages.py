"""Pages with answers that stand ready: what they say, and that confirming is saving, one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import questionnaires
from app.extensions import clock
from app.services.answers import answering, proposing
from app.services.inviting import invitations
from app.services.people import access_links
from models import Answer as StoredAnswer
from models import EvidenceFile, Invitation, ProposalSource, Response, ScanState
from questionnaires import Answer, path
from support.world import acceptable, answer_everything


def _ask(world) -> Invitation:
    invitation, _ = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "Con Tact",
        clock.today() + timedelta(days=21),
        clock.now(),
    )
    return invitation


@pytest.fixture
def earlier(world, invitation) -> Response:
    """Submitted on 20 November 2026."""
    answer_everything(world, invitation)
    link = Answer("yes", "https://northgate.example/policy", date(2025, 6, 1))
    answering.save(world.session, invitation.contact, invitation, "policy_published", link, clock.now())
    answer_everything(world, invitation)
    return answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


@pytest.fixture
def again(world, earlier, standing_clock) -> Invitation:
    standing_clock.pass_by(days=396)
    return _ask(world)


@pytest.fixture
def follow(app, world):
    def followed(invitation: Invitation) -> tuple[FlaskClient, str]:
        link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
        world.session.commit()
        client = app.test_client()
        return client, client.get(link.removeprefix(world.settings.base_url)).location

    return followed


@pytest.fixture
def contact(follow, again) -> FlaskClient:
    return follow(again)[0]


def _soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _text(answer) -> str:
    return _soup(answer).get_text(" ", strip=True)


def _question(invitation: Invitation, question_id: str) -> str:
    return f"/answers/{invitation.id}/questions/{question_id}"


def _fields(page: BeautifulSoup) -> dict[str, list[str]]:
    """What a browser would send if the person pressed the button."""
    data: dict[str, list[str]] = {}
    for box in page.select("main form input[name], main form textarea[name]"):
        if box.get("type") in ("radio", "checkbox") and not box.has_attr("checked"):
            continue
        if box.get("type") != "file":
            data.setdefault(box["name"], []).append(box.get("value", box.text))
    return data


def test_the_link_leads_to_the_list_which_says_what_is_ready(earlier, again, follow) -> None:
    contact, address = follow(again)
    assert address == f"/answers/{again.id}"
    text = _text(contact.get(address))
    questionnaire = answering.questionnaire_of(earlier)
    ready = len(path.submitted(questionnaire, answering.answers_of(earlier)))
    assert f"You have answered before, on 20 November 2026 ({earlier.reference})." in text
    assert f"{ready} answers stand ready to be confirmed one by one." in text
    assert "to be confirmed" in text and "is new" not in text
    assert f"{ready} questions are left." in text  # as many as there are to confirm: nothing else is asked


def test_a_proposed_answer_is_shown_with_its_source_and_confirmed_by_saving(
    world, earlier, again, contact
) -> None:
    url = _question(again, "organisation_size")
    page = _soup(contact.get(url))
    said = page.get_text(" ", strip=True)
    assert f"From your answers of 20 November 2026 ({earlier.reference}). Check that" in said
    [checked] = page.select("input[name=answer][checked]")
    assert checked["value"] == answering.answers_of(earlier)["organisation_size"].value
    assert answering.answers_of(again.response) == {}, "looking confirms nothing"
    assert contact.post(url, data=_fields(page)).status_code == 302
    assert answering.answers_of(again.response).keys() == {"organisation_size"}
    assert "organisation_size" not in proposing.open_proposals(world.session, again.response)
    assert "From your answers" not in _text(contact.get(url))


def test_every_answer_can_be_confirmed_page_by_page_and_submitted(world, earlier, again, contact) -> None:
    """Following the pages as they come confirms everything that counted a year ago."""
    questionnaire = answering.questionnaire_of(again.response)
    before = path.submitted(answering.questionnaire_of(earlier), answering.answers_of(earlier))
    for _ in range(len(before) + 5):
        world.session.expire_all()
        asked = path.first_unanswered(questionnaire, answering.answers_of(again.response))
        if asked is None:
            break
        url = _question(again, asked.id)
        assert contact.post(url, data=_fields(_soup(contact.get(url)))).status_code == 302, asked.id
    assert answering.answers_of(again.response) == before
    assert "stand ready" not in _text(contact.get(f"/answers/{again.id}"))
    done = answering.submit(
        world.session, again.contact, again, "Con Tact", "Director", clock.now(), clock.today()
    )
    assert done.reference != earlier.reference


def test_a_document_that_is_too_old_by_now_says_so(again, contact) -> None:
    text = _text(contact.get(_question(again, "policy_published")))
    assert "The document of 1 June 2025 is older than 24 months, so it no longer counts as evidence." in text


def test_files_of_then_are_offered_and_one_that_is_out_of_date_says_so(
    world, earlier, again, contact
) -> None:
    for name, day in (("old.pdf", date(2024, 5, 1)), ("new.pdf", date(2027, 9, 1))):
        world.session.add(
            EvidenceFile(
                response_id=earlier.id,
                question_id="policy_published",
                sha256=name.ljust(64, "0"),
                name=name,
                kind="pdf",
                size=1000,
                dated_on=day,
                uploaded_by_id=again.contact_id,
                uploaded_at=clock.now(),
                scan=ScanState.PASSED,
            )
        )
    world.session.commit()
    page = _soup(contact.get(_question(again, "policy_published")))
    offered = [one.get_text(" ", strip=True) for one in page.select(".govuk-checkboxes__item")]
    [old], [new] = ([one for one in offered if name in one] for name in ("old.pdf", "new.pdf"))
    assert "out of date, so it no longer counts as evidence" in old and "out of date" not in new


def test_new_changed_and_reworded_questions_say_what_they_are(world, earlier, standing_clock, follow) -> None:
    first, second = questionnaires.get("supplier", 1), questionnaires.current("supplier")
    since = questionnaires.compare(first, second)
    earlier.version, earlier.context = 1, {}
    for row in list(earlier.answers):
        world.session.delete(row)
    world.session.flush()
    for question in first.questions:
        given = Answer("unknown") if question.id == "workers_agency" else acceptable(question)
        earlier.answers.append(
            StoredAnswer(question_id=question.id, content=given.to_json(), answered_at=clock.now())
        )
    world.session.commit()
    again = _ask(world)
    contact, address = follow(again)
    said = _text(contact.get(address))
    assert "questions are new." in said and "have changed." in said and "new or changed" in said
    assert "New since you last answered." in _text(contact.get(_question(again, "organisation_size")))
    asked = {one.id for one in path.on_path(answering.questionnaire_of(again.response), {})}
    [changed] = [one for one in since.changed if one in asked][:1]
    text = _text(contact.get(_question(again, changed)))
    assert "takes other answers since you last answered" in text and "From your answers" not in text
    [reworded] = since.reworded
    answering.save(world.session, again.contact, again, "workers_agency", Answer("unknown"), clock.now())
    page = _text(contact.get(_question(again, reworded)))
    assert "The question has been reworded since; read it again." in page and "From your answers" in page


def test_a_draft_that_was_moved_on_says_so(world, invitation, follow) -> None:
    first = questionnaires.get("supplier", 1)
    invitation.response.version, invitation.response.context = 1, {}
    for question in first.questions:
        invitation.response.answers.append(
            StoredAnswer(
                question_id=question.id, content=acceptable(question).to_json(), answered_at=clock.now()
            )
        )
    world.session.commit()
    again = _ask(world)
    contact, _ = follow(again)
    text = _text(contact.get(f"/answers/{again.id}"))
    assert "The questionnaire has changed since you began." in text
    assert "answers that you had saved still stand." in text


@pytest.fixture
def two(world, invitation):
    """An answer that was saved, and another in a workbook."""
    size = "organisation_size"
    answering.save(world.session, invitation.contact, invitation, size, Answer("small"), clock.now())
    proposing.propose(
        world.session,
        invitation.response,
        {size: Answer("large")},
        ProposalSource.WORKBOOK,
        "<b>answers</b>.xlsx",
        clock.today(),
        invitation.contact,
        clock.now(),
    )
    world.session.commit()
    return invitation


def test_a_workbooks_other_answer_is_shown_side_by_side_and_either_can_stand(
    world, two, owner, standing_clock
) -> None:
    url = _question(two, "organisation_size")
    tasks = _soup(owner.get(f"/answers/{two.id}"))
    assert "1 answer differs from what is proposed in its place." in tasks.get_text(" ", strip=True)
    assert url in [link["href"] for link in tasks.select(".govuk-task-list__link")]
    page = _soup(owner.get(url))
    cards = [card.get_text(" ", strip=True) for card in page.select(".fh-card")]
    assert cards[0] == "The answer saved here 10 to 49"
    assert cards[1] == "The workbook <b>answers</b>.xlsx of 20 November 2026 250 or more"
    keep, _take = page.select("main form")
    assert owner.post(keep["action"]).status_code == 302
    assert answering.answers_of(two.response) == {"organisation_size": Answer("small")}
    assert proposing.open_proposals(world.session, two.response) == {}
    assert not _soup(owner.get(url)).select(".fh-card")


def test_the_workbooks_answer_is_taken_by_its_button(world, two, owner) -> None:
    [_, take] = _soup(owner.get(_question(two, "organisation_size"))).select("main form")
    data = {box["name"]: box["value"] for box in take.select("input[name]")}
    assert owner.post(take["action"], data=data).status_code == 302
    world.session.expire_all()
    assert answering.answers_of(two.response) == {"organisation_size": Answer("large")}
    assert proposing.open_proposals(world.session, two.response) == {}


def test_taking_the_workbooks_answer_too_late_shows_the_conflict(world, two, owner) -> None:
    [_, take] = _soup(owner.get(_question(two, "organisation_size"))).select("main form")
    data = {box["name"]: box["value"] for box in take.select("input[name]")}
    answering.save(world.session, two.contact, two, "organisation_size", Answer("medium"), clock.now())
    assert owner.post(take["action"], data=data).status_code == 409
    world.session.expire_all()
    assert answering.answers_of(two.response) == {"organisation_size": Answer("medium")}


def test_saving_the_standing_answer_anew_settles_the_other(world, two, owner) -> None:
    url = _question(two, "organisation_size") + "?change=1"
    page = _soup(owner.get(url))
    assert [box["value"] for box in page.select("input[name=answer][checked]")] == ["small"]
    assert owner.post(url, data=_fields(page)).status_code == 302
    world.session.expire_all()
    assert proposing.open_proposals(world.session, two.response) == {}


def test_keeping_is_for_whoever_answers_the_section(app, world, two, follow, sign_in) -> None:
    url = _question(two, "organisation_size") + "/keep"
    assert app.test_client().post(url).status_code == 302
    stranger = invitations.respondent(world.session, "else@harbour.example", "", clock.now())
    world.session.commit()
    assert sign_in(stranger).post(url).status_code == 404
    assert proposing.open_proposals(world.session, two.response)


def test_keeping_what_is_not_asked_leads_back_to_the_list(two, owner) -> None:
    answer = owner.post(_question(two, "no_such_question") + "/keep")
    assert answer.status_code == 302 and answer.location == f"/answers/{two.id}"


def test_the_pages_speak_welsh_without_breaking(again, contact) -> None:
    contact.get("/language/cy")
    for address in (f"/answers/{again.id}", _question(again, "organisation_size")):
        assert contact.get(address).status_code == 200
