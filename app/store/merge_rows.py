"""The rows that hang on a supplier: found, counted, and moved to another supplier without a trace of it.

Tables are found by their foreign keys, so that a table that comes later is moved too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, case, func, null, select, update
from sqlalchemy.orm import Session

from models import Base, Contract, StoredReport, Supplier

CONTRACTS: Final[Table] = Contract.__table__  # type: ignore[assignment]
REPORTS: Final[Table] = StoredReport.__table__  # type: ignore[assignment]
SUPPLIERS: Final[Table] = Supplier.__table__  # type: ignore[assignment]

#: Tables whose rows stay where they are: reports and their runs tell of one record on one day, a row of the
#: queue is made anew, contracts say themselves where they are from, and the others are about merging itself.
STAY: Final = frozenset(
    {"contract", "report", "screening_run", "queue_entry", "supplier", "duplicate_proposal", "supplier_merge"}
)
_AT_ONCE: Final = 500


def hanging_on_suppliers() -> Iterator[tuple[Table, Column[Any]]]:
    """Every table whose rows a merge moves, with the column that names the supplier."""
    for table in Base.metadata.sorted_tables:
        if table.name in STAY:
            continue
        for column in table.columns:
            if any(key.column.table.name == "supplier" for key in column.foreign_keys):
                yield table, column


def rows_of(session: Session, table: Table, column: Column[Any], supplier_id: int) -> list[dict[str, Any]]:
    """The rows of a table that name this supplier, whole, in order of their ids."""
    query = select(table).where(column == supplier_id).order_by(table.c.id)
    return [{str(name): cell for name, cell in row.items()} for row in session.execute(query).mappings()]


def cells(session: Session, table: Table, row_id: int, names: Collection[str]) -> dict[str, Any] | None:
    """These cells of one row, None if the row is gone."""
    query = select(*(table.c[name] for name in names)).where(table.c.id == row_id)
    found = session.execute(query).mappings().one_or_none()
    return None if found is None else {str(name): cell for name, cell in found.items()}


def write(session: Session, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Write cells of one row, and leave the time of its last change as it is."""
    kept = {"updated_at": table.c.updated_at} if "updated_at" in table.c else {}
    session.execute(update(table).where(table.c.id == row_id).values(**values, **kept))


def counts(session: Session, supplier_id: int) -> Counter[str]:
    """Table -> how many of its rows name this supplier, for the tables whose rows a merge moves."""
    found: Counter[str] = Counter()
    for table, column in hanging_on_suppliers():
        query = select(func.count()).select_from(table).where(column == supplier_id)
        found[table.name] += session.scalar(query) or 0
    return found


def current_reports(session: Session, supplier_id: int) -> Sequence[int]:
    """The ids of the reports of a supplier that are in force: one at most, unless something went wrong."""
    query = select(REPORTS.c.id).where(REPORTS.c.supplier_id == supplier_id, REPORTS.c.current.is_(True))
    return session.scalars(query.order_by(REPORTS.c.id)).all()


def count_contracts(session: Session, supplier_id: int) -> int:
    """How many contracts a supplier has."""
    query = select(func.count()).select_from(CONTRACTS).where(CONTRACTS.c.supplier_id == supplier_id)
    return session.scalar(query) or 0


def hand_contracts_over(session: Session, absorbed_id: int, survivor_id: int) -> None:
    """Give the contracts of one supplier to another; each remembers under which record it came."""
    under = func.coalesce(CONTRACTS.c.recorded_under_id, absorbed_id)
    session.execute(
        update(CONTRACTS)
        .where(CONTRACTS.c.supplier_id == absorbed_id)
        .values(supplier_id=survivor_id, recorded_under_id=under, updated_at=CONTRACTS.c.updated_at)
    )


def hand_contracts_back(
    session: Session, absorbed_id: int, survivor_id: int, records: Collection[int]
) -> None:
    """Give back the contracts that came under one of these records, also those of later files."""
    mine = CONTRACTS.c.recorded_under_id == absorbed_id
    under: ColumnElement[Any] = case((mine, null()), else_=CONTRACTS.c.recorded_under_id)
    listed = sorted(records)
    for start in range(0, len(listed), _AT_ONCE):
        session.execute(
            update(CONTRACTS)
            .where(CONTRACTS.c.supplier_id == survivor_id)
            .where(CONTRACTS.c.recorded_under_id.in_(listed[start : start + _AT_ONCE]))
            .values(supplier_id=absorbed_id, recorded_under_id=under, updated_at=CONTRACTS.c.updated_at)
        )


def own_and_absorbed(session: Session, survivor_id: int) -> tuple[Mapping[str, Any], Sequence[Any]]:
    """The spend cells of a supplier, and (spend, credits) of each that was merged directly into it."""
    names = ("spend", "credits", "own_spend", "own_credits")
    own = cells(session, SUPPLIERS, survivor_id, names) or {}
    query = select(SUPPLIERS.c.spend, SUPPLIERS.c.credits).where(SUPPLIERS.c.merged_into_id == survivor_id)
    return own, session.execute(query.order_by(SUPPLIERS.c.id)).all()
