"""Taking back the load of a file as a whole: suppliers, contracts and spend become what they were before.

What people did since is kept: a cell that somebody changed after the load keeps its value, and a supplier
that the load added stays, without the file's contracts, once somebody has asked it, noted or decided
something about it, or another source gave it contracts. Both are counted.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.loads import load_snapshots, merged_spend
from app.services.loads.load_snapshots import Snapshot, unpacked
from app.store import audit, load_rows, merged, queue_entries, stated_companies, uploads
from models import FileLoad, Person, Role, SourceFile, UploadState


class Refusal(StrEnum):
    """Why a load cannot be undone."""

    NOT_KEPT = "not_kept"
    """It was loaded before what it replaced was kept."""
    LATER_LOAD = "later_load"
    MERGED = "merged"
    """Suppliers of the contracts that it replaced are gone."""
    NOT_IN_FORCE = "not_in_force"
    NOT_ALLOWED = "not_allowed"


class Refused(Exception):
    """Nothing was undone; `later` is the file that has to be undone first, if that is why."""

    def __init__(self, why: Refusal, later: SourceFile | None = None) -> None:
        super().__init__(why.value)
        self.why, self.later = why, later


@dataclass(frozen=True, slots=True)
class Effect:
    """What undoing a load does, or did.

    `contracts_out` leave and `contracts_back` return; `suppliers_out` go, `suppliers_back` get earlier cells;
    `suppliers_kept` stay since people or another source did something with them; `cells_kept` were changed
    after the load.
    """

    contracts_out: int
    contracts_back: int
    suppliers_out: int
    suppliers_back: int
    suppliers_kept: int
    cells_kept: int

    @property
    def size(self) -> int:
        """How many rows are deleted, put back or written: how long it takes."""
        return self.contracts_out + self.contracts_back + self.suppliers_out + self.suppliers_back


@dataclass(frozen=True, slots=True)
class _Plan:
    """A load that may be undone, and what is to be done."""

    load: FileLoad
    before: Snapshot
    returning: list[dict[str, Any]]
    doomed: frozenset[int]
    kept: frozenset[int]
    restored: dict[int, dict[str, object]]
    cells_kept: int


def may_undo(person: Person, load: FileLoad) -> bool:
    """Whoever loaded the file, and leads."""
    return person.council_id == load.council_id and (person.id == load.person_id or person.role == Role.LEAD)


def effect(session: Session, person: Person, source: SourceFile) -> Effect:
    """What undoing would do, for the person to see before. Raises `Refused`."""
    return _effect(session, _planned(session, person, source))


def undo(session: Session, person: Person, source: SourceFile, now: datetime, today: date) -> Effect:
    """Take the load of this file back and queue a screening of all suppliers. Raises `Refused`."""
    done = take_back(session, person, source, now, today)
    session.commit()
    return done


def take_back(session: Session, person: Person, source: SourceFile, now: datetime, today: date) -> Effect:
    """The same in the caller's transaction, which the caller commits. Raises `Refused`."""
    load_rows.hold_council(session, source.council_id or 0)
    plan = _planned(session, person, source)
    done, council_id = _effect(session, plan), plan.load.council_id
    audit.record(
        session,
        person,
        "file.undone",
        source,
        now,
        council_id,
        file=source.name,
        sha256=source.sha256,
        contracts_out=done.contracts_out,
        contracts_back=done.contracts_back,
        suppliers_out=done.suppliers_out,
        suppliers_kept=done.suppliers_kept,
        cells_kept=done.cells_kept,
    )
    touched = {row["supplier_id"] for row in load_rows.contracts_of_files(session, council_id, [source.id])}
    load_rows.delete_contracts_of_files(session, council_id, [source.id])
    stated_companies.forget_file(session, council_id, source.id)
    load_rows.put_contracts_back(session, [load_snapshots.contract_cells(row) for row in plan.returning])
    for supplier_id, cells in plan.restored.items():
        load_rows.set_cells(session, load_rows.SUPPLIERS, supplier_id, cells)
    load_rows.delete_suppliers(session, plan.doomed)
    counted = merged_spend.recount_all(session, merged.links(session, council_id), plan.restored)
    _restore_files(session, plan, source, now)
    session.expire_all()
    touched |= {*plan.before.touched, *plan.restored, *counted}
    touched |= {row["supplier_id"] for row in plan.returning}
    queue_entries.refresh_some(session, council_id, sorted(touched))
    runs.queue_run(session, council_id, None, "undo", now, today)
    return done


