"""The spend of a supplier into which others were merged: what files say of each record, added up.

`spend` and `credits` count the records together, `own_spend` and `own_credits` are those of the supplier's
own record. Files and systems go on writing of single records; whatever writes one of them counts again here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.store import merge_rows, merged
from models import Supplier


def column_of(cell: str, own_credits: Decimal | None) -> str:
    """The column that holds a cell of a supplier's own record, given what stands in its `own_credits`."""
    return f"own_{cell}" if cell in ("spend", "credits") and own_credits is not None else cell


def of_record(supplier: Supplier, cell: str) -> Any:
    """A cell of the supplier's own record: what files say of it, without those merged into it."""
    return getattr(supplier, column_of(cell, supplier.own_credits))


def recount_all(session: Session, merged_into: Mapping[int, int], records: Collection[int]) -> list[int]:
    """Add up again wherever one of these records counts, from the bottom upwards; returns where that was.

    `merged_into` is what `merged.links` says. What the session holds is expired if anything was written.
    """
    touched = set(records)
    tops = {one for key in touched for one in merged.above(merged_into, key)}
    tops |= touched & set(merged_into.values())
    for supplier_id in sorted(tops, key=lambda one: -len(merged.above(merged_into, one))):
        recount(session, supplier_id)
    if tops:
        session.expire_all()
    return sorted(tops)


def recount(session: Session, supplier_id: int) -> None:
    """Add up the spend of a supplier and of those merged directly into it, or make it its own again where
    none is left. Flushes and refreshes nothing that the session holds: the caller expires it."""
    session.flush()
    own, others = merge_rows.own_and_absorbed(session, supplier_id)
    merge_rows.write(session, merge_rows.SUPPLIERS, supplier_id, _counted(own, others))


def _counted(own: Any, others: Any) -> dict[str, Decimal | None]:
    is_kept = own["own_credits"] is not None
    spend = own["own_spend"] if is_kept else own["spend"]
    credits = own["own_credits"] if is_kept else own["credits"]
    if not others:
        return {"spend": spend, "credits": credits, "own_spend": None, "own_credits": None}
    known = [amount for amount in (spend, *(one.spend for one in others)) if amount is not None]
    return {
        "spend": sum(known, Decimal(0)) if known else None,
        "credits": credits + sum((one.credits for one in others), Decimal(0)),
        "own_spend": spend,
        "own_credits": credits,
    }
