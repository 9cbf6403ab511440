"""A lead adds people, changes them and lets them leave; their suppliers go to somebody else."""

from __future__ import annotations

from sqlalchemy import event, select

from app.extensions import clock, db
from app.services.people import care, notes
from app.store import care as store
from models import OutboxMessage, Role
from support.care_pages import DUE
from support.council_people import add_person
from support.pages import page, words
from support.plans import make_plan


def test_a_lead_adds_changes_and_lets_somebody_leave(lead, world, boss, bo) -> None:
    data = {"name": "Di New", "email": "Di@anytown.example", "role": "officer"}
    assert lead.post("/officer/people/new", data=data).status_code == 302
    again = page(lead.post("/officer/people/new", data=data))
    assert again.select(".govuk-error-summary a[href='#email']")
    assert "di@anytown.example" in {one.to for one in world.session.scalars(select(OutboxMessage))}
    assert lead.post(f"/officer/people/{bo.id}", data={"name": "Bo Best", "role": "lead"}).status_code == 302
    assert "Bo Best" in words(page(lead.get("/officer/people")))
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, DUE, "", clock.now())
    form = page(lead.get(f"/officer/people/{bo.id}/leave"))
    assert "1 supplier" in words(form) and not form.select("#successor option[value='']")
    refused = page(lead.post(f"/officer/people/{bo.id}/leave", data={"successor": ""}))
    assert refused.select(".govuk-error-summary a[href='#successor']")
    gone = lead.post(f"/officer/people/{bo.id}/leave", data={"successor": str(boss.id)})
    assert gone.status_code == 302
    world.session.expire_all()
    assert not bo.active
    assert store.care_of(world.session, world.council.id, [world.cleaner.id])[world.cleaner.id].owner == boss
    assert lead.post(f"/officer/people/{bo.id}/invite").status_code == 409
    assert "give back 1 thing that was handed over" in words(page(lead.get("/officer/people")))
    assert lead.post(f"/officer/people/{bo.id}/return", data={"give_back": "yes"}).status_code == 302
    world.session.expire_all()
    assert store.care_of(world.session, world.council.id, [world.cleaner.id])[world.cleaner.id].owner == bo
    assert "1 thing was given back." in words(page(lead.get("/officer/people")))
    assert lead.post(f"/officer/people/{bo.id}/invite").status_code == 302


def test_the_last_lead_neither_leaves_nor_becomes_an_officer(lead, boss, bo, world) -> None:
    where = f"/officer/people/{boss.id}"
    assert "needs a lead" in words(page(lead.post(where, data={"name": "Lee", "role": "officer"})))
    assert "needs a lead" in words(page(lead.post(f"{where}/leave", data={"successor": str(bo.id)})))
    world.session.expire_all()
    assert boss.active and boss.role == Role.LEAD and boss.name == "Lee Lead"


def test_who_left_is_signed_out_at_once(lead, bo, boss, sign_in) -> None:
    client = sign_in(bo)
    assert client.get("/officer/my-work").status_code == 200
    lead.post(f"/officer/people/{bo.id}/leave", data={"successor": ""})
    assert client.get("/officer/my-work").status_code == 302


def test_what_people_have_open_is_counted_as_it_is_listed(lead, world, boss, bo) -> None:
    session, council, now = world.session, world.council.id, clock.now()
    care.assign(session, boss, council, [world.cleaner.id, world.lawyer.id], bo, DUE, "", now)
    notes.write(session, world.settings, boss, world.cleaner, "Look at this, Bo", [bo.id], now)
    make_plan(world)
    ids = [boss.id, bo.id, world.officer.id]
    lists = (store.owned_by, store.open_actions_of, store.unseen_mentions)
    expected = {one: tuple(len(listed(session, council, [one])) for listed in lists) for one in ids}
    assert store.open_counts(session, council, ids) == expected
    assert expected[bo.id] == (2, 0, 1) and expected[world.officer.id][1] > 0
    assert store.open_counts(session, council + 1, ids) == dict.fromkeys(ids, (0, 0, 0))


def test_more_people_make_no_more_queries(lead, world, boss, bo) -> None:
    asked: list[str] = []

    def count(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        numbers = []
        for turn in range(2):
            asked.clear()
            assert "Bo" in words(page(lead.get("/officer/people")))
            numbers.append(len(asked))
            for number in range(6 * (1 - turn)):
                add_person(world, f"Number{number} Example")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert numbers[0] == numbers[1]
