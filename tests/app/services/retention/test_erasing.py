"""Erasing on request: what goes, what stays and says so, who may, and what stands in the way."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import proposing
from app.services.inviting import colleagues
from app.services.messages import mail
from app.services.people import people
from app.services.retention import erasing, holds
from app.services.retention.erasing import NamesThePerson, Obstacle, Refused
from app.store import about_person, blobs
from models import (
    AccessLink,
    AuditEvent,
    Base,
    Delegation,
    OutboxMessage,
    Person,
    Response,
    ResponseStatus,
    StoredReport,
)
from support import evidence, two_councils
from support.lived_in import Queue, make_lived_in
from support.retention import lead_of, must_hold
from support.site import SignIn
from support.world import World

REASON = "Asked for by e-mail on 3 March."


@pytest.fixture
def lead(world: World) -> Person:
    return lead_of(world, world.council)


@pytest.fixture
def submitted(world: World) -> Response:
    asked = two_councils.ask(world, world.cleaner)
    evidence.attach(world, asked, evidence.to_question_with_evidence(world, asked))
    return two_councils.submit(world, asked)


@pytest.fixture
def contact(world: World, submitted: Response) -> Person:
    return world.session.scalars(select(Person).where(Person.email == two_councils.CONTACT)).one()


def erase(world: World, by: Person | None, person: Person, reason: str = REASON) -> None:
    erasing.erase_person(world.session, by, person, reason, clock.now(), clock.today())
    world.session.expire_all()


def whole_database(world: World, but: tuple[str, ...] = ()) -> str:
    """Every cell of every table as one text."""
    world.session.expire_all()
    return "\n".join(
        json.dumps([str(cell) for cell in row], ensure_ascii=False)
        for table in Base.metadata.sorted_tables
        if table.name not in but
        for row in world.session.execute(select(table))
    )


def test_nothing_that_names_the_person_is_left_and_the_answers_are(
    world: World, lead: Person, contact: Person, submitted: Response
) -> None:
    answers = {row.question_id: row.content for row in submitted.answers}
    assert two_councils.CONTACT in whole_database(world) and "Con Tact" in whole_database(world)
    erase(world, lead, contact)
    left = whole_database(world)
    assert two_councils.CONTACT not in left and "Con Tact" not in left
    assert {row.question_id: row.content for row in submitted.answers} == answers
    assert submitted.declared_name == contact.name and submitted.declared_role == ""
    assert contact.name == (
        "a person who was erased on 20 November 2026 | " + contact.name.partition(" | ")[2]
    )
    assert not world.session.scalars(select(AccessLink).where(AccessLink.person_id == contact.id)).all()
    must_hold(world.session)


def test_the_council_still_reads_the_answers_and_its_page_opens(
    world: World, lead: Person, contact: Person, sign_in: SignIn
) -> None:
    erase(world, lead, contact)
    world.do_queued_work()
    client = sign_in(lead)
    for part in ("", "/answers", "/risk", "/work", "/documents", "/all", "/kept", "/timeline"):
        page = client.get(f"/officer/suppliers/{world.cleaner.id}{part}")
        assert page.status_code == 200, part
    shown = client.get(f"/officer/suppliers/{world.cleaner.id}/answers").text
    assert "a person who was erased on 20 November 2026" in shown and "Con Tact" not in shown


def test_an_erased_person_gets_no_mail_and_the_address_can_be_asked_anew(
    world: World, lead: Person, contact: Person
) -> None:
    erase(world, lead, contact)
    mail.queue_message(world.session, world.settings, contact.email, "Subject", "Body", clock.now())
    assert not world.session.scalars(select(OutboxMessage).where(OutboxMessage.to == contact.email)).all()
    again = two_councils.ask(world, world.cleaner)
    assert again.contact_id != contact.id and again.contact.email == two_councils.CONTACT


def test_a_draft_waits_for_another_contact_and_a_colleague_can_be_erased(world: World, lead: Person) -> None:
    asked = two_councils.ask(world, world.cleaner)
    part, _link = colleagues.ask(
        world.session,
        world.settings,
        asked.contact,
        asked,
        "about",
        "col@northgate.example",
        "Col League",
        clock.now(),
    )
    erase(world, lead, part.person)
    assert "Col League" not in whole_database(world)
    assert world.session.get_one(Delegation, part.id).revoked_at and asked.revoked_at is None
    erase(world, lead, asked.contact)
    assert asked.revoked_at is not None
    must_hold(world.session)


def test_who_may_not_be_erased_now(world: World, lead: Person, contact: Person) -> None:
    def refused(by: Person | None, person: Person) -> Obstacle:
        with pytest.raises(Refused) as raised:
            erase(world, by, person)
        world.session.rollback()
        return raised.value.obstacle

    assert refused(lead, world.officer) is Obstacle.STILL_WORKS
    holds.put(world.session, lead, world.cleaner, "A claim.", clock.now())
    assert refused(lead, contact) is Obstacle.HELD and refused(None, contact) is Obstacle.HELD
    holds.end(world.session, lead, world.cleaner, "Settled.", clock.now())
    neighbour = two_councils.add_neighbour(world)
    theirs = two_councils.ask(world, neighbour.cleaner)
    assert theirs.contact_id == contact.id
    assert refused(lead, contact) is Obstacle.OTHERS
    erase(world, None, contact)
    assert refused(None, contact) is Obstacle.ERASED


def test_a_lead_erases_nobody_of_another_council(world: World, contact: Person) -> None:
    neighbour = two_councils.add_neighbour(world)
    other = lead_of(world, neighbour.council)
    with pytest.raises(erasing.NotAllowed):
        erase(world, other, contact)
    with pytest.raises(erasing.NotAllowed):
        erase(world, world.officer, contact)


def test_a_reason_that_names_the_person_is_not_taken(world: World, lead: Person, contact: Person) -> None:
    for reason in (f"{two_councils.CONTACT.upper()} asked", "con tact asked"):
        with pytest.raises(NamesThePerson):
            erase(world, lead, contact, reason)
        world.session.rollback()
    assert contact.erased_on is None


def test_somebody_who_left_is_erased_and_cannot_come_back(world: World, lead: Person) -> None:
    people.deactivate(world.session, lead, world.officer, lead, clock.now())
    erase(world, lead, world.officer)
    assert people.reactivate(world.session, world.settings, lead, world.officer, clock.now()) == 0
    assert not world.officer.active and "Ann Example" not in whole_database(world)


def test_everything_about_a_person_is_found(world: World, contact: Person, submitted: Response) -> None:
    named = submitted.answers[0]
    named.content = {"value": "Write to Con Tact (Zoë)"}
    world.session.commit()
    found = erasing.known(world.session, contact)
    tables = {table for table, _column, _rows in found.rows}
    assert {"person", "invitation", "answer", "evidence_file", "access_link"} <= tables
    assert found.declared == [submitted.reference]
    assert {one["action"] for one in found.events} >= {"answer.saved", "response.submitted"}
    assert ("answer", named.id) in {(one.table, one.row_id) for one in found.mentions}
    assert "token_sha256" not in json.dumps(found.plain())
    assert about_person.mentions(world.session, ["(Zoë)"]), "also where JSON writes a letter as an escape"


def test_every_row_that_refers_to_a_person_is_among_what_is_told(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another way than the code's: the ids of each table, row by row, as the model maps them."""
    Queue(monkeypatch)
    lived = make_lived_in(world)
    for person in lived.people.values():
        told = {
            (table, row["id"])
            for table, _column, rows in erasing.known(world.session, person).rows
            for row in rows
        }
        for mapper in Base.registry.mappers:
            for column in mapper.columns:
                if any(key.target_fullname == "person.id" for key in column.foreign_keys):
                    mine = world.session.scalars(select(mapper.class_).where(column == person.id))
                    assert {(mapper.local_table.name, one.id) for one in mine} <= told


