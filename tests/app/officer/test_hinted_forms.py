"""Forms with free text show once what looks like data on a person, and then keep it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from sqlalchemy import select

import app as application
from app.forms import HintedForm
from app.officer.deciding import care_forms, decision_forms
from app.officer.plans import plan_forms
from app.officer.price_checks import price_check_forms
from app.officer.retention import retention_forms
from app.officer.supplier import company_routes, correction_forms
from app.supplier import plan_forms as supplier_forms
from models import Action, ActionState, Decision
from support.plans import make_plan, theirs

PERSONAL = "Mrs Example is pregnant, call 07700 900123"
TEMPLATES = {
    company_routes.CompanyForm: "officer/company.html",
    company_routes.NoCompanyForm: "officer/company.html",
    care_forms.CareForm: "officer/care.html officer/bulk_confirm.html",
    care_forms.DecideForm: "officer/decide.html",
    care_forms.SecondForm: "officer/decision.html",
    care_forms.NoteForm: "officer/notes.html",
    correction_forms.CorrectionReplyForm: "officer/correction.html",
    decision_forms.BandForm: "officer/band.html",
    decision_forms.ReasonForm: "officer/exclusion.html officer/weight_reason.html",
    decision_forms.ExclusionForm: "officer/exclusion_add.html",
    decision_forms.ReplyForm: "officer/exclusion.html",
    decision_forms.SelfCleaningForm: "officer/exclusion.html",
    decision_forms.DecisionForm: "officer/exclusion.html",
    plan_forms.PlanForm: "officer/plan_new.html officer/plan_edit.html",
    plan_forms.StepForm: "officer/action_edit.html",
    plan_forms.NewStepForm: "officer/action_new.html",
    plan_forms.WordsForm: "officer/action.html",
    plan_forms.DateForm: "officer/action.html",
    plan_forms.AnswerDateForm: "officer/action.html",
    retention_forms.PeriodForm: "officer/kept_kind.html",
    retention_forms.HoldForm: "officer/supplier_kept.html",
    retention_forms.EndHoldForm: "officer/supplier_kept.html",
    retention_forms.EraseForm: "officer/person_kept.html officer/answers_erase.html",
    price_check_forms.AskForm: "officer/price_check_step.html",
    price_check_forms.MoreTimeForm: "officer/price_check_step.html",
    price_check_forms.ReceivedForm: "officer/price_check_step.html",
    price_check_forms.ConcludeForm: "officer/price_check_step.html",
    price_check_forms.ReasonForm: "officer/price_check_step.html",
    supplier_forms.DoneForm: "supplier/plan_step.html",
    supplier_forms.AskDateForm: "supplier/plan_step.html",
}
"""Where each form is shown: a page that does not show the hints could never be sent."""


def kinds(form: type[HintedForm] = HintedForm) -> Iterator[type[HintedForm]]:
    for one in form.__subclasses__():
        yield one
        yield from kinds(one)


def test_every_form_that_hints_is_shown_by_a_page_that_shows_hints() -> None:
    assert {one for one in kinds() if one.__module__.startswith("app.")} <= set(TEMPLATES)
    folder = Path(application.__file__).parent
    for form, pages in TEMPLATES.items():
        for page in pages.split():
            audience = page.partition("/")[0]
            text = (folder / audience / "templates" / page).read_text(encoding="utf-8")
            assert "{{ look_again(" in text, (form, page)


def sent_twice(client, address: str, data: dict[str, str]) -> BeautifulSoup:
    """What the page shows after the first time; the second time everything is sent as the page has it."""
    answer = client.post(address, data=data)
    assert answer.status_code == 200, "shown once more, not kept yet"
    page = BeautifulSoup(answer.text, "html.parser")
    summary = page.select_one(".govuk-error-summary a")
    assert summary.get_text() == "Look at your words again, then save them as they are or mend them"
    box = page.select_one(summary["href"])
    told = [one.get_text() for one in box.select("li")]
    assert len(told) == 3 and "This may be about somebody's health." in told
    hints = box.find_parent("form").select_one("input[name$=hints]")
    assert client.post(address, data={**data, hints["name"]: hints["value"]}).status_code == 302
    return page


def test_a_decision_is_shown_again_and_then_kept_as_it_is(world, sign_in) -> None:
    client = sign_in(world.officer)
    address = f"/officer/suppliers/{world.cleaner.id}/decide"
    page = sent_twice(client, address, {"kind": "ask_more", "reason": PERSONAL, "report": ""})
    assert page.select_one("textarea").get_text().strip() == PERSONAL
    assert world.session.scalars(select(Decision.reason)).all() == [PERSONAL]


def test_a_hint_that_was_seen_does_not_stand_for_another(world, sign_in) -> None:
    client = sign_in(world.officer)
    address = f"/officer/suppliers/{world.cleaner.id}/decide"
    data = {"kind": "ask_more", "reason": "the victim", "report": "", "hints": "health"}
    assert client.post(address, data=data).status_code == 200
    assert client.post(address, data=data | {"hints": "health victim"}).status_code == 302


def test_an_officers_step_and_a_suppliers(world, invitation, sign_in) -> None:
    step = theirs(make_plan(world))
    officer = sign_in(world.officer)
    words = {"step": "date", "date-due_on": "14/03/2027", "date-reason": PERSONAL}
    sent_twice(officer, f"/officer/actions/{step.id}", words)
    edited = {"what": "Pay", "owner_words": PERSONAL, "evidence_wanted": "Slips"}
    sent_twice(officer, f"/officer/actions/{step.id}/edit", edited)
    contact = sign_in(invitation.contact)
    address = f"/answers/plans/{step.plan_id}/steps/{step.id}"
    sent_twice(contact, address, {"do": "done", "done-words": PERSONAL})
    world.session.expire_all()
    assert world.session.get_one(Action, step.id).state == ActionState.REPORTED
