"""The ranked queue: a page of it, narrowed and sorted as the address says, and how many there are of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.store import queue_beside as beside
from app.store.queue_conditions import QueueFilter, conditions
from models import (
    BandDecision,
    Correction,
    CorrectionState,
    Decision,
    Invitation,
    QueueEntry,
    StoredReport,
    Supplier,
    SupplierCare,
)

SORTS: Final = ("rank", "spend", "due", "movement", "name")
_CHUNK: Final = 200
_COUNCIL: Final = bindparam("council", type_=Integer)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue: its place among all suppliers of the council, and what stands beside its report.

    `decision` is the newest that stands and `waiting` the newest that still needs its second person;
    `band_decision` is what an officer said of the band.
    """

    rank: int
    entry: QueueEntry
    report: StoredReport
    supplier: Supplier
    contracts: beside.Contracts
    invitation: Invitation | None = None
    care: SupplierCare | None = None
    decision: Decision | None = None
    waiting: Decision | None = None
    band_decision: BandDecision | None = None


def page(
    session: Session,
    council_id: int,
    wanted: QueueFilter,
    today: date,
    offset: int,
    limit: int,
    everyone: int | None = None,
) -> tuple[list[QueueRow], int]:
    """A page of the queue and the number of suppliers that the filter leaves.

    The rank is the place among all suppliers of the council, so it stays the same under every filter and
    order. Ids are sorted and paged first, so that only the rows of the page are read in full. `everyone` is
    the number of all rows of the council's queue, for who has counted them already.
    """
    ranks = None
    if wanted.narrows:
        found, total = _page_of_some(session, council_id, wanted, today, offset, limit)
    else:
        total = count(session, council_id, wanted, today) if everyone is None else everyone
        found = _page_of_all(session, council_id, wanted, today, offset, limit, total)
        if wanted.sort == "rank":
            ranks = {key: place for place, (_entry_id, key) in enumerate(found, start=offset + 1)}
    return in_full(session, council_id, found, today, ranks), total


def _page_of_all(
    session: Session, council_id: int, wanted: QueueFilter, today: date, offset: int, limit: int, total: int
) -> list[tuple[int, str]]:
    """A page without a filter, along an index; one of the second half is sought from the end."""
    number = min(limit, total - offset)
    if number <= 0:
        return []
    order: list[ColumnElement[Any]] = [*_FIRST.get(wanted.sort, ()), QueueEntry.order_key.expression]
    backwards = offset > total // 2
    if backwards:
        order, offset = [one.desc() for one in order], total - offset - number
    query = _with_care(_found(council_id, wanted, today), wanted.sort).order_by(*order)
    found = [(row.id, row.order_key) for row in session.execute(query.offset(offset).limit(number))]
    return found[::-1] if backwards else found


def _page_of_some(
    session: Session, council_id: int, wanted: QueueFilter, today: date, offset: int, limit: int
) -> tuple[list[tuple[int, str]], int]:
    """The page and the number in one pass over the filter.

    Set apart, so that the database neither filters twice nor walks along the whole order in search of few.
    """
    some = _found(council_id, wanted, today).add_columns(*_order_columns(wanted.sort))
    some = _with_care(some, wanted.sort)
    left = some.cte("left_by_filter").prefix_with("MATERIALIZED")
    number = select(func.count()).select_from(left).scalar_subquery()
    first = [left.c[f"order_{place}"] for place in range(len(_FIRST.get(wanted.sort, ())))]
    query = select(left.c.id, left.c.order_key, number).order_by(*first, left.c.order_key)
    rows = session.execute(query.offset(offset).limit(limit)).all()
    if rows:
        return [(entry_id, key) for entry_id, key, _number in rows], rows[0][2]
    return [], count(session, council_id, wanted, today) if offset else 0


def count(session: Session, council_id: int, wanted: QueueFilter, today: date) -> int:
    """How many suppliers the filter leaves."""
    query = select(func.count()).select_from(QueueEntry)
    return session.scalar(query.where(*_all_conditions(council_id, wanted, today))) or 0


def supplier_ids(session: Session, council_id: int, wanted: QueueFilter, today: date) -> list[int]:
    """Every supplier that the filter leaves, in its order."""
    query = _sorted(_found(council_id, wanted, today), wanted.sort)
    return list(session.scalars(query.with_only_columns(QueueEntry.supplier_id)))


def all_rows(
    session: Session,
    council_id: int,
    wanted: QueueFilter,
    today: date,
    only: Sequence[int] | None = None,
) -> Iterator[QueueRow]:
    """Every row that the filter leaves, or of these suppliers alone, in its order, a part at a time."""
    query = _sorted(_found(council_id, wanted, today), wanted.sort)
    if only is not None:
        query = query.where(QueueEntry.supplier_id.in_(only))
    found = [(row.id, row.order_key) for row in session.execute(query)]
    for start in range(0, len(found), _CHUNK):
        yield from in_full(session, council_id, found[start : start + _CHUNK], today)


def _found(council_id: int, wanted: QueueFilter, today: date) -> Select[*tuple[Any, ...]]:
    query = select(QueueEntry.id, QueueEntry.order_key)
    return query.where(*_all_conditions(council_id, wanted, today))


