"""Pages for several people: each sees their part, nothing is overwritten silently, one person declares."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from app.store import colleagues as store
from models import ResponseStatus
from questionnaires import path
from support.world import acceptable, answer_everything

DECLARATION = {"declared_name": "Di Rector", "declared_role": "Director", "declared": "y"}


def _page(answer, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, f"{answer.status}: {answer.headers.get('Location')}"
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _ask(world, invitation, section_id: str = "", email: str = "jo@northgate.example"):
    return colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        section_id,
        email,
        "Jo Smith",
        clock.now(),
    )


@pytest.fixture
def sections(invitation):
    return answering.questionnaire_of(invitation.response).sections


@pytest.fixture
def helper(app, world, invitation, sections):
    """The browser of a colleague who was asked to answer the first section."""
    _delegation, link = _ask(world, invitation, sections[0].id)
    client = app.test_client()
    answer = client.get(link.removeprefix(world.settings.base_url))
    assert answer.location == f"/answers/{invitation.id}"
    return client


@pytest.fixture
def director(app, world, invitation):
    """The browser of whoever was asked to declare."""
    _delegation, link = _ask(world, invitation, "", "di@northgate.example")
    client = app.test_client()
    assert client.get(link.removeprefix(world.settings.base_url)).status_code == 302
    return client


def _address(invitation, question) -> str:
    return f"/answers/{invitation.id}/questions/{question.id}"


# --- A colleague ----------------------------------------------------------------------------------


def test_the_owner_asks_a_colleague_and_withdraws_it(owner, world, invitation, sections) -> None:
    address = f"/answers/{invitation.id}/colleagues"
    page = _page(owner.post(address, data={"part": "", "email": "nonsense"}))
    links = [link["href"] for link in page.select(".govuk-error-summary a")]
    assert links == ["#part", "#email"] and all(page.select_one(link) for link in links)
    form = {"part": sections[0].id, "email": "jo@northgate.example", "colleague_name": "Jo Smith"}
    page = _page(owner.post(address, data=form, follow_redirects=True))
    assert "We have written to jo@northgate.example" in page.get_text()
    assert "Jo Smith, jo@northgate.example: asked on" in page.get_text()
    [withdraw] = page.select(f'form[action^="{address}/"]')
    page = _page(owner.post(withdraw["action"], follow_redirects=True))
    assert "no longer works" in page.get_text()
    assert store.of_response(world.session, invitation.response_id) == []


def test_the_owners_own_address_and_an_officers_are_refused_in_words(
    owner, world, invitation, sections
) -> None:
    address = f"/answers/{invitation.id}/colleagues"
    for email in (invitation.contact.email, world.officer.email):
        page = _page(owner.post(address, data={"part": sections[0].id, "email": email}))
        assert page.select_one(".govuk-error-summary a")["href"] == "#email"


def test_a_colleague_sees_one_section_and_no_more(helper, world, invitation, sections) -> None:
    page = _page(helper.get(f"/answers/{invitation.id}"))
    assert [one.get_text(strip=True) for one in page.select(".govuk-task-list__link")] == [
        sections[0].title.en
    ]
    assert "Con Tact asked you to answer" in page.get_text()
    for question in sections[0].questions[:1]:
        assert helper.get(_address(invitation, question)).status_code == 200
    on_path = path.on_path(answering.questionnaire_of(invitation.response), {})
    other = next(question for question in on_path if question not in sections[0].questions)
    assert helper.get(_address(invitation, other)).status_code == 404
    assert helper.post(_address(invitation, other), data={"answer": "yes"}).status_code == 404
    for forbidden in ("check", "done", "colleagues", "send-back"):
        assert helper.get(f"/answers/{invitation.id}/{forbidden}").status_code == 404
    assert helper.get("/answers").location == f"/answers/{invitation.id}"


def test_a_colleague_goes_through_the_section_and_says_it_is_ready(
    helper, world, invitation, sections
) -> None:
    address = _address(invitation, sections[0].questions[0])
    for _turn in range(30):
        question_id = address.rpartition("/")[2]
        asked = next(question for question in sections[0].questions if question.id == question_id)
        raw = {"answer": list(answers_of(asked))}
        address = helper.post(address, data=raw).location
        if "/questions/" not in address:
            break
    assert address == f"/answers/{invitation.id}"
    page = _page(helper.post(f"{address}/sections/{sections[0].id}/finished", follow_redirects=True))
    assert "Thank you. We have told Con Tact" in page.get_text()
    assert helper.post(f"{address}/sections/{sections[1].id}/finished").status_code == 404


def answers_of(question) -> list[str]:
    value = acceptable(question).value
    return [value] if isinstance(value, str) else list(value)


def test_a_withdrawn_colleague_is_locked_out_at_once(helper, world, invitation) -> None:
    [delegation] = store.of_response(world.session, invitation.response_id)
    colleagues.withdraw(world.session, invitation.contact, delegation, clock.now())
    assert helper.get(f"/answers/{invitation.id}").status_code == 404


def test_nobody_withdraws_for_the_owner(helper, world, invitation) -> None:
    [delegation] = store.of_response(world.session, invitation.response_id)
    address = f"/answers/{invitation.id}/colleagues/{delegation.id}/withdraw"
    assert helper.post(address).status_code == 404
    assert delegation.revoked_at is None


# --- Two editors ----------------------------------------------------------------------------------


def _revision(page: BeautifulSoup) -> str:
    return page.select_one('input[name="revision"]')["value"]


@pytest.fixture
def two_values(sections):
    question = sections[0].questions[0]
    return question, *[option.value for option in question.options[:2]]


def test_two_editors_get_a_page_with_both_answers(owner, helper, world, invitation, two_values) -> None:
    question, first, second = two_values
    address = _address(invitation, question)
    seen = {name: _revision(_page(client.get(address))) for name, client in (("o", owner), ("h", helper))}
    assert helper.post(address, data={"answer": first, "revision": seen["h"]}).status_code == 302
    page = _page(owner.post(address, data={"answer": second, "revision": seen["o"]}), 409)
    cards = [card.get_text(" ", strip=True) for card in page.select(".fh-card")]
    assert question.option(first).label.en in cards[0] and "Saved by Jo Smith" in cards[0]
    assert question.option(second).label.en in cards[1] and "not saved yet" in cards[1]
    stored = answering.answers_of(invitation.response)[question.id]
    assert stored.value == first, "nothing is overwritten"

    form = {box["name"]: box["value"] for box in page.select("main form input[type=hidden]")}
    assert owner.post(address, data=form).status_code == 302
    world.session.expire_all()
    assert answering.answers_of(invitation.response)[question.id].value == second


def test_keeping_the_saved_answer_leads_on(owner, helper, world, invitation, two_values) -> None:
    question, first, second = two_values
    address = _address(invitation, question)
    helper.post(address, data={"answer": first, "revision": "0"})
    page = _page(owner.post(address, data={"answer": second, "revision": "0"}), 409)
    keep = next(link for link in page.select("a.govuk-button") if "Keep" in link.get_text())
    assert owner.get(keep["href"]).status_code == 200
    assert answering.answers_of(invitation.response)[question.id].value == first


def test_the_same_answer_from_both_is_no_conflict(owner, helper, invitation, two_values) -> None:
    question, first, _second = two_values
    for client in (helper, owner, owner):
        answer = client.post(_address(invitation, question), data={"answer": first, "revision": "0"})
        assert answer.status_code == 302


def test_a_form_without_a_revision_overwrites_nothing(owner, world, invitation, two_values) -> None:
    question, first, second = two_values
    owner.post(_address(invitation, question), data={"answer": first})
    page = _page(owner.post(_address(invitation, question), data={"answer": second}), 409)
    assert "Saved by you" in page.get_text()


# --- Whoever declares -----------------------------------------------------------------------------


def test_the_declarer_reads_everything_changes_nothing_and_submits(
    director, owner, world, invitation, sections
) -> None:
    answer_everything(world, invitation)
    assert director.get(f"/answers/{invitation.id}").location == f"/answers/{invitation.id}/check"
    page = _page(director.get(f"/answers/{invitation.id}/check"))
    assert len(page.select(".govuk-summary-list__row")) >= 12
    assert page.select(".govuk-summary-list__actions") == []
    assert director.get(_address(invitation, sections[0].questions[0])).status_code == 404

    assert "only they can submit" in _page(owner.get(f"/answers/{invitation.id}/check")).get_text()
    assert owner.post(f"/answers/{invitation.id}/check", data=DECLARATION).status_code == 409
    done = _page(director.post(f"/answers/{invitation.id}/check", data=DECLARATION, follow_redirects=True))
    assert f"FH-{invitation.response_id:06d}" in done.get_text()
    assert "Di Rector" in _page(owner.get(f"/answers/{invitation.id}/done")).get_text()


def test_a_section_is_sent_back_dealt_with_and_then_submitted(
    director, owner, world, invitation, sections
) -> None:
    answer_everything(world, invitation)
    address = f"/answers/{invitation.id}/send-back"
    page = _page(director.post(address, data={}))
    links = [link["href"] for link in page.select(".govuk-error-summary a")]
    assert links == ["#part", "#note"] and all(page.select_one(link) for link in links)
    form = {"part": sections[0].id, "note": "<b>Which</b> sites?"}
    page = _page(director.post(address, data=form, follow_redirects=True))
    assert "<b>Which</b> sites?" in page.get_text()
    assert director.post(f"/answers/{invitation.id}/check", data=DECLARATION).status_code == 409

    tasks = _page(owner.get(f"/answers/{invitation.id}"))
    assert f"Sent back: {sections[0].title.en}" in tasks.get_text()
    [settle] = tasks.select('form[action*="/sent-back/"]')
    assert director.post(settle["action"]).status_code == 404
    _page(owner.post(settle["action"], follow_redirects=True))
    done = director.post(f"/answers/{invitation.id}/check", data=DECLARATION)
    assert done.location == f"/answers/{invitation.id}/done"
    world.session.refresh(invitation.response)
    assert invitation.response.status == ResponseStatus.SUBMITTED


def test_after_the_submission_pages_that_change_something_say_so(
    owner, director, helper, world, invitation, sections
) -> None:
    answer_everything(world, invitation)
    assert director.post(f"/answers/{invitation.id}/check", data=DECLARATION).status_code == 302
    start = f"/answers/{invitation.id}"
    for client, address in (
        (owner, "/colleagues"),
        (director, "/send-back"),
        (helper, f"/sections/{sections[0].id}/finished"),
    ):
        assert "Somebody else was quicker" in _page(client.post(start + address), 409).get_text()
    assert "nothing left to do" in _page(helper.get(start)).get_text()


def test_the_owner_cannot_send_back(owner, invitation) -> None:
    assert owner.get(f"/answers/{invitation.id}/send-back").status_code == 404


# --- Signs of exploitation ------------------------------------------------------------------------


def test_every_page_of_the_supplier_leads_to_the_help_page(owner, invitation, sections) -> None:
    addresses = ["", "/check", "/colleagues", f"/questions/{sections[0].questions[0].id}"]
    for address in addresses:
        page = _page(owner.get(f"/answers/{invitation.id}{address}"))
        [link] = [one for one in page.select("main a") if "someone may be exploited" in one.get_text()]
        assert link["href"] == "/seen-signs"
    help_page = _page(owner.get("/seen-signs"))
    assert help_page.select("main form, main input, main textarea") == []
    assert {"tel:999", "tel:101", "tel:08000121700"} <= {one.get("href") for one in help_page.select("a")}


def test_a_link_to_a_colleagues_part_that_does_not_exist_is_not_found(app) -> None:
    assert app.test_client().get("/colleague/nonsense").status_code == 404
