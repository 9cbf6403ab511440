"""Whatever happened over twelve years: no removal leaves a hole, or takes what is younger or held."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import sharing
from app.services.people import access_links
from app.services.retention import applying, holds, periods
from app.services.retention.kinds import LIMITS, Kind
from app.services.retention.periods import cutoff
from models import (
    AccessLink,
    Answer,
    Base,
    EvidenceFile,
    Invitation,
    OutboxMessage,
    Person,
    Response,
    ResponseLook,
    Supplier,
    SupplierHold,
)
from support import evidence, two_councils
from support.retention import lead_of, must_hold
from support.world import StandingClock, World

SEEDS = range(6)


def live(world: World, standing: StandingClock, draw: Random) -> list[Person]:
    """Years of asking, answering, sharing, withdrawing and reading; the leads of both councils."""
    neighbour = two_councils.add_neighbour(world)
    leads = [lead_of(world, world.council), lead_of(world, neighbour.council)]
    records = [world.cleaner, world.lawyer, world.builder, neighbour.cleaner]
    for supplier in records:
        for contract in supplier.contracts:
            contract.end = draw.choice((None, clock.today() + timedelta(days=draw.randrange(4_000))))
    world.session.commit()
    for _year in range(12):
        standing.pass_by(days=draw.randrange(100, 500))
        supplier = draw.choice(records)
        email = two_councils.CONTACT if "orthgate" in supplier.name.lower() else f"c{supplier.id}@x.example"
        asked = two_councils.ask(world, supplier, email, due_on=clock.today() + timedelta(days=28))
        if asked.response.status != "draft":
            two_councils.agree(world, asked)
            continue
        evidence.attach(world, asked, evidence.to_question_with_evidence(world, asked))
        if draw.random() < 0.7:
            two_councils.submit(world, asked)
            sharing.record_look(
                world.session,
                world.officer,
                asked.council_id,
                asked.supplier_id,
                asked.response_id,
                clock.now(),
            )
            if draw.random() < 0.3:
                two_councils.withdraw(world, asked)
        if draw.random() < 0.3:
            access_links.request_sign_in(world.session, world.settings, email, clock.now())
        if draw.random() < 0.2:
            lead = next(one for one in leads if one.council_id == supplier.council_id)
            holds.put(world.session, lead, supplier, "A claim was announced.", clock.now())
    return leads


def say_something(world: World, leads: list[Person], draw: Random) -> None:
    for lead in leads:
        for kind in Kind:
            if draw.random() < 0.8:
                months = draw.randrange(LIMITS[kind].least, 100)
                periods.change(world.session, lead, kind, months, "Our schedule.", clock.now())


def rows(world: World, table: type[Base]) -> dict[int, dict[str, Any]]:
    world.session.expire_all()
    found = world.session.execute(select(table.__table__)).mappings()
    return {row["id"]: dict(row) for row in found}


def shortest(world: World, kind: Kind, moment: datetime) -> datetime | None:
    """The latest moment that any council's period of this kind allows: nothing younger may go."""
    said = [
        one.months
        for lead in world.session.scalars(select(Person).where(Person.role == "lead"))
        for one in periods.of_council(world.session, lead.council_id)
        if one.kind is kind and one.months is not None
    ]
    return cutoff(min(said), moment.date()) if said else None


@pytest.mark.parametrize("seed", SEEDS)
def test_only_what_is_old_and_free_goes_and_nothing_refers_to_it(
    world: World, standing_clock: StandingClock, seed: int
) -> None:
    draw = Random(seed)
    leads = live(world, standing_clock, draw)
    say_something(world, leads, draw)
    moment = clock.now() + timedelta(days=draw.randrange(2_500))
    kinds = (Answer, EvidenceFile, ResponseLook, OutboxMessage, AccessLink, Response, Invitation, Person)
    before = {table: rows(world, table) for table in kinds}
    held = set(world.session.scalars(select(SupplierHold.supplier_id)))
    counts = applying.apply(world.session, world.settings, lambda: moment, moment.date())
    after = {table: rows(world, table) for table in kinds}
    must_hold(world.session)
    gone = {table: [row for key, row in before[table].items() if key not in after[table]] for table in kinds}
    assert not gone[Response] and not gone[Invitation] and not gone[Person], "rows others refer to stay"
    held_responses = {row["response_id"] for row in before[Invitation].values() if row["supplier_id"] in held}
    latest = {kind: shortest(world, kind, moment) for kind in Kind}
    for row in gone[Answer]:
        assert row["response_id"] not in held_responses
        response = before[Response][row["response_id"]]
        kind = Kind.ANSWERS if response["submitted_at"] else Kind.DRAFTS
        assert latest[kind] is not None and row["answered_at"] < latest[kind]
        if response["submitted_at"]:
            assert response["submitted_at"] < latest[kind]
    for file in gone[EvidenceFile]:
        assert file["response_id"] not in held_responses
    for look in gone[ResponseLook]:
        assert latest[Kind.LOOKS] and look["looked_at"] < latest[Kind.LOOKS]
        assert before[Invitation][look["invitation_id"]]["supplier_id"] not in held
    for message in gone[OutboxMessage]:
        ages = [one for one in (latest[Kind.MESSAGES], latest[Kind.CONTACTS]) if one]
        assert message["queued_at"] < max(ages)
    for key, person in after[Person].items():
        if person["erased_on"]:
            asked = [row for row in before[Invitation].values() if row["contact_id"] == key]
            assert not {row["supplier_id"] for row in asked} & held
            assert all(after[Invitation][row["id"]]["revoked_at"] for row in asked)
            assert all(row["sent_at"] < latest[Kind.CONTACTS] for row in asked)
    for key, invitation in after[Invitation].items():
        if invitation["supplier_id"] in held:
            assert invitation == before[Invitation][key]
    again = applying.apply(world.session, world.settings, lambda: moment, moment.date())
    assert not any(again.values()), f"a second run at once removed {again}, the first {counts}"
    for supplier in world.session.scalars(select(Supplier).where(Supplier.id.in_(held))):
        assert holds.standing(world.session, supplier)


def test_the_drawn_years_remove_something_and_hold_something(
    world: World, standing_clock: StandingClock
) -> None:
    """The property above says nothing if nothing is ever due."""
    leads = live(world, standing_clock, Random(1))
    for lead in leads:
        for kind in Kind:
            periods.change(world.session, lead, kind, LIMITS[kind].least, "Short.", clock.now())
    moment = clock.now() + timedelta(days=3_000)
    counts = applying.apply(world.session, world.settings, lambda: moment, moment.date())
    assert {"answers", "looks", "messages", "links"} <= {kind for kind, number in counts.items() if number}
    assert world.session.scalars(select(SupplierHold)).all()
    must_hold(world.session)
