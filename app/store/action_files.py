"""Rows of files beside steps of plans of action."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import ActionFile, ScanState


def of_step(session: Session, action_id: int) -> Sequence[ActionFile]:
    """The files of a step, of both sides, in the order in which they came."""
    query = select(ActionFile).where(ActionFile.action_id == action_id).order_by(ActionFile.id)
    return session.scalars(query).all()


def file_of_step(session: Session, action_id: int, file_id: int) -> ActionFile | None:
    """One file, if it lies beside this step."""
    query = select(ActionFile).where(ActionFile.action_id == action_id, ActionFile.id == file_id)
    return session.scalars(query).one_or_none()


def to_scan(session: Session, limit: int) -> Sequence[ActionFile]:
    """Files beside steps that no scanner has seen, oldest first."""
    unseen = or_(ActionFile.scan == ScanState.WAITING, ActionFile.scan == ScanState.NO_SCANNER)
    return session.scalars(select(ActionFile).where(unseen).order_by(ActionFile.id).limit(limit)).all()
