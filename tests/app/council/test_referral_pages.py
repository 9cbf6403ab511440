"""Totals of referrals: numbers alone, for leads alone, and no small one shown or to be worked out."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import referrals
from app.services.annual.referrals import Shown, Totals
from app.store import annual_records as store
from app.store import audit
from models import Council
from support.pages import page, words
from support.statement_room import Room

ADDRESS = "/statement/referrals"
GIVEN = {
    "quarter": "2026-07-01",
    "referred_adults": "12",
    "referred_children": "0",
    "notified_adults": "7",
}


def enter(room: Room, quarter: date, *numbers: int) -> None:
    referrals.enter(
        room.session,
        room.lee,
        room.world.council.id,
        quarter,
        Totals(*numbers),
        clock.now(),
        clock.today(),
    )


def test_a_quarter_is_entered_corrected_and_taken_out(room: Room) -> None:
    assert room.lead.post(ADDRESS, data=GIVEN).location == ADDRESS
    found = page(room.lead.get(ADDRESS))
    assert [cell.get_text() for cell in found.select("[aria-labelledby=totals] tbody td")] == [
        "12",
        "0",
        "7",
    ] * 2
    assert "July to September 2026" in words(found)
    assert not any(field["value"] for field in found.select("form input[type=text][value]"))
    room.lead.post(ADDRESS, data={**GIVEN, "referred_adults": "15"})
    council = room.world.council.id
    rows = store.referral_counts(room.session, council)
    assert [(one.kind, one.adults, one.children) for one in rows] == [("dtn", 7, 0), ("nrm", 15, 0)]
    subjects = [("referral_count", one.id) for one in rows]
    room.lead.post(ADDRESS, data={"quarter": "2026-07-01", "take_out": "yes"})
    assert not store.referral_counts(room.session, council)
    assert "No totals are noted yet." in words(page(room.lead.get(ADDRESS)))
    again = room.lead.post(ADDRESS, data={"quarter": "2026-07-01", "take_out": "yes"}, follow_redirects=True)
    assert "No totals were noted for this quarter." in words(page(again))
    events = audit.of_subjects(room.session, council, subjects)
    kinds = {"referrals.entered", "referrals.corrected", "referrals.removed"}
    assert {one.action for one in events} == kinds
    assert all(one.detail == {} for one in events), "the log can never be corrected: it has no numbers"


@pytest.mark.parametrize("given", ["", "-1", "10000", "1.5", "Mary Smith", "<script>alert(1)</script>"])
def test_only_numbers_are_taken(room: Room, given: str) -> None:
    found = page(room.lead.post(ADDRESS, data={**GIVEN, "referred_children": given}))
    link = found.select_one(".govuk-error-summary a")
    assert (link["href"], link.get_text()) == ("#referred_children", "Enter a whole number from 0 to 9,999")
    assert not found.select("script:-soup-contains('alert(1)')")
    assert not store.referral_counts(room.session, room.world.council.id)


@pytest.mark.parametrize("quarter", ["2027-01-01", "2026-08-01", "1999-01-01", "soon", ""])
@pytest.mark.parametrize("more", [{}, {"take_out": "yes"}])
def test_only_quarters_that_have_begun_are_taken(room: Room, quarter: str, more: dict[str, str]) -> None:
    answer = room.lead.post(ADDRESS, data={**GIVEN, "quarter": quarter, **more})
    assert page(answer).select_one(".govuk-error-summary a")["href"] == "#quarter"
    assert not store.referral_counts(room.session, room.world.council.id)


def test_a_small_number_can_neither_be_read_nor_worked_out(room: Room) -> None:
    enter(room, date(2026, 4, 1), 20, 4, 6)
    enter(room, date(2026, 7, 1), 3, 0, 0)
    year = referrals.by_year(room.session, room.world.council.id)[0]
    assert year.end == date(2027, 3, 31)
    assert year.total == (Shown(23), Shown(None, is_small=True), Shown(6))
    hidden = Shown(None)
    assert [numbers for _day, numbers in year.quarters] == [
        (hidden, hidden, Shown(6)),
        (hidden, hidden, Shown(0)),
    ]
    cells = [
        cell.get_text() for cell in page(room.lead.get(ADDRESS)).select("[aria-labelledby=totals] tbody td")
    ]
    assert cells == ["23", "fewer than 5", "6", "not shown", "not shown", "6", "not shown", "not shown", "0"]


def test_years_are_those_of_the_statement(room: Room) -> None:
    for quarter in (date(2026, 1, 1), date(2026, 4, 1)):
        enter(room, quarter, 10, 0, 0)
    years = referrals.by_year(room.session, room.world.council.id)
    assert [(one.end, one.total[0].value) for one in years] == [
        (date(2027, 3, 31), 10),
        (date(2026, 3, 31), 10),
    ]


def test_quarters_begin_with_the_one_that_lasts() -> None:
    found = referrals.quarters(date(2026, 3, 31))
    assert found[:3] == [date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1)]
    assert len(set(found)) == referrals.QUARTERS_BACK


def test_only_a_lead_sees_them_and_only_of_the_own_council(room: Room) -> None:
    enter(room, date(2026, 7, 1), 4321, 0, 0)
    assert room.officer.get(ADDRESS).status_code == 403
    assert room.officer.post(ADDRESS, data=GIVEN).status_code == 403
    assert page(room.lead.get("/statement")).select_one(f"a[href='{ADDRESS}']")
    trail = f"{room.address}/figures/referrals_adults"
    for path in ("/statement", trail):
        assert not page(room.officer.get(path)).select(f"main a[href='{ADDRESS}']")
    assert "4321" not in words(page(room.stranger.get(ADDRESS)))
    room.stranger.post(ADDRESS, data={"quarter": "2026-07-01", "take_out": "yes"})
    assert room.stranger.post(ADDRESS, data=GIVEN).status_code == 302
    assert store.referral_count(room.session, room.world.council.id, date(2026, 7, 1), "nrm").adults == 4321
    elsewhere = room.session.query(Council).filter_by(slug="elsewhere").one()
    assert store.referral_count(room.session, elsewhere.id, date(2026, 7, 1), "nrm").adults == 12


def test_the_national_figures_stand_beside_the_totals_and_beside_the_section(room: Room) -> None:
    found = page(room.lead.get("/statement/referrals"))
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in found.select("#national ~ div tr")]
    assert rows[0] == ["Period", "Local authorities", "Police", "Government agencies",
                       "Charities and other organisations", "All together"]  # fmt: skip
    assert rows[1] == ["October to December 2023", "1,017", "995", "1,908", "221", "4,141"]
    assert len(rows) == 1 + 7
    assert "ends on 31 December 2023" in words(found)
    for client, address in ((room.lead, "/statement/referrals#national"), (room.officer, "https://")):
        section = page(client.get(f"{room.address}/sections/due_diligence"))
        link = section.find("a", string="Referrals in the whole country")
        assert link["href"].startswith(address)
        assert "1,017 of 4,141 people" in words(section)
    assert "Referrals in the whole" not in words(page(room.lead.get(f"{room.address}/sections/training")))
