"""What officers decided of suppliers. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, update
from sqlalchemy.orm import Session, joinedload

from models import Decision, DecisionKind, SecondOpinion, StoredReport


def _stands() -> ColumnElement[bool]:
    """`Decision.stands`, for the database."""
    agreed = Decision.second_opinion == SecondOpinion.AGREED
    return and_(Decision.withdrawn_at.is_(None), or_(not_(Decision.needs_second), agreed))


def _waits() -> ColumnElement[bool]:
    return and_(Decision.withdrawn_at.is_(None), Decision.needs_second, Decision.second_opinion.is_(None))


def _whole() -> Select[Decision]:
    return select(Decision).options(
        joinedload(Decision.supplier),
        joinedload(Decision.person),
        joinedload(Decision.second),
        joinedload(Decision.report).joinedload(StoredReport.run),
    )


def _in_force(council_id: int) -> Select[int]:
    """The ids of the newest standing decision on each supplier of the council."""
    query = select(func.max(Decision.id)).where(Decision.council_id == council_id, _stands())
    return query.group_by(Decision.supplier_id)


def in_force(session: Session, council_id: int, supplier_ids: Collection[int]) -> dict[int, Decision]:
    """Supplier id -> the newest decision that stands, with its people and its report."""
    newest = _in_force(council_id).where(Decision.supplier_id.in_(supplier_ids))
    found = session.scalars(_whole().where(Decision.id.in_(newest)))
    return {decision.supplier_id: decision for decision in found}


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[Decision]:
    """Every decision on a supplier of this council, those taken back too, the newest first."""
    query = _whole().where(Decision.council_id == council_id, Decision.supplier_id == supplier_id)
    return session.scalars(query.order_by(Decision.id.desc())).all()


def decision(session: Session, council_id: int, decision_id: int) -> Decision | None:
    """One decision of this council, None for those of others."""
    query = _whole().where(Decision.council_id == council_id, Decision.id == decision_id)
    return session.scalars(query).one_or_none()


def waiting(session: Session, council_id: int) -> Sequence[Decision]:
    """Decisions that wait for a second person, the oldest first."""
    query = _whole().where(Decision.council_id == council_id, _waits())
    return session.scalars(query.order_by(Decision.id)).all()


def escalated(session: Session, council_id: int) -> Sequence[Decision]:
    """Escalations in force: nothing newer that stands was decided of the supplier. The oldest first."""
    query = _whole().where(Decision.id.in_(_in_force(council_id)), Decision.kind == DecisionKind.ESCALATE)
    return session.scalars(query.order_by(Decision.id)).all()


def to_review(session: Session, council_id: int) -> Sequence[Decision]:
    """Acceptances in force that have a day on which they are looked at again, the earliest first."""
    query = _whole().where(
        Decision.id.in_(_in_force(council_id)),
        Decision.kind == DecisionKind.ACCEPT,
        Decision.review_on.is_not(None),
    )
    return session.scalars(query.order_by(Decision.review_on, Decision.id)).all()


def give_opinion(
    session: Session, asked: Decision, second_id: int, opinion: SecondOpinion, reason: str, at: datetime
) -> bool:
    """Write the second person's opinion if the decision still waits for it; False if somebody was faster."""
    changed = session.execute(
        update(Decision)
        .where(Decision.id == asked.id, _waits())
        .values(second_id=second_id, second_opinion=opinion, second_reason=reason, second_at=at)
        .returning(Decision.id)
    ).first()
    session.refresh(asked, ["second_id", "second_opinion", "second_reason", "second_at", "second"])
    return changed is not None


def withdraw(session: Session, taken_back: Decision, at: datetime) -> bool:
    """Take a decision back if nobody has; False if somebody was faster."""
    changed = session.execute(
        update(Decision)
        .where(Decision.id == taken_back.id, Decision.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
        .returning(Decision.id)
    ).first()
    session.refresh(taken_back, ["withdrawn_at"])
    return changed is not None
