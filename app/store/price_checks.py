"""Rows of price checks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import PriceCheck, PriceCheckState


def price_check(session: Session, council_id: int, check_id: int) -> PriceCheck | None:
    """A check of this council."""
    query = select(PriceCheck).where(PriceCheck.id == check_id, PriceCheck.council_id == council_id)
    return session.scalars(query).one_or_none()


def listed(session: Session, council_id: int, start: int = 0, number: int = 50) -> Sequence[PriceCheck]:
    """A council's checks: what is not concluded first, then the newest."""
    query = select(PriceCheck).where(PriceCheck.council_id == council_id)
    is_concluded = PriceCheck.state == PriceCheckState.CONCLUDED
    query = query.order_by(is_concluded, PriceCheck.made_at.desc(), PriceCheck.id.desc())
    return session.scalars(query.offset(start).limit(number)).all()


def count(session: Session, council_id: int) -> int:
    """How many checks a council has."""
    return session.scalar(select(func.count()).where(PriceCheck.council_id == council_id)) or 0


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[PriceCheck]:
    """The checks of one supplier's tenders, the newest first."""
    query = select(PriceCheck).where(
        PriceCheck.council_id == council_id, PriceCheck.supplier_id == supplier_id
    )
    return session.scalars(query.order_by(PriceCheck.id.desc())).all()


def move(session: Session, moved: PriceCheck, before: Collection[PriceCheckState], **values: Any) -> bool:
    """Write these values if the check is in one of these states; False if somebody was faster."""
    changed = session.execute(
        update(PriceCheck)
        .where(PriceCheck.id == moved.id, PriceCheck.state.in_(before))
        .values(**values)
        .returning(PriceCheck.id),
        execution_options={"synchronize_session": False},
    ).first()
    session.refresh(moved)
    return changed is not None
