"""Periods applied: only what a lead switched on goes, only once it is old enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import answering
from app.services.retention import applying, holds, periods
from app.services.retention.kinds import LIMITS, Kind
from app.store import audit, blobs, retention
from models import (
    Answer,
    AuditEvent,
    EvidenceFile,
    Invitation,
    OutboxMessage,
    Person,
    Response,
    ResponseStatus,
    RetentionRun,
    StoredReport,
)
from support import evidence, two_councils
from support.retention import apply_after, lead_of, must_hold, say, years
from support.world import World


@pytest.fixture
def lead(world: World) -> Person:
    return lead_of(world, world.council)


@pytest.fixture
def submitted(world: World) -> Response:
    """The cleaner's answers, with a file."""
    asked = two_councils.ask(world, world.cleaner)
    evidence.attach(world, asked, evidence.to_question_with_evidence(world, asked))
    return two_councils.submit(world, asked)


def content_of(world: World, sha256: str) -> bool:
    try:
        blobs.blobs_of(world.settings).open(sha256).close()
    except FileNotFoundError:
        return False
    return True


def test_nothing_goes_before_a_lead_said_so(world: World, submitted: Response) -> None:
    assert apply_after(world, **years(60)) == {}
    assert submitted.status == ResponseStatus.SUBMITTED and len(submitted.answers) > 5
    assert not world.session.scalars(select(RetentionRun)).all()


def test_answers_go_with_their_files_once_the_period_is_over(
    world: World, lead: Person, submitted: Response
) -> None:
    world.do_queued_work()
    report = world.session.scalars(
        select(StoredReport).where(StoredReport.supplier_id == world.cleaner.id, StoredReport.current)
    ).one()
    figures, hashes = report.text.case_json, {file.sha256 for file in submitted.evidence}
    assert hashes and all(content_of(world, one) for one in hashes)
    say(world, lead, Kind.ANSWERS, months=84)
    assert apply_after(world, **years(6)) == {}
    assert apply_after(world, **years(7)) == {"answers": 1}
    assert submitted.status == ResponseStatus.ERASED and submitted.reference and submitted.submitted_at
    assert not submitted.answers and not submitted.evidence and not submitted.declared_name
    assert not any(content_of(world, one) for one in hashes)
    assert report.text.case_json == figures, "what the council knew stays"
    assert apply_after(world, **years(8)) == {}
    must_hold(world.session)


def test_a_contract_that_ends_later_keeps_the_answers(
    world: World, lead: Person, submitted: Response
) -> None:
    world.cleaner.contracts[0].end = clock.today() + timedelta(days=365 * 5)
    world.session.commit()
    say(world, lead, Kind.ANSWERS, months=84)
    assert apply_after(world, **years(11)) == {}
    assert apply_after(world, **years(12)) == {"answers": 1}


def test_a_hold_holds_until_it_ends(world: World, lead: Person, submitted: Response) -> None:
    say(world, lead)
    holds.put(world.session, lead, world.cleaner, "A claim was announced.", clock.now())
    gone = apply_after(world, **years(20))
    assert "answers" not in gone and "contacts" not in gone
    assert len(submitted.answers) > 5
    assert holds.end(world.session, lead, world.cleaner, "It was settled.", clock.now())
    assert apply_after(world, **years(20))["answers"] == 1
    must_hold(world.session)


def test_what_another_council_keeps_stays_for_it(world: World, lead: Person) -> None:
    neighbour = two_councils.add_neighbour(world)
    mine = two_councils.ask(world, world.cleaner)
    response = two_councils.submit(world, mine)
    theirs = two_councils.ask(world, neighbour.cleaner)
    assert theirs.response_id == response.id and two_councils.agree(world, mine, neighbour.council)
    say(world, lead)
    assert apply_after(world, **years(10))["answers"] == 1
    assert response.status == ResponseStatus.SUBMITTED and len(response.answers) > 5
    assert mine.revoked_at and not theirs.revoked_at
    assert not mine.contact.erased_on, "the other council may still ask them"
    say(world, lead_of(world, neighbour.council))
    assert apply_after(world, **years(10))["answers"] == 1
    assert response.status == ResponseStatus.ERASED
    must_hold(world.session)


def test_drafts_go_once_nobody_has_written_in_them(world: World, lead: Person) -> None:
    asked = two_councils.ask(world, world.cleaner)
    first = evidence.to_question_with_evidence(world, asked)
    say(world, lead, Kind.DRAFTS, months=12)
    assert apply_after(world, days=360) == {}, "an answer was wanted by December 2026"
    assert apply_after(world, days=400) == {"drafts": 1}
    assert asked.response.status == ResponseStatus.ERASED and asked.revoked_at
    assert not world.session.scalars(select(Answer)).all() and first
    again = two_councils.ask(world, world.cleaner)
    assert again.response_id != asked.response_id, "the council can ask again"
    must_hold(world.session)


