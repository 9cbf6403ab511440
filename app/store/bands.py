"""What officers decided of bands. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import BandDecision, StoredReport


def standing(session: Session, council_id: int, supplier_ids: Sequence[int]) -> dict[int, BandDecision]:
    """Supplier id -> the newest decision that nobody took back, with its report, for these suppliers."""
    newest = (
        select(func.max(BandDecision.id))
        .where(BandDecision.council_id == council_id, BandDecision.withdrawn_at.is_(None))
        .where(BandDecision.supplier_id.in_(supplier_ids))
        .group_by(BandDecision.supplier_id)
    )
    query = select(BandDecision).where(BandDecision.id.in_(newest))
    query = query.options(
        joinedload(BandDecision.person), joinedload(BandDecision.report).joinedload(StoredReport.run)
    )
    return {decision.supplier_id: decision for decision in session.scalars(query)}


def all_of(session: Session, council_id: int, supplier_id: int) -> Sequence[BandDecision]:
    """Every decision on a supplier of this council, those taken back too, the newest first."""
    query = select(BandDecision).where(
        BandDecision.council_id == council_id, BandDecision.supplier_id == supplier_id
    )
    return session.scalars(query.order_by(BandDecision.id.desc())).all()
