"""Sums over all suppliers of a council, by sector."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.store.merged import UNMERGED
from models import RunStatus, ScreeningRun, StoredReport, Supplier


def sectors(session: Session, council_id: int) -> list[tuple[str, int, int, Decimal]]:
    """(sector, suppliers, suppliers in the high band, their spend in pounds) by the reports in force."""
    is_high = StoredReport.band == "high"
    query = (
        select(
            StoredReport.sector,
            func.count(),
            func.sum(case((is_high, 1), else_=0)),
            func.sum(case((is_high, func.coalesce(Supplier.spend, 0)), else_=0)),
        )
        .join(Supplier, Supplier.id == StoredReport.supplier_id)
        .where(StoredReport.council_id == council_id, StoredReport.current.is_(True), UNMERGED)
        .group_by(StoredReport.sector)
    )
    return [
        (sector, number, int(high or 0), Decimal(str(spend or 0)))
        for sector, number, high, spend in session.execute(query)
    ]


def last_screened(session: Session, council_id: int) -> date | None:
    """The day of the newest screening of all suppliers."""
    query = select(func.max(ScreeningRun.as_at)).where(
        ScreeningRun.council_id == council_id,
        ScreeningRun.supplier_id.is_(None),
        ScreeningRun.status == RunStatus.DONE,
    )
    return session.scalar(query)
