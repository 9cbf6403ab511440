"""Holds: while one stands on a supplier, nothing of it is removed, by no period and at nobody's request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.retention.periods import must_be_lead
from app.store import audit
from app.store import retention as store
from models import Person, Supplier, SupplierHold


def standing(session: Session, supplier: Supplier) -> SupplierHold | None:
    """The hold that stands on a supplier, if any."""
    all_of_it = store.holds_of(session, supplier.council_id, supplier.id)
    return next((one for one in all_of_it if one.ended_at is None), None)


def put(session: Session, lead: Person, supplier: Supplier, reason: str, now: datetime) -> SupplierHold:
    """Hold everything of a supplier; the hold that stands where there is one already."""
    council_id = must_be_lead(lead)
    held = standing(session, supplier)
    if held is not None:
        return held
    held = SupplierHold(
        council_id=council_id, supplier_id=supplier.id, reason=reason.strip(), set_by_id=lead.id, set_at=now
    )
    session.add(held)
    audit.record(session, lead, "retention.hold_set", supplier, now, council_id, hold=_id(session, held))
    session.commit()
    return held


def end(session: Session, lead: Person, supplier: Supplier, why: str, now: datetime) -> bool:
    """Let the periods count again; False if no hold stands."""
    council_id, held = must_be_lead(lead), standing(session, supplier)
    if held is None:
        return False
    held.ended_at, held.ended_by_id, held.ended_why = now, lead.id, why.strip()
    audit.record(session, lead, "retention.hold_ended", supplier, now, council_id, hold=held.id)
    session.commit()
    return True


def _id(session: Session, held: SupplierHold) -> int:
    session.flush()
    return held.id
