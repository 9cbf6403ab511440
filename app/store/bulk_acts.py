"""What was done to many suppliers at once. Every query names the council that asks, but for the worker's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from app.store.merged import UNMERGED
from models import BulkAct, BulkState, Invitation, Supplier


def act(session: Session, council_id: int, act_id: int) -> BulkAct | None:
    """One act of this council, None for those of others."""
    query = select(BulkAct).where(BulkAct.council_id == council_id, BulkAct.id == act_id)
    return session.scalars(query.options(joinedload(BulkAct.person))).one_or_none()


def newest(session: Session, council_id: int, limit: int) -> Sequence[BulkAct]:
    """The newest acts of the council."""
    query = select(BulkAct).where(BulkAct.council_id == council_id).options(joinedload(BulkAct.person))
    return session.scalars(query.order_by(BulkAct.id.desc()).limit(limit)).all()


def claim(session: Session, act_id: int, before: Sequence[BulkState], state: BulkState) -> BulkAct | None:
    """Put an act from one of some states into another; None if somebody was faster."""
    taken = session.execute(
        update(BulkAct)
        .where(BulkAct.id == act_id, BulkAct.state.in_(before))
        .values(state=state)
        .returning(BulkAct.id)
    ).one_or_none()
    return session.get(BulkAct, act_id, populate_existing=True) if taken else None


def stale(session: Session, before: datetime) -> Sequence[BulkAct]:
    """Acts that were begun before this moment and are not finished."""
    waiting = BulkAct.state.in_((BulkState.QUEUED, BulkState.RUNNING))
    return session.scalars(select(BulkAct).where(waiting, BulkAct.acted_at < before)).all()


def own(session: Session, council_id: int, supplier_ids: Sequence[int]) -> list[int]:
    """Those of these suppliers that the council has and that were not merged, in the order given."""
    query = select(Supplier.id).where(Supplier.council_id == council_id, Supplier.id.in_(supplier_ids))
    query = query.where(UNMERGED)
    found = set(session.scalars(query))
    return [one for one in dict.fromkeys(supplier_ids) if one in found]


def names(session: Session, council_id: int, supplier_ids: Sequence[int]) -> dict[int, str]:
    """Supplier id -> name, for suppliers of the council."""
    query = select(Supplier.id, Supplier.name).where(
        Supplier.council_id == council_id, Supplier.id.in_(supplier_ids)
    )
    return {key: name for key, name in session.execute(query)}


def last_invitations(session: Session, council_id: int, supplier_ids: Sequence[int]) -> dict[int, Invitation]:
    """Supplier id -> the newest invitation of the council, revoked ones too: whom it has asked so far."""
    newest_of_each = (
        select(func.max(Invitation.id))
        .where(Invitation.council_id == council_id, Invitation.supplier_id.in_(supplier_ids))
        .group_by(Invitation.supplier_id)
    )
    query = select(Invitation).where(Invitation.id.in_(newest_of_each))
    query = query.options(joinedload(Invitation.contact), joinedload(Invitation.response))
    return {one.supplier_id: one for one in session.scalars(query)}


def asked_at(
    session: Session, council_id: int, supplier_ids: Sequence[int], moment: datetime
) -> Sequence[Invitation]:
    """The invitations that went to these suppliers at one moment, which is how an act knows its own."""
    query = select(Invitation).where(
        Invitation.council_id == council_id,
        Invitation.supplier_id.in_(supplier_ids),
        Invitation.sent_at == moment,
        Invitation.revoked_at.is_(None),
    )
    return session.scalars(query.options(joinedload(Invitation.response))).all()
