"""What the first part of a supplier's page tells of the others: how much there is, counted in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models import (
    Action,
    ActionPlan,
    ActionState,
    ClausePack,
    Contract,
    ExclusionGround,
    ExclusionStatus,
    Note,
    PriceCheck,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each a supplier has; `steps` are those that are still to be done."""

    contracts: int
    plans: int
    steps: int
    packs: int
    price_checks: int
    notes: int
    exclusions: int


def counts(session: Session, council_id: int, supplier_id: int) -> Counts:
    """What there is about a supplier of this council."""

    def number(table: Any, *conditions: Any) -> ScalarSelect[int]:
        query = select(func.count()).select_from(table)
        query = query.where(table.council_id == council_id, table.supplier_id == supplier_id, *conditions)
        return query.scalar_subquery()

    columns = (
        number(Contract),
        number(ActionPlan),
        number(Action, Action.state.not_in((ActionState.CLOSED, ActionState.CANCELLED))),
        number(ClausePack),
        number(PriceCheck),
        number(Note, Note.removed_at.is_(None)),
        number(ExclusionGround, ExclusionGround.status != ExclusionStatus.ENDED),
    )
    return Counts(*session.execute(select(*columns)).one())
