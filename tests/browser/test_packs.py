"""An officer makes a tender pack, edits a clause, drops one, issues the pack and takes its files away."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from app.extensions import clock, db
from app.services.people import access_links
from models import Person, Role
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """The fictitious world behind the live site."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.screen_all()
        yield made


def _looked_at(page: Page, axe: Callable[[Page], None], name: str) -> None:
    axe(page)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, page.url
    if folder := os.environ.get("FAIRHAND_PICTURES"):
        page.screenshot(path=f"{folder}/packs-{name}.png", full_page=True)


def _signed_in(page: Page, world: World, person: Person) -> None:
    link = access_links.add_sign_in_link(world.session, world.settings, person, clock.now())
    world.session.commit()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("width", ["desktop", "small_phone"])
def test_from_what_is_bought_to_an_issued_pack(
    width: str, request, world: World, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(width)
    _signed_in(page, world, world.officer)
    page.goto(f"{world.settings.base_url}/officer/packs")
    _looked_at(page, axe, f"{width}-empty")
    page.get_by_role("button", name="New tender pack").click()
    page.get_by_role("button", name="Suggest clauses").click()
    expect(page).to_have_title(re.compile("^Error:"))
    _looked_at(page, axe, f"{width}-errors")
    page.get_by_label("Name of the contract or tender").fill("Office cleaning 2027")
    page.get_by_label("Services", exact=True).check()
    page.get_by_label("CPV codes").fill("90919200")
    page.get_by_label("Estimated value").fill("6,000,000")
    page.get_by_label("English and Welsh").check()
    page.get_by_role("button", name="Suggest clauses").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office cleaning 2027")
    _looked_at(page, axe, f"{width}-pack")

    page.get_by_role("link", name=re.compile(r"^Edit\s*: Labour law")).click()
    text = page.get_by_label("Text", exact=True)
    text.fill("The Supplier shall use best endeavours to be good.\n" + text.input_value())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="To mend in the text")).to_be_visible()
    expect(page.locator("ins")).to_contain_text("best endeavours")
    _looked_at(page, axe, f"{width}-clause")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name=re.compile(r"^Drop\s*: Policy")).click()
    page.get_by_label("Reason").fill("It is in our standard terms")
    page.get_by_role("button", name="Drop the clause").click()
    page.get_by_role("link", name="Add from the library").click()
    page.get_by_label("Words").fill("map")
    page.get_by_role("button", name="Apply").click()
    _looked_at(page, axe, f"{width}-library")
    page.get_by_role("link", name=re.compile("^Add it")).first.click()
    page.get_by_label("Reason").fill("Cleaning agents too")
    page.get_by_role("button", name="Add the clause").click()
    page.get_by_role("link", name="Choose indicators and questions").click()
    _looked_at(page, axe, f"{width}-choices")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("button", name="Issue: look once more first").click()
    _looked_at(page, axe, f"{width}-issue")
    page.get_by_role("button", name="Issue and freeze").click()
    expect(page.get_by_text("It cannot be changed any more")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^Edit\s*: "))).to_have_count(0)
    _looked_at(page, axe, f"{width}-issued")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Contract schedule (Word)").first.click()
    waiting.value.save_as(tmp_path / "schedule.docx")
    read = [one.text for one in docx.Document(str(tmp_path / "schedule.docx")).paragraphs]
    assert any("best endeavours" in line for line in read)
    page.get_by_role("link", name="Text to copy, clause by clause").last.click()
    _looked_at(page, axe, f"{width}-text")


def test_a_lead_s_templates_and_a_supplier_s_clauses(
    small_phone: Page, world: World, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page = small_phone
    lead = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lead)
    _signed_in(page, world, lead)
    page.goto(f"{world.settings.base_url}/officer/word-templates")
    _looked_at(page, axe, "templates")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Our template: Contract schedule").click()
    waiting.value.save_as(tmp_path / "ours.docx")
    page.get_by_label("File").set_input_files(tmp_path / "ours.docx")
    page.get_by_role("button", name="Check and use it").click()
    expect(page.get_by_role("alert")).to_contain_text("The template is in use")
    page.goto(f"{world.settings.base_url}/officer/suppliers/{world.cleaner.id}/clauses")
    _looked_at(page, axe, "supplier")
    page.get_by_role("button", name="Suggest clauses").click()
    expect(page.get_by_text("the supplier's report as at")).to_be_visible()
    _looked_at(page, axe, "supplier-pack")
