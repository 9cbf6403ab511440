"""Loading a council's contracts register, spend file or procurement notices."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.intake import CouncilFile, SkippedRow, SupplierInput, read_council_file
from app.services.background.progress import Progress
from app.services.loads import load_snapshots, merged_spend, namesakes
from app.services.loads.load_snapshots import Snapshot
from app.store import audit, load_rows, merged, queue_entries, stated_companies, uploads
from app.store import suppliers as store
from models import PEOPLE, Council, FileKind, FileLoad, Person, SourceFile, Supplier
from models import Contract as ContractRow
from screening.types import Contract


def load(
    session: Session,
    council: Council,
    path: Path,
    now: datetime,
    progress: Progress,
    mapping: Mapping[str, str] | None = None,
    officer: Person | None = None,
    beside: bool = False,
) -> SourceFile:
    """Read a file and put its suppliers and contracts in place of, or beside, those of its kind.

    The same bytes are loaded once. `UnusableInput` says what is wrong with a file that cannot be read;
    single rows that cannot be read are counted on the returned row and the rest is loaded.
    """
    read = read_council_file(path, mapping, lambda rows: progress(f"Reading {path.name}", rows, None))
    source = store_file(session, council, read, now, progress, officer, beside)
    session.commit()
    return source


def store_file(
    session: Session,
    council: Council,
    read: CouncilFile,
    now: datetime,
    progress: Progress,
    officer: Person | None = None,
    beside: bool = False,
) -> SourceFile:
    """Store a file that was read, with all that undoing it needs; the caller commits.

    `beside` keeps the contracts of earlier files of its kind and adds the spend to what suppliers have.
    """
    load_rows.hold_council(session, council.id)
    known = store.source_file(session, council.id, read.sha256)
    if known is not None and known.in_force:
        return known
    before = Snapshot(source=_cells_of(session, known) if known else None)
    if not beside:
        _replace_earlier(session, council.id, FileKind(read.kind), before)
    source = known or SourceFile(council_id=council.id, sha256=read.sha256)
    _describe(source, read, now)
    session.add(source)
    session.flush()
    _store_suppliers(session, council, source, read, before, beside, progress)
    kept = FileLoad(
        council_id=council.id,
        source_file_id=source.id,
        person_id=officer.id if officer else None,
        loaded_at=now,
        before=before.packed(),
    )
    session.add(kept)
    _refresh_queue(session, council.id, before)
    audit.record(
        session,
        officer,
        "file.loaded",
        source,
        now,
        council.id,
        file=read.name,
        sha256=read.sha256,
        rows=read.rows_read,
        suppliers=len(read.suppliers),
    )
    return source


def _refresh_queue(session: Session, council_id: int, before: Snapshot) -> None:
    """Bring the queue's rows up to date of those to whom the file gave, or took, a cell or a contract."""
    touched = sorted({*before.touched, *(row["supplier_id"] for row in before.contracts)})
    queue_entries.refresh_some(session, council_id, touched)


def to_mend(row: SkippedRow) -> dict[str, Any]:
    """A row with something to mend, as the page of the loaded file lists it."""
    return {"line": row.line, "what": f"{row.what} {row.mend}".strip()}


def _cells_of(session: Session, source: SourceFile) -> dict[str, Any]:
    table = load_snapshots.FILES
    return load_snapshots.to_json(
        session.execute(select(table).where(table.c.id == source.id)).mappings().one()
    )


def _replace_earlier(session: Session, council_id: int, kind: FileKind, before: Snapshot) -> None:
    """Take the contracts of earlier files of this kind out, remembering them."""
    earlier = uploads.in_force(session, council_id, kind)
    ids = [file.id for file in earlier]
    rows = load_rows.contracts_of_files(session, council_id, ids)
    before.contracts = [load_snapshots.to_json(row) for row in rows]
    before.replaced = [[file.id, file.updated_at.isoformat()] for file in earlier]
    load_rows.delete_contracts_of_files(session, council_id, ids)
    for file in earlier:
        file.in_force = False
    session.flush()
    session.expire_all()  # contracts that the session holds are gone


def _describe(source: SourceFile, read: CouncilFile, now: datetime) -> None:
    source.kind, source.name, source.in_force = FileKind(read.kind), read.name, True
    source.rows_read, source.rows_loaded = read.rows_read, read.rows_loaded
    source.people_withheld, source.redacted = read.people_withheld.rows, read.redacted_rows
    source.skipped = [to_mend(row) for row in (*read.skipped, *read.notes)]
    source.loaded_at = now


