"""Concerns passed on: a number by month and route and nothing else, in both councils' statements apart."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import annual_figures, concerns
from app.services.annual.referrals import Shown
from app.store import audit
from app.store import guidance as store
from app.store.annual_figures import Period
from models import ConcernCount, ConcernRoute, Council, OutboxMessage
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import Room

SIGNS, ADDRESS = "/seen-signs", "/statement/concerns"
COUNT, BACK = f"{ADDRESS}/count", f"{ADDRESS}/take-back"
NOVEMBER = date(2026, 11, 1)
TOTALS = {"month": "2026-10-01", **{one.value: "0" for one in ConcernRoute}}


def held(room: Room, council_id: int | None = None) -> dict[tuple[date, str], int]:
    room.session.expire_all()
    rows = store.concern_counts(room.session, council_id or room.world.council.id)
    return {(one.month, one.route): one.count for one in rows}


def press(room: Room, route: ConcernRoute, times: int = 1) -> None:
    for _ in range(times):
        concerns.count(room.session, room.lee, room.world.council.id, route, clock.now(), clock.today())


def test_an_officer_counts_one_and_nothing_else_is_kept(room: Room) -> None:
    before = room.session.query(OutboxMessage).count()
    form = page(room.officer.get(SIGNS)).select_one(f"form[action='{COUNT}']")
    assert {one["name"] for one in form.select("input")} == {"csrf_token", "route"}
    assert form.select("textarea, select, input[type=text]") == []
    answer = room.officer.post(COUNT, data={"route": "helpline"})
    assert answer.location == SIGNS
    told = words(page(room.officer.get(SIGNS)))
    assert "Counted in November 2026: The Modern Slavery Helpline. Nothing else was kept." in told
    room.officer.post(COUNT, data={"route": "helpline", "note": "Mary Smith at the car wash"})
    assert held(room) == {(NOVEMBER, "helpline"): 2}
    (row,) = store.concern_counts(room.session, room.world.council.id)
    events = audit.of_subjects(room.session, room.world.council.id, [("concern_count", row.id)])
    assert [(one.action, one.detail) for one in events] == [("concern.counted", {})] * 2
    assert room.session.query(OutboxMessage).count() == before
    assert audit.first_broken(room.session) is None


def test_a_mistake_is_taken_back_once_by_who_made_it(room: Room) -> None:
    for route in ("police", "safeguarding"):
        room.officer.post(COUNT, data={"route": route})
    assert not page(room.lead.get(SIGNS)).select(f"form[action='{BACK}']")
    assert page(room.officer.get(SIGNS)).select(f"form[action='{BACK}']")
    room.officer.post(BACK)
    assert held(room) == {(NOVEMBER, "police"): 1, (NOVEMBER, "safeguarding"): 0}
    assert "There was nothing to take back." in words(page(room.officer.post(BACK, follow_redirects=True)))
    assert not page(room.officer.get(SIGNS)).select(f"form[action='{BACK}']")
    assert held(room)[NOVEMBER, "police"] == 1


@pytest.mark.parametrize("route", ["", "newspaper", "<script>alert(1)</script>"])
def test_without_a_route_nothing_is_counted(room: Room, route: str) -> None:
    answer = room.officer.post(COUNT, data={"route": route}, follow_redirects=True)
    assert "Choose to whom you passed it on" in words(page(answer))
    assert held(room) == {}


def test_who_is_not_an_officer_is_asked_for_nothing(room: Room, app) -> None:
    found = page(app.test_client().get(SIGNS))
    assert found.select("main form, main input, main button") == []
    assert app.test_client().post(COUNT, data={"route": "police"}).location.startswith("/sign-in")
    assert held(room) == {}


def test_small_numbers_can_neither_be_read_nor_worked_out(room: Room) -> None:
    press(room, ConcernRoute.POLICE, 3)
    (year,) = concerns.by_year(room.session, room.world.council.id)
    assert (year.total, year.routes, year.months) == (Shown(None, is_small=True), None, None)
    press(room, ConcernRoute.SAFEGUARDING, 6)
    (year,) = concerns.by_year(room.session, room.world.council.id)
    assert (year.total, year.routes, year.months) == (Shown(9), None, {NOVEMBER: 9})
    told = words(page(room.lead.get(ADDRESS)))
    assert "Year to 31 March 2027: 9" in told and "not shown" in told
    press(room, ConcernRoute.POLICE, 2)
    (year,) = concerns.by_year(room.session, room.world.council.id)
    assert year.routes is not None and year.routes[ConcernRoute.POLICE] == 5


def test_a_lead_corrects_a_month_and_the_log_has_no_numbers(room: Room) -> None:
    room.lead.post(ADDRESS, data={**TOTALS, "police": "7"})
    room.lead.post(ADDRESS, data={**TOTALS, "police": "6", "helpline": "5"})
    october = date(2026, 10, 1)
    assert {key: count for key, count in held(room).items() if count} == {
        (october, "police"): 6,
        (october, "helpline"): 5,
    }
    found = page(room.lead.get(ADDRESS))
    assert "Year to 31 March 2027: 11" in words(found)
    assert not any(field.get("value") for field in found.select("form input[type=text]"))
    events = room.session.query(audit.AuditEvent).filter_by(action="concerns.corrected").all()
    assert events and all(one.detail == {} for one in events)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"police": "-1"}, "police"),
        ({"police": "10000"}, "police"),
        ({"police": "1.5"}, "police"),
        ({"helpline": "Mary Smith"}, "helpline"),
        ({"emergency": ""}, "emergency"),
        ({"month": "2026-12-01"}, "month"),
        ({"month": "2026-10-02"}, "month"),
        ({"month": ""}, "month"),
    ],
)
def test_only_numbers_of_months_that_have_begun_are_taken(room: Room, more: dict, field: str) -> None:
    found = page(room.lead.post(ADDRESS, data={**TOTALS, **more}))
    assert found.select_one(".govuk-error-summary a")["href"] == f"#{field}"
    assert held(room) == {}
    if field == "month":
        with pytest.raises(ValueError, match="month"):
            concerns.correct(
                room.session,
                room.lee,
                room.world.council.id,
                date(2026, 12, 1),
                {},
                clock.now(),
                clock.today(),
            )


def test_they_are_a_figure_of_the_own_statement_without_small_numbers(room: Room) -> None:
    press(room, ConcernRoute.POLICE, 3)
    other = room.session.query(Council).filter_by(slug="elsewhere").one().id
    room.session.add_all(
        [
            ConcernCount(council_id=other, month=NOVEMBER, route=ConcernRoute.POLICE, count=40),
            ConcernCount(council_id=room.world.council.id, month=date(2026, 3, 1), route="police", count=50),
        ]
    )
    room.session.commit()
    year = Period(date(2026, 4, 1), date(2027, 3, 31), clock.today())
    value = annual_figures.compute(room.session, room.world.council.id, "concerns_routed", year)
    assert (value.value, value.is_suppressed) == (3, True)
    trail = f"{room.address}/figures/concerns_routed"
    told = page(room.lead.get(trail))
    assert "March 2026" in words(told) and "November" not in words(told)
    assert told.select_one(f"main a[href='{ADDRESS}']")
    assert not page(room.officer.get(trail)).select(f"main a[href='{ADDRESS}']")


def test_only_a_lead_sees_them_and_only_of_the_own_council(room: Room) -> None:
    press(room, ConcernRoute.POLICE, 8)
    assert room.officer.get(ADDRESS).status_code == 403
    assert room.officer.post(ADDRESS, data=TOTALS).status_code == 403
    assert room.officer.post(f"{ADDRESS}/safeguarding", data={"contact": "x"}).status_code == 403
    assert page(room.lead.get("/statement")).select_one(f"main a[href='{ADDRESS}']")
    assert not page(room.officer.get("/statement")).select(f"main a[href='{ADDRESS}']")
    assert "No concern was counted yet." in words(page(room.stranger.get(ADDRESS)))
    room.stranger.post(ADDRESS, data={**TOTALS, "month": "2026-11-01", "police": "9"})
    assert held(room)[NOVEMBER, "police"] == 8


def test_a_lead_says_whom_officers_call(room: Room) -> None:
    given = "Safeguarding team, 01234 567890, safe@anytown.example"
    assert room.lead.post(f"{ADDRESS}/safeguarding", data={"contact": given}).location == ADDRESS
    assert given in words(page(room.officer.get(SIGNS)))
    assert given not in words(page(room.stranger.get(SIGNS)))
    event = room.session.query(audit.AuditEvent).filter_by(action="council.safeguarding_set").one()
    assert event.council_id == room.world.council.id
    long = page(room.lead.post(f"{ADDRESS}/safeguarding", data={"contact": "x" * 401}))
    assert long.select_one(".govuk-error-summary a")["href"] == "#contact"


def test_naughty_contacts_run_nothing(room: Room) -> None:
    for given in NAUGHTY.values():
        room.lead.post(f"{ADDRESS}/safeguarding", data={"contact": encoded(given[:400])})
        for path in (ADDRESS, SIGNS):
            assert runs_nothing(page(room.lead.get(path)))


def test_two_who_count_the_first_of_a_month_in_one_moment_are_both_counted(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(room, ConcernRoute.POLICE)
    real, tries = store.step_concern_count, []

    def late(*given) -> bool:
        tries.append(given)
        return False if len(tries) == 1 else real(*given)

    monkeypatch.setattr(store, "step_concern_count", late)
    press(room, ConcernRoute.POLICE)
    assert held(room) == {(NOVEMBER, "police"): 2} and len(tries) == 2
