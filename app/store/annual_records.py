"""The records behind the annual statement: training sessions, totals of referrals, entries of trackers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import AnnualStatement, Person, ReferralCount, TrackerEntry, TrainingSession


def newest_year_end(session: Session, council_id: int) -> date | None:
    """The last day of the newest year for which the council began a statement."""
    query = select(func.max(AnnualStatement.year_end)).where(AnnualStatement.council_id == council_id)
    return session.scalars(query).one()


def training(session: Session, council_id: int, start: date, end: date) -> Sequence[TrainingSession]:
    """The sessions of these days, the newest first, without those that were removed."""
    query = select(TrainingSession).where(
        TrainingSession.council_id == council_id,
        TrainingSession.removed_at.is_(None),
        TrainingSession.held_on.between(start, end),
    )
    return session.scalars(query.order_by(TrainingSession.held_on.desc(), TrainingSession.id.desc())).all()


def training_session(session: Session, council_id: int, session_id: int) -> TrainingSession | None:
    """One session of the council that was not removed."""
    query = select(TrainingSession).where(
        TrainingSession.council_id == council_id,
        TrainingSession.id == session_id,
        TrainingSession.removed_at.is_(None),
    )
    return session.scalars(query).one_or_none()


def first_training(session: Session, council_id: int) -> date | None:
    """The day of the earliest session."""
    query = select(func.min(TrainingSession.held_on)).where(
        TrainingSession.council_id == council_id, TrainingSession.removed_at.is_(None)
    )
    return session.scalars(query).one()


def certificates(session: Session, council_id: int, first: date, last: date) -> Sequence[TrainingSession]:
    """The sessions whose certificates run out in these days, the earliest first."""
    query = select(TrainingSession).where(
        TrainingSession.council_id == council_id,
        TrainingSession.removed_at.is_(None),
        TrainingSession.certificates_until.between(first, last),
    )
    return session.scalars(query.order_by(TrainingSession.certificates_until, TrainingSession.id)).all()


def referral_counts(session: Session, council_id: int) -> Sequence[ReferralCount]:
    """The totals of all quarters, the newest first."""
    query = select(ReferralCount).where(ReferralCount.council_id == council_id)
    return session.scalars(query.order_by(ReferralCount.quarter.desc(), ReferralCount.kind)).all()


def referral_count(session: Session, council_id: int, quarter: date, kind: str) -> ReferralCount | None:
    """The totals of one kind in the quarter that begins on a day."""
    query = select(ReferralCount).where(
        ReferralCount.council_id == council_id, ReferralCount.quarter == quarter, ReferralCount.kind == kind
    )
    return session.scalars(query).one_or_none()


def tracker_entries(session: Session, council_id: int, tracker: str) -> Sequence[TrackerEntry]:
    """How far the council is with the items of a tracker, for those of which something was noted."""
    query = select(TrackerEntry).where(TrackerEntry.council_id == council_id, TrackerEntry.tracker == tracker)
    return session.scalars(query.order_by(TrackerEntry.id)).all()


def people(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """Persons by id."""
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}
