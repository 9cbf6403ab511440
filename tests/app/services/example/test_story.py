"""What the example council has been through: every state is there, and none of it is about real firms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.answers import answering, sharing
from app.services.background.progress import silent
from app.services.deciding import corrections, decisions, price_checks
from app.services.example import acts_answering, acts_deciding, acts_working, example, story
from app.services.judgement.screenings import recompute
from app.services.loads import supplier_files
from app.services.loads.registry import MADE_UP
from app.services.people import deputies
from app.store import audit, schema, screenings
from models import (
    Action,
    ActionPlan,
    AuditEvent,
    BandDecision,
    BulkAct,
    ClausePack,
    ConcernCount,
    Correction,
    Council,
    Decision,
    Delegation,
    DuplicateProposal,
    EvidenceFile,
    ExclusionGround,
    Invitation,
    Match,
    Note,
    NoteMention,
    OutboxMessage,
    Person,
    PriceCheck,
    ResponseStatus,
    SavedView,
    ScreeningRun,
    SourceFile,
    StoredReport,
    Supplier,
    SupplierCare,
    Upload,
)
from screening import codec, no_statement
from screening.no_statement import Why

REGISTRY_COPY = date(2022, 2, 16)


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """The example makes its own tables."""
    return empty_database_url


@dataclass
class Seen:
    """The council after its first start, looked at as its officers do."""

    session: Session
    council: Council
    today: date

    def supplier(self, name: str) -> Supplier:
        query = select(Supplier).where(Supplier.council_id == self.council.id)
        return self.session.scalars(query.where(Supplier.name == f"{name} {MADE_UP}")).one()

    def report(self, name: str) -> StoredReport:
        found = screenings.current_report(self.session, self.council.id, self.supplier(name).id)
        assert found is not None
        return found

    def why(self, name: str) -> Why:
        case = codec.load_case(self.report(name).text.case_json)
        return no_statement.why(case.statement, case.signals, self.today).why

    def all(self, table: type) -> list:
        return list(self.session.scalars(select(table)))

    def one(self, table: type):
        return self.session.scalars(select(table)).one()

    def asked(self, name: str) -> Invitation:
        query = select(Invitation).where(Invitation.supplier_id == self.supplier(name).id)
        return self.session.scalars(query).one()

    def person(self, name: str) -> Person:
        return self.session.scalars(select(Person).where(Person.name == name)).one()


def _read_by_two(seen: Seen) -> bool:
    readers = sharing.readers(seen.session, seen.asked("Northgate Security Services Ltd"))
    return len([one for one in readers if one.reads]) == 2


def _half_done(seen: Seen) -> bool:
    response = seen.asked("Medwick Safety Supplies Ltd").response
    return response.status == ResponseStatus.DRAFT and len(answering.answers_of(response)) == 9


def _states_of_plan(seen: Seen) -> bool:
    steps = seen.all(Action)
    overdue = [one for one in steps if one.state == "open" and one.due_on < seen.today]
    return len(overdue) == 1 and {one.state for one in steps} == {"open", "reported", "closed"}


def _overdue(seen: Seen) -> bool:
    asked = seen.asked("Greenreach Recycling Ltd")
    return asked.due_on < seen.today and asked.response.status == ResponseStatus.DRAFT


def _waits_for_ann(seen: Seen) -> bool:
    (waiting,) = [one for one in seen.all(Decision) if decisions.is_waiting(one)]
    return decisions.may_second(seen.session, seen.person("Ann Example"), waiting, seen.today)


def _second_record(seen: Seen) -> bool:
    pair = {
        seen.supplier("Wrenfield Grounds Maintenance Ltd").id,
        seen.supplier("WRENFIELD GROUNDS MAINT").id,
    }
    return any({one.first_id, one.second_id} == pair for one in seen.all(DuplicateProposal))


def _hearing(seen: Seen) -> bool:
    check = seen.one(PriceCheck)
    outcome = price_checks.result_of(check).outcome
    return check.state == "explanation_asked" and check.explain_by > seen.today and "low" in outcome


def _unread_note(seen: Seen) -> bool:
    mentions = seen.all(NoteMention)
    return {one.person.name for one in mentions} == {"Ann Example", "Cara Example"} and not any(
        one.seen_at for one in mentions
    )


def _stands_in(seen: Seen) -> bool:
    away = deputies.away(seen.session, seen.person("Ben Example"), seen.today)
    return [one.name for one in away.values()] == ["Dai Example"]


STATES: Mapping[str, Callable[[Seen], bool]] = {
    "confirmed match": lambda seen: seen.why("Stannery Build Housing") is Why.NOTHING,
    "current statement": lambda seen: seen.why("Larkmoor Homecare Ltd") is Why.NOTHING,
    "stale": lambda seen: seen.why("Fenwright Highways PLC") is Why.STALE,
    "covered by the parent": lambda seen: seen.why("Tidebrook Care Homes Ltd") is Why.COVERED_BY_PARENT,
    "home page": lambda seen: seen.why("Copperhead Roofing & Cladding Ltd") is Why.LINK,
    "not required": lambda seen: seen.why("Hollin Way Support CIC") is Why.NOT_REQUIRED,
    "missing": lambda seen: seen.why("Ashmere Workwear Ltd") is Why.MISSING,
    "unsure": lambda seen: seen.why("Sorrelby School Catering") is Why.UNSURE,
    "a match to look at": lambda seen: (
        {"possible", "confirmed", "rejected", "automatic"} == {one.decision for one in seen.all(Match)}
    ),
    "answers that worry": lambda seen: seen.report("Brackwater Recruitment Ltd").band == "high",
    "answers that do not": lambda seen: seen.report("Hollin Way Support CIC").band in ("low", "medium"),
    "answers lower the score": lambda seen: (
        _first_points(seen, "Hollin Way Support CIC") > seen.report("Hollin Way Support CIC").residual
    ),
    "moved in the last screening": lambda seen: bool(seen.report("Stannery Build Housing").moved),
    "evidence": lambda seen: (
        len(seen.all(EvidenceFile)) >= 2 and all(one.dated_on for one in seen.all(EvidenceFile))
    ),
    "half done": _half_done,
    "a section handed on": lambda seen: seen.one(Delegation).section_id == "overseas",
    "overdue": _overdue,
    "more time": lambda seen: seen.asked("Quillfen Stone Imports Ltd").wanted_due_on > seen.today,
    "an offer to share": lambda seen: (
        seen.person("Lowri Made-up").id
        in {
            one.contact_id
            for one in seen.all(Invitation)
            if one.agreed_at is None and one.response.submitted_at
        }
    ),
    "answers read by two councils": _read_by_two,
    "a decision that waits": _waits_for_ann,
    "decisions of every kind": lambda seen: len({one.kind for one in seen.all(Decision)}) == 4,
    "a band confirmed": lambda seen: seen.one(BandDecision).band == "high",
    "a plan under way": _states_of_plan,
    "a correction": lambda seen: (
        seen.one(Correction).is_open and not corrections.is_finished(seen.one(Correction))
    ),
    "duplicates": _second_record,
    "a price heard": _hearing,
    "packs": lambda seen: {one.state for one in seen.all(ClausePack)} == {"draft", "issued"},
    "a ground considered, not decided": lambda seen: seen.one(ExclusionGround).status == "self_cleaning",
    "notes": _unread_note,
    "a view of all": lambda seen: seen.one(SavedView).shared,
    "a deputy": _stands_in,
    "an upload to look at": lambda seen: seen.one(Upload).state == "preview",
    "a bulk act": lambda seen: seen.one(BulkAct).state == "done",
    "concerns as numbers": lambda seen: sum(one.count for one in seen.all(ConcernCount)) == 12,
    "a councillor": lambda seen: seen.person("Councillor Efa Example").role == "councillor",
}


def _first_points(seen: Seen, name: str) -> float:
    query = select(StoredReport.residual).where(StoredReport.supplier_id == seen.supplier(name).id)
    return seen.session.scalars(query.order_by(StoredReport.id)).first()


def _is_made_up(supplier: Supplier) -> bool:
    return supplier.name.endswith(MADE_UP)


def _suppliers_of(seen: Seen, table: type) -> set[int]:
    return {one for one in seen.session.scalars(select(table.supplier_id)) if one is not None}


def _check_that_real_ones_are_input_only(seen: Seen) -> None:
    real = {one.id for one in seen.all(Supplier) if not _is_made_up(one)}
    assert len(real) > 150
    acted_on = (Invitation, Decision, BandDecision, ActionPlan, Correction, ExclusionGround, Note, Match)
    for table in (*acted_on, ClausePack, PriceCheck):
        assert not _suppliers_of(seen, table) & real, table.__name__
    owned = select(SupplierCare.supplier_id).where(SupplierCare.owner_id.is_not(None))
    assert not set(seen.session.scalars(owned)) & real
    for one in seen.all(DuplicateProposal):
        assert (one.first_id in real) is (one.second_id in real)
    for one in seen.all(Match):
        assert one.organisation.name.endswith(MADE_UP)
    real_one = min(real)
    stored = screenings.current_report(seen.session, seen.council.id, real_one)
    said = codec.load_report(stored.text.report_json).statement
    assert (said.status, said.copy_date) == ("not_found", REGISTRY_COPY)


def _check_the_trail(seen: Seen) -> None:
    assert audit.first_broken(seen.session) is None
    events = list(seen.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)))
    told = next(number for number, one in enumerate(events) if one.action == "example.told")
    moments = [one.at for one in events[:told]]
    assert moments == sorted(moments), "what happened is told in its order"
    assert moments[-1] <= clock.now() and moments[0] < clock.now() - timedelta(days=60)
    assert {one.to.rpartition(".")[2] for one in seen.all(OutboxMessage)} == {"example"}
    assert {one.status for one in seen.all(ScreeningRun)} == {"done"}
    assert all(recompute(one) for one in screenings.all_current_reports(seen.session))


TABLES = (Supplier, SourceFile, ScreeningRun, Invitation, Decision, ActionPlan, Person, Upload, Match, Note)


def _counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 11, 20, 10, 30, tzinfo=UTC), datetime(2028, 2, 29, 0, 5, tzinfo=UTC)],
    ids=["a working day", "a leap day, at night"],
)
def test_the_story_makes_every_state_on_any_day_and_is_told_once(
    session, settings, standing_clock, moment
) -> None:
    standing_clock.moment = moment
    links = example.prepare(settings, silent).links
    assert len(links) == 4
    council = session.scalars(select(Council).where(Council.slug == "anytown")).one()
    seen = Seen(session, council, clock.today())
    missing = [name for name, is_there in STATES.items() if not is_there(seen)]
    assert not missing
    _check_that_real_ones_are_input_only(seen)
    _check_the_trail(seen)

    before = _counts(session)
    standing_clock.pass_by(days=40)
    again = example.prepare(settings, silent).links
    assert _counts(session) == before
    assert list(again) == list(links) and not set(again.values()) & set(links.values())


def test_every_act_of_the_story_is_known_and_every_known_act_is_played() -> None:
    played = {one["do"] for one in story.read()["acts"]}
    rooms = (acts_answering.ACTS, acts_deciding.ACTS, acts_working.ACTS)
    assert played == set(story.ACTS)
    assert len(story.ACTS) == sum(map(len, rooms)), "no two acts have one name"
    days = [one["day"] for one in story.in_order()]
    assert days == sorted(days) and days[0] > -70 and days[-1] == 0


def test_a_folder_in_which_somebody_worked_is_left_alone(session, settings) -> None:
    """One that was begun before the example had a story: a council, its lead, and a register of its own."""
    schema.upgrade(session.get_bind())
    council, _lead = example._people(session, clock.now())
    register = settings.data_dir / "own.csv"
    register.parent.mkdir(parents=True)
    register.write_text("Supplier Name,Contract Title,Contract Value\nOwn Works Ltd,Paths,5000\n")
    example._load(session, council, clock.now(), silent)
    own = supplier_files.load(session, council, register, clock.now(), silent)
    prepared = example.prepare(settings, silent)
    assert len(prepared.links) == 2, "the officer and the supplier, as before"
    assert "was left as it is" in str(prepared.summary[-1])
    assert not story.was_told(session, council)
    names = [one.name for one in session.scalars(select(Supplier)) if _is_made_up(one)]
    assert names == ["Northgate Cleaning Services Ltd (fictitious)"]
    assert own.in_force, "the example's register does not come back over the council's own"
