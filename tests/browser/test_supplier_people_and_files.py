"""Files, colleagues, two answers at once and the declaration in a real browser, with the rules of axe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.answers import answering
from app.services.inviting import colleagues, invitations
from models import Invitation
from support import documents
from support.evidence import to_question_with_evidence
from support.world import World, answer_everything, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site."""
    with live_server.app.app_context():
        yield make_world(db.session(), live_server.settings)


@pytest.fixture
def asked(world: World) -> tuple[Invitation, str]:
    """The cleaner's invitation and its link."""
    due = clock.today().replace(year=clock.today().year + 1, day=1)
    return invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "Con Tact",
        due,
        clock.now(),
    )


@pytest.fixture
def looked_at(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """The page keeps to the accessibility rules and fits the screen, in English and in Welsh."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


@pytest.mark.parametrize("language", ["en", "cy"])
def test_files_are_attached_dated_and_removed(
    small_phone: Page, world: World, asked, looked_at, tmp_path: Path, language: str
) -> None:
    invitation, link = asked
    question = to_question_with_evidence(world, invitation)
    policy, program = tmp_path / "policy.pdf", tmp_path / "program.pdf"
    policy.write_bytes(documents.PDF)
    program.write_bytes(b"MZ\0\0")
    page = small_phone
    page.goto(link)
    base, address = world.settings.base_url, f"/answers/{invitation.id}/questions/{question.id}"
    page.goto(f"{base}/language/{language}?next={address}")
    looked_at(page)
    page.locator("#evidence_files").set_input_files([policy, program])
    with page.expect_navigation():
        page.locator("main form button").first.click()
    expect(page.locator(".govuk-error-summary li")).to_have_count(3)
    expect(page.locator("#files")).to_contain_text("policy.pdf")
    looked_at(page)
    for box, part in zip(page.locator('input[name="file_date"]').all(), ("1", "6", "2026"), strict=True):
        box.fill(part)
    with page.expect_navigation():
        page.locator('button[name="then"][value="attach"]').click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    looked_at(page)
    with page.expect_download() as download:
        page.locator("#files a", has_text="policy.pdf").click()
    assert Path(download.value.path()).read_bytes() == documents.PDF
    page.locator('input[name="remove"]').check()
    with page.expect_navigation():
        page.locator('button[name="then"][value="attach"]').click()
    expect(page.locator("#files")).not_to_contain_text("policy.pdf")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_colleague_a_conflict_and_a_section_sent_back(
    small_phone: Page, world: World, asked, looked_at, language: str
) -> None:
    invitation, link = asked
    base, page = world.settings.base_url, small_phone
    section = answering.questionnaire_of(invitation.response).sections[0]
    first = section.questions[0]
    page.goto(link)
    page.goto(f"{base}/language/{language}?next=/answers/{invitation.id}/colleagues")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    expect(page).to_have_title(re.compile("^(Error|Gwall)"))
    looked_at(page)
    page.get_by_role("radio").first.check()
    page.locator("#email").fill("jo@northgate.example")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    expect(page.locator(".govuk-summary-list")).to_contain_text("jo@northgate.example")
    looked_at(page)

    page.goto(f"{base}/answers/{invitation.id}/questions/{first.id}")
    page.get_by_role("radio").first.check()
    world.session.expire_all()
    value = first.options[1].value
    answering.save(
        world.session,
        invitation.contact,
        invitation,
        first.id,
        answering.answering.Answer(value),
        clock.now(),
    )
    with page.expect_navigation():
        page.locator("main form button").first.click()
    expect(page.locator(".fh-card")).to_have_count(2)
    looked_at(page)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    expect(page).not_to_have_url(re.compile(f"questions/{first.id}$"))

    answer_everything(world, invitation)
    _delegation, director = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        "",
        "di@northgate.example",
        "Di Rector",
        clock.now(),
    )
    page.goto(f"{base}/answers/{invitation.id}/check")
    looked_at(page)
    page.goto(director)
    looked_at(page)
    page.goto(f"{base}/answers/{invitation.id}/send-back")
    with page.expect_navigation():
        page.locator("main form button").click()
    expect(page.locator(".govuk-error-summary li")).to_have_count(2)
    looked_at(page)
    page.get_by_role("radio").first.check()
    page.locator("#note").fill("Which sites?")
    with page.expect_navigation():
        page.locator("main form button").click()
    expect(page.locator(".govuk-inset-text")).to_contain_text("Which sites?")
    looked_at(page)
    page.goto(link)
    expect(page.locator(".govuk-inset-text")).to_contain_text("Which sites?")
    looked_at(page)


def test_a_colleagues_pages(small_phone: Page, world: World, asked, looked_at) -> None:
    invitation, _link = asked
    section = answering.questionnaire_of(invitation.response).sections[0]
    _delegation, link = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        section.id,
        "jo@northgate.example",
        "Jo Smith",
        clock.now(),
    )
    small_phone.goto(link)
    expect(small_phone.locator(".govuk-task-list__item")).to_have_count(1)
    looked_at(small_phone)
    small_phone.get_by_role("button", name=re.compile("Say that the section is ready")).click()
    expect(small_phone.get_by_role("alert")).to_contain_text("Con Tact")
    looked_at(small_phone)
