"""A new plan begins from the findings of a report, or from a decision."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import decisions
from models import ActionPlan, ActionSide, DecisionKind
from support.pages import page, words
from support.plans import only_plan


def test_a_new_plan_begins_from_the_findings_of_the_report(officer, world) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/plans/new"
    shown = page(officer.get(address))
    assert "Because: Cleaning: Low paid, often at night" in words(shown)
    ticked = [box["value"] for box in shown.select("input[type=checkbox][checked]")]
    assert "council-meet" in ticked and "council-ask" in ticked
    assert 1 <= len([one for one in ticked if not one.startswith("council-")]) <= 3
    assert "The end of a contract is the last of them" in shown.select_one("#if_nothing").get_text()
    answer = officer.post(address, data={"step": ticked, "title": "Fair pay", "if_nothing": "We meet."})
    plan = only_plan(world)
    assert answer.status_code == 302 and answer.location.endswith(f"/officer/plans/{plan.id}")
    assert len(plan.actions) == len(ticked) and plan.if_nothing == "We meet."
    council = [one for one in plan.actions if one.side == ActionSide.COUNCIL]
    assert council and all(one.person_id == world.officer.id for one in council)
    assert all(one.due_on > clock.today() for one in plan.actions)
    assert any(one.finding == "sector" for one in plan.actions)


def test_a_plan_follows_from_a_decision_about_the_same_supplier_only(officer, world) -> None:
    decision = decisions.decide(
        world.session,
        world.settings,
        world.officer,
        world.lawyer,
        None,
        DecisionKind.ACTION_PLAN,
        "Because",
        None,
        clock.now(),
        clock.today(),
    )
    for supplier, expected in ((world.cleaner, None), (world.lawyer, decision.id)):
        address = f"/officer/suppliers/{supplier.id}/plans/new?decision_id={decision.id}"
        assert officer.post(address, data={"title": f"For {supplier.id}"}).status_code == 302
        plan = world.session.scalars(select(ActionPlan).order_by(ActionPlan.id.desc())).first()
        assert plan.decision_id == expected


def test_a_plan_without_a_name_is_refused_and_keeps_what_was_ticked(officer, world) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/plans/new"
    shown = page(officer.post(address, data={"title": " ", "step": ["council-price"]}))
    assert "Give the plan a name" in words(shown.select_one(".govuk-error-summary"))
    assert [box["value"] for box in shown.select("input[type=checkbox][checked]")] == ["council-price"]


def test_a_supplier_that_was_not_screened_gets_a_plan_without_suggestions(world, sign_in) -> None:
    client = sign_in(world.officer)
    shown = page(client.get(f"/officer/suppliers/{world.cleaner.id}/plans/new"))
    assert "was not screened yet" in words(shown)
