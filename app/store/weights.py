"""Revisions of a council's weights, and the stored cases on which their effect is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, joinedload

from models import ReportText, RunStatus, StoredReport, Supplier, WeightRevision


def saved(session: Session, council_id: int) -> Sequence[WeightRevision]:
    """The revisions that the council saved, in the order of saving."""
    query = select(WeightRevision).where(
        WeightRevision.council_id == council_id, WeightRevision.saved_at.is_not(None)
    )
    query = query.options(joinedload(WeightRevision.person))
    return session.scalars(query.order_by(WeightRevision.saved_at, WeightRevision.id)).all()


def revision(session: Session, council_id: int, revision_id: int) -> WeightRevision | None:
    """One revision of this council, saved or not."""
    query = select(WeightRevision).where(
        WeightRevision.council_id == council_id, WeightRevision.id == revision_id
    )
    return session.scalars(query).one_or_none()


def drafts_of(session: Session, council_id: int, person_id: int) -> Sequence[WeightRevision]:
    """The revisions that a person drafted and did not save, the newest first."""
    query = select(WeightRevision).where(
        WeightRevision.council_id == council_id,
        WeightRevision.person_id == person_id,
        WeightRevision.saved_at.is_(None),
    )
    return session.scalars(query.order_by(WeightRevision.id.desc())).all()


def claim(session: Session, revision_id: int) -> WeightRevision | None:
    """Take a queued or failed draft to compute its effect; None if another worker has it or it is done."""
    taken = session.execute(
        update(WeightRevision)
        .where(WeightRevision.id == revision_id, WeightRevision.saved_at.is_(None))
        .where(WeightRevision.status.in_([RunStatus.QUEUED, RunStatus.FAILED]))
        .values(status=RunStatus.RUNNING, done=0, problem="")
        .returning(WeightRevision.id)
    ).one_or_none()
    return session.get(WeightRevision, revision_id, populate_existing=True) if taken else None


def lost(session: Session, before: datetime) -> Sequence[WeightRevision]:
    """Drafts that were queued before this moment and whose effect is still not there."""
    query = select(WeightRevision).where(
        WeightRevision.saved_at.is_(None),
        WeightRevision.queued_at < before,
        or_(WeightRevision.status == RunStatus.QUEUED, WeightRevision.status == RunStatus.RUNNING),
    )
    return session.scalars(query).all()


def current_cases(
    session: Session, council_id: int, batch: int = 500
) -> Iterable[Sequence[tuple[int, str, str]]]:
    """Supplier id, name and stored case of every current report, in batches, so that memory stays small."""
    last = 0
    while True:
        query = (
            select(StoredReport.id, StoredReport.supplier_id, Supplier.name, ReportText.case_json)
            .join(Supplier, Supplier.id == StoredReport.supplier_id)
            .join(ReportText, ReportText.report_id == StoredReport.id)
            .where(StoredReport.council_id == council_id, StoredReport.current.is_(True))
            .where(StoredReport.id > last)
            .order_by(StoredReport.id)
            .limit(batch)
        )
        rows = session.execute(query).all()
        if not rows:
            return
        yield [(supplier_id, name, case_json) for _id, supplier_id, name, case_json in rows]
        last = rows[-1][0]
