"""Naughty strings through every field of every page: no error of ours, no script, kept and shown exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from models import Person, ResponseStatus, SectionReturn
from questionnaires import Answer, Problems, Question, Questionnaire, QuestionType, answers
from questionnaires.cleaning import clean
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.world import answer_everything

KINDS = [kind.value for kind in QuestionType]
_addresses = itertools.count()


def _in_both(words: str) -> dict[str, str]:
    return {"en": words, "cy": words}


def _question(kind: str) -> dict[str, Any]:
    """A question of that kind as it is written, with evidence beside it."""
    options = [{"value": value, "label": _in_both(value)} for value in ("yes", "no")]
    unknown = [{"value": "unknown", "label": _in_both("I do not know")}]
    needed = {
        "yes_no": {"options": options},
        "radio": {"options": options},
        "checkboxes": {"options": options},
        "text": {"max_length": 4000, "options": unknown},
        **{name: {"options": unknown} for name in ("country_list", "url", "date", "whole_number")},
    }
    return {
        "id": f"about_{kind}",
        "type": kind,
        "text": _in_both(f"What about {kind}?"),
        "why": _in_both("It helps."),
        "example": _in_both("As it is."),
        "messages": {"missing": _in_both("Answer this")},
        "evidence": {"what": _in_both("A link"), "valid_for_months": 12},
        **needed.get(kind, {}),
    }


@pytest.fixture
def every_kind(monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """A questionnaire with a question of every kind in place of the one that suppliers are asked."""
    made = Questionnaire.model_validate(
        {
            "id": "every_kind",
            "version": 1,
            "title": _in_both("Every kind"),
            "introduction": _in_both("A few questions."),
            "minutes": 1,
            "sections": [
                {
                    "id": "all",
                    "title": _in_both("All of them"),
                    "who": _in_both("Anybody"),
                    "questions": [_question(kind) for kind in KINDS],
                }
            ],
        }
    )
    monkeypatch.setattr(answering, "questionnaire_of", lambda response: made)
    return made


def _post(
    client: FlaskClient, address: str, fields: Iterable[tuple[str, str]], statuses: Iterable[int] = (200, 302)
) -> Any:
    """Send a form as bytes, from an address of its own: some forms may be sent so many times an hour."""
    body = "&".join(f"{name}={quote_from_bytes(encoded(value))}" for name, value in fields)
    number = next(_addresses)
    remote = {"REMOTE_ADDR": f"127.1.{number // 250}.{number % 250 + 1}"}
    kind = "application/x-www-form-urlencoded"
    reply = client.post(address, data=body, content_type=kind, environ_overrides=remote)
    assert reply.status_code in statuses, f"{reply.status} for {body[:200]}"
    assert "own=1" not in str(reply.headers)
    return reply


def _page(reply: Any) -> BeautifulSoup:
    assert reply.status_code == 200, reply.status
    page = BeautifulSoup(reply.get_data(as_text=True), "html.parser")
    assert runs_nothing(page)
    return page


def _received(text: str) -> str:
    """What arrives of a text: bytes that are no text arrive as they were written in the form."""
    return encoded(text).decode("utf-8", "werkzeug.url_quote")


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_kept_and_shown_exactly_or_refused_with_a_message(
    owner, world, invitation, every_kind, kind
) -> None:
    question = every_kind.question(f"about_{kind}")
    address = f"/answers/{invitation.id}/questions/{question.id}"
    for text in NAUGHTY.values():
        revision = str(sum(row.revision for row in invitation.response.answers))
        reply = _post(owner, address, [("answer", text), ("revision", revision)])
        expected = answers.parse(question, {"answer": [_received(text)]}, "en", as_at=clock.today())
        if isinstance(expected, Problems):
            _is_refused(_page(reply), expected)
        else:
            assert reply.status_code == 302
            assert _stored(world, invitation) == {question.id: expected}
            _is_shown(owner, invitation, address, question, expected)


def _stored(world, invitation) -> dict[str, Answer]:
    world.session.expire_all()
    return answering.answers_of(invitation.response)


def _is_refused(page: BeautifulSoup, expected: Problems) -> None:
    said = [" ".join(item.get_text().split()) for item in page.select(".govuk-error-summary li")]
    assert said == [" ".join(message.split()) for message in expected.messages.values()]


def _is_shown(owner: FlaskClient, invitation: Any, address: str, question: Question, answer: Answer) -> None:
    page = _page(owner.get(address))
    if answer.is_unknown:
        assert page.select_one("input[value=unknown]").has_attr("checked")
    elif question.type in (QuestionType.TEXT, QuestionType.COUNTRY_LIST):
        shown = page.select_one("textarea#answer").get_text()
        assert shown.strip("\n") == "\n".join(answers.to_raw(question, answer)["answer"])
    elif question.type in (QuestionType.URL, QuestionType.WHOLE_NUMBER):
        assert page.select_one("input#answer")["value"] == answer.value
    words = answers.display(question, answer, "en")
    check = _page(owner.get(f"/answers/{invitation.id}/check"))
    row = check.select_one(f"#row-{question.id} .govuk-summary-list__value").get_text("\n", strip=True)
    for line in words if isinstance(words, list) else words.splitlines():
        assert line.strip() in row


def test_evidence_is_kept_exactly_or_refused_with_what_was_typed(
    owner, world, invitation, every_kind
) -> None:
    question = every_kind.question("about_yes_no")
    address, good = f"/answers/{invitation.id}/questions/{question.id}", "https://supplier.example/policy"
    for text in NAUGHTY.values():
        for url, boxes in ((text, ["1", "2", "2026"]), (good, [text, "2", "2026"]), (text, [text] * 3)):
            evidence = [("evidence_url", url), *(("evidence_date", box) for box in boxes)]
            reply = _post(owner, address, [("answer", "yes"), *evidence, ("revision", "1")])
            if reply.status_code == 302:  # nothing but characters that nobody sees: as if nothing was typed
                assert not clean(_received(text)) or _received(text).isspace()
                continue
            page = _page(reply)
            assert page.select(".govuk-error-summary li")
            assert _as_typed(page.select_one("#evidence_url")["value"]) == _as_typed(_received(url))
    assert not any(answer.evidence_url for answer in _stored(world, invitation).values())


def _as_typed(text: str) -> str:
    """The text as an HTML parser hands it on: NUL and carriage returns are not told apart by it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def test_other_fields_doubled_fields_and_fields_left_out_do_no_harm(owner, invitation, every_kind) -> None:
    any_of = (200, 302, 409)
    for kind in KINDS:
        address = f"/answers/{invitation.id}/questions/about_{kind}"
        for text in NAUGHTY.values():
            other = quote_from_bytes(encoded(text))[:100]
            doubled = [("answer", text), ("answer", text), (other, text), ("revision", text)]
            _post(owner, address, [*doubled, ("reuse", text), ("remove", text), ("then", text)], any_of)
        _post(owner, address, [], any_of)
    _page(owner.get(f"/answers/{invitation.id}/check"))


