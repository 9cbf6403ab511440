"""The page that takes shared data of Find a Tender: what is taken, what is not and why."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import clock
from app.intake import find_a_tender
from app.services.answers import answering, proposing
from app.services.inviting import invitations
from models import AuditEvent, ProposalOutcome, ProposalSource, ProposedAnswer, ResponseStatus
from questionnaires import Answer
from support.shared_data import answer, shared_data

Q = "_ModernSlaveryQuestion"
FILE = shared_data(
    answer(f"{Q}02", yes=True),
    answer(f"{Q}03", yes=True),
    answer(f"{Q}05", text="https://northgate.example/statement"),
    answer(f"{Q}12", text="Training is missing and will be added. Policies are in place."),
    answer(f"{Q}06", document="https://files.example/statement.pdf"),
)


def _page(invitation) -> str:
    return f"/answers/{invitation.id}/find-a-tender"


def _send(client: FlaskClient, invitation, data, name: str = "shared.json"):
    """Send the file as a browser would. (The client's own way leaves large files open behind it.)"""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    head = f'--edge\r\nContent-Disposition: form-data; name="shared_file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--edge--\r\n"
    return client.post(
        _page(invitation), input_stream=io.BytesIO(body), content_type="multipart/form-data; boundary=edge"
    )


def _text(response) -> str:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.get_data(as_text=True), "html.parser").get_text(" ", strip=True)


def _count(world) -> int:
    return world.session.scalar(select(func.count()).select_from(ProposedAnswer))


def test_the_list_of_sections_leads_to_the_page(invitation, owner) -> None:
    tasks = BeautifulSoup(owner.get(f"/answers/{invitation.id}").get_data(as_text=True), "html.parser")
    [link] = [one for one in tasks.select("main a") if one["href"] == _page(invitation)]
    assert link.text == "Use your answers from Find a Tender"
    assert "Nothing about connected persons or contacts is kept" in _text(owner.get(link["href"]))


def test_answers_are_proposed_with_the_day_of_the_file_and_counted_only_when_confirmed(
    world, invitation, owner
) -> None:
    text = _text(_send(owner, invitation, FILE))
    assert "Shared on 3 May 2026." in text and "Ready to be confirmed" in text
    proposed = proposing.open_proposals(world.session, invitation.response)
    assert {name: Answer.from_json(row.content) for name, row in proposed.items()} == {
        "statement_in_scope": Answer("yes"),
        "statement_published": Answer("yes", "https://northgate.example/statement"),
        "gap_training": Answer("planned"),
    }
    assert {row.source for row in proposed.values()} == {ProposalSource.FIND_A_TENDER}
    assert {str(row.dated_on) for row in proposed.values()} == {"2026-05-03"}
    assert answering.answers_of(invitation.response) == {}
    url = f"/answers/{invitation.id}/questions/statement_in_scope"
    page = _text(owner.get(url))
    assert "From your shared data of Find a Tender of 3 May 2026 (shared.json)." in page
    assert owner.post(url, data={"answer": "yes", "revision": "0"}).status_code == 302
    world.session.expire_all()
    assert proposed["statement_in_scope"].outcome == ProposalOutcome.CONFIRMED
    [event] = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "answers.proposed"))
    assert (event.detail["source"], event.detail["name"]) == ("find_a_tender", "shared.json")


def test_a_link_without_its_date_is_prefilled_and_the_date_is_asked_for(invitation, owner) -> None:
    _send(owner, invitation, FILE)
    scope = f"/answers/{invitation.id}/questions/statement_in_scope"
    owner.post(scope, data={"answer": "yes", "revision": "0"})
    url = f"/answers/{invitation.id}/questions/statement_published"
    page = BeautifulSoup(owner.get(url).get_data(as_text=True), "html.parser")
    assert page.select_one("[name=evidence_url]")["value"] == "https://northgate.example/statement"
    wrong = owner.post(
        url,
        data={"answer": "yes", "evidence_url": "https://northgate.example/statement", "revision": "0"},
    )
    assert wrong.status_code == 200 and "evidence_date" in wrong.get_data(as_text=True)


def test_what_is_not_taken_is_listed_with_its_reason(invitation, owner) -> None:
    text = _text(_send(owner, invitation, FILE))
    assert "The statement that you uploaded files are not part of shared data" in text


def test_an_answer_given_here_stands_and_is_listed(world, invitation, owner) -> None:
    answering.save(
        world.session, invitation.contact, invitation, "statement_in_scope", Answer("no"), clock.now()
    )
    text = _text(_send(owner, invitation, FILE))
    assert "Already answered here" in text
    assert "statement_in_scope" not in proposing.open_proposals(world.session, invitation.response)
    assert answering.answers_of(invitation.response) == {"statement_in_scope": Answer("no")}
    assert "Kept until the question is asked" in text, "below the turnover no statement is asked for"


