"""The register of exclusion grounds. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import ExclusionGround


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[ExclusionGround]:
    """What the register holds on a supplier of this council, the newest first."""
    query = select(ExclusionGround).where(
        ExclusionGround.council_id == council_id, ExclusionGround.supplier_id == supplier_id
    )
    query = query.options(joinedload(ExclusionGround.decided_by), joinedload(ExclusionGround.added_by))
    return session.scalars(query.order_by(ExclusionGround.id.desc())).all()


def ground(session: Session, council_id: int, ground_id: int) -> ExclusionGround | None:
    """One entry of this council's register."""
    query = select(ExclusionGround).where(
        ExclusionGround.council_id == council_id, ExclusionGround.id == ground_id
    )
    return session.scalars(query).one_or_none()
