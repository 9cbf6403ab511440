"""Whether there are plans of action to link to, for other pages of the supplier."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.store import actions as store
from models import Person


def has_plans(session: Session, person: Person) -> dict[str, bool]:
    """`has_plans`: the context of `supplier/_plans_link.html`."""
    return {"has_plans": bool(store.plans_of_contact(session, person.id))}
