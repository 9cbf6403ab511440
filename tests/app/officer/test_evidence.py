"""Evidence as officers see it: beside the answers, as downloads, for the councils that asked."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.answers import answering, evidence
from models import Council, Person, Role
from support import documents
from support.evidence import attach, files, to_question_with_evidence
from support.world import answer_everything


@pytest.fixture
def address(world, invitation) -> str:
    question = to_question_with_evidence(world, invitation)
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
    [file] = files(world, invitation)
    return f"/officer/suppliers/{world.cleaner.id}/evidence/{file.id}"


def _submit(world, invitation) -> None:
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


def test_a_draft_is_not_the_councils_to_read(world, invitation, sign_in, address) -> None:
    assert sign_in(world.officer).get(address).status_code == 404


def test_the_supplier_page_lists_the_file_and_its_link_downloads_it(
    world, invitation, sign_in, address
) -> None:
    _submit(world, invitation)
    officer = sign_in(world.officer)
    page = BeautifulSoup(
        officer.get(f"/officer/suppliers/{world.cleaner.id}/answers").get_data(as_text=True), "html.parser"
    )
    [link] = page.select(f'a[href="{address}"]')
    assert link.get_text() == "policy.pdf" and "dated 1 June 2026" in link.parent.get_text()
    answer = officer.get(address)
    assert answer.get_data() == documents.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_another_councils_officer_another_supplier_and_a_withdrawn_invitation_give_nothing(
    world, invitation, sign_in, address
) -> None:
    _submit(world, invitation)
    other = Council(slug="otherton", name="Otherton Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="bo@otherton.example", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    assert sign_in(stranger).get(address).status_code == 404
    elsewhere = address.replace(f"/{world.cleaner.id}/", f"/{world.lawyer.id}/", 1)
    assert sign_in(world.officer).get(elsewhere).status_code == 404
    assert sign_in(invitation.contact).get(address).status_code == 403
    assert sign_in(world.officer).get(address).status_code == 200
    invitation.revoked_at = clock.now()
    world.session.commit()
    assert sign_in(world.officer).get(address).status_code == 404


def test_a_file_beside_a_question_that_is_not_asked_is_not_submitted(
    world, invitation, sign_in, address
) -> None:
    _submit(world, invitation)
    [file] = files(world, invitation)
    file.question_id = "no_longer_asked"
    world.session.commit()
    assert sign_in(world.officer).get(address).status_code == 404
