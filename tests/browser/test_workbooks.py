"""A supplier answers in Excel, in a real browser at phone width: download, upload, mend, choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.answers import answering
from app.services.inviting import invitations
from models import Invitation
from questionnaires import Answer
from support import workbooks
from support.world import World, make_world


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
    """The page keeps to the accessibility rules and fits the screen."""

    def check(page: Page) -> None:
        axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"

    return check


@pytest.mark.parametrize("language", ["en", "cy"])
def test_download_upload_mend_and_choose(
    small_phone: Page, world: World, asked, looked_at, tmp_path: Path, language: str
) -> None:
    invitation, link = asked
    page, base = small_phone, world.settings.base_url
    page.goto(link)
    page.goto(f"{base}/language/{language}?next=/answers/{invitation.id}/workbook")
    looked_at(page)
    with page.expect_download() as downloaded:
        page.locator("a[href$='/workbook/file']").click()
    blank = Path(downloaded.value.path()).read_bytes()

    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"a;b\n")
    _upload(page, broken)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looked_at(page)

    answering.save(
        world.session, invitation.contact, invitation, "remedy_process", Answer("unknown"), clock.now()
    )
    filled = tmp_path / "A rather long name of a file that somebody in another department has made.xlsx"
    wrong = {"policy_published": "W" * 300, "remedy_process": "no", "voice_grievance": "unknown"}
    filled.write_bytes(workbooks.filled(blank, wrong))
    _upload(page, filled)
    expect(page.locator(".govuk-error-summary a")).to_have_count(1)
    looked_at(page)
    with page.expect_download():
        page.locator("form[action$='/marked'] button").click()

    page.locator("a[href$='/workbook/choices']").click()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    looked_at(page)
    page.locator("main form button").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looked_at(page)
    page.locator("input[value=workbook]").check()
    page.locator("main form button").first.click()
    expect(page).to_have_url(f"{base}/answers/{invitation.id}")
    world.session.expire_all()
    assert answering.answers_of(invitation.response)["remedy_process"] == Answer("no")


def _upload(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button").click()
