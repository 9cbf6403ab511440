"""Whatever is done to many suppliers at once can be taken back: every kind of bulk act, and every load.

A new kind of act fails here until it says how it is begun and what its undo has to put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import select

import app as application
from app.extensions import clock
from app.intake import read_council_file
from app.intake.records import Choices
from app.services.answers import answering
from app.services.background.progress import silent
from app.services.inviting import bulk_acts, invitations
from app.services.loads import load_undo_work, supplier_files
from app.services.people import care
from models import (
    Base,
    BulkAct,
    BulkKind,
    BulkState,
    Contract,
    Council,
    FileKind,
    Invitation,
    Person,
    Role,
    Supplier,
    SupplierCare,
    WorkState,
)
from support.council_files import REGISTER, SPEND, contract, payment, written
from support.world import World, answer_everything

Seen = object


@dataclass(frozen=True)
class Kind:
    """How an act of this kind is prepared, what is chosen for it, and what people see of what it changes."""

    prepare: Callable[[World], None]
    chosen: Callable[[World], dict[str, Any]]
    seen: Callable[[World], Seen]


def an_owner(world: World) -> None:
    care.assign(
        world.session, world.officer, world.council.id, [world.cleaner.id], world.officer, None, "Wait",
        clock.now(),
    )  # fmt: skip


def owners(world: World) -> Seen:
    """Each supplier's owner, day and words; one without a row has none of them."""
    rows = world.session.scalars(select(SupplierCare).execution_options(populate_existing=True))
    told = {one.supplier_id: (one.owner_id, one.due_on, one.next_step) for one in rows}
    return {one: told.get(one, (None, None, "")) for one in ids(world)}


def asked_long_ago(world: World) -> None:
    """One supplier answered long ago, one let its time pass, one was never asked."""
    for supplier, answers in ((world.cleaner, True), (world.lawyer, False)):
        asked, _link = invitations.ask(
            world.session, world.settings, world.officer, supplier, f"{supplier.id}@x.example", "Con Tact",
            clock.today() + timedelta(days=9), clock.now(),
        )  # fmt: skip
        if answers:
            answer_everything(world, asked)
            answering.submit(
                world.session, asked.contact, asked, "Con Tact", "Director", clock.now(), clock.today()
            )


def invited(world: World) -> Seen:
    """Each supplier's invitations that stand, with their days."""
    rows = world.session.scalars(
        select(Invitation).where(Invitation.revoked_at.is_(None)).execution_options(populate_existing=True)
    )
    return sorted((one.supplier_id, one.id, one.sent_at, one.due_on) for one in rows)


def ids(world: World) -> list[int]:
    return list(world.session.scalars(select(Supplier.id).order_by(Supplier.id)))


KINDS = {
    BulkKind.ASSIGN: Kind(
        an_owner,
        lambda world: {"owner": colleague(world).id, "due_on": "2027-09-01", "next_step": "Ring them"},
        owners,
    ),
    BulkKind.ASK: Kind(asked_long_ago, lambda _world: {"due_on": "2027-09-01"}, invited),
}


def colleague(world: World) -> Person:
    person = Person(email="bo@anytown.example", name="Bo", role=Role.OFFICER, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


def begin(world: World, kind: BulkKind) -> BulkAct:
    return bulk_acts.begin(
        world.session, world.settings, world.officer, world.council.id, kind, ids(world),
        KINDS[kind].chosen(world), clock.now, clock.today(),
    )  # fmt: skip


def test_every_kind_of_act_and_every_button_is_known_here() -> None:
    assert set(KINDS) == set(BulkKind)
    folder = Path(application.__file__).parent / "officer/templates/officer"
    offered = re.findall(r'name="what" value="(\w+)"', (folder / "_queue_bulk.html").read_text("utf-8"))
    assert set(offered) - {"csv", "xlsx"} == {kind.value for kind in BulkKind}


@pytest.mark.parametrize("by_worker", [False, True])
@pytest.mark.parametrize("kind", BulkKind)
def test_an_act_that_is_undone_leaves_everything_as_it_was(
    world: World, standing_clock, monkeypatch, kind: BulkKind, by_worker: bool
) -> None:
    one = KINDS[kind]
    one.prepare(world)
    standing_clock.pass_by(days=200)
    before = one.seen(world)
    if by_worker:
        monkeypatch.setattr(bulk_acts, "AT_ONCE", 0)
    act = begin(world, kind)
    if by_worker:
        assert act.state == BulkState.QUEUED and one.seen(world) == before
        bulk_acts.do(world.session, world.settings, act.id, clock.now, clock.today())
    assert act.state == BulkState.DONE and one.seen(world) != before, "it did something"
    standing_clock.pass_by(hours=1)
    assert bulk_acts.may_undo(act)
    assert bulk_acts.undo(world.session, world.officer, act, clock.now())
    assert one.seen(world) == before
    assert not bulk_acts.may_undo(act) and not bulk_acts.undo(world.session, world.officer, act, clock.now())


# --- Loads ------------------------------------------------------------------------------------------------

LOADS = {
    FileKind.CONTRACTS: (REGISTER, lambda name: contract(1, name)),
    FileKind.SPEND: (SPEND, lambda name: payment(name, "77", "100.00")),
}


def test_every_kind_of_file_of_a_council_is_known_here() -> None:
    kinds = set(get_args(get_type_hints(Choices)["kind"]))
    assert {kind.value for kind in LOADS} == kinds - {""}


@pytest.mark.parametrize("by_worker", [False, True])
@pytest.mark.parametrize("kind", LOADS)
def test_a_load_that_is_undone_leaves_everything_as_it_was(
    session, tmp_path: Path, monkeypatch, kind: FileKind, by_worker: bool
) -> None:
    council = Council(slug="anytown", name="Anytown Council")
    session.add(council)
    session.flush()
    lead = Person(email="lead@anytown.example", role=Role.LEAD, council_id=council.id)
    session.add(lead)
    session.commit()
    header, row = LOADS[kind]

    def load(*names: str):
        read = read_council_file(written(tmp_path / f"{len(names)}.csv", header, [row(one) for one in names]))
        source = supplier_files.store_file(session, council, read, clock.now(), silent, lead, False)
        session.commit()
        return source

    load("Northgate Cleaning Services Ltd")
    before = cells(session)
    later = load("Northgate Cleaning Services Ltd", "Larkmoor Homecare Ltd")
    assert cells(session) != before
    if by_worker:
        monkeypatch.setattr(load_undo_work, "AT_ONCE", 0)
    asked = load_undo_work.begin(session, lead, later, clock.now(), clock.today())
    if by_worker:
        assert load_undo_work.work(session, asked.id, clock.now, clock.today())
    assert asked.state == WorkState.DONE and cells(session) == before


def cells(session) -> list[tuple[object, ...]]:
    """Every cell of the suppliers and of their contracts."""
    session.expire_all()
    tables = [Base.metadata.tables[table.__tablename__] for table in (Supplier, Contract)]
    return [tuple(row) for table in tables for row in session.execute(select(table).order_by(table.c.id))]