def test_pasted_text_does_as_well(world, invitation, owner) -> None:
    answered = owner.post(_page(invitation), data={"shared_text": json.dumps(FILE)})
    assert "Ready to be confirmed" in _text(answered)
    proposed = proposing.open_proposals(world.session, invitation.response)
    assert {row.source_name for row in proposed.values()} == {"JSON"}


def test_the_same_file_twice_proposes_once(world, invitation, owner) -> None:
    for _ in range(2):
        _text(_send(owner, invitation, FILE))
    assert _count(world) == 3


def test_a_file_of_another_company_is_refused(world, invitation, owner) -> None:
    invitation.response.organisation.company_number = "00007654"
    world.session.commit()
    text = _text(_send(owner, invitation, FILE))
    assert "company with the number 01234567, and you answer here for 00007654" in text
    assert _count(world) == 0
    same = shared_data(answer(f"{Q}02", yes=True), number=" 7654 ")
    assert "Ready to be confirmed" in _text(_send(owner, invitation, same))


def test_a_day_that_has_not_come_is_refused(world, invitation, owner) -> None:
    data = shared_data(answer(f"{Q}02", yes=True), shared_at="2031-01-01T00:00:00")
    assert "shared on 1 January 2031, which has not come yet" in _text(_send(owner, invitation, data))
    assert _count(world) == 0


def test_nothing_of_persons_is_stored_or_shown(world, invitation, owner) -> None:
    data = shared_data(
        answer(f"{Q}02", yes=True), answer(f"{Q}12", text="Ask Jo Bloggs: training is missing")
    )
    assert "Bloggs" not in _text(_send(owner, invitation, data))
    rows = world.session.scalars(select(ProposedAnswer)).all()
    details = [event.detail for event in world.session.scalars(select(AuditEvent))]
    assert rows and "Bloggs" not in json.dumps([details, [row.content for row in rows]])


NAUGHTY = {
    "nothing": b"",
    "pdf": b"%PDF-1.7",
    "zip": b"PK\x03\x04",
    "csv": b"a,b\n1,2\n",
    "other json": b'{"releases": [{"ocid": "ocds-h6vhtk-000001"}]}',
    "deep list": b"[" * 500_000,
    "deep object": b'{"supplierInformationData":' * 50_000,
    "huge number": b'{"supplierInformationData": ' + b"9" * 500_000 + b"}",
    "not a number": b'{"supplierInformationData": NaN}',
    "nul": b"\x00" * 100,
    "nul in text": json.dumps(shared_data(answer(f"{Q}05", text="\x00\x00"))).encode(),
    "half a letter": json.dumps(shared_data(answer(f"{Q}05", text="https://\ud800.example"))).encode(),
    "wrong types": json.dumps(shared_data(answer(f"{Q}02", yes={"a": [1]}, text=7, document=[]))).encode(),
    "wrong day": json.dumps(shared_data(answer(f"{Q}02", yes=True), shared_at="\x00")).encode(),
    "script": json.dumps(shared_data(answer(f"{Q}05", text="javascript:alert(1)"))).encode(),
    "too large": b" " * (find_a_tender.LARGEST + 1) + b"{}",
    "not utf-8": b"\xff\xfe\xff",
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_no_file_breaks_the_page(world, invitation, owner, name) -> None:
    answered = _send(owner, invitation, NAUGHTY[name], "\x00<script>alert(1)</script>\U0001f4c4.json")
    assert answered.status_code == 200
    page = answered.get_data(as_text=True)
    assert "<script>alert(1)" not in page
    owner.get(f"/answers/{invitation.id}")
    if name not in ("nul in text", "half a letter", "wrong types", "wrong day", "script"):
        assert "There is a problem" in page and _count(world) == 0


@pytest.mark.parametrize("text", ["\x00", "{", "[]", "\N{FULLWIDTH LEFT CURLY BRACKET}", "9" * 100_000])
def test_no_pasted_text_breaks_the_page(invitation, owner, text) -> None:
    answered = owner.post(_page(invitation), data={"shared_text": text})
    assert "There is a problem" in _text(answered)


def test_an_error_says_where_reading_stopped(invitation, owner) -> None:
    answered = owner.post(_page(invitation), data={"shared_text": '{"a": 1,\n"b" 2}'})
    assert "stops being JSON at line 2, character 5" in _text(answered)


def test_the_page_is_the_owners_and_closes_with_the_submission(
    app, world, invitation, owner, sign_in
) -> None:
    stranger = invitations.respondent(world.session, "else@harbour.example", "", clock.now())
    world.session.commit()
    assert sign_in(stranger).get(_page(invitation)).status_code == 404
    invitation.response.status = ResponseStatus.SUBMITTED
    invitation.response.submitted_at = clock.now()
    world.session.commit()
    assert _send(owner, invitation, FILE).status_code == 302
    assert _count(world) == 0
