"""Writing the rows of the queue. They repeat what reports, suppliers and names say, so that one small table
can be sorted, searched and counted quickly; see `models.QueueEntry`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Row, Select, String, cast, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store import merged
from models import (
    Contract,
    NameKind,
    Organisation,
    OrganisationName,
    OrganisationParent,
    QueueEntry,
    StoredReport,
    Supplier,
)

#: Sorts after every spend.
NOT_KNOWN: Final = 2**62
#: Added to the numbers of the order, so that the least of them is not negative and text sorts as they do.
_HALF: Final = 1_000_000
_BATCH: Final = 500
_GENERATIONS: Final = 4
"""How far up a group's parents are looked for."""

_REPORT = (
    StoredReport.id,
    StoredReport.supplier_id,
    StoredReport.band,
    StoredReport.sector,
    StoredReport.statement_status,
    StoredReport.order_band,
    StoredReport.order_residual,
    StoredReport.order_findings,
    StoredReport.order_high,
    StoredReport.order_identity,
    StoredReport.rank_before,
    StoredReport.rank_after,
)
_SUPPLIER = (
    Supplier.name,
    Supplier.company_number,
    Supplier.vendor_id,
    Supplier.vat_number,
    Supplier.spend,
    Supplier.organisation_id,
    Organisation.name.label("organisation"),
    Organisation.company_number.label("organisation_number"),
)


def fold(text: str) -> str:
    """A name as the search compares it: without accents, case or superfluous spaces."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(bare).casefold().split())


def order_key(report: Any) -> str:
    """The order of a stored report, or of a row with its `order_*` columns, as one text that sorts alike."""
    numbers = (report.order_band, report.order_residual, report.order_findings, report.order_high)
    return "".join(f"{number + _HALF:07d}" for number in numbers) + report.order_identity


def refresh(session: Session, council_id: int, supplier_id: int | None = None) -> None:
    """Bring the queue's rows of a council, or that of one supplier, up to date with the current reports.

    Whoever changes what the rows repeat calls this in the same transaction: names and numbers of a supplier
    or its organisation, its spend, its contracts, or which report is in force.
    """
    _refresh(session, council_id, None if supplier_id is None else [supplier_id])


def refresh_some(session: Session, council_id: int, supplier_ids: Collection[int | None]) -> None:
    """The same for some suppliers of a council, in as few queries for hundreds as for one."""
    found = [one for one in supplier_ids if one is not None]
    for start in range(0, len(found), _BATCH):
        _refresh(session, council_id, found[start : start + _BATCH])


def refresh_of_organisation(session: Session, council_id: int, organisation_id: int) -> None:
    """The same for the suppliers of a council that are an organisation whose names changed."""
    query = select(Supplier.id).where(
        Supplier.council_id == council_id, Supplier.organisation_id == organisation_id
    )
    refresh_some(session, council_id, session.scalars(query).all())


def refresh_all(session: Session) -> None:
    """The same for every council, after a table that all of them share was loaded."""
    for council_id in session.scalars(select(QueueEntry.council_id).distinct()).all():
        refresh(session, council_id)


def _refresh(session: Session, council_id: int, supplier_ids: Collection[int] | None) -> None:
    session.flush()
    stale = delete(QueueEntry).where(QueueEntry.council_id == council_id)
    current = _current(council_id)
    if supplier_ids is not None:
        stale = stale.where(QueueEntry.supplier_id.in_(supplier_ids))
        current = current.where(StoredReport.supplier_id.in_(supplier_ids))
    kept = current.with_only_columns(StoredReport.supplier_id)
    session.execute(
        stale.where(QueueEntry.supplier_id.not_in(kept)).execution_options(synchronize_session=False)
    )
    absorbed = merged.absorbed(session, council_id, supplier_ids)
    for batch in _batches(session, current):
        _write(session, list(_rows(session, council_id, batch, absorbed)))


def _current(council_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*_REPORT, *_SUPPLIER)
        .join(Supplier, Supplier.id == StoredReport.supplier_id)
        .outerjoin(Organisation, Organisation.id == Supplier.organisation_id)
        .where(StoredReport.council_id == council_id, StoredReport.current.is_(True), merged.UNMERGED)
    )


def _batches(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    last = 0
    while True:
        batch = session.execute(
            query.where(StoredReport.id > last).order_by(StoredReport.id).limit(_BATCH)
        ).all()
        if not batch:
            return
        yield batch
        last = batch[-1].id


def _write(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert or overwrite, in one statement, so that two screenings of one supplier do not collide."""
    postgres = session.get_bind().dialect.name == "postgresql"
    insert: Any = (postgresql.insert if postgres else sqlite.insert)(QueueEntry)
    changed = {name: insert.excluded[name] for name in rows[0] if name != "supplier_id"}
    session.execute(insert.on_conflict_do_update(index_elements=["supplier_id"], set_=changed), rows)


