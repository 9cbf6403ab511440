"""Rows as a load found them: read whole, deleted, and put back exactly. Used by undoing a load only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from models import Base, Contract, Council, DuplicateProposal, Supplier

#: Tables whose rows machines make of a supplier, and make again; all else that names one is people's work.
#: `match` is among them as far as nobody decided, `duplicate_proposal` as far as nobody dismissed it.
MACHINE_MADE: Final = frozenset(
    {"contract", "screening_run", "report", "report_text", "match", "queue_entry", "duplicate_proposal"}
)

_AT_ONCE: Final = 500

CONTRACTS: Final[Table] = Contract.__table__  # type: ignore[assignment]
SUPPLIERS: Final[Table] = Supplier.__table__  # type: ignore[assignment]
PAIRS: Final[Table] = DuplicateProposal.__table__  # type: ignore[assignment]

Row = Mapping[str, Any]


def hold_council(session: Session, council_id: int) -> None:
    """Let no other load or undo of the council in until this one is done; SQLite has one writer anyway."""
    session.execute(select(Council.id).where(Council.id == council_id).with_for_update())


def contracts_of_files(session: Session, council_id: int, file_ids: Collection[int]) -> Iterator[Row]:
    """The contracts that these files gave, column by column."""
    for part in _parts(file_ids):
        query = select(CONTRACTS).where(CONTRACTS.c.council_id == council_id)
        for row in session.execute(query.where(CONTRACTS.c.source_file_id.in_(part))).mappings():
            yield {str(name): cell for name, cell in row.items()}


def delete_contracts_of_files(session: Session, council_id: int, file_ids: Collection[int]) -> None:
    """Remove the contracts that these files gave."""
    for part in _parts(file_ids):
        wanted = (CONTRACTS.c.council_id == council_id) & CONTRACTS.c.source_file_id.in_(part)
        session.execute(delete(CONTRACTS).where(wanted))


def put_contracts_back(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert contracts under the ids they had; one whose id was given out meanwhile gets another."""
    taken = set(_present(session, CONTRACTS.c.id, [row["id"] for row in rows]))
    renewed = [
        {name: cell for name, cell in row.items() if name != "id"} for row in rows if row["id"] in taken
    ]
    for part in _parts([row for row in rows if row["id"] not in taken]):
        session.execute(insert(CONTRACTS), part)
    for part in _parts(renewed):
        session.execute(insert(CONTRACTS), part)


def suppliers_present(session: Session, ids: Iterable[int]) -> dict[int, Row]:
    """The suppliers of these ids that are there, by id."""
    found: dict[int, Row] = {}
    for part in _parts(sorted(set(ids))):
        for row in session.execute(select(SUPPLIERS).where(SUPPLIERS.c.id.in_(part))).mappings():
            found[row["id"]] = {str(name): cell for name, cell in row.items()}
    return found


def set_cells(session: Session, table: Table, row_id: int, cells: Mapping[str, Any]) -> None:
    """Write cells of one row, also the time of its last change where that is among them."""
    session.execute(update(table).where(table.c.id == row_id).values(**cells))


def in_peoples_hands(session: Session, ids: Collection[int]) -> set[int]:
    """Those of the suppliers that somebody has done something with: asked, noted, decided, taken on."""
    held: set[int] = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if table.name not in MACHINE_MADE and _refers_to(column, "supplier"):
                held.update(_present(session, column, ids))
            for machine in ("report", "match", "contract"):
                if table.name not in MACHINE_MADE and _refers_to(column, machine):
                    held.update(_through(session, column, Base.metadata.tables[machine], ids))
    match = Base.metadata.tables["match"]
    held.update(_present(session, match.c.supplier_id, ids, match.c.decided_by_id.is_not(None)))
    for column in (PAIRS.c.first_id, PAIRS.c.second_id):
        held.update(_present(session, column, ids, PAIRS.c.dismissed_at.is_not(None)))
    return held


def with_other_contracts(session: Session, ids: Collection[int], file_id: int) -> set[int]:
    """Those of the suppliers that have contracts which this file did not give."""
    other = CONTRACTS.c.source_file_id.is_distinct_from(file_id)
    return set(_present(session, CONTRACTS.c.supplier_id, ids, other))


def delete_suppliers(session: Session, ids: Collection[int]) -> None:
    """Remove suppliers and all that machines made of them; nobody may have done anything with them."""
    tables = [table for table in reversed(Base.metadata.sorted_tables) if table.name in MACHINE_MADE]
    report = Base.metadata.tables["report"]
    for part in _parts(sorted(ids)):
        for table in tables:
            if table is PAIRS:
                session.execute(delete(PAIRS).where(PAIRS.c.first_id.in_(part) | PAIRS.c.second_id.in_(part)))
            elif "supplier_id" in table.c:
                session.execute(delete(table).where(table.c.supplier_id.in_(part)))
            else:
                reports = select(report.c.id).where(report.c.supplier_id.in_(part))
                session.execute(delete(table).where(table.c.report_id.in_(reports)))
        session.execute(delete(SUPPLIERS).where(SUPPLIERS.c.id.in_(part)))


def _refers_to(column: Column[Any], table: str) -> bool:
    return any(key.column.table.name == table for key in column.foreign_keys)


def _present(
    session: Session, column: Column[Any], values: Collection[int], also: ColumnElement[bool] | None = None
) -> Iterator[int]:
    query = select(column).distinct()
    yield from _found(session, query if also is None else query.where(also), column, values)


def _through(
    session: Session, column: Column[Any], machine: Table, supplier_ids: Collection[int]
) -> Iterator[int]:
    """Suppliers to whose machine-made row a row of people refers."""
    query = select(machine.c.supplier_id).join(column.table, column == machine.c.id).distinct()
    yield from _found(session, query, machine.c.supplier_id, supplier_ids)


def _found(
    session: Session, query: Select[Any], column: Column[Any], values: Collection[int]
) -> Iterator[int]:
    """Those of the values that the query finds in the column.

    Many are not named one by one: the rows of one load lie close together, so that little else is between
    the first and the last of them, and is passed over.
    """
    wanted = set(values)
    if len(wanted) > _AT_ONCE:
        query = query.where(column.between(min(wanted), max(wanted)))
        yield from (one for one in session.scalars(query) if one in wanted)
    elif wanted:
        yield from session.scalars(query.where(column.in_(wanted)))


def _parts(values: Collection[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
