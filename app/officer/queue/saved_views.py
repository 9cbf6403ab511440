"""Saved views as links: what a view says, and whether the reader may remove it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.officer.queue import queue_filters
from app.services.people import saved_views as service
from app.store import saved_views as store
from models import Person


@dataclass(frozen=True, slots=True)
class ShownView:
    """A saved view as a link to the queue with these arguments."""

    id: int
    name: str
    said: dict[str, str]
    shared: bool
    owner: str
    may_remove: bool


def shown(session: Session, council_id: int, reader: Person) -> list[ShownView]:
    """The views that the reader may use, by name."""
    return [
        ShownView(
            id=view.id,
            name=view.name,
            said=queue_filters.from_query(view.query),
            shared=view.shared,
            owner=view.person.name or view.person.email,
            may_remove=service.may_remove(reader, view),
        )
        for view in store.seen_by(session, council_id, reader.id)
    ]
