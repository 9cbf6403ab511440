"""Files on a question's page: kept whatever else is wrong, and handed out to the right people only."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.extensions import clock
from app.services.answers import answering, evidence
from app.services.inviting import colleagues, invitations
from models import ScanState
from questionnaires import Question
from support import documents
from support.evidence import attach, files, to_question_with_evidence, upload
from support.world import acceptable, answer_everything


@pytest.fixture
def question(world, invitation) -> Question:
    return to_question_with_evidence(world, invitation)


@pytest.fixture
def address(invitation, question) -> str:
    return f"/answers/{invitation.id}/questions/{question.id}"


def _page(answer, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, f"{answer.status}: {answer.headers.get('Location')}"
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _form(*fields: tuple[str, Any], **more: Any) -> MultiDict:
    return MultiDict([*fields, *more.items()])


def _file(name: str = "policy.pdf", content: bytes = documents.PDF) -> tuple[str, Any]:
    return ("evidence_files", FileStorage(io.BytesIO(content), filename=name))


def _day(name: str, *parts: str) -> list[tuple[str, str]]:
    return [(name, part) for part in parts]


def _post(client, address: str, form: MultiDict):
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, input_stream=io.BytesIO(body), content_type=kind, content_length=len(body))


def _errors(page: BeautifulSoup) -> dict[str, str]:
    links = page.select(".govuk-error-summary a")
    assert all(page.select_one(link["href"]) is not None for link in links)
    return {link["href"][1:]: link.get_text(strip=True) for link in links}


def test_files_are_kept_though_the_answer_is_missing_and_shown_again(
    owner, world, invitation, address
) -> None:
    page = _page(_post(owner, address, _form(_file(), _file("sites.xlsx", documents.xlsx()))))
    assert set(_errors(page)) == {"answer", "file_date"}
    assert "policy.pdf, sites.xlsx" in _errors(page)["file_date"]
    assert "no date yet" in page.get_text()
    assert [file.name for file in files(world, invitation)] == ["policy.pdf", "sites.xlsx"]
    later = _page(owner.get(address))
    assert {link.get_text() for link in later.select(".fh-evidence a")} == {"policy.pdf", "sites.xlsx"}


def test_answer_files_and_dates_are_saved_in_one_go(owner, world, invitation, question, address) -> None:
    form = _form(
        _file(),
        *_day("file_date", "1", "June", "2026"),
        *_day("file_until", "31", "5", "2028"),
        answer=acceptable(question).value,
    )
    assert _post(owner, address, form).status_code == 302
    [file] = files(world, invitation)
    assert (file.dated_on, file.valid_until) == (date(2026, 6, 1), date(2028, 5, 31))
    assert question.id in answering.answers_of(invitation.response)
    check = _page(owner.get(f"/answers/{invitation.id}/check"))
    assert "dated 1 June 2026; valid until 31 May 2028" in check.get_text()


@pytest.mark.parametrize(
    ("dated", "until", "wrong"),
    [
        (("31", "2", "2026"), (), {"file_date"}),
        (("1", "1", "2027"), (), {"file_date"}),
        (("1", "6", "2026"), ("", "5", "2028"), {"file_until"}),
        (("1", "6", "2026"), ("31", "5", "2026"), {"file_until"}),
    ],
)
def test_wrong_dates_are_said_and_what_was_typed_stays(
    owner, world, invitation, question, address, dated, until, wrong
) -> None:
    form = _form(
        _file(), *_day("file_date", *dated), *_day("file_until", *until), answer=acceptable(question).value
    )
    page = _page(_post(owner, address, form))
    assert set(_errors(page)) == wrong
    assert tuple(box.get("value", "") for box in page.select('input[name="file_date"]')) == dated
    [file] = files(world, invitation)
    assert file.dated_on is None
    assert question.id not in answering.answers_of(invitation.response)


def test_attaching_and_staying_keeps_what_is_typed_and_saves_no_answer(
    owner, world, invitation, question, address
) -> None:
    value = acceptable(question).value
    form = _form(_file(), *_day("file_date", "1", "6", "2026"), answer=value, then="attach")
    page = _page(_post(owner, address, form))
    assert _errors(page) == {}
    assert page.select_one(f'input[name="answer"][value="{value}"]').has_attr("checked")
    assert question.id not in answering.answers_of(invitation.response)


def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(owner, world, invitation, address) -> None:
    page = _page(_post(owner, address, _form(_file("a<b>.pdf", b"MZ\0\0"), then="attach")))
    assert '"a<b>.pdf" is not a PDF' in _errors(page)["evidence_files"]
    assert files(world, invitation) == []


def test_a_file_that_is_too_large_is_refused_in_words(owner, world, invitation, address) -> None:
    large = documents.PDF + bytes(world.settings.evidence_megabytes * 1024 * 1024)
    page = _page(_post(owner, address, _form(_file("large.pdf", large), _file(), then="attach")))
    assert "larger than 10 MB" in _errors(page)["evidence_files"]
    assert [file.name for file in files(world, invitation)] == ["policy.pdf"]


def test_forms_with_files_are_read_and_guarded_when_forgery_is_guarded_against(
    app, owner, world, invitation, address
) -> None:
    """The guard reads the form before the page does, so the larger limit has to hold by then."""
    app.config["WTF_CSRF_ENABLED"] = True
    token = _page(owner.get(address)).select_one('main input[name="csrf_token"]')["value"]
    content = documents.PDF + bytes(6 * 1024 * 1024)
    assert _post(owner, address, _form(_file("six.pdf", content), then="attach")).status_code == 400
    assert files(world, invitation) == []
    _page(_post(owner, address, _form(_file("six.pdf", content), then="attach", csrf_token=token)))
    assert [file.size for file in files(world, invitation)] == [len(content)]


def test_far_too_much_at_once_has_a_page_of_its_own(owner, world, address) -> None:
    much = bytes((4 * world.settings.evidence_megabytes + 2) * 1024 * 1024)
    page = _page(_post(owner, address, _form(_file("much.pdf", much))), 413)
    assert page.h1.get_text() == "That was too much at once" and "10 MB" in page.get_text()


def test_other_pages_take_no_large_forms(owner, invitation) -> None:
    form = _form(_file("large.pdf", bytes(5 * 1024 * 1024)))
    assert _post(owner, f"/answers/{invitation.id}/check", form).status_code == 413


def test_a_ticked_file_is_removed(owner, world, invitation, question, address) -> None:
    attach(world, invitation, question)
    [file] = files(world, invitation)
    _page(_post(owner, address, _form(remove=str(file.id), then="attach")))
    assert files(world, invitation) == []


def test_another_responses_file_cannot_be_removed(owner, world, invitation, question, address) -> None:
    other, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.lawyer,
        "other@quill.example",
        "",
        date(2026, 12, 11),
        clock.now(),
    )
    attach(world, other, question)
    [file] = files(world, other)
    _page(_post(owner, address, _form(remove=str(file.id), then="attach")))
    assert files(world, other) == [file]
    assert owner.get(f"/answers/{invitation.id}/evidence/{file.id}").status_code == 404


# --- Downloads ------------------------------------------------------------------------------------


@pytest.fixture
def file_address(world, invitation, question) -> str:
    attach(world, invitation, question, upload('pol"icy ŵ.pdf'))
    [file] = files(world, invitation)
    return f"/answers/{invitation.id}/evidence/{file.id}"


def test_a_file_is_a_download_and_never_a_page(owner, file_address) -> None:
    answer = owner.get(file_address)
    assert answer.get_data() == documents.PDF
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"pol icy _.pdf\"; filename*=UTF-8''pol%20icy%20%C5%B5.pdf"
    )
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = [one.strip() for one in answer.headers["Content-Security-Policy"].split(";")]
    assert policy == ["default-src 'none'", "sandbox", "frame-ancestors 'none'"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_strangers_and_officers_do_not_get_it(app, world, sign_in, file_address) -> None:
    assert app.test_client().get(file_address).location.startswith("/sign-in")
    assert sign_in(world.officer).get(file_address).status_code == 403


def test_a_colleague_gets_files_of_their_section_only(
    world, invitation, question, sign_in, file_address
) -> None:
    sections = answering.questionnaire_of(invitation.response).sections
    with_file = next(one.id for one in sections if question in one.questions)
    without = next(one.id for one in sections if question not in one.questions)
    for section, email, status in ((with_file, "jo@n.example", 200), (without, "al@n.example", 404)):
        delegation, _link = colleagues.ask(
            world.session, world.settings, invitation.contact, invitation, section, email, "", clock.now()
        )
        assert sign_in(delegation.person).get(file_address).status_code == status


def test_a_file_that_waits_for_its_scan_is_not_handed_out(
    owner, world, invitation, address, file_address
) -> None:
    [file] = files(world, invitation)
    file.scan = ScanState.WAITING
    world.session.commit()
    assert owner.get(file_address).status_code == 404
    page = _page(owner.get(address))
    assert "not scanned for viruses yet" in page.get_text()
    assert page.select(".fh-evidence a") == []


# --- Taking over ----------------------------------------------------------------------------------


def test_files_of_last_year_are_offered_and_taken(owner, world, invitation, question, address) -> None:
    attach(world, invitation, question)
    evidence.date_undated(
        world.session,
        invitation.contact,
        invitation.response,
        question.id,
        date(2026, 6, 1),
        None,
        clock.now(),
    )
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    again, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        invitation.contact.email,
        "",
        date(2027, 12, 1),
        clock.now(),
    )
    to_question_with_evidence(world, again)
    address = f"/answers/{again.id}/questions/{question.id}"
    [offered] = _page(owner.get(address)).select('input[name="reuse"]')
    page = _page(_post(owner, address, _form(reuse=offered["value"], then="attach")))
    assert "from an earlier questionnaire, attached on 20 November 2026" in page.get_text()
    assert [file.name for file in files(world, again)] == ["policy.pdf"]
