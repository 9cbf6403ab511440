"""Saved views of the queue. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models import SavedView


def seen_by(session: Session, council_id: int, person_id: int) -> Sequence[SavedView]:
    """The views that an officer may use: the officer's own and the shared ones, by name."""
    query = select(SavedView).where(
        SavedView.council_id == council_id, or_(SavedView.shared.is_(True), SavedView.person_id == person_id)
    )
    return session.scalars(query.options(joinedload(SavedView.person)).order_by(SavedView.name)).all()


def view(session: Session, council_id: int, view_id: int) -> SavedView | None:
    """One view of this council, None for those of others."""
    query = select(SavedView).where(SavedView.council_id == council_id, SavedView.id == view_id)
    return session.scalars(query).one_or_none()


def named(session: Session, council_id: int, person_id: int, name: str) -> SavedView | None:
    """An officer's view of this name."""
    query = select(SavedView).where(SavedView.council_id == council_id, SavedView.person_id == person_id)
    return session.scalars(query.where(SavedView.name == name)).one_or_none()
