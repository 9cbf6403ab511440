"""What is to be done about one supplier, and what it disputes, for the report on it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Action, ActionPlan, Correction


def actions(session: Session, council_id: int, supplier_id: int) -> Sequence[Action]:
    """Every action of the plans of a supplier of this council, the one due first before others."""
    query = (
        select(Action)
        .join(ActionPlan, ActionPlan.id == Action.plan_id)
        .where(ActionPlan.council_id == council_id, ActionPlan.supplier_id == supplier_id)
        .order_by(Action.due_on, Action.id)
    )
    return session.scalars(query).all()


def corrections(session: Session, council_id: int, supplier_id: int) -> Sequence[Correction]:
    """Everything that a supplier of this council said is wrong, the newest first."""
    query = (
        select(Correction)
        .where(Correction.council_id == council_id, Correction.supplier_id == supplier_id)
        .options(selectinload(Correction.messages))
        .order_by(Correction.id.desc())
    )
    return session.scalars(query).all()