def _rows(
    session: Session,
    council_id: int,
    batch: Sequence[Row[*tuple[Any, ...]]],
    absorbed: Mapping[int, Sequence[Supplier]],
) -> Iterator[dict[str, Any]]:
    ids = [row.supplier_id for row in batch]
    counts, references = _contracts(session, ids)
    further = _further_names(session, council_id, {row.organisation_id for row in batch} - {None})
    parents = _parent_names(session, {_number(row) for row in batch} - {""})
    for row in batch:
        pence = None if row.spend is None else round(100 * row.spend)
        up = row.rank_before - row.rank_after if row.rank_before and row.rank_after else 0
        contracts, placed = counts.get(row.supplier_id, (0, 0))
        names = [row.name, row.organisation or "", *further.get(row.organisation_id, ())]
        names += parents.get(_number(row), ())
        numbers = [row.company_number, row.organisation_number or "", row.vendor_id, row.vat_number]
        numbers += references.get(row.supplier_id, ())
        for one in absorbed.get(row.supplier_id, ()):
            names.append(one.name)
            numbers += [one.company_number, one.vendor_id, one.vat_number]
        yield {
            "council_id": council_id,
            "supplier_id": row.supplier_id,
            "report_id": row.id,
            "order_key": order_key(row),
            "order_spend": NOT_KNOWN if pence is None else -pence,
            "order_name": fold(row.name)[:320],
            "band": row.band,
            "sector": row.sector,
            "statement_status": row.statement_status,
            "moved": (up > 0) - (up < 0),
            "places_moved": up,
            "pence": pence,
            "contracts": contracts,
            "contracts_placed": placed,
            "search": _searched(names, numbers),
        }


def _number(row: Row[*tuple[Any, ...]]) -> str:
    return row.company_number or row.organisation_number or ""


def _searched(names: Iterable[str], numbers: Iterable[str]) -> str:
    """Every name and number once, one a line; numbers without their spaces, as people type them both ways."""
    folded = [fold(name) for name in names] + [fold(number).replace(" ", "") for number in numbers]
    return "\n".join(dict.fromkeys(filter(None, folded)))


def _contracts(
    session: Session, supplier_ids: Sequence[int]
) -> tuple[dict[int, tuple[int, int]], dict[int, list[str]]]:
    """Supplier id -> how many contracts there are and how many with a known country; and their references."""
    counted = select(Contract.supplier_id, func.count(), func.sum(cast(is_placed(), Integer)))
    counted = counted.where(Contract.supplier_id.in_(supplier_ids)).group_by(Contract.supplier_id)
    counts = {key: (number, placed or 0) for key, number, placed in session.execute(counted)}
    told = select(Contract.supplier_id, Contract.reference).where(
        Contract.supplier_id.in_(supplier_ids), Contract.reference != ""
    )
    references: dict[int, list[str]] = {}
    for key, reference in session.execute(told.order_by(Contract.id)):
        references.setdefault(key, []).append(reference)
    return counts, references


def is_placed() -> ColumnElement[bool]:
    """Whether a country is known of a contract; JSON has no equality in PostgreSQL, text has."""
    empty = ("[]", "null")
    return or_(
        cast(Contract.delivery_countries, String).not_in(empty),
        cast(Contract.sourcing_countries, String).not_in(empty),
    )


def _further_names(session: Session, council_id: int, organisation_ids: set[int]) -> dict[int, list[str]]:
    """Organisation id -> its other names; a name that a person confirmed is its own council's alone."""
    own = or_(OrganisationName.kind != NameKind.CONFIRMED, OrganisationName.council_id == council_id)
    query = select(OrganisationName.organisation_id, OrganisationName.name)
    query = query.where(OrganisationName.organisation_id.in_(organisation_ids), own)
    found: dict[int, list[str]] = {}
    for organisation_id, name in session.execute(query.order_by(OrganisationName.id)):
        found.setdefault(organisation_id, []).append(name)
    return found


def _parent_names(session: Session, numbers: set[str]) -> dict[str, list[str]]:
    """Company number -> the names of the companies that control it, as far up as tables of parents tell."""
    found: dict[str, list[str]] = {}
    below = {number: {number} for number in numbers}
    for _generation in range(_GENERATIONS):
        if not below:
            break
        query = select(
            OrganisationParent.child_number, OrganisationParent.parent_number, OrganisationParent.parent_name
        ).where(OrganisationParent.child_number.in_(list(below)))
        above: dict[str, set[str]] = {}
        for child, parent, name in session.execute(query.order_by(OrganisationParent.id)):
            for own in below[child]:
                found.setdefault(own, []).extend(filter(None, [name]))
                if parent != own:
                    above.setdefault(parent, set()).add(own)
        below = above
    return found
