"""The figures of the overview, each counted in the database over the rows that the queue shows for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.store.merged import UNMERGED
from app.store.queue_conditions import (
    due_by,
    ending_contracts,
    months_later,
    overdue_actions,
    response_states,
)
from models import Action, Contract, QueueEntry, Supplier, SupplierCare


@dataclass(frozen=True, slots=True)
class Cell:
    """Suppliers of the queue that are alike in band, sector, statement and movement (1, 0, -1).

    `pence` is their spend together, as far as it is known; `placed` their contracts with a known country.
    `spent` have a known spend, `contracted` a contract.
    """

    band: str
    sector: str
    statement: str
    moved: int
    suppliers: int
    pence: int
    contracts: int
    placed: int
    spent: int
    contracted: int


def cells(session: Session, council_id: int) -> list[Cell]:
    """All suppliers of the queue, counted once: figures of bands, sectors and statements add these up."""
    columns = (QueueEntry.band, QueueEntry.sector, QueueEntry.statement_status, QueueEntry.moved)
    query = select(
        *columns,
        func.count(),
        func.coalesce(func.sum(QueueEntry.pence), 0),
        func.coalesce(func.sum(QueueEntry.contracts), 0),
        func.coalesce(func.sum(QueueEntry.contracts_placed), 0),
        func.count(QueueEntry.pence),
        func.sum(case((QueueEntry.contracts > 0, 1), else_=0)),
    )
    query = query.where(QueueEntry.council_id == council_id).group_by(*columns).order_by(*columns)
    return [Cell(*row[:5], *map(int, row[5:])) for row in session.execute(query)]


def all_suppliers(session: Session, council_id: int) -> tuple[int, Decimal]:
    """How many suppliers the council has, screened or not, and what it spent with them."""
    query = select(func.count(), func.coalesce(func.sum(Supplier.spend), 0))
    number, spend = session.execute(query.where(Supplier.council_id == council_id, UNMERGED)).one()
    return number, Decimal(spend or 0).quantize(Decimal("0.01"))


def responses(session: Session, council_id: int, today: date, everyone: bool = False) -> dict[str, int]:
    """How many suppliers of the queue stand where with the questionnaire; "shared" are some of "answered".

    `everyone`: all suppliers of the council are in the queue, so that nobody needs to look which are.
    """
    states = response_states(council_id, today).subquery()
    query = select(states.c.state, func.count(), func.sum(states.c.shared)).group_by(states.c.state)
    if not everyone:
        query = query.join(QueueEntry, QueueEntry.supplier_id == states.c.supplier_id)
        query = query.where(QueueEntry.council_id == council_id)
    found = {state: (number, int(shared)) for state, number, shared in session.execute(query)}
    return {
        **{state: number for state, (number, _shared) in found.items()},
        "shared": sum(shared for _number, shared in found.values()),
    }


def late_actions(session: Session, council_id: int, today: date) -> tuple[int, int]:
    """How many actions of plans are overdue, and of how many suppliers of the queue."""
    query = (
        select(func.count(), func.count(Action.supplier_id.distinct()))
        .join(QueueEntry, QueueEntry.supplier_id == Action.supplier_id)
        .where(*overdue_actions(council_id, today))
    )
    actions, suppliers = session.execute(query).one()
    return actions, suppliers


def late_steps(session: Session, council_id: int, today: date) -> int:
    """How many suppliers of the queue have a next step that is overdue."""
    query = (
        select(func.count())
        .select_from(SupplierCare)
        .join(QueueEntry, QueueEntry.supplier_id == SupplierCare.supplier_id)
        .where(SupplierCare.council_id == council_id, due_by("overdue", today))
    )
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class Ending:
    """Contracts of suppliers of one band that end within so many months, and how many suppliers they have."""

    months: int
    band: str
    suppliers: int
    contracts: int


def endings(session: Session, council_id: int, windows: Sequence[int], today: date) -> list[Ending]:
    """Contracts that end soon, by window and band; a wider window contains the narrower."""
    ends = [months_later(today, months) for months in windows]
    own = select(
        Contract.supplier_id,
        func.min(Contract.end).label("first"),
        *(func.sum(case((Contract.end <= last, 1), else_=0)).label(f"by_{last}") for last in ends),
    )
    own = own.where(*ending_contracts(council_id, max(windows), today)).group_by(Contract.supplier_id)
    each = own.subquery()
    counted = [
        column
        for last in ends
        for column in (
            func.sum(case((each.c.first <= last, 1), else_=0)),
            func.sum(each.c[f"by_{last}"]),
        )
    ]
    query = (
        select(QueueEntry.band, *counted)
        .join(each, each.c.supplier_id == QueueEntry.supplier_id)
        .where(QueueEntry.council_id == council_id)
        .group_by(QueueEntry.band)
    )
    return [
        Ending(months, band, int(numbers[2 * place]), int(numbers[2 * place + 1]))
        for band, *numbers in session.execute(query)
        for place, months in enumerate(windows)
    ]
