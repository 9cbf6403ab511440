"""The councillor's page: figures with last year's, risks by sector, questions by rule, who may see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.reports.scrutiny import QUESTION_RULES, QUESTIONS, _a_year_before, _year_of, scrutiny
from models import Council, Person, Role, StoredReport, Supplier, TrainingSession
from screening import reference


@pytest.fixture
def councillor(world) -> Person:
    person = Person(
        email="cllr@anytown.example", name="Cllr Example", role=Role.COUNCILLOR, council_id=world.council.id
    )
    world.session.add(person)
    world.session.commit()
    return person


def words(answer) -> str:
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    return " ".join(found.select_one("main").get_text().split())


def _make_high(world, sector: str, number: int) -> None:
    """So many more cleaners, all in the high band."""
    stored = world.session.query(StoredReport).filter_by(supplier_id=world.cleaner.id).one()
    stored.band = "medium"
    for place in range(number):
        twin = Supplier(
            council_id=world.council.id, key=f"t{place}", name=f"Twin {place} Ltd", spend=Decimal(100)
        )
        world.session.add(twin)
        world.session.flush()
        values = {
            column.key: getattr(stored, column.key)
            for column in StoredReport.__table__.columns
            if column.key not in ("id", "created_at", "updated_at")
        }
        world.session.add(StoredReport(**values | {"supplier_id": twin.id, "band": "high", "sector": sector}))
    world.session.commit()


def test_before_anything_is_screened_the_page_says_so(world, councillor, sign_in) -> None:
    told = words(sign_in(councillor).get("/scrutiny"))
    assert "No supplier has been screened yet" in told
    assert "No sector with three suppliers or more" in told
    assert "No statement has been published" in told


def test_a_councillor_sees_sectors_and_no_supplier(world, councillor, sign_in) -> None:
    world.screen_all()
    _make_high(world, "cleaning", 3)
    found = scrutiny(world.session, world.council.id, clock.today())
    (risk,) = found.risks
    assert (risk.sector, risk.high, risk.spend_high) == ("cleaning", 3, Decimal(300))
    told = words(sign_in(councillor).get("/scrutiny"))
    assert f"{reference.sectors()['cleaning'].label}: 3 of 4 suppliers are in the high band" in told
    for supplier in world.session.query(Supplier):
        assert supplier.name not in told


def test_a_sector_of_few_suppliers_is_not_told(world) -> None:
    world.screen_all()
    _make_high(world, "waste", 2)
    assert scrutiny(world.session, world.council.id, clock.today()).risks == ()


def test_the_year_and_the_same_day_a_year_ago() -> None:
    assert _year_of(date(2026, 11, 20)).start == date(2026, 4, 1)
    assert _year_of(date(2027, 3, 31)).end == date(2027, 3, 31)
    assert _year_of(date(2026, 4, 1)).start == date(2026, 4, 1)
    assert _a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"actions_overdue": 2}, ["actions_overdue", "councillors_not_trained"]),
        ({"questionnaires_asked": 8, "questionnaires_overdue": 3}, ["answers_overdue"]),
        ({"questionnaires_asked": 8, "questionnaires_overdue": 2}, ["councillors_not_trained"]),
        ({"suppliers_screened": 8, "suppliers_not_enough_known": 3}, ["not_enough_known"]),
        ({"spend": 100, "spend_screened": 89}, ["spend_not_screened"]),
        ({"spend": 100, "spend_screened": 90, "trained_councillors": 1}, ["buyers_not_trained"]),
        ({"trained_councillors": 1, "trained_procurement": 1}, ["what_changed", "what_next"]),
    ],
)
def test_questions_are_chosen_by_rule(facts: dict[str, int], expected: list[str]) -> None:
    names = ("spend", "spend_screened", "suppliers_screened", "suppliers_not_enough_known",
             "questionnaires_asked", "questionnaires_overdue", "actions_overdue", "trained_councillors",
             "trained_procurement")  # fmt: skip
    given = {name: Decimal(facts.get(name, 0)) for name in names}
    chosen = [name for name, holds in QUESTION_RULES if holds(given)][:QUESTIONS]
    assert len(chosen) == QUESTIONS and chosen[: len(expected)] == expected


def test_a_councillor_sees_this_page_of_its_own_council_and_no_other_page(world, councillor, sign_in) -> None:
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.flush()
    world.session.add(
        TrainingSession(
            council_id=other.id, held_on=clock.today(), title="Signs", audience="councillors", attended=9
        )
    )
    world.session.commit()
    client = sign_in(councillor)
    assert client.get("/").location == "/scrutiny"
    assert "When are councillors trained" in words(client.get("/scrutiny"))
    for address in (f"/officer/suppliers/{world.cleaner.id}", "/officer/suppliers", "/statement", "/answers"):
        assert client.get(address).status_code == 403, address
    assert sign_in(world.officer).get("/scrutiny").status_code == 200
    lonely = Person(email="x@nowhere.example", name="X", role=Role.COUNCILLOR)
    world.session.add(lonely)
    world.session.commit()
    assert sign_in(lonely).get("/scrutiny").status_code == 403
