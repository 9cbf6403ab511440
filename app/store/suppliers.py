"""Suppliers, contracts and the files they came from. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.store.merged import UNMERGED
from models import Contract, FileKind, Organisation, SourceFile, Supplier

_WITH_CONTRACTS = (selectinload(Supplier.contracts), selectinload(Supplier.stated_facts))


def source_file(session: Session, council_id: int | None, sha256: str) -> SourceFile | None:
    """The file with these bytes, if it was loaded before."""
    owner = SourceFile.council_id.is_(None) if council_id is None else SourceFile.council_id == council_id
    return session.scalars(select(SourceFile).where(owner, SourceFile.sha256 == sha256)).one_or_none()


def source_files(session: Session, council_id: int) -> Sequence[SourceFile]:
    """The council's own files and the shared registry copies, newest first."""
    mine = (SourceFile.council_id == council_id) | SourceFile.council_id.is_(None)
    return session.scalars(select(SourceFile).where(mine).order_by(SourceFile.loaded_at.desc())).all()


def registry_copies(session: Session) -> Sequence[SourceFile]:
    """The registry copies that were loaded, newest copy date first."""
    query = select(SourceFile).where(SourceFile.kind == FileKind.REGISTRY)
    return session.scalars(query.order_by(SourceFile.as_at.desc(), SourceFile.id.desc())).all()


def suppliers_by_key(session: Session, council_id: int) -> dict[str, Supplier]:
    """All suppliers of the council by their stable key, merged ones too."""
    found = session.scalars(select(Supplier).where(Supplier.council_id == council_id))
    return {supplier.key: supplier for supplier in found}


def supplier(session: Session, council_id: int, supplier_id: int) -> Supplier | None:
    """One supplier of this council, with contracts; also one that was merged into another."""
    query = select(Supplier).where(Supplier.council_id == council_id, Supplier.id == supplier_id)
    return session.scalars(query.options(*_WITH_CONTRACTS)).one_or_none()


def contract(session: Session, council_id: int, supplier_id: int, contract_id: int) -> Contract | None:
    """One contract of a supplier of this council."""
    query = select(Contract).where(Contract.council_id == council_id, Contract.id == contract_id)
    return session.scalars(query.where(Contract.supplier_id == supplier_id)).one_or_none()


def suppliers_with_contracts(
    session: Session, council_id: int, batch: int = 500
) -> Iterable[Sequence[Supplier]]:
    """All suppliers of the council but merged ones, with their contracts, in batches by id, so that memory
    stays small."""
    last = 0
    while True:
        query = (
            select(Supplier)
            .where(Supplier.council_id == council_id, Supplier.id > last, UNMERGED)
            .options(*_WITH_CONTRACTS)
            .order_by(Supplier.id)
            .limit(batch)
        )
        found = session.scalars(query).all()
        if not found:
            return
        yield found
        last = found[-1].id


def count_suppliers(session: Session, council_id: int) -> int:
    """How many suppliers the council has; those that were merged into another are not counted."""
    query = select(func.count()).select_from(Supplier).where(Supplier.council_id == council_id, UNMERGED)
    return session.scalar(query) or 0


def organisation_by_number(session: Session, company_number: str) -> Organisation | None:
    """The organisation with this Companies House number."""
    query = select(Organisation).where(Organisation.company_number == company_number)
    return session.scalars(query).one_or_none()
