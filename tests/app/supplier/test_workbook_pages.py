"""The pages of the workbook, as a browser meets them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues, invitations
from models import Invitation
from questionnaires import Answer
from support import documents, workbooks
from support.world import World, answer_everything


@pytest.fixture
def invitation(world: World, invitation: Invitation) -> Invitation:
    """Nothing is known beforehand, so that everything may come."""
    invitation.response.context = {}
    world.session.commit()
    return invitation


def download(client: FlaskClient, invitation: Invitation) -> bytes:
    answer = client.get(f"/answers/{invitation.id}/workbook/file")
    assert answer.status_code == 200 and answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.get_data()


def upload(
    client: FlaskClient, invitation: Invitation, content: bytes, name: str = "filled.xlsx"
) -> TestResponse:
    return client.post(
        f"/answers/{invitation.id}/workbook",
        data={"workbook": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def shown(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def say(world: World, invitation: Invitation, **answers: Answer) -> None:
    for question_id, answer in answers.items():
        answering.save(world.session, invitation.contact, invitation, question_id, answer, clock.now())


def given(world: World, invitation: Invitation) -> dict[str, Answer]:
    world.session.expire_all()
    return answering.answers_of(invitation.response)


def test_there_and_back_through_the_pages(world, owner: FlaskClient, invitation: Invitation) -> None:
    page = shown(owner.get(f"/answers/{invitation.id}/workbook"))
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file][name=workbook]")
    blank = download(owner, invitation)
    result = upload(
        owner, invitation, workbooks.filled(blank, {"policy_published": "Yes", "remedy_process": "No"})
    )
    assert result.status_code == 200
    assert "2 answers were saved." in shown(result).get_text() and not shown(result).select(
        ".govuk-error-summary"
    )
    assert given(world, invitation)["policy_published"] == Answer("yes")


def test_the_download_is_named_after_the_organisation(owner: FlaskClient, invitation: Invitation) -> None:
    answer = owner.get(f"/answers/{invitation.id}/workbook/file")
    assert (
        'filename="FH-000001 Northgate Cleaning Services Ltd.xlsx"' in answer.headers["Content-Disposition"]
    )


def test_each_wrong_cell_is_linked_from_the_summary_and_marked_in_a_workbook(
    world, owner: FlaskClient, invitation: Invitation
) -> None:
    blank = download(owner, invitation)
    typed = "<script>alert(1)</script>"
    content = workbooks.filled(blank, {"policy_published": typed, "remedy_process": "No"})
    page = shown(upload(owner, invitation, content))
    link = page.select_one(".govuk-error-summary a")
    target = page.find(id=link["href"].removeprefix("#"))
    address = workbooks.places(blank)["question:policy_published", "answer"]
    assert address in link.get_text() and address in target.get_text() and typed in target.get_text()
    assert not any("alert" in script.get_text() for script in page.select("script"))
    assert "1 answer was saved." in page.get_text() and "1 cell could not be taken." in page.get_text()
    form = page.select_one("form[action$='/workbook/marked']")
    marked = owner.post(form["action"], data={"marked": form.select_one("[name=marked]")["value"]})
    assert marked.status_code == 200 and "to mend" in marked.headers["Content-Disposition"]
    again = shown(upload(owner, invitation, marked.get_data()))
    assert typed in again.get_text() and "0 answers were saved." in again.get_text()
    mended = workbooks.filled(marked.get_data(), {"policy_published": "Yes"})
    assert "1 answer was saved." in shown(upload(owner, invitation, mended)).get_text()


def test_marks_that_were_not_signed_here_are_refused(owner: FlaskClient, invitation: Invitation) -> None:
    for forged in ("", "x", "eyJyIjoxfQ.abc"):
        assert (
            owner.post(f"/answers/{invitation.id}/workbook/marked", data={"marked": forged}).status_code
            == 400
        )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.xlsx", "something in it"),
        (b"a;b\n", "answers.xlsx", "not an Excel workbook"),
        (documents.PDF, "answers.xlsx", "not an Excel workbook"),
        (b"PK\x03\x04", "answers.xlsx", "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    owner: FlaskClient, invitation: Invitation, content: bytes, name: str, words: str
) -> None:
    page = shown(upload(owner, invitation, content, name))
    assert words in page.select_one(".govuk-error-summary").get_text()
    assert page.select_one(".govuk-error-summary a")["href"] == "#workbook" and page.find(id="workbook")


def test_no_file_at_all_is_said(owner: FlaskClient, invitation: Invitation) -> None:
    page = shown(owner.post(f"/answers/{invitation.id}/workbook", data={}))
    assert "Choose the workbook" in page.select_one(".govuk-error-summary").get_text()


# --------------------------------------------------------------------------------------------------- choosing


@pytest.fixture
def in_conflict(world: World, owner: FlaskClient, invitation: Invitation) -> Invitation:
    say(world, invitation, policy_published=Answer("no"), remedy_process=Answer("no"))
    content = download(owner, invitation)
    say(
        world,
        invitation,
        policy_published=Answer("unknown"),
        remedy_process=Answer("unknown", "https://northgate.example/remedy", date(2026, 3, 1)),
    )
    filled = workbooks.filled(content, {"policy_published": "Yes", "remedy_process": "Yes"})
    page = shown(upload(owner, invitation, filled, "from HR.xlsx"))
    assert "2 answers were changed on the web meanwhile" in page.get_text()
    assert page.select_one("a[href$='/workbook/choices']")
    return invitation


def choices(owner: FlaskClient, invitation: Invitation) -> BeautifulSoup:
    return shown(owner.get(f"/answers/{invitation.id}/workbook/choices"))


def choose(owner: FlaskClient, invitation: Invitation, **chosen: str) -> TestResponse:
    page = choices(owner, invitation)
    seen = {field["name"]: field["value"] for field in page.select("input[name^=seen-]")}
    return owner.post(f"/answers/{invitation.id}/workbook/choices", data=seen | chosen)


def test_both_answers_are_shown_and_nothing_is_chosen_beforehand(owner, in_conflict: Invitation) -> None:
    page = choices(owner, in_conflict)
    assert len(page.select("input[type=radio]")) == 4 and not page.select("input[checked]")
    text = page.get_text(" ", strip=True)
    assert "In the workbook “from HR.xlsx”, uploaded by you on 20 November 2026, 10:30" in text
    assert "On the web, saved by you on 20 November 2026" in text and "northgate.example/remedy" in text
    for radio in page.select("input[type=radio]"):
        assert page.find("label", attrs={"for": radio["id"]}) and page.find(id=radio["aria-describedby"])


def test_choosing_one_by_one(world, owner: FlaskClient, in_conflict: Invitation) -> None:
    answer = choose(owner, in_conflict, **{"choice-policy_published": "workbook"})
    assert answer.status_code == 302 and answer.location.endswith("/workbook/choices")
    assert given(world, in_conflict)["policy_published"] == Answer("yes")
    answer = choose(owner, in_conflict, **{"choice-remedy_process": "web"})
    assert answer.location.endswith(f"/answers/{in_conflict.id}")
    assert given(world, in_conflict)["remedy_process"].value == "unknown"
    assert owner.get(f"/answers/{in_conflict.id}/workbook/choices").status_code == 302, "nothing is left"


@pytest.mark.parametrize(("all_of", "value"), [("workbook", "yes"), ("web", "unknown")])
def test_choosing_all_at_once(
    world, owner: FlaskClient, in_conflict: Invitation, all_of: str, value: str
) -> None:
    choose(owner, in_conflict, all=all_of)
    stands = given(world, in_conflict)
    assert {stands["policy_published"].value, stands["remedy_process"].value} == {value}


def test_choosing_nothing_is_an_error_at_the_first_question(
    owner: FlaskClient, in_conflict: Invitation
) -> None:
    page = shown(choose(owner, in_conflict))
    link = page.select_one(".govuk-error-summary a")
    assert page.find(id=link["href"].removeprefix("#"))["type"] == "radio"
    assert choose(owner, in_conflict, all="nonsense").status_code == 200


def test_an_answer_changed_while_the_page_was_open_is_not_overwritten(
    world, owner: FlaskClient, in_conflict: Invitation
) -> None:
    page = choices(owner, in_conflict)
    seen = {field["name"]: "0:0" for field in page.select("input[name^=seen-]")}
    owner.post(f"/answers/{in_conflict.id}/workbook/choices", data=seen | {"all": "workbook"})
    assert given(world, in_conflict)["policy_published"] == Answer("unknown")


# ------------------------------------------------------------------------------------------------ who may


def test_strangers_find_nothing(app, world: World, invitation: Invitation, sign_in) -> None:
    stranger = invitations.respondent(world.session, "stranger@elsewhere.example", "", clock.now())
    world.session.commit()
    client = sign_in(stranger)
    for path in ("workbook", "workbook/file", "workbook/choices"):
        assert client.get(f"/answers/{invitation.id}/{path}").status_code == 404
        assert app.test_client().get(f"/answers/{invitation.id}/{path}").status_code == 302


@pytest.mark.parametrize(("section", "status"), [("workers", 200), ("", 404)])
def test_a_colleague_gets_their_section_and_who_declares_gets_none(
    app, world: World, invitation: Invitation, section: str, status: int
) -> None:
    _delegation, link = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        section,
        "hr@northgate.example",
        "Hr",
        clock.now(),
    )
    client = app.test_client()
    client.get(link.removeprefix(world.settings.base_url))
    assert client.get(f"/answers/{invitation.id}/workbook").status_code == status
    if status == 200:
        rows = {row.split(":")[1] for row, _column in workbooks.places(download(client, invitation))}
        assert rows == {"workers_agency", "workers_migrant", "workers_low_paid"}


def test_after_submission_there_is_nothing_to_upload(
    world, owner: FlaskClient, invitation: Invitation
) -> None:
    content = download(owner, invitation)
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    assert upload(owner, invitation, content).status_code == 409
    assert owner.get(f"/answers/{invitation.id}/workbook").status_code == 409


def test_the_workbook_is_in_the_language_of_the_person(owner: FlaskClient, invitation: Invitation) -> None:
    with owner.session_transaction() as kept:
        kept["language"] = "cy"
    strings = workbooks.ZipFile(io.BytesIO(download(owner, invitation))).read("xl/sharedStrings.xml").decode()
    assert "Faint o bobl sy" in strings and "How many people work" not in strings


def test_the_link_is_there_for_who_answers(
    app, world: World, owner: FlaskClient, invitation: Invitation
) -> None:
    with app.test_request_context():
        template = app.jinja_env.get_template("supplier/_workbook_link.html")
        seat = colleagues.seat(world.session, invitation.contact, invitation.id)
        assert f"/answers/{invitation.id}/workbook" in template.render(invitation=invitation, seat=seat)
