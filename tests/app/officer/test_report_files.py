"""Downloads of risk reports: who gets them, for which use, and that each is written down."""

from __future__ import annotations

from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.risk_reports.files import FORMS
from models import AuditEvent, Council, Invitation, Person, ResponseLook, Role
from support.risk_reports import everything_happened
from support.site import SignIn
from support.world import World

BEGINNINGS = {"pdf": b"%PDF-1.7", "docx": b"PK", "xlsx": b"PK"}


def exports(world: World) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.action == "report.exported").order_by(AuditEvent.sequence)
    return list(world.session.scalars(query))


@pytest.mark.parametrize("form", FORMS)
def test_the_report_on_a_supplier_can_be_taken_away_and_that_is_written_down(
    world: World, invitation: Invitation, sign_in: SignIn, form: str
) -> None:
    everything_happened(world, invitation)
    answer = sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/report.{form}")
    assert answer.status_code == 200 and answer.data.startswith(BEGINNINGS[form])
    assert answer.content_type == FORMS[form].media_type
    name = f"supplier-{world.cleaner.id}-contract_management-2026-11-20-en.{form}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Cache-Control"] == "private, no-store"
    (event,) = exports(world)
    assert event.subject == "supplier" and event.subject_id == world.cleaner.id
    assert event.actor == f"officer:{world.officer.id}" and event.council_id == world.council.id
    assert event.detail["sha256"] == sha256(answer.data).hexdigest()
    assert event.detail["form"] == form and event.detail["use"] == "contract_management"


def test_who_takes_answers_away_has_looked_at_them(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    everything_happened(world, invitation)
    client, looks = sign_in(world.officer), select(ResponseLook.person_id)
    address = f"/officer/suppliers/{world.cleaner.id}/report.xlsx"
    client.get(f"{address}?use=evaluation")
    assert list(world.session.scalars(looks)) == [], "no answers are in that report"
    client.get(address)
    assert list(world.session.scalars(looks)) == [world.officer.id]


def test_a_report_for_evaluation_is_another_file(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    everything_happened(world, invitation)
    client = sign_in(world.officer)
    address = f"/officer/suppliers/{world.cleaner.id}/report.docx"
    assert client.get(address).data != client.get(f"{address}?use=evaluation").data
    assert [event.detail["use"] for event in exports(world)] == ["contract_management", "evaluation"]
    for use in ("pre_market", "annual_statement", "anything"):
        assert client.get(f"{address}?use={use}").status_code == 404
    assert len(exports(world)) == 2


def test_there_is_nothing_to_take_away_before_a_screening(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    assert client.get(f"/officer/suppliers/{world.cleaner.id}/report.pdf").status_code == 404
    assert client.get("/officer/portfolio.pdf").status_code == 404
    page = client.get("/officer/portfolio")
    assert page.status_code == 200 and "There is no report yet" in page.get_data(as_text=True)
    assert exports(world) == []


def test_other_councils_get_nothing(world: World, sign_in: SignIn) -> None:
    world.screen_all()
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    client = sign_in(stranger)
    assert client.get(f"/officer/suppliers/{world.cleaner.id}/report.pdf").status_code == 404
    assert client.get("/officer/portfolio.pdf").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_the_report_on_all_suppliers_can_be_taken_away(
    world: World, invitation: Invitation, sign_in: SignIn, form: str
) -> None:
    everything_happened(world, invitation)
    answer = sign_in(world.officer).get(f"/officer/portfolio.{form}?top=2")
    assert answer.status_code == 200 and answer.data.startswith(BEGINNINGS[form])
    (event,) = exports(world)
    assert (event.subject, event.subject_id) == ("council", world.council.id)
    assert event.detail["sha256"] == sha256(answer.data).hexdigest() and event.detail["top"] == 2


def test_the_page_of_all_suppliers_shows_the_report_and_offers_its_files(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    everything_happened(world, invitation)
    page = BeautifulSoup(sign_in(world.officer).get("/officer/portfolio?top=1").data, "html.parser")
    text = " ".join(page.get_text(" ").split())
    assert "This is advice, not a verdict" in text and "The 1 supplier to look at first" in text
    assert "Not found in the registry copy of 1 November 2026" in text
    links = [link["href"] for link in page.find_all("a") if "/portfolio." in link["href"]]
    assert links == [f"/officer/portfolio.{form}?top=1" for form in FORMS]
    for table in page.find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(header["scope"] == "col" for header in table.thead.find_all("th"))
        for row in table.tbody.find_all("tr"):
            assert row.find("th")["scope"] == "row"


def test_the_page_is_in_welsh(world: World, invitation: Invitation, sign_in: SignIn) -> None:
    everything_happened(world, invitation)
    client = sign_in(world.officer)
    answer = client.get("/officer/portfolio", headers={"Accept-Language": "cy"})
    assert '<html lang="cy"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(("asked", "told"), [("0", 1), ("-5", 1), ("nonsense", 3), ("100000", 3)])
def test_the_number_of_suppliers_told_of_stays_within_bounds(
    world: World, sign_in: SignIn, asked: str, told: int
) -> None:
    world.screen_all()
    answer = sign_in(world.officer).get(f"/officer/portfolio.xlsx?top={asked}")
    assert answer.status_code == 200
    assert exports(world)[-1].detail["top"] == told


def test_downloads_are_limited_for_each_person_and_not_for_their_office(
    world: World, sign_in: SignIn
) -> None:
    world.screen_all()
    client = sign_in(world.officer)
    answers = [client.get("/officer/portfolio.xlsx").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    colleague = Person(
        email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id
    )
    world.session.add(colleague)
    world.session.commit()
    assert sign_in(colleague).get("/officer/portfolio.xlsx").status_code == 200, "at the same address"
    assert client.get("/officer/portfolio.xlsx").status_code == 429
