"""The supplier's pages of plans of action: what it sees, says and asks, and what is none of its business."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.plans import plan_steps
from app.supplier import plan_views
from models import ActionState, EntryKind, Person, Role
from support import documents
from support.naughty import NAUGHTY
from support.plans import make_plan, ours, theirs
from support.two_councils import add_neighbour, ask, submit


@pytest.fixture
def contact(invitation, sign_in) -> FlaskClient:
    return sign_in(invitation.contact)


@pytest.fixture
def plan(world, invitation):
    return make_plan(world)


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(ids)
    for field in found.select("main input:not([type=hidden]), main textarea"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found) -> str:
    return " ".join(found.get_text().split())


def step_address(plan, step) -> str:
    return f"/answers/plans/{plan.id}/steps/{step.id}"


def test_every_first_page_of_a_contact_leads_to_its_plans(contact, world, invitation) -> None:
    def leads(address: str) -> bool:
        shown = page(contact.get(address, follow_redirects=True))
        return any(one["href"] == "/answers/plans" for one in shown.select("main a"))

    place = f"/answers/{invitation.id}"
    assert not leads("/answers"), "there is no plan yet"
    make_plan(world)
    assert leads(place), "the list of sections"
    other = ask(world, world.builder, invitation.contact.email)
    assert leads("/answers"), "the list of questionnaires"
    submit(world, invitation)
    assert leads(f"{place}/done"), "what was submitted"
    assert other.contact is invitation.contact


def test_a_contact_sees_its_plans_from_the_day_they_are_shared(contact, world, plan) -> None:
    private = make_plan(world, shared=False)
    shown = page(contact.get("/answers/plans"))
    links = [one["href"] for one in shown.select("main ul a")]
    assert f"/answers/plans/{plan.id}" in links and f"/answers/plans/{private.id}" not in links
    assert contact.get(f"/answers/plans/{private.id}").status_code == 404
    shown = words(page(contact.get(f"/answers/plans/{plan.id}")))
    assert "The rota starts the clock at the door" in shown and "Payroll manager" in shown
    assert "Check the price of the contract" in shown, "the council's own steps too"
    assert world.officer.name not in shown, "no officer is named to the supplier"


def test_nothing_is_shared_yet(contact, app, world, invitation) -> None:
    assert "No council shares a plan" in words(page(contact.get("/answers/plans")))
    with app.test_request_context():
        shown = plan_views.has_plans(world.session, invitation.contact)
        text = render_template_string('{% include "supplier/_plans_link.html" %}', **shown)
        assert "/answers/plans" not in text
        make_plan(world)
        shown = plan_views.has_plans(world.session, invitation.contact)
        text = render_template_string('{% include "supplier/_plans_link.html" %}', **shown)
        assert "/answers/plans" in text


def test_a_step_is_said_to_be_done_with_a_document(contact, world, plan) -> None:
    step = theirs(plan)
    address = step_address(plan, step)
    wrong = page(
        contact.post(
            address, data={"do": "done", "done-link": "javascript:alert(1)", "done-document_on": "1/1/2030"}
        )
    )
    summary = words(wrong.select_one(".govuk-error-summary"))
    assert "Say what was done" in summary and "Enter a link such as" in summary
    assert "Enter a day that is not after today" in summary
    sent = {
        "do": "done",
        "done-words": "Paid from 1 November",
        "done-link": "northgate.example/record.pdf",
        "done-document_on": "1 November 2026",
    }
    assert contact.post(address, data=sent).status_code == 302
    shown = page(contact.get(address))
    assert "A person at the council will look at it" in words(shown)
    assert shown.select_one("main ol a")["href"] == "https://northgate.example/record.pdf"
    assert "dated 1 November 2026" in words(shown) and not shown.select("main [value=done]")
    assert contact.post(address, data=sent).status_code == 409


def test_what_the_council_wrote_is_read_without_the_officers_name(contact, world, plan, invitation) -> None:
    step = theirs(plan)
    plan_steps.report(
        world.session,
        world.settings,
        invitation.contact,
        step,
        "Done",
        plan_steps.Proof(),
        clock.now(),
        clock.today(),
    )
    plan_steps.settle_step(
        world.session,
        world.settings,
        world.officer,
        step,
        EntryKind.RETURNED,
        "Please show March too",
        clock.now(),
        clock.today(),
    )
    shown = words(page(contact.get(step_address(plan, step))))
    assert "Please show March too" in shown and "Anytown Council, 20 November 2026" in shown
    assert world.officer.name not in shown


def test_another_date_is_asked_once(contact, world, plan) -> None:
    step = theirs(plan)
    address = step_address(plan, step)
    sent = {"do": "date", "date-wanted": f"{step.due_on:%d/%m/%Y}", "date-reason": "Payroll"}
    wrong = page(contact.post(address, data=sent))
    assert "after the date that stands" in words(wrong.select_one(".govuk-error-summary"))
    sent["date-wanted"] = f"{step.due_on + timedelta(days=5):%d/%m/%Y}"
    assert contact.post(address, data=sent).status_code == 302
    shown = words(page(contact.get(address)))
    assert "The council has not answered yet" in shown and "You can ask for another date once" not in shown
    assert contact.post(address, data=sent).status_code == 409


def test_the_councils_own_step_is_read_only(contact, plan) -> None:
    address = step_address(plan, ours(plan))
    shown = page(contact.get(address))
    assert "You need do nothing" in words(shown) and not shown.select("main [value=done]")
    for what in ("done", "date", "closed"):
        assert contact.post(address, data={"do": what, "done-words": "x"}).status_code == 409


def test_a_plan_is_taken_away_as_a_file(contact, world, plan) -> None:
    document = docx.Document(io.BytesIO(contact.get(f"/answers/plans/{plan.id}/plan.docx").data))
    assert document.core_properties.title == "Plan of action: Fair pay between visits"
    text = contact.get(f"/answers/plans/{plan.id}/plan.txt").get_data(as_text=True)
    assert "Pay for travel between visits" in text and world.officer.name not in text


# --- Whose business it is ---------------------------------------------------------------------------------


def addresses(plan) -> list[str]:
    return [
        f"/answers/plans/{plan.id}",
        f"/answers/plans/{plan.id}/plan.docx",
        f"/answers/plans/{plan.id}/plan.txt",
        step_address(plan, theirs(plan)),
    ]


def test_two_suppliers_of_one_council_do_not_see_one_another(world, plan, sign_in) -> None:
    other = ask(world, world.builder, "bob@harbour.example")
    client = sign_in(other.contact)
    for address in addresses(plan):
        assert client.get(address).status_code == 404, address
    sent = {"do": "done", "done-words": "x"}
    assert client.post(step_address(plan, theirs(plan)), data=sent).status_code == 404
    own = make_plan(world, supplier=world.builder)
    for address in addresses(own):
        assert client.get(address).status_code == 200, address
    # A step of another plan is not found under one's own.
    assert client.get(step_address(own, theirs(plan))).status_code == 404
    assert theirs(plan).state == ActionState.OPEN


def test_the_plan_of_one_council_is_none_of_another_that_asks_the_same_supplier(
    world, plan, contact, sign_in
) -> None:
    neighbour = add_neighbour(world)
    asked = ask(world, neighbour.cleaner, "colleague@northgate.example")
    colleague = sign_in(asked.contact)
    theirs_alone = make_plan(world, supplier=neighbour.cleaner, officer=neighbour.officer)
    assert colleague.get(f"/answers/plans/{theirs_alone.id}").status_code == 200
    assert colleague.get(f"/answers/plans/{plan.id}").status_code == 404
    assert contact.get(f"/answers/plans/{theirs_alone.id}").status_code == 404


def test_who_is_asked_by_both_councils_sees_both_plans_under_their_names(world, plan, contact) -> None:
    neighbour = add_neighbour(world)
    ask(world, neighbour.cleaner)
    second = make_plan(world, supplier=neighbour.cleaner, officer=neighbour.officer)
    shown = words(page(contact.get("/answers/plans")))
    assert "Anytown Council, for Northgate" in shown and "Otherton Council, for NORTHGATE" in shown
    title = page(contact.get(f"/answers/plans/{second.id}")).select_one("title").get_text()
    assert "Otherton Council" in title


def test_who_is_asked_no_longer_sees_the_plan_no_longer(world, plan, contact, invitation) -> None:
    invitation.revoked_at = clock.now()
    world.session.commit()
    for address in addresses(plan):
        assert contact.get(address).status_code == 404, address
    assert "No council shares" in words(page(contact.get("/answers/plans")))


def test_a_stranger_sees_no_plan_and_nobody_without_signing_in(world, plan, sign_in, app) -> None:
    stranger = Person(email="nobody@elsewhere.example", role=Role.RESPONDENT)
    world.session.add(stranger)
    world.session.commit()
    client = sign_in(stranger)
    for address in addresses(plan):
        assert client.get(address).status_code == 404, address
    anyone = app.test_client().get(f"/answers/plans/{plan.id}")
    assert anyone.status_code == 302 and "/sign-in" in anyone.location


def test_naughty_strings_of_a_supplier_are_shown_as_text(world, sign_in, contact) -> None:
    officer = sign_in(world.officer)
    plan = make_plan(world)
    for name, whole in NAUGHTY.items():
        text = whole[:900].encode("utf-8", "replace").decode()
        step = theirs(plan)
        sent = {"do": "done", "done-words": f"Said {text}"}
        assert contact.post(step_address(plan, step), data=sent).status_code == 302, name
        for found in (
            page(contact.get(step_address(plan, step))),
            page(officer.get(f"/officer/actions/{step.id}")),
        ):
            assert not found.select("[onfocus], [onerror], svg[onload], a[href^=javascript]"), name
            assert not [one for one in found.select("script") if "alert" in one.get_text()], name
        back = (world.session, world.settings, world.officer, step, EntryKind.RETURNED, "Again")
        plan_steps.settle_step(*back, clock.now(), clock.today())


def test_files_show_that_a_step_is_done_and_no_mistake_loses_them(contact, world, plan) -> None:
    step = theirs(plan)
    address = step_address(plan, step)
    sent = {"do": "done", "files": (io.BytesIO(documents.PDF), "Pay slips.pdf")}
    wrong = page(contact.post(address, data=sent))
    assert "Say what was done" in words(wrong.select_one(".govuk-error-summary"))
    assert "Pay slips.pdf" in words(wrong) and "from the supplier" in words(wrong)
    assert contact.post(address, data={"do": "done", "done-words": "Paid"}).status_code == 302
    shown = page(contact.get(address))
    [link] = shown.select("main li.fh-value a")
    assert contact.get(link["href"]).data == documents.PDF
    assert not shown.select("main li.fh-value form"), "what was told to the council stands"
    more = {"do": "attach", "files": (io.BytesIO(documents.PDF + b"more"), "More.pdf")}
    assert contact.post(address, data=more).status_code == 302, "while the council looks"
    assert len(page(contact.get(address)).select("main li.fh-value a")) == 2
    nothing = page(contact.post(address, data={"do": "attach"}))
    assert nothing.select_one(".govuk-error-summary a")["href"] == "#files"


def test_files_of_a_plan_are_for_those_who_see_the_plan(contact, world, plan, sign_in) -> None:
    step = theirs(plan)
    contact.post(
        step_address(plan, step), data={"do": "attach", "files": (io.BytesIO(documents.PDF), "a.pdf")}
    )
    [link] = page(contact.get(step_address(plan, step))).select("main li.fh-value a")
    stranger = Person(email="someone@else.example", role=Role.RESPONDENT)
    world.session.add(stranger)
    world.session.commit()
    assert sign_in(stranger).get(link["href"]).status_code == 404
    assert contact.post(step_address(plan, ours(plan)), data={"do": "attach"}).status_code in (200, 409)
    assert contact.post(
        step_address(plan, ours(plan)), data={"do": "attach", "files": (io.BytesIO(documents.PDF), "b.pdf")}
    ).status_code == 409  # fmt: skip
