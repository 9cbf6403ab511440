"""Screening runs and the reports that they put in force; `store.queue` reads them as the ranked queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.store.sharing import only_updates
from models import (
    Invitation,
    ReportText,
    Response,
    ResponseStatus,
    RunStatus,
    ScreeningRun,
    StoredReport,
    Supplier,
)

#: The total order of the queue, ascending; the judgement's `order_key` fills these columns.
QUEUE_ORDER: tuple[ColumnElement[Any], ...] = (
    StoredReport.order_band.asc(),
    StoredReport.order_residual.asc(),
    StoredReport.order_findings.asc(),
    StoredReport.order_high.asc(),
    StoredReport.order_identity.asc(),
)


def _ranked(council_id: int) -> Select[int, int]:
    rank = func.row_number().over(order_by=QUEUE_ORDER).label("rank")
    current = (StoredReport.council_id == council_id) & StoredReport.current.is_(True)
    return select(StoredReport.id.label("report_id"), rank).where(current)


def newest_invitations(council_id: int | ColumnElement[int]) -> Select[int, int]:
    """Of each supplier that the council asked: its id and that of the newest invitation not revoked.

    A draft that the supplier began by itself, to update its answers, is none: nobody asked for it. Nor is one
    that stayed with a merged supplier, since the other has an invitation to the same response.
    """
    newest = func.max(Invitation.id).label("invitation_id")
    merged = select(Supplier.id).where(
        Supplier.council_id == council_id, Supplier.merged_into_id.is_not(None)
    )
    return (
        select(Invitation.supplier_id.label("supplier_id"), newest)
        .where(Invitation.council_id == council_id, Invitation.revoked_at.is_(None), ~only_updates())
        .where(Invitation.supplier_id.not_in(merged))
        .group_by(Invitation.supplier_id)
    )


def _is_awaited(response: Any) -> ColumnElement[bool]:
    """A draft, or submitted answers about which the supplier has not said whether this council may read them.

    The two look the same to the council: what a supplier gave to others is no business of a third.
    """
    unsaid = and_(Invitation.agreed_at.is_(None), Invitation.withdrawn_at.is_(None))
    return or_(response.status == ResponseStatus.DRAFT, unsaid)


def ranks(session: Session, council_id: int) -> dict[int, int]:
    """Supplier id -> place, for every current report of the council."""
    ranked = _ranked(council_id).subquery()
    query = select(StoredReport.supplier_id, ranked.c.rank).join(
        ranked, ranked.c.report_id == StoredReport.id
    )
    return {supplier_id: rank for supplier_id, rank in session.execute(query)}


def current_report(session: Session, council_id: int, supplier_id: int) -> StoredReport | None:
    """The newest report of a supplier of this council."""
    query = (
        select(StoredReport)
        .where(StoredReport.council_id == council_id, StoredReport.supplier_id == supplier_id)
        .where(StoredReport.current.is_(True))
        .options(joinedload(StoredReport.run), joinedload(StoredReport.text))
    )
    return session.scalars(query).one_or_none()


def current_reports(
    session: Session, council_id: int, supplier_ids: Sequence[int]
) -> dict[int, StoredReport]:
    """Supplier id -> newest report, for these suppliers of the council."""
    query = select(StoredReport).where(StoredReport.council_id == council_id, StoredReport.current.is_(True))
    query = query.where(StoredReport.supplier_id.in_(supplier_ids)).options(joinedload(StoredReport.text))
    found = session.scalars(query)
    return {report.supplier_id: report for report in found}


def all_current_reports(session: Session) -> Iterable[StoredReport]:
    """The newest report of every supplier of every council, with its text, a few hundred at a time."""
    query = select(StoredReport).where(StoredReport.current.is_(True)).options(joinedload(StoredReport.text))
    return session.scalars(query.order_by(StoredReport.id).execution_options(yield_per=200))


def reports_of_run(session: Session, run_id: int) -> Sequence[StoredReport]:
    """The reports that a run wrote."""
    return session.scalars(select(StoredReport).where(StoredReport.run_id == run_id)).all()


def discard_reports(session: Session, run_id: int) -> None:
    """Remove what a run wrote and never finished; a finished run's reports are never removed."""
    written = select(StoredReport.id).where(StoredReport.run_id == run_id, StoredReport.current.is_(False))
    session.execute(delete(ReportText).where(ReportText.report_id.in_(written)))
    session.execute(
        delete(StoredReport).where(StoredReport.run_id == run_id, StoredReport.current.is_(False))
    )


