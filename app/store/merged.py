"""Which suppliers were merged into which. A merged one keeps its row, and is in no list and no figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models import Supplier

#: True of suppliers that stand for themselves; every list and every sum over suppliers asks for it.
UNMERGED: Final[ColumnElement[bool]] = Supplier.merged_into_id.is_(None)


def links(session: Session, council_id: int) -> dict[int, int]:
    """Supplier id -> that of the supplier into which it was merged, for the merged ones of a council."""
    query = select(Supplier.id, Supplier.merged_into_id)
    query = query.where(Supplier.council_id == council_id, Supplier.merged_into_id.is_not(None))
    return {key: into for key, into in session.execute(query) if into is not None}


def root(of: Mapping[int, int], supplier_id: int) -> int:
    """The supplier that stands for this one, by `links`: itself, or the last one up the chain."""
    return [supplier_id, *above(of, supplier_id)][-1]


def below(of: Mapping[int, int], supplier_id: int) -> list[int]:
    """Every supplier that was merged into this one, also through another, by `links`; ids ascending."""
    return sorted(one for one in of if supplier_id in above(of, one))


def above(of: Mapping[int, int], supplier_id: int) -> list[int]:
    """Every supplier into which this one was merged, by `links`; the nearest first."""
    found = []
    while supplier_id in of:
        supplier_id = of[supplier_id]
        found.append(supplier_id)
    return found


def ids_below(supplier_id: int) -> Select[Any]:
    """A query for the ids of all that were merged into a supplier, also through another."""
    found = select(Supplier.id).where(Supplier.merged_into_id == supplier_id).cte("below", recursive=True)
    deeper = select(Supplier.id).join(found, Supplier.merged_into_id == found.c.id)
    return select(found.union_all(deeper).c.id)


def survivor(session: Session, supplier: Supplier) -> Supplier:
    """The supplier that stands for this one: itself unless it was merged."""
    while supplier.merged_into_id is not None:
        supplier = session.get_one(Supplier, supplier.merged_into_id)
    return supplier


def absorbed(
    session: Session, council_id: int, supplier_ids: Collection[int] | None = None
) -> dict[int, list[Supplier]]:
    """Supplier id -> all that were merged into it, for those of these suppliers (None: of all) with any."""
    of = links(session, council_id)
    tops = {one: root(of, one) for one in of}
    ids = sorted(one for one, top in tops.items() if supplier_ids is None or top in supplier_ids)
    found: dict[int, list[Supplier]] = {}
    for start in range(0, len(ids), 500):
        query = select(Supplier).where(Supplier.id.in_(ids[start : start + 500])).order_by(Supplier.id)
        for one in session.scalars(query):
            found.setdefault(tops[one.id], []).append(one)
    return found
