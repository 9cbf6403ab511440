"""Doing one thing to many suppliers: what is said before, what is done, who is left out, and the undo."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import bulk_acts, invitations
from app.services.people import access_links, care
from app.services.people.access_links import UnusableLink
from models import (
    AuditEvent,
    BulkAct,
    BulkKind,
    BulkState,
    Council,
    Invitation,
    LinkPurpose,
    OutboxMessage,
    Person,
    Role,
    SupplierCare,
)
from support.histories import draw
from support.world import answer_everything


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _words(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


@pytest.fixture
def colleague(world) -> Person:
    person = Person(
        email="bo@anytown.example", name="Bo Example", role=Role.OFFICER, council_id=world.council.id
    )
    world.session.add(person)
    world.session.commit()
    return person


def _act(world) -> BulkAct:
    return world.session.scalars(
        select(BulkAct).order_by(BulkAct.id.desc()).execution_options(populate_existing=True)
    ).first()


def _cares(world) -> dict[int, tuple[int | None, date | None, str]]:
    found = world.session.scalars(select(SupplierCare).execution_options(populate_existing=True))
    return {one.supplier_id: (one.owner_id, one.due_on, one.next_step) for one in found}


def test_picked_suppliers_get_an_owner_after_a_page_that_says_so(world, officer, colleague) -> None:
    picked = [world.cleaner.id, world.builder.id]
    page = _page(officer.post("/officer/suppliers/bulk", data={"what": "assign", "supplier": picked}))
    assert page.h1.get_text(strip=True) == "Give 2 suppliers an owner and a day"
    assert "Northgate Cleaning Services Ltd" in page.get_text()
    assert _cares(world) == {}
    form = {
        "supplier": picked,
        "owner": str(colleague.id),
        "due_on": "14/12/2026",
        "next_step": "Ring them",
        "query": "",
    }
    answer = officer.post("/officer/suppliers/bulk/assign", data=form, follow_redirects=True)
    told = _words(_page(answer).main)
    assert "Given to Bo Example, due 14 December 2026" in told
    assert "Done" in told
    assert _cares(world) == {one: (colleague.id, date(2026, 12, 14), "Ring them") for one in picked}
    [mail] = [one for one in world.session.scalars(select(OutboxMessage)) if one.to == colleague.email]
    assert "2 suppliers" in mail.body


def test_an_undone_assignment_leaves_what_somebody_changed_since(world, officer, colleague) -> None:
    session, council = world.session, world.council.id
    care.assign(session, world.officer, council, [world.cleaner.id], world.officer, None, "Wait", clock.now())
    before = _cares(world)
    form = {"all": "1", "query": "", "owner": str(colleague.id), "due_on": "", "next_step": ""}
    officer.post("/officer/suppliers/bulk/assign", data=form)
    assert {owner for owner, _due, _step in _cares(world).values()} == {colleague.id}
    care.assign(session, world.officer, council, [world.builder.id], colleague, None, "Later", clock.now())
    act = _act(world)
    page = _page(officer.post(f"/officer/bulk/{act.id}/undo", follow_redirects=True))
    assert "Taken back for 2 suppliers." in page.get_text()
    after = _cares(world)
    assert after[world.cleaner.id] == before[world.cleaner.id]
    assert after[world.lawyer.id] == (None, None, "")
    assert after[world.builder.id] == (colleague.id, None, "Later")
    assert _act(world).state == BulkState.UNDONE
    again = _page(officer.post(f"/officer/bulk/{act.id}/undo", follow_redirects=True))
    assert "cannot be taken back now" in again.get_text()
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {"bulk.assign", "bulk.undone"} <= actions


def _ask_cleaner(world, due: date) -> Invitation:
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.cleaner,
        "contact@northgate.example",
        "Con Tact",
        due,
        clock.now(),
    )
    return asked


def test_only_who_has_a_known_contact_is_asked_and_the_page_says_why_not_the_others(
    world, officer, standing_clock
) -> None:
    asked = _ask_cleaner(world, date(2026, 12, 1))
    page = _page(officer.post("/officer/suppliers/bulk", data={"what": "ask", "all": "1", "query": ""}))
    told = _words(page.main)
    assert "There is nobody left to ask" in told
    assert "No contact is known: it was never asked. Ask it from its own page. 2" in told
    assert "It was asked and still has time to answer. 1" in told
    standing_clock.pass_by(days=30)
    page = _page(officer.post("/officer/suppliers/bulk", data={"what": "ask", "all": "1", "query": ""}))
    assert page.h1.get_text(strip=True) == "Ask 1 supplier to answer"
    wrong = officer.post("/officer/suppliers/bulk/ask", data={"all": "1", "query": "", "due_on": "1/12/2026"})
    assert _page(wrong).title.get_text().startswith("Error:")
    form = {"all": "1", "query": "", "due_on": "31/01/2027"}
    answer = officer.post("/officer/suppliers/bulk/ask", data=form, follow_redirects=True)
    told = _words(_page(answer).main)
    assert "Asked to answer by 31 January 2027" in told
    assert "Left out, and why" in told
    world.session.refresh(asked)
    assert asked.due_on == date(2027, 1, 31)
    page = _page(officer.post(f"/officer/bulk/{_act(world).id}/undo", follow_redirects=True))
    assert "Taken back for 1 supplier." in page.get_text()
    world.session.refresh(asked)
    assert (asked.due_on, asked.revoked_at) == (date(2026, 12, 1), None)


def _ask_in_bulk(world) -> BulkAct:
    return bulk_acts.begin(
        world.session,
        world.settings,
        world.officer,
        world.council.id,
        BulkKind.ASK,
        [world.cleaner.id, world.lawyer.id],
        {"due_on": "2027-08-31"},
        clock.now,
        clock.today(),
    )


def _answer(world, asked: Invitation) -> None:
    answer_everything(world, asked)
    answering.submit(world.session, asked.contact, asked, "Con Tact", "Director", clock.now(), clock.today())


def test_a_new_invitation_is_revoked_by_the_undo_unless_it_was_opened(world, standing_clock) -> None:
    earlier = _ask_cleaner(world, date(2026, 12, 1))
    _answer(world, earlier)
    assert _ask_in_bulk(world).left_out == {
        str(world.cleaner.id): "answered_lately",
        str(world.lawyer.id): "no_contact",
    }
    standing_clock.pass_by(days=200)
    act = _ask_in_bulk(world)
    [asked] = world.session.scalars(select(Invitation).where(Invitation.sent_at == act.acted_at))
    assert asked.id != earlier.id
    assert act.done == 1
    assert bulk_acts.undo(world.session, world.officer, act, clock.now())
    world.session.refresh(asked)
    assert asked.revoked_at is not None
    assert act.undone == 1
    world.session.refresh(earlier)
    assert earlier.revoked_at is None
    standing_clock.pass_by(days=1)
    act = _ask_in_bulk(world)
    [asked] = world.session.scalars(select(Invitation).where(Invitation.sent_at == act.acted_at))
    asked.opened_at = clock.now()
    world.session.commit()
    assert bulk_acts.undo(world.session, world.officer, act, clock.now())
    assert act.undone == 0


def test_a_link_of_an_invitation_that_was_taken_back_lets_nobody_in(world, standing_clock) -> None:
    earlier = _ask_cleaner(world, date(2026, 12, 1))
    _answer(world, earlier)
    standing_clock.pass_by(days=200)
    act = _ask_in_bulk(world)
    mail = world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    token = mail.body.split("/answer/")[1].split()[0]
    look = (world.session, token, LinkPurpose.INVITATION, clock.now())
    assert access_links.look_up(*look).person_id == earlier.contact_id
    bulk_acts.undo(world.session, world.officer, act, clock.now())
    with pytest.raises(UnusableLink):
        access_links.look_up(*look)


def test_picked_rows_are_exported_in_the_order_of_the_list(world, officer) -> None:
    form = {"what": "csv", "supplier": [world.cleaner.id, world.lawyer.id], "query": "sort=name"}
    answer = officer.post("/officer/suppliers/bulk", data=form)
    told = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert [row["supplier"] for row in told] == ["Northgate Cleaning Services Ltd", "Quill & Partners LLP"]


def test_nothing_picked_says_so_and_keeps_the_filter(officer) -> None:
    answer = officer.post("/officer/suppliers/bulk", data={"what": "assign", "query": "band=high"})
    assert answer.location == "/officer/suppliers?band=high"
    assert officer.post("/officer/suppliers/bulk", data={"what": "x", "supplier": "1"}).status_code == 400


def test_suppliers_and_acts_of_another_council_are_out_of_reach(world, officer, sign_in) -> None:
    other = Council(slug="elsewhere", name="Elsewhere")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    form = {"supplier": world.cleaner.id, "owner": str(world.officer.id), "due_on": "", "next_step": ""}
    officer.post("/officer/suppliers/bulk/assign", data=form)
    act, client = _act(world), sign_in(stranger)
    assert client.get(f"/officer/bulk/{act.id}").status_code == 404
    assert client.post(f"/officer/bulk/{act.id}/undo").status_code == 404
    form["owner"] = str(stranger.id)
    client.post("/officer/suppliers/bulk/assign", data=form)
    assert _act(world).supplier_ids == []
    assert _cares(world)[world.cleaner.id][0] == world.officer.id


def test_many_are_left_to_a_worker_which_goes_on_where_another_stopped(
    session, settings, standing_clock, sign_in, app, monkeypatch
) -> None:
    drawn = draw(session, 120, clock.today(), results=20)
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr("app.queue.celery.send_task", lambda name, args: sent.append((name, list(args))))
    client = sign_in(drawn.officers[0])
    form = {"all": "1", "query": "", "owner": str(drawn.officers[2].id), "due_on": "", "next_step": "Look"}
    page = _page(client.post("/officer/suppliers/bulk/assign", data=form, follow_redirects=True))
    [act] = session.scalars(select(BulkAct))
    assert sent == [("bulk.do", [act.id])]
    assert "Waits for its turn" in page.get_text()
    assert page.select_one('meta[http-equiv="refresh"]') is not None
    standing_clock.pass_by(hours=1)
    session.refresh(act)
    act.state = BulkState.RUNNING  # as a worker leaves it that is lost
    session.commit()
    assert bulk_acts.queue_again_if_lost(session, clock.now()) == 1
    tasks.do_bulk_act(act.id)
    session.refresh(act)
    assert (act.state, act.done) == (BulkState.DONE, 120)
    owned = session.query(SupplierCare).filter_by(owner_id=drawn.officers[2].id, next_step="Look").count()
    assert owned == 120
    assert tasks.do_bulk_act(act.id) is None


def test_more_than_can_be_meant_is_refused(world, officer, monkeypatch) -> None:
    monkeypatch.setattr(bulk_acts, "MOST", 2)
    answer = officer.post(
        "/officer/suppliers/bulk", data={"what": "assign", "all": "1", "query": "sort=name"}
    )
    assert answer.location == "/officer/suppliers?sort=name"
    assert "Narrow the list first" in _page(officer.get("/officer/suppliers")).get_text()
    form = {"all": "1", "query": "", "owner": "0", "due_on": "", "next_step": ""}
    officer.post("/officer/suppliers/bulk/assign", data=form)
    assert _act(world) is None


def test_a_fault_is_written_on_the_act_and_can_be_undone_as_far_as_it_came(
    world, officer, standing_clock, monkeypatch
) -> None:
    _ask_cleaner(world, date(2026, 11, 25))
    standing_clock.pass_by(days=10)

    def fails(*_args, **_more):
        raise RuntimeError("no room")

    monkeypatch.setattr(invitations, "ask", fails)
    with pytest.raises(RuntimeError):
        bulk_acts.begin(
            world.session,
            world.settings,
            world.officer,
            world.council.id,
            BulkKind.ASK,
            [world.cleaner.id],
            {"due_on": (clock.today() + timedelta(days=9)).isoformat()},
            clock.now,
            clock.today(),
        )
    act = _act(world)
    assert (act.state, act.problem) == (BulkState.FAILED, "RuntimeError")
    page = _page(officer.get(f"/officer/bulk/{act.id}"))
    assert "Stopped with a problem" in page.get_text()
    assert bulk_acts.undo(world.session, world.officer, act, clock.now())
