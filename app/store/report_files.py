"""Files of the report on all suppliers that are made, or being made. All of one council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import ReportFile, WorkState


def file(session: Session, council_id: int, file_id: int) -> ReportFile | None:
    """One file of this council."""
    query = select(ReportFile).where(ReportFile.council_id == council_id, ReportFile.id == file_id)
    return session.scalars(query.options(joinedload(ReportFile.person))).one_or_none()


def kept(session: Session, council_id: int) -> Sequence[ReportFile]:
    """The files that can be downloaded or are being made, newest first."""
    query = select(ReportFile).where(ReportFile.council_id == council_id, ReportFile.blob != "")
    query = query.where(ReportFile.state != WorkState.FAILED).options(joinedload(ReportFile.person))
    return session.scalars(query.order_by(ReportFile.id.desc())).all()


def under_way(session: Session, council_id: int, form: str, language: str, top: int) -> ReportFile | None:
    """The file of this kind that is being made."""
    query = select(ReportFile).where(
        ReportFile.council_id == council_id,
        ReportFile.form == form,
        ReportFile.language == language,
        ReportFile.top == top,
        ReportFile.state.in_((WorkState.QUEUED, WorkState.RUNNING)),
    )
    return session.scalars(query.order_by(ReportFile.id.desc()).limit(1)).one_or_none()


def finished_before(session: Session, before: datetime) -> Sequence[ReportFile]:
    """Files, of every council, that were finished before this moment and whose content may still be kept."""
    query = select(ReportFile).where(ReportFile.blob != "", ReportFile.finished_at < before)
    return session.scalars(query).all()
