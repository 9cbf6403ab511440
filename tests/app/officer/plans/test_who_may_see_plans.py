"""Plans are their council's own, and whatever is typed into them is shown as text."""

from __future__ import annotations

import io
import re

import docx
from sqlalchemy import select

from app.store import actions as store
from models import ActionPlan, ActionState, OutboxMessage
from support.naughty import NAUGHTY
from support.pages import page
from support.plans import make_plan, steps_in, theirs


def test_another_council_sees_and_changes_nothing(officer, stranger, world, invitation) -> None:
    plan = make_plan(world, shared=False)
    step = theirs(plan)
    before = len(world.session.scalars(select(OutboxMessage)).all())
    for address in (
        f"/officer/plans/{plan.id}",
        f"/officer/plans/{plan.id}/edit",
        f"/officer/plans/{plan.id}/plan.docx",
        f"/officer/plans/{plan.id}/steps/new",
        f"/officer/actions/{step.id}",
        f"/officer/actions/{step.id}/edit",
        f"/officer/suppliers/{world.cleaner.id}/plans/new",
        f"/officer/actions?supplier={world.cleaner.id}",
    ):
        assert stranger.get(address).status_code == 404, address
    given = {"step": "closed", "closed-words": "x", "title": "x", "what": "x", "side": "supplier"}
    for address in (
        f"/officer/plans/{plan.id}/share",
        f"/officer/plans/{plan.id}/edit",
        f"/officer/plans/{plan.id}/steps/new",
        f"/officer/actions/{step.id}",
        f"/officer/actions/{step.id}/edit",
        f"/officer/suppliers/{world.cleaner.id}/plans/new",
    ):
        assert stranger.post(address, data={**given, "due_on": "14/12/2026"}).status_code == 404, address
    assert not steps_in(page(stranger.get("/officer/actions?show=all")))
    world.session.expire_all()
    assert step.state == ActionState.OPEN and plan.shared_at is None and len(plan.actions) == 2
    assert len(world.session.scalars(select(OutboxMessage)).all()) == before
    assert store.plan(world.session, world.council.id, plan.id) is plan


def test_respondents_see_no_page_of_officers(world, invitation, sign_in) -> None:
    plan = make_plan(world)
    client = sign_in(invitation.contact)
    for address in ("/officer/actions", f"/officer/plans/{plan.id}", f"/officer/actions/{theirs(plan).id}"):
        assert client.get(address).status_code == 403


def test_naughty_strings_are_shown_as_text_and_run_nothing(world, sign_in) -> None:
    client = sign_in(world.officer)
    for name, whole in NAUGHTY.items():
        text = whole[:900].encode("utf-8", "replace").decode()
        data = {"title": f"Plan {text}"[:200], "root_cause": text, "if_nothing": text}
        answer = client.post(f"/officer/suppliers/{world.cleaner.id}/plans/new", data=data)
        plan = world.session.scalars(select(ActionPlan).order_by(ActionPlan.id.desc())).first()
        assert answer.status_code == 302, name
        step = {"what": f"Step {text}", "side": "supplier", "due_on": "14/12/2026", "owner_words": text[:100]}
        assert client.post(f"/officer/plans/{plan.id}/steps/new", data=step).status_code == 302, name
        for address in (f"/officer/plans/{plan.id}", f"/officer/actions/{plan.actions[0].id}"):
            found = page(client.get(address))
            assert not found.select("[onfocus], [onerror], svg[onload], a[href^=javascript]"), name
            assert not [one for one in found.select("script") if re.search("alert", one.get_text())], name
        document = docx.Document(io.BytesIO(client.get(f"/officer/plans/{plan.id}/plan.docx").data))
        assert "Step" in document.tables[0].rows[1].cells[2].text, name
        assert client.get(f"/officer/plans/{plan.id}/plan.txt").status_code == 200, name
