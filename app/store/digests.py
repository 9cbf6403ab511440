"""What changed in a week for the suppliers of a council, for the weekly e-mail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.store.parts import parts
from models import Correction, Invitation, Person, Role, ScreeningRun, StoredReport, Supplier


def who_wants_one(session: Session, before: date) -> Sequence[int]:
    """The active officers and leads who want the weekly e-mail and have had none since that day."""
    query = (
        select(Person.id)
        .where(Person.active.is_(True), Person.weekly_digest.is_(True), Person.council_id.is_not(None))
        .where(Person.role.in_((Role.OFFICER, Role.LEAD)))
        .where(or_(Person.digest_on.is_(None), Person.digest_on < before))
    )
    return session.scalars(query.order_by(Person.id)).all()


def claim(session: Session, person_id: int, day: date, before: date) -> bool:
    """Note that the e-mail of this week is being written; False if another worker did so already."""
    claimed = session.execute(
        update(Person)
        .where(Person.id == person_id, or_(Person.digest_on.is_(None), Person.digest_on < before))
        .values(digest_on=day)
        .returning(Person.id)
    ).first()
    return claimed is not None


def moved_band(
    session: Session, council_id: int, supplier_ids: Collection[int], since: datetime
) -> list[tuple[str, str, str]]:
    """(supplier, band before, band now) of those whose band is another than at that moment, by name."""
    found: list[tuple[str, str, str]] = []
    for part in parts(supplier_ids):
        about: ColumnElement[bool] = StoredReport.supplier_id.in_(part)
        earlier = (
            select(func.max(StoredReport.id))
            .join(StoredReport.run)
            .where(StoredReport.council_id == council_id, about, ScreeningRun.finished_at < since)
            .group_by(StoredReport.supplier_id)
        )
        query = select(StoredReport.supplier_id, StoredReport.band).where(StoredReport.id.in_(earlier))
        before = {key: band for key, band in session.execute(query)}
        now = (
            select(StoredReport.supplier_id, Supplier.name, StoredReport.band)
            .join(StoredReport.supplier)
            .where(StoredReport.council_id == council_id, about, StoredReport.current.is_(True))
        )
        for key, name, band in session.execute(now):
            if key in before and before[key] != band:
                found.append((name, before[key], band))
    return sorted(found)


def new_answers(
    session: Session, council_id: int, supplier_ids: Collection[int], since: datetime
) -> list[str]:
    """The suppliers that let the council read answers since then, by name."""
    found: set[str] = set()
    for part in parts(supplier_ids):
        query = (
            select(Supplier.name)
            .join(Invitation, Invitation.supplier_id == Supplier.id)
            .where(Invitation.council_id == council_id, Supplier.id.in_(part))
            .where(Invitation.agreed_at >= since, Invitation.withdrawn_at.is_(None))
            .where(Invitation.revoked_at.is_(None))
        )
        found.update(session.scalars(query))
    return sorted(found)


def new_corrections(
    session: Session, council_id: int, supplier_ids: Collection[int], since: datetime
) -> Sequence[Correction]:
    """The corrections that suppliers asked for since then, the oldest first."""
    found: list[Correction] = []
    for part in parts(supplier_ids):
        query = (
            select(Correction)
            .where(Correction.council_id == council_id, Correction.supplier_id.in_(part))
            .where(Correction.made_at >= since)
            .options(joinedload(Correction.supplier))
        )
        found += session.scalars(query.order_by(Correction.id))
    return found
