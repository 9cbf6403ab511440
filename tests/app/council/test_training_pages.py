"""The training log: sessions are noted, corrected and removed, and counted by year and audience."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import annual_figures, training
from app.store import annual_records as store
from app.store import audit
from app.store.annual_figures import Period
from models import Audience, TrainingSession
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import Room

GIVEN = {
    "held_on": "14/5/2026",
    "title": "Signs of labour exploitation",
    "audience": "procurement",
    "provider": "Own team",
    "attended": "12",
    "confidence_before": "2.5",
    "confidence_after": "4",
    "certificates_until": "20/1/2027",
}


def log(room: Room, held_on: date, attended: int = 10, **more) -> TrainingSession:
    given = training.Details(
        held_on, more.pop("title", "Signs"), more.pop("audience", Audience.PROCUREMENT), "", attended, **more
    )
    council = room.world.council.id
    return training.add(room.session, room.lee, council, [given], clock.now(), clock.today())[0]


def test_a_session_is_noted_corrected_and_removed(room: Room) -> None:
    assert room.lead.post("/statement/training/add", data=GIVEN).location == "/statement/training?year=2027"
    row = store.training(room.session, room.world.council.id, date(2026, 5, 14), date(2026, 5, 14))[0]
    shown = words(page(room.officer.get("/statement/training")))
    assert "Signs of labour exploitation" in shown and "12 people" in shown
    assert "Run out on 20 January 2027" in shown
    address = f"/statement/training/{row.id}"
    assert page(room.lead.get(address)).select_one("#held_on")["value"]
    assert room.lead.post(address, data={**GIVEN, "attended": "15"}).status_code == 302
    assert "15 people" in words(page(room.officer.get("/statement/training")))
    room.lead.post(f"{address}/remove")
    assert "No session is noted" in words(page(room.officer.get("/statement/training")))
    assert room.lead.get(address).status_code == 404
    council = room.world.council.id
    events = audit.of_subjects(room.session, council, [("training_session", row.id)])
    assert [one.action for one in events] == ["training.removed", "training.changed", "training.noted"]
    assert events[1].detail == {"changed": ["attended"]} and audit.first_broken(room.session) is None


def test_saving_what_is_not_different_leaves_no_event(room: Room) -> None:
    row = log(room, date(2026, 5, 14))
    same = training.details_of(row)
    assert not training.change(room.session, room.lee, row, same, clock.now(), clock.today())
    assert len(audit.of_subjects(room.session, row.council_id, [("training_session", row.id)])) == 1


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("held_on", "1/1/2030", "This day has not come yet"),
        ("held_on", "1/1/1999", "Enter a day in 2015 or later"),
        ("title", " ", "Enter what the session was about"),
        ("title", "x" * 201, "Enter 200 characters or fewer"),
        ("audience", "", "Choose for whom it was"),
        ("attended", "0", "Enter a whole number from 1 to 100,000"),
        ("attended", "many", "Enter a whole number from 1 to 100,000"),
        ("attended", "", "Enter a whole number from 1 to 100,000"),
        ("confidence_before", "high", "Enter a number from 1 to 5"),
        ("confidence_after", "6", "Enter a number from 1 to 5"),
        ("confidence_after", "nan", "Enter a number from 1 to 5"),
        ("certificates_until", "1/1/2026", "Certificates cannot run out before the session"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(room: Room, field: str, given: str, message: str) -> None:
    found = page(room.lead.post("/statement/training/add", data={**GIVEN, field: given}))
    link = found.select_one(".govuk-error-summary a")
    assert link["href"] == f"#{field}" and message in link.get_text()
    assert not store.training(room.session, room.world.council.id, date.min, date.max)


def test_a_year_is_counted_as_the_statement_counts_it(room: Room) -> None:
    log(room, date(2025, 4, 1), 10, confidence_before=2.0, confidence_after=3.0)
    log(room, date(2026, 3, 31), 30, confidence_before=4.0, confidence_after=5.0)
    log(room, date(2026, 3, 31), 7, audience=Audience.COUNCILLORS)
    log(room, date(2026, 4, 1), 100)
    log(room, date(2025, 3, 31), 5)
    council = room.world.council.id
    year = training.year_of(room.session, council, date(2026, 3, 31))
    assert (year.start, year.all_now.sessions, year.all_now.people) == (date(2025, 4, 1), 3, 47)
    assert year.now[Audience.PROCUREMENT] == training.Totals(2, 40, 3.5, 4.5)
    assert year.now[Audience.COUNCILLORS] == training.Totals(1, 7, None, None)
    assert year.earlier[Audience.PROCUREMENT].people == 5
    period = Period(date(2025, 4, 1), date(2026, 3, 31), clock.today())
    assert annual_figures.compute(room.session, council, "trained", period).value == year.all_now.people
    ends = training.year_ends(room.session, council, clock.today())
    assert [one.year for one in ends] == [2027, 2026, 2025]
    found = page(room.officer.get("/statement/training?year=2026"))
    assert "Year to 31 March 2026" in words(found) and "3.5" in words(found)
    for year_asked in ("2019", "99999999"):
        assert room.officer.get(f"/statement/training?year={year_asked}").status_code == 404


def test_certificates_are_listed_from_a_year_ago_to_three_months_ahead(room: Room) -> None:
    days = (date(2025, 11, 19), date(2025, 11, 20), date(2026, 11, 19), date(2027, 2, 20), date(2027, 2, 21))
    for day in days:
        log(room, date(2025, 5, 1), title=str(day), certificates_until=day)
    found = training.certificates(room.session, room.world.council.id, clock.today())
    assert [one.certificates_until for one in found] == list(days[1:4])
    assert words(page(room.officer.get("/statement/training"))).count("Ran out on") == 2


def test_only_a_lead_of_the_council_changes_the_log(room: Room) -> None:
    row = log(room, date(2026, 5, 14))
    for client, status in ((room.officer, 403), (room.stranger, 404)):
        assert client.get(f"/statement/training/{row.id}").status_code == status
        assert client.post(f"/statement/training/{row.id}", data=GIVEN).status_code == status
        assert client.post(f"/statement/training/{row.id}/remove").status_code == status
    assert room.officer.post("/statement/training/add", data=GIVEN).status_code == 403
    assert not page(room.officer.get("/statement/training")).select("main a[href*='training/']")
    assert "10 people" not in words(page(room.stranger.get("/statement/training")))


@pytest.mark.parametrize("kind", NAUGHTY)
def test_naughty_sessions_run_nothing(room: Room, kind: str) -> None:
    given = encoded(NAUGHTY[kind][:150])
    room.lead.post("/statement/training/add", data={**GIVEN, "title": given, "provider": given})
    assert runs_nothing(page(room.lead.get("/statement/training")))
    for row in store.training(room.session, room.world.council.id, date.min, date.max):
        assert runs_nothing(page(room.lead.get(f"/statement/training/{row.id}")))
