"""Merges of suppliers, and what stands in their way. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload

from app.store.sharing import only_updates
from models import (
    Invitation,
    Response,
    ResponseStatus,
    StoredReport,
    SupplierMerge,
)


def merge(session: Session, council_id: int, merge_id: int) -> SupplierMerge | None:
    """One merge of this council."""
    query = select(SupplierMerge).where(SupplierMerge.council_id == council_id, SupplierMerge.id == merge_id)
    return session.scalars(query.options(*_WITH_BOTH)).one_or_none()


_WITH_BOTH = (
    joinedload(SupplierMerge.survivor),
    joinedload(SupplierMerge.absorbed),
    joinedload(SupplierMerge.person),
    joinedload(SupplierMerge.undone_by),
)


def merges(session: Session, council_id: int, start: int, limit: int) -> tuple[Sequence[SupplierMerge], int]:
    """Merges of the council, the newest first, undone ones too, and how many there are."""
    query = select(SupplierMerge).where(SupplierMerge.council_id == council_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.options(*_WITH_BOTH).order_by(SupplierMerge.id.desc())
    return session.scalars(query.offset(start).limit(limit)).all(), total


def into(session: Session, council_id: int, supplier_id: int) -> Sequence[SupplierMerge]:
    """The merges in force by which others came into this supplier, the newest first."""
    query = select(SupplierMerge).where(
        SupplierMerge.council_id == council_id,
        SupplierMerge.survivor_id == supplier_id,
        SupplierMerge.undone_at.is_(None),
    )
    return session.scalars(query.options(*_WITH_BOTH).order_by(SupplierMerge.id.desc())).all()


def later_into(session: Session, made: SupplierMerge) -> list[SupplierMerge]:
    """The merges in force by which others came into the same supplier after this one, in their order."""
    found = into(session, made.council_id, made.survivor_id)
    return sorted((one for one in found if one.id > made.id), key=lambda one: one.id)


def in_force_of(session: Session, council_id: int, absorbed_id: int) -> SupplierMerge | None:
    """The merge in force by which this supplier went into another."""
    query = select(SupplierMerge).where(
        SupplierMerge.council_id == council_id,
        SupplierMerge.absorbed_id == absorbed_id,
        SupplierMerge.undone_at.is_(None),
    )
    return session.scalars(query).one_or_none()


def last_report(session: Session, made: SupplierMerge) -> StoredReport | None:
    """The result of the absorbed supplier that was in force when it was merged."""
    ids = [one["id"] for one in made.changes if one["table"] == "report"]
    query = select(StoredReport).where(StoredReport.council_id == made.council_id, StoredReport.id.in_(ids))
    return session.scalars(query.options(joinedload(StoredReport.run))).first()


def open_invitation(session: Session, council_id: int, supplier_id: int) -> Invitation | None:
    """The newest questionnaire that was sent to a supplier and is not answered."""
    query = (
        select(Invitation)
        .join(Response, Response.id == Invitation.response_id)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), Invitation.withdrawn_at.is_(None))
        .where(and_(Response.status == ResponseStatus.DRAFT, ~only_updates()))
        .options(joinedload(Invitation.contact))
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
