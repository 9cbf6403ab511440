"""The worklist as the officer gets it, and how firm places are."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.extensions import clock
from app.services.background import runs
from app.services.judgement import screenings, worklists
from models import Council, Person, Role, StoredReport


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _shown(page: BeautifulSoup) -> list[tuple[str, str]]:
    columns = [
        [cell.get_text(strip=True) for cell in page.select(f".fh-queue__row .fh-queue__{name}")]
        for name in ("name", "reason")
    ]
    return list(zip(*columns, strict=True))


def test_the_capacity_stands_in_the_address(officer) -> None:
    two = _shown(_page(officer.get("/officer/worklist?capacity=2")))
    three = _shown(_page(officer.get("/officer/worklist?capacity=3")))
    assert len(two) == 2 and len(three) == 3
    assert three[:2] == two
    assert all("about" in why for _name, why in three)


def test_what_is_left_and_its_share_are_told(officer) -> None:
    text = " ".join(_page(officer.get("/officer/worklist?capacity=2")).get_text().split())
    assert "Left unreviewed: 1 supplier with" in text
    assert "The highest score left out is" in _page(officer.get("/officer/worklist?capacity=1")).get_text()
    assert "No supplier is left unreviewed." in _page(officer.get("/officer/worklist")).get_text()


def test_the_file_has_exactly_what_the_page_shows(officer) -> None:
    shown = _shown(_page(officer.get("/officer/worklist?capacity=2")))
    answer = officer.get("/officer/worklist.csv?capacity=2")
    assert answer.mimetype == "text/csv"
    assert "worklist-2.csv" in answer.headers["Content-Disposition"]
    *rows, left = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert [(row["supplier"], row["why"]) for row in rows] == shown
    assert left["chosen"] == "left unreviewed" and "1 supplier " in left["why"]


@pytest.mark.parametrize("capacity", ["-3", "0", "many", ""])
def test_a_strange_capacity_is_no_fault(officer, capacity: str) -> None:
    rows = _shown(_page(officer.get(f"/officer/worklist?capacity={capacity}")))
    assert len(rows) == (0 if capacity in {"-3", "0"} else 3)


def test_the_form_works_without_javascript_and_the_queue_leads_to_it(officer) -> None:
    form = _page(officer.get("/officer/worklist")).select_one('form[action="/officer/worklist"]')
    assert form["method"] == "get"
    assert form.select_one('label[for="capacity"]') and form.select_one("input#capacity[name=capacity]")
    assert _page(officer.get("/officer/suppliers")).select_one('a[href="/officer/worklist"]')


def test_a_supplier_that_still_has_time_to_answer_is_not_picked(world, invitation, sign_in) -> None:
    world.screen_all()
    asked = invitation.supplier_id
    found = worklists.plan(world.session, world.council.id, 3, clock.today())
    assert asked not in found.supplier_ids and found.asked == 1
    later = worklists.plan(world.session, world.council.id, 3, invitation.due_on.replace(year=2030))
    assert asked in later.supplier_ids and later.asked == 0
    page = _page(sign_in(world.officer).get("/officer/worklist"))
    assert "1 supplier has been asked and still has time to answer" in page.get_text()


def test_the_ids_belong_to_the_picks(officer, world) -> None:
    found = worklists.plan(world.session, world.council.id, 3, clock.today())
    names = {one.id: one.name for one in (world.cleaner, world.lawyer, world.builder)}
    picked = [pick.candidate.report.name for pick in found.worklist.picks]
    assert [names[supplier_id] for supplier_id in found.supplier_ids] == picked


def test_another_councils_suppliers_are_not_there(officer, world, sign_in) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    assert _shown(_page(sign_in(stranger).get("/officer/worklist"))) == []


def test_a_supplier_contact_may_not_see_it(invitation, sign_in) -> None:
    client = sign_in(invitation.contact)
    assert client.get("/officer/worklist").status_code == 403
    assert client.get("/officer/worklist.csv").status_code == 403


# --- How firm a place is ------------------------------------------------------------------------------------


def test_places_and_bands_carry_their_stability(officer, world) -> None:
    reports = world.session.scalars(select(StoredReport).where(StoredReport.current.is_(True))).all()
    # Of three suppliers none can move by more than five places.
    assert [report.rank_stability for report in reports] == [1.0] * 3
    assert all(0.0 < report.band_stability <= 1.0 for report in reports)
    assert "Place firm in 100%" in _page(officer.get("/officer/suppliers")).get_text()
    page = _page(officer.get(f"/officer/suppliers/{world.cleaner.id}/risk"))
    assert "the place stays within 5 in 100% of draws" in page.get_text()


def test_a_supplier_screened_alone_waits_for_the_next_full_screening(officer, world) -> None:
    run = runs.new_run(world.session, world.council.id, world.cleaner.id, "test", clock.now(), clock.today())
    world.session.commit()
    screenings.run(world.session, run.id, clock.now)
    page = _page(officer.get(f"/officer/suppliers/{world.cleaner.id}/risk"))
    assert "will be known after the next screening of all suppliers" in page.get_text()
