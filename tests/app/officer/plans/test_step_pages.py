"""One step of a plan: added, edited, closed in words, put off with a reason, with files of both sides."""

from __future__ import annotations

import io
from datetime import timedelta

from sqlalchemy import select

from app.extensions import clock
from app.services.plans import plan_steps
from models import Action, ActionState
from support import documents
from support.pages import page, words
from support.plans import make_plan, ours, theirs


def test_a_step_is_added_and_edited(officer, world) -> None:
    plan = make_plan(world)
    address = f"/officer/plans/{plan.id}/steps/new"
    page(officer.get(address))
    wrong = page(officer.post(address, data={"what": "", "due_on": "1/1/2020"}))
    summary = words(wrong.select_one(".govuk-error-summary"))
    assert "Say what is to be done" in summary and "Enter today or a later day" in summary
    assert "Choose whose step it is" in summary
    sent = {"what": "List all agencies", "side": "supplier", "due_on": "14/12/2026", "owner_words": "Manager"}
    assert officer.post(address, data={**sent, "finding": "invented"}).status_code == 200
    sent["finding"] = "agency"
    assert officer.post(address, data=sent).status_code == 302
    step = world.session.scalars(select(Action).order_by(Action.id.desc())).first()
    assert (step.what, step.owner_words, step.side) == ("List all agencies", "Manager", "supplier")
    assert step.finding == "agency"
    address = f"/officer/actions/{step.id}/edit"
    assert not page(officer.get(address)).select("#person"), "the owner of a supplier's step is a post"
    officer.post(address, data={"what": "List all agencies and what they pay", "evidence_wanted": "The list"})
    world.session.refresh(step)
    assert step.what.endswith("what they pay") and step.evidence_wanted == "The list"


def test_a_step_is_closed_with_words_and_opened_again(officer, world, invitation) -> None:
    step = theirs(make_plan(world))
    address = f"/officer/actions/{step.id}"
    shown = page(officer.get(address))
    buttons = [one.get_text(strip=True) for one in shown.select("main button")]
    assert buttons == ["Attach", "Close the step", "Cancel the step", "Change the date"]
    wrong = page(officer.post(address, data={"step": "closed"}))
    assert "Say it in words" in words(wrong.select_one(".govuk-error-summary"))
    assert wrong.select_one(".govuk-error-summary a")["href"] == "#closed-words"
    officer.post(address, data={"step": "closed", "closed-words": "Ten pay slips, all paid"})
    shown = page(officer.get(address))
    assert "Looked at: done" in words(shown) and "Ten pay slips, all paid" in words(shown)
    assert [one.get_text(strip=True) for one in shown.select("main button")] == ["Open again"]
    assert officer.get(f"{address}/edit").status_code == 409
    assert officer.post(address, data={"step": "closed", "closed-words": "x"}).status_code == 409
    officer.post(address, data={"step": "reopened", "reopened-words": "By mistake"})
    world.session.refresh(step)
    assert step.state == ActionState.OPEN


def test_what_the_supplier_asks_is_answered_on_the_page_of_the_step(officer, world, invitation) -> None:
    step = theirs(make_plan(world))
    wanted = step.due_on + timedelta(days=10)
    plan_steps.ask_date(
        world.session,
        world.settings,
        invitation.contact,
        step,
        wanted,
        "Payroll",
        clock.now(),
        clock.today(),
    )
    address = f"/officer/actions/{step.id}"
    assert "The supplier asks for another date" in words(page(officer.get(address)))
    wrong = page(officer.post(address, data={"step": "answer", "answer-answer": "no"}))
    assert "Say why the date cannot be changed" in words(wrong.select_one(".govuk-error-summary"))
    officer.post(address, data={"step": "answer", "answer-answer": "yes"})
    world.session.refresh(step)
    assert step.due_on == wanted and step.wanted_due_on is None


def test_a_date_is_changed_with_a_reason(officer, world) -> None:
    step = theirs(make_plan(world))
    address = f"/officer/actions/{step.id}"
    same = f"{step.due_on:%d/%m/%Y}"
    wrong = page(officer.post(address, data={"step": "date", "date-due_on": same}))
    summary = words(wrong.select_one(".govuk-error-summary"))
    assert "Enter another day than the one that stands" in summary and "Say why the date changes" in summary
    officer.post(address, data={"step": "date", "date-due_on": "14/03/2027", "date-reason": "Agreed"})
    assert "New date: 14 March 2027 instead of 20 December 2026" in words(page(officer.get(address)))


def test_files_are_attached_to_a_step_seen_by_both_sides_and_taken_away(officer, world) -> None:
    step = theirs(make_plan(world))
    address = f"/officer/actions/{step.id}"
    nothing = page(officer.post(address, data={"step": "attach"}))
    assert "Choose a file" in words(nothing.select_one(".govuk-error-summary"))
    bad = page(officer.post(address, data={"step": "attach", "files": (io.BytesIO(b"MZ\x90\0"), "tool.exe")}))
    assert '"tool.exe" is not a PDF' in words(bad.select_one(".govuk-error-summary"))
    sent = {"step": "attach", "files": (io.BytesIO(documents.PDF), "Visit of 3 May.pdf")}
    assert officer.post(address, data=sent).status_code == 302
    shown = page(officer.get(address))
    [link] = shown.select("main li.fh-value a")
    assert link.get_text() == "Visit of 3 May.pdf" and "from the council" in words(shown)
    answer = officer.get(link["href"])
    assert answer.data == documents.PDF and "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = ours(make_plan(world))
    assert officer.get(link["href"].replace(str(step.id), str(other.id), 1)).status_code == 404
    number = link["href"].rpartition("/")[2]
    assert officer.post(address, data={"step": "remove", "file": number}).status_code == 302
    assert "No files are attached" in words(page(officer.get(address)))
    assert officer.post(address, data={"step": "remove", "file": number}).status_code == 404


def test_an_overdue_step_of_the_supplier_speaks_of_help_first(officer, world, standing_clock) -> None:
    plan = make_plan(world)
    address = f"/officer/actions/{theirs(plan).id}"
    assert "Speak with the supplier first" not in words(page(officer.get(address)))
    standing_clock.pass_by(days=31)
    assert "Speak with the supplier first" in words(page(officer.get(address)))
