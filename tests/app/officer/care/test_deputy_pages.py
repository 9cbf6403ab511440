"""Who stands in for an officer who is away, and sees that officer's work."""

from __future__ import annotations

from app.extensions import clock
from app.services.people import care, deputies
from support.care_pages import DUE
from support.pages import page, words


def test_an_officer_names_a_deputy_who_sees_the_work(officer, world, bo, sign_in) -> None:
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [world.cleaner.id],
        world.officer,
        DUE,
        "Phone",
        clock.now(),
    )
    form = page(officer.get("/officer/deputies"))
    assert [one["value"] for one in form.select("#deputy option")] == [str(bo.id)]
    days = {"deputy": str(bo.id), "first_day": "20/11/2026", "last_day": "19/11/2026"}
    refused = page(officer.post("/officer/deputies", data=days))
    assert refused.select(".govuk-error-summary a[href='#last_day']")
    assert officer.post("/officer/deputies", data={**days, "last_day": "27/11/2026"}).status_code == 302
    twice = page(officer.post("/officer/deputies", data={**days, "last_day": "27/11/2026"}))
    assert "stands in on one of these days already" in words(twice)
    deputy = sign_in(bo)
    listed = words(page(deputy.get("/officer/my-work")))
    assert "You stand in for Ann Example" in listed and "Phone" in listed and "for Ann Example" in listed
    row = deputies.store.not_over(world.session, world.council.id, clock.today())[0]
    assert deputy.post(f"/officer/deputies/{row.id}/end").status_code == 403
    assert officer.post(f"/officer/deputies/{row.id}/end").status_code == 302
    assert "Nothing waits for you." in words(page(deputy.get("/officer/my-work")))


def test_only_a_lead_names_a_deputy_for_somebody_else(officer, lead, boss, world, bo) -> None:
    data = {"person": str(bo.id), "deputy": str(boss.id), "first_day": "20/11/2026", "last_day": "27/11/2026"}
    officer.post("/officer/deputies", data=data)
    assert deputies.away(world.session, boss, clock.today()) == {world.officer.id: world.officer}
    lead.post("/officer/deputies", data=data)
    assert set(deputies.away(world.session, boss, clock.today())) == {world.officer.id, bo.id}
