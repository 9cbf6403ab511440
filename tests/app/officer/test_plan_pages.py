"""The officer's pages of plans of action: a new one, its steps, the list over all suppliers, and files."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.officer import plan_views
from app.services import decisions, plan_steps
from app.store import actions as store
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    AuditEvent,
    DecisionKind,
    Deputy,
    EntryKind,
    OutboxMessage,
    Person,
    Role,
)
from support import documents
from support.naughty import NAUGHTY
from support.plans import make_plan, ours, theirs
from support.two_councils import add_neighbour


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    world.screen_all()
    return sign_in(world.officer)


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    return sign_in(add_neighbour(world).officer)


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(ids)
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found) -> str:
    return " ".join(found.get_text().split())


def only_plan(world) -> ActionPlan:
    return world.session.scalars(select(ActionPlan)).one()


# --- A new plan -------------------------------------------------------------------------------------------


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


# --- A plan and its steps ---------------------------------------------------------------------------------


def test_the_page_of_a_plan_says_what_is_missing_and_shares_it(officer, world, invitation) -> None:
    plan = make_plan(world, shared=False)
    address = f"/officer/plans/{plan.id}"
    shown = words(page(officer.get(address)))
    assert "The supplier does not see this plan yet" in shown
    assert "Still empty: How workers were heard, Remedy for those harmed" in shown
    assert officer.post(f"{address}/share").status_code == 302
    shown = words(page(officer.get(address)))
    assert "was told by e-mail" in shown and "Shared with the supplier on 20 November 2026" in shown
    assert "does not see this plan yet" not in shown


def test_a_plan_of_a_supplier_of_which_nobody_is_known_says_so(officer, world) -> None:
    plan = make_plan(world, shared=False)
    assert "Nobody of this supplier is known" in words(page(officer.get(f"/officer/plans/{plan.id}")))
    officer.post(f"/officer/plans/{plan.id}/share")
    shown = words(page(officer.get(f"/officer/plans/{plan.id}")))
    assert "Send it as a file" in shown and "reminders of its steps come to you" in shown


def test_an_empty_plan_is_not_shared(officer, world) -> None:
    officer.post(f"/officer/suppliers/{world.cleaner.id}/plans/new", data={"title": "Empty"})
    plan = only_plan(world)
    assert "no steps yet" in words(page(officer.get(f"/officer/plans/{plan.id}")))
    assert officer.post(f"/officer/plans/{plan.id}/share").status_code == 409


def test_texts_of_a_plan_are_edited(officer, world) -> None:
    plan = make_plan(world)
    address = f"/officer/plans/{plan.id}/edit"
    assert page(officer.get(address)).select_one("#title")["value"] == plan.title
    officer.post(address, data={"title": "Another name", "remedy": "Back pay in March"})
    shown = words(page(officer.get(f"/officer/plans/{plan.id}")))
    assert "Another name" in shown and "Back pay in March" in shown


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


# --- The list ---------------------------------------------------------------------------------------------


def steps_in(found) -> list[str]:
    return [one.get_text(strip=True) for one in found.select("tbody th a")]


def test_the_list_is_narrowed_by_what_is_in_the_address(officer, world, invitation, standing_clock) -> None:
    plan = make_plan(world)
    other = make_plan(world, supplier=world.builder, days=90)
    standing_clock.pass_by(days=40)
    client = officer

    def listed(**query) -> list[str]:
        return steps_in(page(client.get("/officer/actions", query_string=query)))

    assert len(listed()) == 4 and listed(show="nonsense", side="nobody") == listed()
    assert listed(show="overdue") == [theirs(plan).what, ours(plan).what]
    assert listed(show="overdue", side="council") == [ours(plan).what]
    assert listed(supplier=world.builder.id) == [theirs(other).what, ours(other).what]
    assert listed(owner="me") == listed()
    plan_steps.settle_step(
        world.session,
        world.settings,
        world.officer,
        ours(plan),
        EntryKind.CLOSED,
        "Looked",
        clock.now(),
        clock.today(),
    )
    assert listed(show="closed") == [ours(plan).what]
    shown = page(client.get("/officer/actions"))
    assert "3 to be done" in words(shown) and "1 overdue" in words(shown)
    assert "1 done since 1 April" in words(shown)
    nothing = page(client.get("/officer/actions?show=dates"))
    assert "No step fits these filters" in words(nothing)


def test_mine_are_mine_and_those_of_whom_i_stand_in_for(officer, world) -> None:
    other = Person(email="cy@anytown.example", name="Cy", role=Role.OFFICER, council_id=world.council.id)
    world.session.add(other)
    world.session.commit()
    make_plan(world, supplier=world.builder, officer=other)
    assert not steps_in(page(officer.get("/officer/actions?owner=me")))
    days = {"first_day": clock.today(), "last_day": clock.today()}
    world.session.add(Deputy(council_id=world.council.id, person=other, deputy=world.officer, **days))
    world.session.commit()
    assert len(steps_in(page(officer.get("/officer/actions?owner=me")))) == 2


def test_an_overdue_step_of_the_supplier_speaks_of_help_first(officer, world, standing_clock) -> None:
    plan = make_plan(world)
    address = f"/officer/actions/{theirs(plan).id}"
    assert "Speak with the supplier first" not in words(page(officer.get(address)))
    standing_clock.pass_by(days=31)
    assert "Speak with the supplier first" in words(page(officer.get(address)))


def test_the_first_day_teaches_how_to_begin(officer) -> None:
    assert "A plan is begun on a supplier's page" in words(page(officer.get("/officer/actions")))


def test_pages_of_the_list_keep_their_filters(officer, world) -> None:
    for _number in range(14):
        make_plan(world)
    shown = page(officer.get("/officer/actions?owner=me"))
    assert "Showing 1 to 25 of 28" in words(shown) and len(steps_in(shown)) == 25
    following = shown.select_one("a[rel=next]")["href"]
    assert "owner=me" in following and len(steps_in(page(officer.get(following)))) == 3


def test_the_panel_of_a_supplier_names_its_plans(app, officer, world) -> None:
    make_plan(world, supplier=world.builder)
    with app.test_request_context():
        for supplier, expected in (
            (world.builder, "Fair pay between visits"),
            (world.cleaner, "no plan yet"),
        ):
            shown = plan_views.for_supplier(world.session, supplier, clock.today())
            text = render_template_string('{% include "officer/_plans.html" %}', supplier=supplier, **shown)
            assert expected in text and f"/officer/suppliers/{supplier.id}/plans/new" in text


# --- Files ------------------------------------------------------------------------------------------------


def test_a_plan_is_taken_away_as_word_and_text_without_names_of_officers(officer, world) -> None:
    plan = make_plan(world)
    address = f"/officer/plans/{plan.id}/plan"
    document = docx.Document(io.BytesIO(officer.get(f"{address}.docx").data))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "Pay for travel between visits" in cells and "20 December 2026" in cells
    text = officer.get(f"{address}.txt").get_data(as_text=True)
    assert "1. Pay for travel between visits" in text and "The rota starts the clock" in text
    for given in (" ".join(cells), text):
        assert world.officer.name not in given and "Anytown Council" in given
    assert officer.get(f"{address}.exe").status_code == 404
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action_plan.exported"))
    assert [one.detail["form"] for one in events] == ["docx", "txt"]


# --- Who may see it ---------------------------------------------------------------------------------------


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
