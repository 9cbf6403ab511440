"""Whatever people do, the queue's rows say what suppliers and reports say, before anything is screened.

Every act that changes what the queue shows is done, one after the other, on one council. After each, the
stored rows are those that writing all of them anew gives; so they are after the screening that it asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.extensions import clock
from app.intake import read_council_file
from app.services.answers import sharing
from app.services.background.progress import silent
from app.services.deciding import corrections, decisions, exclusions, matches
from app.services.deciding.corrections import Disputed
from app.services.judgement import bands, contract_facts
from app.services.judgement.contract_facts import Facts
from app.services.loads import contract_writes, load_undoing, supplier_files
from app.services.organisations import merging
from app.services.outside import api_tokens
from app.services.people import care, notes
from app.store import queue_entries, screenings, statements
from models import (
    ApiToken,
    CorrectionAbout,
    CorrectionState,
    DecisionKind,
    ExclusionGround,
    NameKind,
    Organisation,
    OrganisationName,
    Person,
    QueueEntry,
    Role,
    Scope,
    StatementOrganisation,
)
from screening.types import Band
from support.council_files import REGISTER, contract, written
from support.evidence import attach, to_question_with_evidence
from support.plans import make_plan
from support.two_councils import ask, submit
from support.world import World

Act = tuple[str, Callable[[], Any]]


def rows(world: World) -> dict[int, dict[str, Any]]:
    """Every column of every row of the queue but its id, by supplier."""
    world.session.expire_all()
    table = QueueEntry.__table__
    found = world.session.execute(select(table).where(table.c.council_id == world.council.id)).mappings()
    kept = set(table.c.keys()) - {"id", "created_at", "updated_at"}
    return {row["supplier_id"]: {name: row[name] for name in kept} for row in found}


def assert_up_to_date(world: World, after: str) -> dict[int, dict[str, Any]]:
    """The rows as they are stored, which are the same when they are written anew."""
    stored = rows(world)
    queue_entries.refresh(world.session, world.council.id)
    anew = rows(world)
    world.session.rollback()
    assert stored == anew, after
    return stored


def acts(world: World, folder: Path) -> Iterator[Act]:
    """What may be done with suppliers, in an order in which each is possible; do each when it is given."""
    session, settings, officer = world.session, world.settings, world.officer
    now, today = clock.now(), clock.today()
    cleaner, lawyer, builder = world.cleaner, world.lawyer, world.builder
    moment = (now, today)

    def report(supplier):
        return screenings.current_report(session, world.council.id, supplier.id)

    def assign(owner, step: str) -> None:
        care.assign(session, officer, world.council.id, [cleaner.id], owner, date(2026, 12, 1), step, now)

    yield "an owner and a next action", lambda: assign(officer, "Phone them")
    yield "no owner", lambda: assign(None, "")
    given = (cleaner, report(cleaner), DecisionKind.ESCALATE, "Seen", None, *moment)
    yield "a decision", lambda: decisions.decide(session, settings, officer, *given)
    yield "a band is changed", lambda: bands.decide(session, officer, report(cleaner), Band.LOW, "Seen", now)
    yield "a band is taken back", lambda: bands.withdraw(session, officer, report(cleaner), now)
    ground = ("sch7_misconduct", "supplier", "Wages were withheld", "File 1", date(2025, 3, 1), None)
    yield "an exclusion ground", lambda: exclusions.add(session, officer, cleaner, *ground, *moment)
    entered = session.scalars(select(ExclusionGround)).one()
    yield "its end", lambda: exclusions.end(session, officer, entered, "Entered by mistake", *moment)
    yield "a note", lambda: notes.write(session, settings, officer, cleaner, "Hello", [], now)
    yield "a plan", lambda: make_plan(world)

    yield "an invitation", lambda: ask(world, lawyer, "law@quill.example")
    invitation = ask(world, cleaner)
    question = to_question_with_evidence(world, invitation)
    yield "evidence", lambda: attach(world, invitation, question)
    yield "answers", lambda: submit(world, invitation)
    line = Disputed(
        "sector", "Sector: Cleaning.", "Sector: Glanhau.", CorrectionAbout.SECTOR, "We sell soap."
    )
    person = invitation.contact
    disputed = corrections.make(session, settings, person, invitation, None, line, *moment)
    yield "a correction", lambda: None
    reply = (disputed, CorrectionState.DECLINED, "The contract says so.", "")
    yield "the reply", lambda: corrections.reply(session, settings, officer, *reply, now)
    yield (
        "answers withdrawn",
        lambda: sharing.withdraw(session, settings, person, invitation, world.council.id, *moment),
    )

    [match] = statements.matches_of_supplier(session, world.council.id, builder.id)
    firm = Organisation(name=match.organisation.name)
    builder.organisation = cleaner.organisation = firm  # so the name of one is a name of the other's, too
    session.flush()
    queue_entries.refresh(session, world.council.id)
    yield "two records of one organisation", lambda: None
    yield "a match confirmed", lambda: matches.confirm(session, officer, match, *moment)
    yield "a match rejected", lambda: matches.reject(session, officer, match, *moment)
    yield "that taken back", lambda: matches.undo(session, officer, match, *moment)
    other = session.scalars(select(StatementOrganisation)).first()
    yield "a statement picked", lambda: matches.pick(session, officer, lawyer, other, *moment)
    [picked] = statements.matches_of_supplier(session, world.council.id, lawyer.id)
    yield "the pick taken back", lambda: matches.undo(session, officer, picked, *moment)
    yield "no statement", lambda: matches.none_exists(session, officer, lawyer, "The registry", *moment)

    said = (lawyer.contracts[0], Facts("most", "yes", "more", "low", True, None))
    yield "facts of a contract", lambda: contract_facts.state(session, officer, *said, *moment)
    lead = Person(email="pat@anytown.example", name="Pat", role=Role.LEAD, council_id=world.council.id)
    session.add(lead)
    session.commit()
    ends = (now + timedelta(days=30), now)
    token, _secret = api_tokens.make(
        session, lead, world.council.id, "Ledger", [Scope.CONTRACTS_WRITE], *ends
    )
    sent = {
        "supplier": lawyer.name,
        "vendor_id": lawyer.vendor_id,
        "reference": "API-1",
        "contract_title": "Advice",
    }
    yield "a contract by the API", lambda: _put(world, token, sent | {"amount": "1200000"})

    yield "a merge", lambda: merging.merge(session, officer, builder, lawyer, "One firm", *moment, True)
    [merge] = session.scalars(select(merging.SupplierMerge))
    yield "its undo", lambda: merging.undo(session, officer, merge, "Two firms", *moment)

    register = written(
        folder / "r.csv", REGISTER, [contract(1, builder.name, value="77"), contract(2, "New Ltd")]
    )
    source = None

    def load() -> None:
        nonlocal source
        read = read_council_file(register)
        source = supplier_files.store_file(session, world.council, read, now, silent, lead)
        session.commit()

    yield "a register loaded", load
    yield "that undone", lambda: load_undoing.undo(session, lead, source, *moment)


def _put(world: World, token: ApiToken, cells: dict[str, str]) -> None:
    contract_writes.put(world.session, token, [cells], "0" * 64, clock.now())
    world.session.commit()


#: Acts after which the queue shows something else at once; the others wait for a screening, or are beside it.
SHOWN_AT_ONCE = {
    "an invitation", "a match confirmed", "a match rejected", "a contract by the API", "a merge", "its undo",
    "a register loaded", "that undone",
}  # fmt: skip


def test_after_every_act_the_rows_are_those_written_anew(world: World, tmp_path: Path) -> None:
    firm = Organisation(name="Quill Holdings", company_number="OC301234")
    firm.names.append(OrganisationName(name="Pen Solicitors", kind=NameKind.PREVIOUS, source="test"))
    world.session.add(firm)
    world.lawyer.company_number = "OC301234"
    world.session.commit()
    world.screen_all()
    before, changed = assert_up_to_date(world, "the first screening"), set()
    for what, act in acts(world, tmp_path):
        act()
        world.session.commit()
        shown = assert_up_to_date(world, what)
        if shown != before:
            changed.add(what)
        world.do_queued_work()
        before = assert_up_to_date(world, f"the screening after: {what}")
    assert changed >= SHOWN_AT_ONCE, SHOWN_AT_ONCE - changed