def test_a_colleagues_name_and_address(owner, world, invitation, unlimited) -> None:
    section = answering.questionnaire_of(invitation.response).sections[0].id
    address = f"/answers/{invitation.id}/colleagues"
    for number, text in enumerate(NAUGHTY.values()):
        email = f"colleague{number}@northgate.example"
        for fields in ([("part", section), ("email", text)], [("part", text), ("email", email)]):
            assert _page(_post(owner, address, fields)).select(".govuk-error-summary li")
        reply = _post(owner, address, [("part", section), ("email", email), ("colleague_name", text)])
        if reply.status_code == 200:
            assert _page(reply).select(".govuk-error-summary li")
            continue
        world.session.expire_all()
        name = world.session.scalars(select(Person.name).where(Person.email == email)).one()
        assert name == " ".join(clean(_received(text)).split())
        assert " ".join(name.split()) in " ".join(_page(owner.get(address)).get_text().split())


def test_the_declaration(owner, world, invitation) -> None:
    answer_everything(world, invitation)
    for text in NAUGHTY.values():
        fields = [("declared_name", text), ("declared_role", text), ("declared", "y")]
        reply = _post(owner, f"/answers/{invitation.id}/check", fields)
        if reply.status_code == 200:
            assert _page(reply).select(".govuk-error-summary li")
            continue
        world.session.expire_all()
        response = invitation.response
        assert response.declared_name == response.declared_role == " ".join(clean(_received(text)).split())
        _page(owner.get(f"/answers/{invitation.id}/done"))
        response.status, response.reference, invitation.agreed_at = ResponseStatus.DRAFT, None, None
        world.session.commit()


def test_the_note_of_a_section_that_is_sent_back(app, owner, world, invitation) -> None:
    director = _director(app, world, invitation)
    section = answering.questionnaire_of(invitation.response).sections[0].id
    for text in NAUGHTY.values():
        fields = [("part", section), ("note", text)]
        reply = _post(director, f"/answers/{invitation.id}/send-back", fields)
        if reply.status_code == 200:
            assert _page(reply).select(".govuk-error-summary li")
            continue
        world.session.expire_all()
        note = world.session.scalars(select(SectionReturn.note).order_by(SectionReturn.id.desc())).first()
        assert note == clean(_received(text))
        shown = _page(owner.get(f"/answers/{invitation.id}")).get_text()
        assert all(line.strip() in shown for line in note.splitlines())


def _director(app, world, invitation) -> FlaskClient:
    """The browser of whoever was asked to declare."""
    email, now = "director@northgate.example", clock.now()
    session, settings = world.session, world.settings
    _made, link = colleagues.ask(session, settings, invitation.contact, invitation, "", email, "Di", now)
    director = app.test_client()
    assert director.get(link.removeprefix(settings.base_url)).status_code == 302
    return director


def test_what_an_officer_searches_for(sign_in, world) -> None:
    world.screen_all()
    officer = sign_in(world.officer)
    for text in NAUGHTY.values():
        sent = quote_from_bytes(encoded(text)[:3000])
        for name in ("q", "band", "sector", "page"):
            reply = officer.get(f"/officer/suppliers?{name}={sent}")
            assert reply.status_code in (200, 302, 400, 404), f"{reply.status} for {sent[:200]}"
            if reply.status_code == 200:
                _page(reply)
