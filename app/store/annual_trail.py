"""The rows behind a figure of an annual statement, for the people of the council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Action,
    ActionPlan,
    Base,
    ClausePack,
    ConcernCount,
    Correction,
    Decision,
    Invitation,
    Pledge,
    PriceCheck,
    ReferralCount,
    StoredReport,
    Supplier,
    TrainingSession,
)

SUBJECTS: Final[Mapping[str, type[Any]]] = {
    "supplier": Supplier,
    "report": StoredReport,
    "invitation": Invitation,
    "decision": Decision,
    "action_plan": ActionPlan,
    "action": Action,
    "clause_pack": ClausePack,
    "price_check": PriceCheck,
    "correction": Correction,
    "training_session": TrainingSession,
    "pledge": Pledge,
    "referral_count": ReferralCount,
    "concern_count": ConcernCount,
}
"""The tables whose rows figures count, by the names of the figures."""


def rows(session: Session, council_id: int, subject: str, ids: Sequence[int]) -> Sequence[Base]:
    """The council's rows with these ids, in the order of the ids; rows that are gone are left out."""
    model = SUBJECTS.get(subject)
    if model is None or not ids:
        return []
    query = select(model).where(model.council_id == council_id, model.id.in_(ids)).order_by(model.id)
    return session.scalars(query).all()


def supplier_names(session: Session, council_id: int, ids: Sequence[int]) -> Mapping[int, str]:
    """The names of suppliers of the council."""
    query = select(Supplier.id, Supplier.name).where(Supplier.council_id == council_id, Supplier.id.in_(ids))
    return {row: name for row, name in session.execute(query)}
