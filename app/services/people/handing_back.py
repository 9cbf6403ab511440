"""The undo of a hand-over: who comes back gets what was handed over and is still with whoever took it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.people import care
from app.store import audit
from app.store import care as store
from models import Action, NoteMention, Person, SupplierCare


@dataclass(frozen=True, slots=True)
class Returnable:
    """What would go back. What the successor passed on or finished meanwhile is not in it."""

    suppliers: Sequence[SupplierCare] = ()
    actions: Sequence[Action] = ()
    mentions: Sequence[NoteMention] = ()

    @property
    def number(self) -> int:
        """How many things would go back."""
        return len(self.suppliers) + len(self.actions) + len(self.mentions)


def returnable(session: Session, person: Person) -> Returnable:
    """What of the last hand-over of a person can be given back; nothing once it was."""
    handed = _last_hand_over(session, person)
    if handed is None:
        return Returnable()
    council_id, successors = person.council_id or 0, [handed["to"]]
    mentions = select(NoteMention).where(
        NoteMention.id.in_(handed["mention_ids"]), NoteMention.person_id == person.id
    )
    return Returnable(
        [
            one
            for one in store.owned_by(session, council_id, successors)
            if one.supplier_id in handed["supplier_ids"]
        ],
        [
            one
            for one in store.open_actions_of(session, council_id, successors)
            if one.id in handed["action_ids"]
        ],
        session.scalars(mentions.order_by(NoteMention.id)).all(),
    )


def give_back_quietly(session: Session, lead: Person, person: Person, now: datetime) -> Returnable:
    """Give it back, without a commit: next steps and days stay as they are now, notes are unread again."""
    found = returnable(session, person)
    if not found.number:
        return found
    for kept in found.suppliers:
        care.give_quietly(session, lead, kept, person, now)
    for action in found.actions:
        told = {"plan": action.plan_id, "step": action.id, "before": action.person_id, "after": person.id}
        action.person_id = person.id
        audit.record(session, lead, "action.given_back", action.plan.supplier, now, person.council_id, **told)
    for mention in found.mentions:
        mention.seen_at = None
    counts = {"suppliers": len(found.suppliers), "actions": len(found.actions)}
    audit.record(
        session, lead, "person.given_back", person, now, person.council_id,
        mentions=len(found.mentions), **counts,
    )  # fmt: skip
    return found


def _last_hand_over(session: Session, person: Person) -> dict[str, Any] | None:
    """What the log keeps of it; None where it was given back, or is older than the log's keeping of ids."""
    handed = audit.newest_of(session, person, "person.handed_over")
    given = audit.newest_of(session, person, "person.given_back")
    if handed is None or "supplier_ids" not in handed.detail:
        return None
    return None if given is not None and given.sequence > handed.sequence else dict(handed.detail)
