"""What the API lists, a page at a time: after the last row of the page before, never by counting rows.

Rows that come or go meanwhile make nobody miss a row or get one twice, as page numbers would.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app.store.merged import UNMERGED
from app.store.queue_conditions import QueueFilter, conditions, response_states
from app.store.queue_entries import fold
from app.store.sharing import may_read
from models import (
    Contract,
    Council,
    Invitation,
    Match,
    QueueEntry,
    Response,
    ResponseStatus,
    ScreeningRun,
    Statement,
    StatementOrganisation,
    Supplier,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A supplier of a page: its id, and its row of the queue if it was screened."""

    supplier_id: int
    entry_id: int | None
    order_key: str


def suppliers_by_id(
    session: Session, council_id: int, wanted: QueueFilter, today: date, after: int, limit: int
) -> list[Listed]:
    """Suppliers in the order of their ids, which never changes; unscreened ones too, unless filtered out."""
    query = (
        select(Supplier.id, QueueEntry.id, QueueEntry.order_key)
        .outerjoin(QueueEntry, QueueEntry.supplier_id == Supplier.id)
        .where(Supplier.council_id == council_id, Supplier.id > after, UNMERGED)
        .where(*conditions(council_id, wanted, today))
        .order_by(Supplier.id)
        .limit(limit)
    )
    return [Listed(supplier_id, entry_id, key or "") for supplier_id, entry_id, key in session.execute(query)]


def suppliers_by_rank(
    session: Session,
    council_id: int,
    wanted: QueueFilter,
    today: date,
    after: tuple[str, int] | None,
    limit: int,
) -> list[Listed]:
    """Screened suppliers in the order of the queue, after one with this order key and id."""
    query = select(QueueEntry.supplier_id, QueueEntry.id, QueueEntry.order_key)
    query = query.where(QueueEntry.council_id == council_id, *conditions(council_id, wanted, today))
    if after is not None:
        key, last = after
        same = and_(QueueEntry.order_key == key, QueueEntry.supplier_id > last)
        query = query.where(or_(QueueEntry.order_key > key, same))
    query = query.order_by(QueueEntry.order_key, QueueEntry.supplier_id).limit(limit)
    return [Listed(supplier_id, entry_id, key) for supplier_id, entry_id, key in session.execute(query)]


def suppliers(session: Session, council_id: int, ids: Collection[int]) -> dict[int, Supplier]:
    """These suppliers of the council with their organisations, by id."""
    query = select(Supplier).where(Supplier.council_id == council_id, Supplier.id.in_(ids))
    return {one.id: one for one in session.scalars(query.options(joinedload(Supplier.organisation)))}


def queue_entry(session: Session, council_id: int, supplier_id: int) -> tuple[int, str] | None:
    """The id and the order key of a supplier's row of the queue, None before its first screening."""
    query = select(QueueEntry.id, QueueEntry.order_key)
    query = query.where(QueueEntry.council_id == council_id, QueueEntry.supplier_id == supplier_id)
    found = session.execute(query).one_or_none()
    return (found.id, found.order_key) if found else None


def response_words(
    session: Session, council_id: int, supplier_ids: Collection[int], today: date
) -> dict[int, str]:
    """Supplier id -> where its answer stands, in the words of the queue's filter; absent if not asked."""
    states = response_states(council_id, today).subquery()
    query = select(states.c.supplier_id, states.c.state).where(states.c.supplier_id.in_(supplier_ids))
    return {supplier_id: state for supplier_id, state in session.execute(query)}


def number_of_contracts(session: Session, supplier_ids: Collection[int]) -> Mapping[int, int]:
    """Supplier id -> how many contracts it has; none is absent."""
    query = select(Contract.supplier_id, func.count()).where(Contract.supplier_id.in_(supplier_ids))
    return {
        supplier_id: number for supplier_id, number in session.execute(query.group_by(Contract.supplier_id))
    }


def contracts(
    session: Session, council_id: int, supplier_id: int, after: int, limit: int
) -> Sequence[Contract]:
    """Contracts of one supplier of this council in the order of their ids."""
    query = select(Contract).where(Contract.council_id == council_id, Contract.supplier_id == supplier_id)
    query = query.where(Contract.id > after).order_by(Contract.id).limit(limit)
    return session.scalars(query).all()


def readable_responses(session: Session, council_id: int, supplier_id: int) -> Sequence[Invitation]:
    """The invitations through which this council reads submitted answers of a supplier, the newest first."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id, may_read())
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.response).selectinload(Response.answers))
        .options(joinedload(Invitation.response).selectinload(Response.evidence))
        .order_by(Response.submitted_at.desc(), Response.id.desc())
    )
    return session.scalars(query.execution_options(populate_existing=True)).unique().all()


def matches(
    session: Session,
    council_id: int,
    after: int,
    limit: int,
    text: str = "",
    company_number: str = "",
    supplier_id: int | None = None,
) -> Sequence[Match]:
    """What was found in the statement registry for the council's suppliers, in the order of the ids.

    `text` is looked for in the name of the organisation and of the supplier, without regard to case.
    """
    query: Select[Any] = (
        select(Match)
        .join(Match.organisation)
        .join(Supplier, Supplier.id == Match.supplier_id)
        .where(Match.council_id == council_id, Match.id > after, UNMERGED)
        .options(joinedload(Match.organisation).joinedload(StatementOrganisation.statement))
        .options(
            joinedload(Match.organisation)
            .joinedload(StatementOrganisation.statement)
            .selectinload(Statement.organisations)
        )
    )
    for word in fold(text).split():
        query = query.where(_named(word))
    if company_number:
        query = query.where(
            or_(
                StatementOrganisation.company_number == company_number,
                Supplier.company_number == company_number,
            )
        )
    if supplier_id is not None:
        query = query.where(Match.supplier_id == supplier_id)
    return session.scalars(query.order_by(Match.id).limit(limit)).unique().all()


def _named(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            func.lower(name).contains(word, autoescape=True)
            for name in (StatementOrganisation.name, Supplier.name)
        )
    )


def runs(session: Session, council_id: int, before: int | None, limit: int) -> Sequence[ScreeningRun]:
    """Screening runs of the council, the newest first, older than one with this id."""
    query = select(ScreeningRun).where(ScreeningRun.council_id == council_id)
    if before is not None:
        query = query.where(ScreeningRun.id < before)
    return session.scalars(query.order_by(ScreeningRun.id.desc()).limit(limit)).all()


def run(session: Session, council_id: int, run_id: int) -> ScreeningRun | None:
    """One screening run of this council."""
    query = select(ScreeningRun).where(ScreeningRun.council_id == council_id, ScreeningRun.id == run_id)
    return session.scalars(query).one_or_none()


def hold_council(session: Session, council_id: int) -> None:
    """Hold a council until the transaction ends, so that writes of its programs queue.

    The row is written to without a change: a row lock on PostgreSQL, the write lock on SQLite.
    """
    held = update(Council).where(Council.id == council_id).values(updated_at=Council.updated_at)
    session.execute(held, execution_options={"synchronize_session": False})


def known_suppliers(
    session: Session, council_id: int, keys: Collection[str], numbers: Collection[str]
) -> Sequence[Supplier]:
    """The council's suppliers with one of these keys or company numbers, with their contracts; merged ones
    too, since their keys still say who is meant."""
    known = or_(Supplier.key.in_(keys), Supplier.company_number.in_([one for one in numbers if one]))
    query = select(Supplier).where(Supplier.council_id == council_id, known)
    query = query.options(selectinload(Supplier.contracts)).order_by(Supplier.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()
