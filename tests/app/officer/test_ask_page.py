"""The page on which an officer asks a supplier: the stage of the procurement, the threshold, the minutes."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from models import AuditEvent, Invitation
from questionnaires import Context, Setting
from support.world import World

FORM = {"email": "c@northgate.example", "contact_name": "", "due_on": "14/12/2026"}


@pytest.fixture
def officer(world: World, sign_in) -> FlaskClient:
    return sign_in(world.officer)


def _address(world: World) -> str:
    return f"/officer/suppliers/{world.cleaner.id}/ask"


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _invitations(world: World) -> list[Invitation]:
    return list(world.session.scalars(select(Invitation)))


def test_a_contract_in_place_is_the_usual_setting(officer, world) -> None:
    page = _page(officer.get(_address(world)))
    chosen = [one["value"] for one in page.select("input[name=setting][checked]")]
    assert chosen == ["post_award"]
    assert not page.select("details[open]")
    assert officer.post(_address(world), data=FORM).status_code == 302
    [invitation] = _invitations(world)
    assert Context.from_json(invitation.response.context).setting is Setting.POST_AWARD


def test_the_page_says_about_how_long_each_setting_takes(officer, world) -> None:
    page = _page(officer.get(_address(world)))
    hints = [one.get_text(" ", strip=True) for one in page.select(".govuk-radios__hint")]
    whole, tender, before = (int(re.search(r"about (\d+) minutes", hint)[1]) for hint in hints)
    assert tender == before < whole
    supplier = _page(officer.get(f"/officer/suppliers/{world.cleaner.id}/answers")).get_text()
    assert f"It would take about {whole} minutes" in supplier


def test_a_tender_is_asked_for_less(officer, world) -> None:
    assert officer.post(_address(world), data=FORM | {"setting": "at_evaluation"}).status_code == 302
    [invitation] = _invitations(world)
    assert Context.from_json(invitation.response.context).setting is Setting.AT_EVALUATION


@pytest.mark.parametrize(
    ("more", "said", "link"),
    [
        ({}, "Select whether the procurement is above the threshold", "#above_threshold"),
        ({"above_threshold": "perhaps"}, "Select whether the procurement", "#above_threshold"),
        ({"above_threshold": "no"}, "Below the threshold no separate stage", "#exception"),
        ({"above_threshold": "no", "exception": "   "}, "Below the threshold no separate", "#exception"),
        ({"above_threshold": "no", "exception": "x" * 1001}, "1,000 characters or fewer", "#exception"),
        ({"setting": "never"}, "Not a valid choice", "#setting"),
    ],
)
def test_a_stage_before_the_tenders_is_refused_with_the_reason(officer, world, more, said, link) -> None:
    page = _page(officer.post(_address(world), data=FORM | {"setting": "pre_qualification"} | more))
    assert page.title.get_text().startswith("Error:")
    summary = page.select_one(".govuk-error-summary")
    assert said in summary.get_text() and summary.select_one("a")["href"] == link
    assert page.select_one(link), "the summary leads to a field"
    assert _invitations(world) == []
    assert bool(page.select("details[open]")) == ("setting" not in more), "what is wrong is in sight"


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"above_threshold": "yes"}, {"above_threshold": True, "exception": ""}),
        (
            {"above_threshold": "no", "exception": "Call-off under a dynamic market"},
            {"above_threshold": False, "exception": "Call-off under a dynamic market"},
        ),
    ],
)
def test_a_stage_before_the_tenders_that_is_allowed_is_audited(officer, world, more, kept) -> None:
    answer = officer.post(_address(world), data=FORM | {"setting": "pre_qualification"} | more)
    assert answer.status_code == 302
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "invitation.sent")).one()
    assert {"setting": "pre_qualification"} | kept == {
        name: event.detail[name] for name in ("setting", "above_threshold", "exception")
    }
    assert event.actor == f"officer:{world.officer.id}"


def test_the_page_is_there_in_welsh(officer, world) -> None:
    officer.get("/language/cy")
    page = _page(officer.get(_address(world)))
    assert page.html["lang"] == "cy" and len(page.select("input[name=setting]")) == 3