def test_contacts_and_staff_leave_a_row_without_a_name(
    world: World, lead: Person, submitted: Response
) -> None:
    contact = world.session.scalars(select(Person).where(Person.email == two_councils.CONTACT)).one()
    world.officer.active = False
    world.session.commit()
    say(world, lead)
    gone = apply_after(world, **years(10))
    assert gone["contacts"] == 1 and gone["staff"] == 1
    for person in (contact, world.officer):
        assert person.erased_on and not person.active
        assert person.email == f"erased-{person.id}@erased.invalid"
        assert person.name.startswith("a person who was erased on ") and " | " in person.name
    assert world.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_a_contact_who_is_still_asked_stays(world: World, lead: Person, submitted: Response) -> None:
    say(world, lead, Kind.CONTACTS)
    assert apply_after(world, **years(20)) == {}


def test_what_councils_share_waits_for_every_council(world: World, lead: Person, submitted: Response) -> None:
    neighbour = two_councils.add_neighbour(world)
    two_councils.ask(world, neighbour.cleaner)
    say(world, lead, Kind.MESSAGES, Kind.LINKS, months=12)
    assert apply_after(world, **years(5)) == {}
    say(world, lead_of(world, neighbour.council), Kind.MESSAGES, Kind.LINKS, months=48)
    assert apply_after(world, **years(3)) == {}, "the longest of the periods counts"
    assert set(apply_after(world, **years(5))) == {"messages", "links"}


def test_a_period_has_bounds_a_reason_and_a_lead(world: World, lead: Person) -> None:
    for months in (0, LIMITS[Kind.ANSWERS].least - 1, 601):
        with pytest.raises(periods.OutOfBounds):
            periods.change(world.session, lead, Kind.ANSWERS, months, "Because.", clock.now())
    with pytest.raises(ValueError):
        periods.change(world.session, lead, Kind.ANSWERS, 84, "  ", clock.now())
    with pytest.raises(periods.NotAllowed):
        periods.change(world.session, world.officer, Kind.ANSWERS, 84, "Because.", clock.now())
    assert periods.change(world.session, lead, Kind.ANSWERS, 84, "Because.", clock.now())
    assert not periods.change(world.session, lead, Kind.ANSWERS, 84, "Again.", clock.now())
    assert [one.months for one in retention.history(world.session, world.council.id, "answers")] == [84]


def test_looking_changes_nothing_and_tells_what_a_run_removes(
    world: World, lead: Person, submitted: Response
) -> None:
    say(world, lead)
    later = date(2040, 1, 1)
    before = world.session.scalar(select(func.count()).select_from(AuditEvent))
    told = applying.look(world.session, later)
    assert told[world.council.id]["answers"] == 1 and told[None]["messages"] > 0
    assert world.session.scalar(select(func.count()).select_from(AuditEvent)) == before
    assert submitted.answers


def test_each_run_is_an_event_with_its_counts_and_many_rows_go_in_batches(
    world: World, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        world.session.add(
            OutboxMessage(to=f"{number}@x.example", subject="s", body="b", queued_at=clock.now())
        )
    world.session.commit()
    say(world, lead, Kind.MESSAGES)
    monkeypatch.setattr(applying, "AT_ONCE", 3)
    assert apply_after(world, **years(2)) == {"messages": 7}
    events = world.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    batches = [one.detail["number"] for one in events if one.action == "retention.removed"]
    assert batches == [3, 3, 1]
    runs = [one for one in events if one.action == "retention.run"]
    assert runs[-1].detail == {"counts": {"messages": 7}}
    assert audit.first_broken(world.session) is None


def test_a_content_that_the_store_did_not_give_up_goes_at_the_next_run(
    world: World, lead: Person, submitted: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = {file.sha256 for file in submitted.evidence}
    say(world, lead, Kind.ANSWERS)

    def out_of_reach(self: object, sha256: str) -> None:
        raise OSError("the store does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(blobs.FolderBlobs, "forget", out_of_reach)
        assert apply_after(world, **years(8)) == {"answers": 1}
    assert not world.session.scalars(select(EvidenceFile)).all()
    assert all(content_of(world, one) for one in hashes)
    apply_after(world, **years(8))
    assert not any(content_of(world, one) for one in hashes)


def test_a_file_that_another_row_has_keeps_its_content(
    world: World, lead: Person, submitted: Response
) -> None:
    other = two_councils.ask(world, world.builder, "contact@harbour.example")
    evidence.attach(world, other, evidence.to_question_with_evidence(world, other))
    sha256 = submitted.evidence[0].sha256
    assert evidence.files(world, other)[0].sha256 == sha256
    say(world, lead, Kind.ANSWERS)
    assert apply_after(world, **years(8)) == {"answers": 1}
    assert content_of(world, sha256), "the builder's draft still has it"


def test_an_answer_that_was_saved_meanwhile_keeps_the_draft(
    world: World, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = two_councils.ask(world, world.cleaner)
    evidence.to_question_with_evidence(world, asked)
    say(world, lead, Kind.DRAFTS)
    later = clock.now() + timedelta(days=800)
    from app.services.retention import removing

    held = removing.sharing.hold

    def somebody_saves(session, response_id: int) -> None:
        held(session, response_id)
        row = session.scalars(select(Answer).where(Answer.response_id == response_id)).first()
        row.answered_at = later
        session.flush()

    monkeypatch.setattr(removing.sharing, "hold", somebody_saves)
    applying.apply(world.session, world.settings, lambda: later, later.date())
    world.session.expire_all()
    assert asked.response.status == ResponseStatus.DRAFT
    assert answering.answers_of(asked.response)
    assert world.session.get_one(Invitation, asked.id).released_at is None
