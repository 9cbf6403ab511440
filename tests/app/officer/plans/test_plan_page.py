"""One plan: what is missing, sharing it, its texts and its files; and the panel beside a supplier."""

from __future__ import annotations

import io

import docx
from flask import render_template_string
from sqlalchemy import select

from app.extensions import clock
from app.officer.plans import plan_views
from models import AuditEvent
from support.pages import page, words
from support.plans import make_plan, only_plan


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
