"""Deciding on a result: what is asked for, what follows, the second person, and taking it back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import Decision
from support.care_pages import address, decided
from support.pages import page, words


@pytest.mark.parametrize(
    "kind, leads_to",
    [("accept", "#care"), ("ask_more", "/ask"), ("action_plan", "/plans/new"), ("escalate", "#care")],
)
def test_a_decision_leads_on_to_what_follows(officer, world, kind, leads_to) -> None:
    form = page(officer.get(address(world.cleaner, "/decide")))
    assert "Screened as at 20 November 2026" in words(form)
    data = {"report": form.select_one("[name=report]")["value"], "kind": kind, "reason": "Because"}
    answer = officer.post(address(world.cleaner, "/decide"), data={**data, "review_on": "1/5/2027"})
    assert answer.status_code == 302 and answer.location.partition("?")[0].endswith(leads_to)


@pytest.mark.parametrize(
    "data, wrong",
    [
        ({}, {"#kind", "#reason"}),
        ({"kind": "accept", "reason": "Fine"}, {"#review_on"}),
        ({"kind": "accept", "reason": "Fine", "review_on": "20/11/2026"}, {"#review_on"}),
        ({"kind": "accept", "reason": "Fine", "review_on": "soon"}, {"#review_on"}),
        ({"kind": "escalate", "reason": "  "}, {"#reason"}),
        ({"kind": "sack them", "reason": "Fine"}, {"#kind"}),
    ],
)
def test_what_is_missing_from_a_decision_is_said(officer, world, data, wrong) -> None:
    shown_report = page(officer.get(address(world.cleaner, "/decide"))).select_one("[name=report]")["value"]
    found = page(officer.post(address(world.cleaner, "/decide"), data={**data, "report": shown_report}))
    assert {link["href"] for link in found.select(".govuk-error-summary a")} == wrong
    assert not world.session.scalars(select(Decision)).all()


def test_nobody_decides_on_a_result_that_was_replaced_meanwhile(officer, world) -> None:
    data = {"report": "1", "kind": "escalate", "reason": "Because"}
    world.screen_all()
    answer = officer.post(address(world.cleaner, "/decide"), data=data, follow_redirects=True)
    assert "screened again meanwhile" in words(page(answer))
    assert not world.session.scalars(select(Decision)).all()


def test_a_decision_that_takes_two_is_agreed_by_the_second(officer, world, boss, lead) -> None:
    settings = page(lead.get("/officer/second-person"))
    assert "Your council has 2 people here." in words(settings)
    assert lead.post("/officer/second-person", data={"marked": ["accept"]}).status_code == 200, "no reason"
    data = {"marked": ["accept", "escalate"], "reason": "Audit asked for it"}
    assert lead.post("/officer/second-person", data=data).status_code == 302
    assert "Audit asked for it" in words(page(lead.get("/officer/second-person")))
    assert "Takes a second person." in words(page(officer.get(address(world.cleaner, "/decide"))))
    made = decided(officer, world, world.cleaner)
    where = f"/officer/decisions/{made.id}"
    own = page(officer.get(where))
    assert "Waits for a second person" in words(own) and not own.select("[name=opinion]")
    assert officer.post(where, data={"opinion": "agreed"}).status_code == 403
    assert where in str(page(lead.get("/officer/my-work")).select("main a"))
    refused = page(lead.post(where, data={"opinion": "declined"}))
    assert refused.select(".govuk-error-summary a[href='#reason']")
    assert lead.post(where, data={"opinion": "agreed"}).status_code == 302
    world.session.expire_all()
    assert made.stands and made.second_id == boss.id
    assert lead.post(where, data={"opinion": "agreed"}).status_code == 409
    assert "In force" in words(page(officer.get(where)))


def test_a_decision_is_taken_back_and_stays_in_the_history(officer, world, bo, sign_in) -> None:
    made = decided(officer, world, world.cleaner)
    assert sign_in(bo).post(f"/officer/decisions/{made.id}/take-back").status_code == 403
    officer.post(f"/officer/decisions/{made.id}/take-back")
    history = words(page(officer.get(address(world.cleaner, "/decide"))))
    assert "Taken back on 20 November 2026" in history and "We know the site" in history
    again = officer.post(f"/officer/decisions/{made.id}/take-back", follow_redirects=True)
    assert "taken back already" in words(page(again))