def put_in_force(session: Session, work: ScreeningRun) -> None:
    """Make the reports of a run the current ones, all at once.

    A supplier that a later run has screened meanwhile, say after it answered, keeps the later report. One
    that was merged into another meanwhile has no report in force.
    """
    mine = select(StoredReport.supplier_id).where(StoredReport.run_id == work.id)
    session.execute(
        update(StoredReport)
        .where(StoredReport.council_id == work.council_id, StoredReport.current.is_(True))
        .where(StoredReport.supplier_id.in_(mine), StoredReport.run_id < work.id)
        .values(current=False)
    )
    later = select(StoredReport.supplier_id).where(
        StoredReport.council_id == work.council_id,
        StoredReport.current.is_(True),
        StoredReport.run_id > work.id,
    )
    gone = select(Supplier.id).where(
        Supplier.council_id == work.council_id, Supplier.merged_into_id.is_not(None)
    )
    session.execute(
        update(StoredReport)
        .where(StoredReport.run_id == work.id, StoredReport.supplier_id.not_in(later))
        .where(StoredReport.supplier_id.not_in(gone))
        .values(current=True)
    )


def last_full_run(session: Session, council_id: int) -> ScreeningRun | None:
    """The newest finished run over all suppliers of the council."""
    query = select(ScreeningRun).where(
        ScreeningRun.council_id == council_id,
        ScreeningRun.supplier_id.is_(None),
        ScreeningRun.status == RunStatus.DONE,
    )
    return session.scalars(query.order_by(ScreeningRun.id.desc()).limit(1)).one_or_none()


def finished_runs(session: Session, council_id: int, limit: int) -> Sequence[ScreeningRun]:
    """The newest finished runs over all suppliers of the council, the newest first."""
    query = select(ScreeningRun).where(
        ScreeningRun.council_id == council_id,
        ScreeningRun.supplier_id.is_(None),
        ScreeningRun.status == RunStatus.DONE,
    )
    return session.scalars(query.order_by(ScreeningRun.id.desc()).limit(limit)).all()


def open_run(session: Session, council_id: int, supplier_id: int | None) -> ScreeningRun | None:
    """The newest run that covers this supplier (or all, with None), unless it is done.

    A run over all suppliers covers each, so a later one that went well ends what an earlier left open.
    """
    covers: ColumnElement[bool] = ScreeningRun.supplier_id.is_(None)
    if supplier_id is not None:
        covers = covers | (ScreeningRun.supplier_id == supplier_id)
    query = select(ScreeningRun).where(ScreeningRun.council_id == council_id, covers)
    newest = session.scalars(query.order_by(ScreeningRun.id.desc()).limit(1)).one_or_none()
    return newest if newest is not None and newest.status != RunStatus.DONE else None


def claim_run(session: Session, run_id: int, at: datetime) -> ScreeningRun | None:
    """Take a queued or failed run to work on; None when another worker has it or it is done."""
    taken = session.execute(
        update(ScreeningRun)
        .where(ScreeningRun.id == run_id)
        .where(ScreeningRun.status.in_([RunStatus.QUEUED, RunStatus.FAILED]))
        .values(status=RunStatus.RUNNING, started_at=at, attempts=ScreeningRun.attempts + 1, problem="")
        .returning(ScreeningRun.id)
    ).one_or_none()
    return session.get(ScreeningRun, run_id, populate_existing=True) if taken else None


def stale_runs(session: Session, before: datetime) -> Sequence[ScreeningRun]:
    """Runs that were queued or started before this moment and are still not finished."""
    waiting = (ScreeningRun.status == RunStatus.QUEUED) & (ScreeningRun.queued_at < before)
    stuck = (ScreeningRun.status == RunStatus.RUNNING) & (ScreeningRun.started_at < before)
    return session.scalars(select(ScreeningRun).where(or_(waiting, stuck))).all()


def reports_with_spend(session: Session, council_id: int) -> Iterable[tuple[int, Decimal | None, str]]:
    """Supplier id, spend and report as JSON of every current report of the council, read a part at a time."""
    query = (
        select(StoredReport.supplier_id, Supplier.spend, ReportText.report_json)
        .join(ReportText, ReportText.report_id == StoredReport.id)
        .join(Supplier, Supplier.id == StoredReport.supplier_id)
        .where(StoredReport.council_id == council_id, StoredReport.current.is_(True))
        .order_by(StoredReport.id)
    )
    rows = session.execute(query.execution_options(yield_per=500))
    return ((supplier_id, spend, report_json) for supplier_id, spend, report_json in rows)


def being_asked(session: Session, council_id: int, today: date) -> set[int]:
    """The suppliers whose newest questionnaire of this council is neither answered nor overdue."""
    newest = newest_invitations(council_id).subquery()
    query = (
        select(Invitation.supplier_id)
        .join(newest, newest.c.invitation_id == Invitation.id)
        .join(Response, Response.id == Invitation.response_id)
        .where(_is_awaited(Response), Invitation.due_on >= today)
    )
    return set(session.scalars(query))