def _store_suppliers(
    session: Session,
    council: Council,
    source: SourceFile,
    read: CouncilFile,
    before: Snapshot,
    beside: bool,
    progress: Progress,
) -> None:
    suppliers = namesakes.resolved(session, council.id, read.suppliers)
    known = store.suppliers_by_key(session, council.id)
    stated = stated_companies.standing_of_council(session, council.id)
    paid = spend_is_known(session, council.id, read)
    merged_into = merged.links(session, council.id)
    keys = [namesakes.stored_key(one) for one in suppliers]
    added: list[Supplier] = []
    for number, given in enumerate(suppliers, start=1):
        supplier = known.get(keys[number - 1])
        if supplier is None:
            supplier = Supplier(
                council_id=council.id, key=keys[number - 1], **cells_after(None, given, beside)
            )
            session.add(supplier)
            added.append(supplier)
        else:
            _update(supplier, given, beside, before, stated, paid)
            if supplier.id in stated and given.company_number:
                said = stated[supplier.id]
                said.file_number, said.source_file_id = given.company_number, source.id
        session.add_all(
            _contract_row(council.id, supplier, source.id, contract, merged_into)
            for contract in given.contracts
        )
        if number % 500 == 0:
            session.flush()
            progress("Storing suppliers", number, len(suppliers))
    session.flush()
    before.created = [supplier.id for supplier in added]
    before.touched = [*before.created, *(known[key].id for key in keys if key in known)]
    counted = merged_spend.recount_all(session, merged_into, before.touched)
    before.touched += [one for one in counted if one not in before.touched]
    progress("Storing suppliers", len(suppliers), len(suppliers))


def spend_is_known(session: Session, council_id: int, read: CouncilFile) -> set[int]:
    """The suppliers whose spend this file leaves alone: a register's values are no payments."""
    return uploads.paid(session, council_id) if FileKind(read.kind) is FileKind.CONTRACTS else set()


def cells_after(
    supplier: Supplier | None,
    given: SupplierInput,
    beside: bool,
    stated: Container[int] = (),
    paid: Container[int] = (),
) -> dict[str, Any]:
    """What the file writes of a supplier; an empty cell of the file takes nothing away, and what an officer
    said of its company number stays (`stated`: the ids of such suppliers), and so does the spend of those of
    which a file of payments says what it is (`paid`).

    Spend and credits are those of the supplier's own record, without those merged into it.
    """
    cells: dict[str, Any] = {"name": given.name[:300]}
    for name, text in (
        ("vendor_id", given.vendor_id[:60]),
        ("company_number", given.company_number),
        ("vat_number", given.vat_number),
        ("charity_number", given.charity_number),
        ("postcode", given.postcode),
    ):
        cells[name] = text or (getattr(supplier, name) if supplier else "") or ""
    if supplier is not None and supplier.id in stated:
        cells["company_number"] = supplier.company_number
        if supplier.no_number in PEOPLE:
            cells["postcode"] = ""
    if given.spend is not None and not (supplier is not None and supplier.id in paid):
        earlier = (None, Decimal(0))
        if supplier and beside:
            earlier = merged_spend.of_record(supplier, "spend"), merged_spend.of_record(supplier, "credits")
        cells["spend"] = given.spend + (earlier[0] or 0)
        cells["credits"] = given.credits + (earlier[1] or 0)
    return cells


def _update(
    supplier: Supplier,
    given: SupplierInput,
    beside: bool,
    before: Snapshot,
    stated: Container[int],
    paid: Container[int],
) -> None:
    after = cells_after(supplier, given, beside, stated, paid)
    changed = [name for name, cell in after.items() if merged_spend.of_record(supplier, name) != cell]
    if not changed:
        return
    earlier = {name: merged_spend.of_record(supplier, name) for name in changed}
    before.changed.append(
        {
            "id": supplier.id,
            "before": load_snapshots.to_json({**earlier, "updated_at": supplier.updated_at}),
            "after": load_snapshots.to_json({name: after[name] for name in changed}),
        }
    )
    for name in changed:
        setattr(supplier, merged_spend.column_of(name, supplier.own_credits), after[name])


def _contract_row(
    council_id: int,
    record: Supplier,
    source_file_id: int,
    contract: Contract,
    merged_into: Mapping[int, int],
) -> ContractRow:
    """A contract under a record of the file; of one that was merged it is a contract of the survivor."""
    owner: dict[str, Any] = {"supplier": record}
    if record.id is not None and record.id in merged_into:
        top = merged.root(merged_into, record.id)
        owner = {"supplier_id": top, "recorded_under_id": record.id}
    return ContractRow(
        council_id=council_id,
        **owner,
        source_file_id=source_file_id,
        reference=contract.reference[:120],
        title=contract.title[:400],
        description=contract.description,
        category=contract.category[:200],
        cpv=list(contract.cpv),
        proclass=contract.proclass,
        sic=list(contract.sic),
        value=contract.value,
        start=contract.start,
        end=contract.end,
        delivery_countries=list(contract.delivery_countries),
        sourcing_countries=list(contract.sourcing_countries),
        agency_labour=contract.agency_labour,
        migrant_workers=contract.migrant_workers,
        subcontracting_tiers=contract.subcontracting_tiers,
        workforce_skill=contract.workforce_skill,
        health_service_england=contract.health_service_england,
        notice=contract.notice,
    )
