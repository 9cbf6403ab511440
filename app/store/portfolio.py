"""Counts over all suppliers of a council, for the report on them: a few small rows for each question.

Everything is counted by the database, so that a council with a hundred thousand suppliers does not wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.store.queue_conditions import overdue_actions
from models import (
    Action,
    BandDecision,
    Correction,
    CorrectionState,
    Decision,
    QueueEntry,
    SecondOpinion,
    StoredReport,
)


def bands_moved(session: Session, council_id: int) -> Mapping[tuple[str, str], int]:
    """How many suppliers are in which band (second) that were in which other (first) one report earlier."""
    before = aliased(StoredReport)
    newest_before = (
        select(func.max(before.id))
        .where(before.supplier_id == QueueEntry.supplier_id, before.id < QueueEntry.report_id)
        .correlate(QueueEntry)
        .scalar_subquery()
    )
    query = (
        select(StoredReport.band, QueueEntry.band, func.count())
        .select_from(QueueEntry)
        .join(StoredReport, StoredReport.id == newest_before)
        .where(QueueEntry.council_id == council_id, StoredReport.band != QueueEntry.band)
        .group_by(StoredReport.band, QueueEntry.band)
    )
    return {(old, new): number for old, new, number in session.execute(query)}


def first_places(session: Session, council_id: int, number: int) -> Sequence[QueueEntry]:
    """The entries at the head of the queue, with their reports in full."""
    found = select(QueueEntry.id).where(QueueEntry.council_id == council_id).order_by(QueueEntry.order_key)
    return _in_full(session, session.scalars(found.limit(number)).all())


def furthest_moved(session: Session, council_id: int, direction: int, number: int) -> Sequence[QueueEntry]:
    """The entries that the last screening moved furthest up (direction 1) or down (-1), furthest first."""
    order = QueueEntry.places_moved.desc() if direction > 0 else QueueEntry.places_moved.asc()
    found = select(QueueEntry.id).where(QueueEntry.council_id == council_id, QueueEntry.moved == direction)
    found = found.order_by(order, QueueEntry.order_key).limit(number)
    return _in_full(session, session.scalars(found).all())


def _in_full(session: Session, ids: Sequence[int]) -> Sequence[QueueEntry]:
    """The entries with these ids, in this order; ids are sorted first, so that few rows are read in full."""
    report = joinedload(QueueEntry.report).joinedload(StoredReport.text)
    query = select(QueueEntry).where(QueueEntry.id.in_(ids))
    found = session.scalars(query.options(report, joinedload(QueueEntry.supplier)))
    by_id = {entry.id: entry for entry in found}
    return [by_id[one] for one in ids]


def decisions(session: Session, council_id: int) -> Mapping[str, int]:
    """Suppliers of the queue by the kind of the newest decision on them that stands."""
    stands = or_(Decision.needs_second.is_(False), Decision.second_opinion == SecondOpinion.AGREED)
    newest = (
        select(func.max(Decision.id))
        .where(Decision.council_id == council_id, Decision.withdrawn_at.is_(None), stands)
        .group_by(Decision.supplier_id)
    )
    query = select(Decision.kind, func.count()).join(
        QueueEntry, QueueEntry.supplier_id == Decision.supplier_id
    )
    query = query.where(Decision.id.in_(newest)).group_by(Decision.kind)
    return {str(kind): number for kind, number in session.execute(query)}


def waiting_for_second(session: Session, council_id: int) -> int:
    """Decisions that wait for a second person."""
    query = select(func.count()).where(
        Decision.council_id == council_id,
        Decision.withdrawn_at.is_(None),
        Decision.needs_second.is_(True),
        Decision.second_opinion.is_(None),
    )
    return session.scalar(query) or 0


def bands_decided(session: Session, council_id: int) -> tuple[int, int]:
    """How many suppliers have a band that an officer confirmed, and one that an officer changed."""
    newest = (
        select(func.max(BandDecision.id))
        .where(BandDecision.council_id == council_id, BandDecision.withdrawn_at.is_(None))
        .group_by(BandDecision.supplier_id)
    )
    query = select(
        func.coalesce(func.sum(case((BandDecision.band == BandDecision.advised, 1), else_=0)), 0),
        func.coalesce(func.sum(case((BandDecision.band != BandDecision.advised, 1), else_=0)), 0),
    )
    confirmed, changed = session.execute(query.where(BandDecision.id.in_(newest))).one()
    return int(confirmed), int(changed)


def actions(session: Session, council_id: int, today: date) -> Mapping[str, int]:
    """Actions of plans by state, those that are open past their day as "overdue"."""
    state = case((and_(*overdue_actions(council_id, today)), "overdue"), else_=Action.state)
    query = select(state, func.count()).where(Action.council_id == council_id).group_by(state)
    return {str(name): number for name, number in session.execute(query)}


def open_corrections(session: Session, council_id: int) -> int:
    """Disputed lines that wait for a reply."""
    query = select(func.count()).where(
        Correction.council_id == council_id, Correction.state == CorrectionState.OPEN
    )
    return session.scalar(query) or 0
