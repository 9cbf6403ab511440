"""Saving a filter of the queue under a name, and removing it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.store import audit
from app.store import saved_views as store
from models import Person, Role, SavedView


def save(
    session: Session, officer: Person, council_id: int, name: str, query: str, shared: bool, now: datetime
) -> SavedView:
    """Save a filter; one of the officer's own of the same name is replaced.

    Raises ValueError without a name.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise ValueError("a view needs a name")
    view = store.named(session, council_id, officer.id, name)
    if view is None:
        view = SavedView(council_id=council_id, person=officer, name=name)
        session.add(view)
    view.query, view.shared = query, shared
    session.flush()
    audit.record(session, officer, "view.saved", view, now, council_id, name=name, query=query, shared=shared)
    session.commit()
    return view


def may_remove(officer: Person, view: SavedView) -> bool:
    """Whose it is may remove it, and a lead."""
    return view.person_id == officer.id or officer.role == Role.LEAD


def remove(session: Session, officer: Person, view: SavedView, now: datetime) -> None:
    """Remove a view. Raises PermissionError for somebody who may not."""
    if not may_remove(officer, view):
        raise PermissionError("only its owner or a lead removes a saved view")
    audit.record(
        session, officer, "view.removed", view, now, view.council_id, name=view.name, query=view.query
    )
    session.delete(view)
    session.commit()
