"""The undo of a hand-over: who comes back gets what was handed over and was not passed on one by one since.

Whoever took it on may have left as well and handed all of it over: then it comes back from the last of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.people import care
from app.store import audit
from app.store import care as store
from models import Action, AuditEvent, NoteMention, Person, SupplierCare

HANDED_OVER: Final = "person.handed_over"
GIVEN_BACK: Final = "person.given_back"
GIVEN: Final = ("supplier.assigned", "supplier.assignment_undone")


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
    """What was handed over when a person left last and can be given back; nothing once it was."""
    council_id = person.council_id or 0
    first = _first_hand_over(session, person)
    if first is None:
        return Returnable()
    moves = audit.since(session, council_id, (HANDED_OVER, GIVEN_BACK, *GIVEN), first.sequence)
    suppliers = _holders(moves, person.id, "supplier_ids", "supplier")
    actions = _holders(moves, person.id, "action_ids", "")
    own = [one for one in moves if one.action == HANDED_OVER and one.subject_id == person.id]
    unread = [key for one in own for key in one.detail["mention_ids"]]
    mentions = select(NoteMention).where(NoteMention.id.in_(unread), NoteMention.person_id == person.id)
    return Returnable(
        [
            one
            for one in store.owned_by(session, council_id, set(suppliers.values()))
            if one.owner_id == suppliers.get(one.supplier_id)
        ],
        [
            one
            for one in store.open_actions_of(session, council_id, set(actions.values()))
            if one.person_id == actions.get(one.id)
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
    detail: dict[str, Any] = {
        "suppliers": len(found.suppliers),
        "actions": len(found.actions),
        "mentions": len(found.mentions),
        "supplier_ids": [one.supplier_id for one in found.suppliers],
        "action_ids": [one.id for one in found.actions],
    }
    audit.record(session, lead, GIVEN_BACK, person, now, person.council_id, **detail)
    return found


def _first_hand_over(session: Session, person: Person) -> AuditEvent | None:
    """The first hand-over that coming back undoes: of those since the person was given back anything, the
    first after it last came back before leaving anew. None where all is given back.

    What stayed with a successor when somebody came back for a while stays there.
    """
    handed = [
        one
        for one in audit.of_action(session, person, HANDED_OVER)
        if "supplier_ids" in one.detail  # older entries of the log have numbers only
    ]
    if not handed:
        return None
    given = audit.newest_of(session, person, GIVEN_BACK)
    returns = [one.sequence for one in audit.of_action(session, person, "person.reactivated")]
    earlier = [one for one in returns if one < handed[-1].sequence]
    start = max([given.sequence if given else 0, *earlier])
    return next((one for one in handed if one.sequence > start), None)


def _holders(moves: Sequence[AuditEvent], person_id: int, kind: str, subject: str) -> dict[int, int]:
    """With whom each thing is that a person handed over, by all hand-overs and givings back since.

    Without those that somebody gave to one person alone meanwhile (of the table `subject`), and those that
    went back to whom they had come from before.
    """
    through: dict[int, list[int]] = {}
    last: dict[int, AuditEvent] = {}
    for one in moves:
        who = one.subject_id
        if one.action in GIVEN:
            if one.subject == subject and _was_given(one):
                through.pop(who, None)
        elif one.action == GIVEN_BACK:
            for key in _came_back(one, last.get(who), through, kind):
                held = through.pop(key)
                if who in held:
                    through[key] = held[: held.index(who) + 1]
        else:
            last[who] = one
            for key in one.detail.get(kind, ()):
                if who == person_id:
                    through[key] = []
                if key in through and (who == person_id or through[key][-1] == who):
                    through[key].append(one.detail["to"])
    return {key: held[-1] for key, held in through.items() if held[-1] != person_id}


def _was_given(event: AuditEvent) -> bool:
    told = event.detail
    by_itself = not (told.get("handed_over") or told.get("given_back"))
    return by_itself and told.get("owner_before") != told.get("owner")


def _came_back(
    given: AuditEvent, handed: AuditEvent | None, through: Mapping[int, Sequence[int]], kind: str
) -> list[int]:
    """What of the things followed went back to whom `given` is about."""
    if kind in given.detail:
        return [key for key in given.detail[kind] if key in through]
    # An older entry has numbers only: what was still with whom it had been handed to came back.
    told = handed.detail if handed else {}
    return [key for key in told.get(kind, ()) if key in through and through[key][-1] == told["to"]]