def test_the_audit_log_of_a_lived_in_council_names_nobody(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Queue(monkeypatch)
    lived = make_lived_in(world)
    queue.do_all()
    names = {
        text.lower()
        for person in world.session.scalars(select(Person))
        for text in (person.email, person.name)
        if text
    }
    assert len(names) > 12 and lived.answered
    for event in world.session.scalars(select(AuditEvent)):
        written = f"{event.actor} {json.dumps(event.detail, ensure_ascii=False)}".lower()
        assert not [name for name in names if name in written], f"{event.action}: {written}"


def test_answers_are_erased_at_the_suppliers_request_and_reports_keep_their_figures(
    world: World, lead: Person, submitted: Response, sign_in: SignIn
) -> None:
    world.do_queued_work()
    query = select(StoredReport).where(StoredReport.supplier_id == world.cleaner.id)
    figures = {one.id: (one.text.case_json, one.text.report_json) for one in world.session.scalars(query)}
    sha256 = submitted.evidence[0].sha256
    now, today = clock.now(), clock.today()
    where = (world.session, world.settings, lead, world.cleaner.id, submitted)
    assert erasing.erase_response(*where, REASON, now, today) is True
    world.session.expire_all()
    assert submitted.status == ResponseStatus.ERASED and not submitted.answers
    with pytest.raises(FileNotFoundError):
        blobs.blobs_of(world.settings).open(sha256)
    with pytest.raises(Refused):
        erasing.erase_response(*where, REASON, now, today)
    world.session.rollback()
    world.do_queued_work()
    world.session.expire_all()
    for one in world.session.scalars(query):
        if one.id in figures:
            assert (one.text.case_json, one.text.report_json) == figures[one.id]
    client = sign_in(lead)
    for part in ("", "/answers", "/risk", "/work", "/documents", "/all", "/kept", "/timeline"):
        assert client.get(f"/officer/suppliers/{world.cleaner.id}{part}").status_code == 200, part
    must_hold(world.session)


def test_a_response_that_began_from_an_erased_one_stands(
    world: World, lead: Person, submitted: Response
) -> None:
    draft = Response(
        organisation_id=submitted.organisation_id,
        questionnaire=submitted.questionnaire,
        version=submitted.version,
        status=ResponseStatus.DRAFT,
    )
    world.session.add(draft)
    world.session.flush()
    assert proposing.start_from(world.session, draft, submitted, None, clock.now()) > 0
    world.session.commit()
    where = (world.session, world.settings, lead, world.cleaner.id, submitted)
    assert erasing.erase_response(*where, REASON, clock.now(), clock.today())
    assert draft.earlier_id is None and proposing.open_proposals(world.session, draft)
    must_hold(world.session)


def test_another_council_goes_on_reading_what_one_gave_up(world: World, lead: Person) -> None:
    neighbour = two_councils.add_neighbour(world)
    mine = two_councils.ask(world, world.cleaner)
    response = two_councils.submit(world, mine)
    theirs = two_councils.ask(world, neighbour.cleaner)
    two_councils.agree(world, mine, neighbour.council)
    gone = erasing.erase_response(
        world.session, world.settings, lead, world.cleaner.id, response, REASON, clock.now(), clock.today()
    )
    world.session.expire_all()
    assert gone is False and response.answers and theirs.is_shared and not mine.is_shared
    again = two_councils.ask(world, world.cleaner)
    assert again.id == mine.id and again.released_at is None, "it may be asked for once more"
    assert not again.is_shared, "and the supplier agrees anew"
