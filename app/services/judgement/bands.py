"""Officers confirm or change the band that the judgement advises. Until then a band is advice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.store import audit
from app.store import bands as store
from models import BandDecision, Person, StoredReport
from screening.types import Band


def decide(
    session: Session, officer: Person, report: StoredReport, band: Band, reason: str, now: datetime
) -> BandDecision:
    """Confirm the band of a current report, or put another in its place. The report itself stays as it is.

    ValueError for another band without a reason, and for a report that a newer one has replaced: nobody
    decides on what was not shown.
    """
    if not report.current:
        raise ValueError("a newer screening has replaced this result")
    if band != report.band and not reason.strip():
        raise ValueError("another band than the advised one needs a reason")
    decision = BandDecision(
        council_id=report.council_id,
        supplier_id=report.supplier_id,
        report_id=report.id,
        advised=report.band,
        band=band.value,
        reason=reason.strip(),
        person=officer,
        decided_at=now,
    )
    session.add(decision)
    action = "band.confirmed" if band == report.band else "band.changed"
    audit.record(
        session,
        officer,
        action,
        report.supplier,
        now,
        report.council_id,
        report=report.id,
        advised=report.band,
        band=band.value,
    )
    session.commit()
    return decision


def withdraw(session: Session, officer: Person, report: StoredReport, now: datetime) -> bool:
    """Take the standing decision on a supplier back, so that its band is advice again; False if there is
    none."""
    decision = store.standing(session, report.council_id, [report.supplier_id]).get(report.supplier_id)
    if decision is None:
        return False
    for earlier in store.all_of(session, report.council_id, report.supplier_id):
        earlier.withdrawn_at = earlier.withdrawn_at or now
    audit.record(
        session,
        officer,
        "band.withdrawn",
        report.supplier,
        now,
        report.council_id,
        report=decision.report_id,
        band=decision.band,
    )
    session.commit()
    return True