def _planned(session: Session, person: Person, source: SourceFile) -> _Plan:
    if not source.in_force:
        raise Refused(Refusal.NOT_IN_FORCE)
    load = uploads.load_of_file(session, source.council_id or 0, source.id)
    if load is None:
        raise Refused(Refusal.NOT_KEPT)
    if not may_undo(person, load):
        raise Refused(Refusal.NOT_ALLOWED)
    before = unpacked(load.before)
    _refuse_before_later_loads(session, load, before)
    owners = {row["supplier_id"] for row in before.contracts}
    if len(load_rows.suppliers_present(session, owners)) < len(owners):
        raise Refused(Refusal.MERGED)
    kept = load_rows.in_peoples_hands(session, before.created)
    kept |= load_rows.with_other_contracts(session, before.created, source.id)
    stated = stated_companies.standing_of_council(session, load.council_id)
    restored, cells_kept = _cells_to_restore(session, before, stated)
    returning = _contracts_to_return(session, load, before)
    doomed = frozenset(before.created) - kept
    return _Plan(load, before, returning, doomed, frozenset(kept), restored, cells_kept)


def _contracts_to_return(session: Session, load: FileLoad, before: Snapshot) -> list[dict[str, Any]]:
    """The contracts that gave way, but for those that their source has sent again since, as a system does."""
    replaced = [file_id for file_id, _time in before.replaced]
    again = load_rows.contracts_of_files(session, load.council_id, replaced)
    sent = {(row["supplier_id"], row["reference"]) for row in again if row["reference"]}
    links = merged.links(session, load.council_id)
    returning = [_where_it_belongs(row, links) for row in before.contracts]
    return [row for row in returning if (row["supplier_id"], row["reference"]) not in sent]


def _where_it_belongs(row: dict[str, Any], links: Mapping[int, int]) -> dict[str, Any]:
    """A contract under its record or, if that is merged now, under the supplier that stands for it."""
    record = row.get("recorded_under_id") or row["supplier_id"]
    top = merged.root(links, record)
    return {**row, "supplier_id": top, "recorded_under_id": record if top != record else None}


def _refuse_before_later_loads(session: Session, load: FileLoad, before: Snapshot) -> None:
    """Refuse where a later load replaced this file's contracts or has a supplier in common with it."""
    touched = set(before.touched)
    for later in reversed(uploads.loads_after(session, load)):
        after = unpacked(later.before)
        replaced = {file_id for file_id, _time in after.replaced}
        if load.source_file_id in replaced or touched & set(after.touched):
            raise Refused(Refusal.LATER_LOAD, later.source_file)


def _cells_to_restore(
    session: Session, before: Snapshot, stated: Container[int]
) -> tuple[dict[int, dict[str, object]], int]:
    """For each supplier the cells that still are as the load left them; and how many are not, or are the
    company number that an officer said (of the suppliers `stated`)."""
    present = load_rows.suppliers_present(session, [one["id"] for one in before.changed])
    restored: dict[int, dict[str, object]] = {}
    kept = 0
    for one in before.changed:
        row = present.get(one["id"])
        if row is None:
            continue
        after, earlier = (
            {merged_spend.column_of(name, row["own_credits"]): cell for name, cell in cells.items()}
            for cells in (
                load_snapshots.supplier_cells(one["after"]),
                load_snapshots.supplier_cells(one["before"]),
            )
        )
        held = ("company_number", "postcode") if one["id"] in stated else ()
        untouched = [name for name, cell in after.items() if row[name] == cell and name not in held]
        kept += len(after) - len(untouched)
        if untouched:
            restored[one["id"]] = {name: earlier[name] for name in (*untouched, "updated_at")}
    return restored, kept


def _effect(session: Session, plan: _Plan) -> Effect:
    council_id, source_id = plan.load.council_id, plan.load.source_file_id
    return Effect(
        contracts_out=sum(1 for _ in load_rows.contracts_of_files(session, council_id, [source_id])),
        contracts_back=len(plan.returning),
        suppliers_out=len(plan.doomed),
        suppliers_back=len(plan.restored),
        suppliers_kept=len(plan.kept),
        cells_kept=plan.cells_kept,
    )


def _restore_files(session: Session, plan: _Plan, source: SourceFile, now: datetime) -> None:
    """The files that gave way count again; this one goes, unless it had been loaded once before."""
    for file_id, changed_at in plan.before.replaced:
        cells = {"in_force": True, "updated_at": datetime.fromisoformat(changed_at)}
        load_rows.set_cells(session, load_snapshots.FILES, file_id, cells)
    for one in uploads.of_file(session, source.id):
        if one.finished_at == plan.load.loaded_at or plan.before.source is None:
            one.state, one.source_file_id, one.finished_at = UploadState.UNDONE, None, now
    session.delete(plan.load)
    session.flush()
    if plan.before.source is not None:
        cells = load_snapshots.file_cells(plan.before.source)
        load_rows.set_cells(session, load_snapshots.FILES, source.id, cells)
    else:
        session.delete(source)
        session.flush()