def _all_conditions(council_id: int, wanted: QueueFilter, today: date) -> list[ColumnElement[bool]]:
    return [QueueEntry.council_id == council_id, *conditions(council_id, wanted, today)]


def _sorted(query: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    """The query in one of the orders of `SORTS`; of two that are alike the higher place comes first."""
    query = _with_care(query, sort)
    return query.order_by(*_FIRST.get(sort, ()), QueueEntry.order_key)


#: What each order sorts by first, ascending.
_FIRST: Final[dict[str, tuple[ColumnElement[Any], ...]]] = {
    "spend": (QueueEntry.order_spend.expression,),
    "name": (QueueEntry.order_name.expression,),
    "movement": (-QueueEntry.places_moved,),
    "due": (case((SupplierCare.due_on.is_(None), 1), else_=0), SupplierCare.due_on.expression),
}


def _order_columns(sort: str) -> list[ColumnElement[Any]]:
    return [one.label(f"order_{place}") for place, one in enumerate(_FIRST.get(sort, ()))]


def _with_care(query: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    if sort != "due":
        return query
    return query.outerjoin(SupplierCare, SupplierCare.supplier_id == QueueEntry.supplier_id)


def places(session: Session, council_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Order key -> place in the council's queue, counted from 1.

    Only the entries between one key and the next are counted: together at most the whole index, once.
    """
    ordered = sorted(set(keys))
    if not ordered:
        return {}
    given = {f"key_{place}": key for place, key in enumerate(ordered)}
    found, before = {}, 0
    steps = session.execute(_steps(len(ordered)), {"council": council_id, **given}).one()
    for key, step in zip(ordered, steps, strict=True):
        before += step
        found[key] = before + 1
    return found


@cache
def _steps(number: int) -> Select[*tuple[int, ...]]:
    """How many entries lie before the first of so many keys, and from each to the next."""
    steps = []
    for place in range(number):
        between = [QueueEntry.council_id == _COUNCIL, QueueEntry.order_key < bindparam(f"key_{place}")]
        if place:
            between.append(QueueEntry.order_key >= bindparam(f"key_{place - 1}"))
        steps.append(select(func.count()).select_from(QueueEntry).where(*between).scalar_subquery())
    return select(*steps)


def rank_of(session: Session, council_id: int, supplier_id: int) -> int | None:
    """The place of a supplier in the council's queue, counted from 1; None before its first screening."""
    query = select(QueueEntry.order_key).where(
        QueueEntry.council_id == council_id, QueueEntry.supplier_id == supplier_id
    )
    key = session.scalar(query)
    return places(session, council_id, [key])[key] if key is not None else None


def counts(session: Session, council_id: int) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """How many suppliers of the queue by band, by sector and by statement status."""
    columns = (QueueEntry.band, QueueEntry.sector, QueueEntry.statement_status)
    query = select(*columns, func.count()).where(QueueEntry.council_id == council_id).group_by(*columns)
    found: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    for *values, number in session.execute(query.order_by(*columns)):
        for value, counted in zip(values, found, strict=True):
            counted[value] = counted.get(value, 0) + number
    return found


def in_full(
    session: Session,
    council_id: int,
    found: Sequence[tuple[int, str]],
    today: date,
    ranks: dict[str, int] | None = None,
) -> list[QueueRow]:
    """The rows of a page, given as (entry id, order key), in that order, with all that stands beside them.

    `ranks` are the places of these keys, for who knows them.
    """
    fresh = session.scalars(_entries(), {"ids": [entry_id for entry_id, _key in found]})
    entries = {entry.id: entry for entry in fresh}
    ids = [entry.supplier_id for entry in entries.values()]
    if ranks is None:
        ranks = places(session, council_id, [key for _entry_id, key in found])
    invitations = beside.newest_of(session, council_id, ids)
    contracts = beside.contracts_of(session, ids, today)
    cares = beside.cares_of(session, ids)
    decisions, waiting = beside.decisions_of(session, council_id, ids)
    bands = beside.band_decisions_of(session, council_id, ids)
    return [
        QueueRow(
            rank=ranks[key],
            entry=entry,
            report=entry.report,
            supplier=entry.supplier,
            contracts=contracts.get(entry.supplier_id, beside.Contracts()),
            invitation=invitations.get(entry.supplier_id),
            care=cares.get(entry.supplier_id),
            decision=decisions.get(entry.supplier_id),
            waiting=waiting.get(entry.supplier_id),
            band_decision=bands.get(entry.supplier_id),
        )
        for entry_id, key in found
        if (entry := entries.get(entry_id)) is not None
    ]


@cache
def _entries() -> Select[QueueEntry]:
    query = select(QueueEntry).where(QueueEntry.id.in_(bindparam("ids", expanding=True)))
    beside = joinedload(QueueEntry.report).joinedload(StoredReport.text), joinedload(QueueEntry.supplier)
    return query.options(*beside).execution_options(populate_existing=True)


def disputed(session: Session, council_id: int) -> int:
    """How many suppliers dispute a line of their report that the council has not replied to."""
    query = select(func.count(Correction.supplier_id.distinct())).where(
        Correction.council_id == council_id, Correction.state == CorrectionState.OPEN
    )
    return session.scalar(query) or 0
