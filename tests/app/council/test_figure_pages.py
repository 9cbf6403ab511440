"""The pages of figures: values, trails to records, small numbers, and putting a figure into a text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.extensions import clock
from app.services.annual import annual_figures, annual_statements
from app.store.annual_figures import FIGURES
from models import (
    ActionPlan,
    Audience,
    Decision,
    DecisionKind,
    PriceCheck,
    PriceCheckState,
    ReferralCount,
    TrainingSession,
)
from support.pages import page, words
from support.statement_room import Room


@pytest.fixture
def filled(room: Room) -> Room:
    """A year with a screening, training, a decision and totals of which some are small."""
    council_id = room.world.council.id
    later = annual_statements.begin(
        room.session, room.lee, room.world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    room.statement = later
    room.world.screen_all()
    room.session.add_all(
        [
            TrainingSession(
                council_id=council_id,
                held_on=date(2026, 5, 4),
                title="Signs of exploitation",
                audience=Audience.PROCUREMENT,
                attended=12,
            ),
            Decision(
                council_id=council_id,
                supplier_id=room.world.cleaner.id,
                kind=next(iter(DecisionKind)),
                reason="Because",
                person_id=room.lee.id,
                decided_at=clock.now(),
            ),
            ReferralCount(
                council_id=council_id,
                quarter=date(2026, 4, 1),
                kind="nrm",
                adults=3,
                children=7,
                entered_by_id=room.lee.id,
            ),
        ]
    )
    room.session.commit()
    return room


def test_every_figure_has_words_and_a_page(filled: Room) -> None:
    listed = page(filled.officer.get(f"{filled.address}/figures"))
    links = [one["href"] for one in listed.select("main th a")]
    assert sorted(links) == sorted(f"{filled.address}/figures/{name}" for name in FIGURES)
    for link in links:
        found = page(filled.officer.get(link))
        assert "SELECT" in found.select_one("pre").get_text()
    assert filled.officer.get(f"{filled.address}/figures/no_such").status_code == 404


def test_the_trail_leads_to_the_records(filled: Room) -> None:
    found = page(filled.lead.get(f"{filled.address}/figures/suppliers_screened"))
    suppliers = {filled.world.cleaner.id, filled.world.lawyer.id, filled.world.builder.id}
    links = {one["href"] for one in found.select("main ul a[href^='/officer/suppliers/']")}
    assert links == {f"/officer/suppliers/{one}" for one in suppliers}
    assert "3 of 3 (100%)" in words(found) and "A part of: Suppliers" in words(found)
    trained = words(page(filled.lead.get(f"{filled.address}/figures/trained")))
    assert "Signs of exploitation" in trained and "4 May 2026, 12 people" in trained
    assert "Northgate" in words(page(filled.lead.get(f"{filled.address}/figures/decisions")))
    money = words(page(filled.lead.get(f"{filled.address}/figures/spend")))
    assert "£9,900,000" in money


def test_small_numbers_of_people_stay_hidden_on_every_page(filled: Room) -> None:
    filled.lead.post(f"{filled.address}/sections/training/figures/referrals_adults/en")
    shown = words(page(filled.lead.get(f"{filled.address}/figures/referrals_adults")))
    assert "fewer than 5" in shown and "Small number not shown" in shown
    assert "quarter that begins on 1 April 2026" in shown
    chip = page(filled.lead.get(f"{filled.address}/sections/training")).select_one("a.fh-chip")
    assert chip.get_text(strip=True).endswith("fewer than 5")
    listed = words(page(filled.lead.get(f"{filled.address}/figures")))
    assert "fewer than 5" in listed
    assert "7" in words(page(filled.lead.get(f"{filled.address}/figures/referrals_children")))


def test_a_figure_is_put_at_the_end_of_a_text_once(filled: Room) -> None:
    address = f"{filled.address}/sections/training"
    assert "Put a figure into: Training" in words(
        page(filled.lead.get(f"{filled.address}/figures?area=training"))
    )
    assert filled.lead.post(f"{address}/figures/trained/en").status_code == 302
    assert filled.lead.post(f"{address}/figures/trained/en").status_code == 302
    assert filled.lead.post(f"{address}/figures/trained/cy").status_code == 302
    section = filled.section("training")
    filled.session.refresh(section)
    assert section.text == "People who took part in training: [[trained]]."
    assert "[[trained]]" in section.text_cy
    trail = page(filled.lead.get(f"{filled.address}/figures/trained"))
    assert trail.select_one(f"main dd a[href='{address}']")
    for wrong in ("no_such/en", "trained/fr"):
        assert filled.lead.post(f"{address}/figures/{wrong}").status_code == 404
    officers = page(filled.officer.get(f"{filled.address}/figures?area=training"))
    assert not officers.select("main form")
    assert filled.officer.get(f"{filled.address}/figures?area=no_such").status_code == 404


def test_a_frozen_figure_says_so_and_tells_of_records_that_are_gone(filled: Room) -> None:
    annual_figures.freeze(filled.session, filled.statement, clock.today())
    filled.statement.frozen_at = clock.now()
    filled.session.query(TrainingSession).delete()
    filled.session.commit()
    found = words(page(filled.lead.get(f"{filled.address}/figures/trained")))
    assert "Frozen: it stays as it was" in found and "12" in found
    assert "1 record of this page is no longer kept." in found


def test_last_year_is_what_was_published(filled: Room) -> None:
    earlier = next(one for one in [*annual_years(filled)] if one.id != filled.statement.id)
    annual_figures.freeze(filled.session, earlier, date(2026, 3, 31))
    earlier.frozen_at = clock.now()
    filled.session.commit()
    found = page(filled.lead.get(f"{filled.address}/figures/trained"))
    assert found.select_one(f"a[href='/statement/{earlier.id}/figures/trained']") is not None


def annual_years(room: Room):
    from app.store import annual as store

    return store.statements(room.session, room.world.council.id)


def test_a_long_trail_has_pages(filled: Room) -> None:
    filled.session.add_all(
        TrainingSession(
            council_id=filled.world.council.id,
            held_on=date(2026, 6, 1),
            title=f"Session {number}",
            audience=Audience.ALL_STAFF,
            attended=1,
        )
        for number in range(60)
    )
    filled.session.commit()
    first = page(filled.lead.get(f"{filled.address}/figures/trained"))
    assert "61 records. Page 1 of 2." in words(first) and len(first.select("main ul.fh-value li")) == 50
    second = page(filled.lead.get(f"{filled.address}/figures/trained?page=2"))
    assert len(second.select("main ul.fh-value li")) == 11 and "Previous page" in words(second)
    assert page(filled.lead.get(f"{filled.address}/figures/trained?page=-4"))


def test_the_trail_of_price_checks_and_plans_leads_to_them(room: Room) -> None:
    price = PriceCheck(
        council_id=room.world.council.id,
        tenderer="Quill Services Ltd",
        procurement="Cleaning of schools",
        inputs={},
        result={},
        versions={},
        state=PriceCheckState.COMPUTED,
        made_by_id=room.lee.id,
        made_at=datetime(2026, 3, 20, 12, tzinfo=UTC),
    )
    plan = ActionPlan(
        council_id=room.world.council.id,
        supplier_id=room.world.cleaner.id,
        title="Fees",
        opened_by_id=room.lee.id,
        opened_at=datetime(2026, 3, 21, 12, tzinfo=UTC),
    )
    room.session.add_all([price, plan])
    room.session.commit()
    found = page(room.lead.get(f"{room.address}/figures/price_checks"))
    assert found.select_one(f"main a[href='/officer/price-checks/{price.id}']").text == "Cleaning of schools"
    assert "made on 20 March 2026" in words(found) and "Quill" not in words(found)
    found = words(page(room.lead.get(f"{room.address}/figures/plans_opened")))
    assert "Fees, begun on 21 March 2026" in found and "Northgate" in found
