"""An officer says which company a supplier is, by the likeliest candidate, at a desk and on a small phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.extensions import clock, db
from app.services.matching import company_directory
from app.services.matching.screening_setup import screening_setup
from app.services.people import access_links
from models import Organisation, Supplier
from support.world import World, make_world


@pytest.fixture
def world(live_server) -> Iterator[World]:
    """Screened; two companies may be the lawyer, and another supplier has the number of one."""
    with live_server.app.app_context():
        made = make_world(db.session(), live_server.settings)
        made.session.add_all(
            [
                Organisation(name="QUILL & PARTNERS LLP", company_number="OC301234", postcode="EX1 1AA"),
                Organisation(name="QUILL PARTNERSHIP HOLDINGS LIMITED", company_number="07654321"),
                Supplier(
                    council_id=made.council.id, key="v7", name="Quill and Partners", company_number="OC301234"
                ),
            ]
        )
        made.session.commit()
        made.screen_all()
        setup = screening_setup(live_server.settings)
        company_directory.renew(made.session, made.council.id, setup)
        yield made


@pytest.fixture(params=[(1280, True), (320, True), (320, False)], ids=["desk", "phone", "no scripts"])
def page(request, chromium: Browser, world: World) -> Iterator[Page]:
    width, scripts = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, locale="en-GB", java_script_enabled=scripts
    )
    link = access_links.add_sign_in_link(world.session, world.settings, world.officer, clock.now())
    world.session.commit()
    opened = context.new_page()
    opened.goto(link)
    opened.get_by_role("button", name="Continue").click()
    yield opened
    context.close()


def test_the_likeliest_candidate_is_taken_by_a_person(
    page: Page, world: World, axe: Callable[[Page], None], request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.name

    def look() -> None:
        page.wait_for_load_state()
        if scripts:
            axe(page)
            wider = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wider <= 0, f"{wider} pixels wider than the screen"

    page.goto(f"{world.settings.base_url}/officer/suppliers/{world.lawyer.id}")
    page.get_by_role("link", name="Add the company number").click()
    expect(page.get_by_text("Likely", exact=True)).to_be_visible()
    look()
    page.get_by_role("link", name="Use OC301234").click()
    page.get_by_role("button", name="Save the number").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how you know")
    look()
    how = page.get_by_label("How you know", exact=True)
    how.fill("It is on its invoice of March, with the same address.")
    page.get_by_role("button", name="Save the number").click()
    expect(page.get_by_text("The company number is OC301234.", exact=False).first).to_be_visible()
    expect(page.get_by_role("link", name="compare with Quill and Partners").first).to_be_visible()
    look()
    page.get_by_role("button", name="Take OC301234 back").click()
    expect(page.get_by_text("There is no company number.", exact=False)).to_be_visible()
    look()
