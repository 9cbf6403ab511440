"""Loading a council's contracts register or spend file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.intake import CouncilFile, SkippedRow, SupplierInput, read_council_file
from app.services.progress import Progress
from app.store import audit
from app.store import suppliers as store
from models import Contract as ContractRow
from models import Council, FileKind, Person, SourceFile, Supplier
from screening.types import Contract


def load(
    session: Session,
    council: Council,
    path: Path,
    now: datetime,
    progress: Progress,
    mapping: Mapping[str, str] | None = None,
    officer: Person | None = None,
) -> SourceFile:
    """Read a file and put its suppliers and contracts in place of those of earlier files of its kind.

    The same bytes are loaded once. `UnusableInput` says what is wrong with a file that cannot be read;
    single rows that cannot be read are counted on the returned row and the rest is loaded.
    """
    read = read_council_file(path, mapping, lambda rows: progress(f"Reading {path.name}", rows, None))
    known = store.source_file(session, council.id, read.sha256)
    if known is not None:
        return known
    store.delete_contracts_of_kind(session, council.id, FileKind(read.kind))
    source = SourceFile(
        council_id=council.id,
        kind=FileKind(read.kind),
        name=read.name,
        sha256=read.sha256,
        rows_read=read.rows_read,
        rows_loaded=read.rows_loaded,
        people_withheld=read.people_withheld.rows,
        redacted=read.redacted_rows,
        skipped=[to_mend(row) for row in (*read.skipped, *read.notes)],
        loaded_at=now,
    )
    session.add(source)
    session.flush()
    _store_suppliers(session, council, source, read, progress)
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
    session.commit()
    return source


def to_mend(row: SkippedRow) -> dict[str, Any]:
    """A row with something to mend, as the page of the loaded file lists it."""
    return {"line": row.line, "what": f"{row.what} {row.mend}".strip()}


def _store_suppliers(
    session: Session, council: Council, source: SourceFile, read: CouncilFile, progress: Progress
) -> None:
    known = store.suppliers_by_key(session, council.id)
    for number, given in enumerate(read.suppliers, start=1):
        supplier = known.get(given.key)
        if supplier is None:
            supplier = Supplier(council_id=council.id, key=given.key, name=given.name)
            session.add(supplier)
        _update(supplier, given)
        for contract in given.contracts:
            supplier.contracts.append(_contract_row(council.id, source.id, contract))
        if number % 500 == 0:
            session.flush()
            progress("Storing suppliers", number, len(read.suppliers))
    session.flush()
    progress("Storing suppliers", len(read.suppliers), len(read.suppliers))


def _update(supplier: Supplier, given: SupplierInput) -> None:
    supplier.name = given.name[:300]
    supplier.vendor_id = given.vendor_id or supplier.vendor_id or ""
    supplier.company_number = given.company_number or supplier.company_number or ""
    supplier.vat_number = given.vat_number or supplier.vat_number or ""
    if given.spend is not None:
        supplier.spend, supplier.credits = given.spend, given.credits


def _contract_row(council_id: int, source_file_id: int, contract: Contract) -> ContractRow:
    return ContractRow(
        council_id=council_id,
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
