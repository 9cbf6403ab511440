"""Who looks after a supplier, what is to be done next and until when; and handing all of it over.

The log keeps owners and days. The words of a next step are not in it: what cannot be changed should not hold
free text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.services.people import deputies
from app.settings import Settings
from app.store import audit, people
from app.store import care as store
from app.store import deputies as deputy_store
from models import NoteMention, Person, SupplierCare


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a supplier's care at one moment."""

    owner_id: int | None = None
    next_step: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an assignment changed for one supplier; with it the assignment can be taken back."""

    supplier_id: int
    before: Kept
    after: Kept

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values, to be kept until somebody takes the assignment back."""

        def plain(kept: Kept) -> dict[str, Any]:
            return {**asdict(kept), "due_on": kept.due_on.isoformat() if kept.due_on else None}

        return {
            "supplier_id": self.supplier_id,
            "before": plain(self.before),
            "after": plain(self.after),
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        """What `to_json` gave."""

        def kept(one: dict[str, Any]) -> Kept:
            due = one["due_on"]
            return Kept(one["owner_id"], one["next_step"], date.fromisoformat(due) if due else None)

        return cls(int(given["supplier_id"]), kept(given["before"]), kept(given["after"]))


def assign(
    session: Session,
    officer: Person,
    council_id: int,
    supplier_ids: Collection[int],
    owner: Person | None,
    due_on: date | None,
    next_step: str,
    now: datetime,
    settings: Settings | None = None,
) -> int:
    """`assign_each`; how many suppliers changed."""
    given = (supplier_ids, owner, due_on, next_step)
    return len(assign_each(session, officer, council_id, *given, now, settings))


def assign_each(
    session: Session,
    officer: Person,
    council_id: int,
    supplier_ids: Collection[int],
    owner: Person | None,
    due_on: date | None,
    next_step: str,
    now: datetime,
    settings: Settings | None = None,
) -> list[Change]:
    """Give several suppliers of the council to an owner (None: to nobody); one event for each that changed.

    Without a due day or a next step, those that stand stay. Suppliers of other councils are passed over. A
    new owner other than `officer` is told by e-mail, once, where there are settings. ValueError for an owner
    who is no active officer of the council.
    """
    changes: list[Change] = []
    for care in _cares(session, council_id, supplier_ids).values():
        wanted = Kept(owner.id if owner else None, next_step.strip() or care.next_step, due_on or care.due_on)
        changes += _change(session, officer, care, wanted, owner, "supplier.assigned", now)
    _tell(session, settings, officer, owner, changes, now)
    session.commit()
    return changes


def look_after(
    session: Session,
    settings: Settings,
    officer: Person,
    council_id: int,
    supplier_id: int,
    owner: Person | None,
    due_on: date | None,
    next_step: str,
    now: datetime,
    today: date,
) -> Change | None:
    """Set owner, next step and due day of one supplier exactly as given; None if they were so already.

    KeyError for a supplier of another council.
    """
    care = _cares(session, council_id, [supplier_id])[supplier_id]
    wanted = Kept(owner.id if owner else None, next_step.strip(), due_on)
    told = deputies.acting_for(session, officer, care.owner_id, today)
    changes = _change(session, officer, care, wanted, owner, "supplier.assigned", now, **told)
    _tell(session, settings, officer, owner, changes, now)
    session.commit()
    return changes[0] if changes else None


def restore(
    session: Session, officer: Person, council_id: int, changes: Iterable[Change], now: datetime
) -> int:
    """Take an assignment back where nobody has changed it since; for how many suppliers that was.

    An owner who has left meanwhile gets nothing back: then the supplier has no owner.
    """
    restored, wanted_back = 0, list(changes)
    officers = _active_officers(session, council_id)
    cares = store.care_of(session, council_id, [change.supplier_id for change in wanted_back])
    for change in wanted_back:
        care = cares.get(change.supplier_id)
        if care is None or _kept(care) != change.after:
            continue
        before = change.before
        owner = officers.get(before.owner_id or 0)
        wanted = Kept(owner.id if owner else None, before.next_step, before.due_on)
        restored += len(_change(session, officer, care, wanted, owner, "supplier.assignment_undone", now))
    session.commit()
    return restored


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a person's is open."""

    suppliers: int
    actions: int
    mentions: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost if the person left."""
        return not (self.suppliers or self.actions or self.mentions)


def load_of(session: Session, person: Person) -> Load:
    """What a person looks after, has still to do, and has not read."""
    return loads_of(session, person.council_id or 0, [person.id])[person.id]


def loads_of(session: Session, council_id: int, person_ids: Collection[int]) -> dict[int, Load]:
    """The same of many people of a council, by their ids."""
    counted = store.open_counts(session, council_id, person_ids)
    return {person_id: Load(*numbers) for person_id, numbers in counted.items()}


def hand_over_all(
    session: Session, lead: Person, from_person: Person, to_person: Person, now: datetime
) -> Load:
    """Give everything open of one person to another: suppliers, actions, and notes not yet read.

    Absences of the person, and those in which it would have stood in, end. What it decided stays its own.
    ValueError where the other is no active officer of the same council.
    """
    handed = hand_over_quietly(session, lead, from_person, to_person, now)
    session.commit()
    return handed


def hand_over_quietly(
    session: Session, lead: Person, from_person: Person, to_person: Person, now: datetime
) -> Load:
    """`hand_over_all` without a commit, as part of something larger."""
    council_id, ids = from_person.council_id or 0, [from_person.id]
    if to_person.id == from_person.id or to_person.id not in _active_officers(session, council_id):
        raise ValueError("what is handed over goes to another active officer of the council")
    handed = load_of(session, from_person)
    moved: dict[str, list[int]] = {"supplier_ids": [], "action_ids": [], "mention_ids": []}
    for care in store.owned_by(session, council_id, ids):
        moved["supplier_ids"].append(care.supplier_id)
        wanted = Kept(to_person.id, care.next_step, care.due_on)
        _change(session, lead, care, wanted, to_person, "supplier.assigned", now, handed_over=True)
    for action in store.open_actions_of(session, council_id, ids):
        moved["action_ids"].append(action.id)
        action.person_id = to_person.id
        told = {"plan": action.plan_id, "step": action.id, "before": from_person.id, "after": to_person.id}
        audit.record(session, lead, "action.handed_over", action.plan.supplier, now, council_id, **told)
    for mention in store.unseen_mentions(session, council_id, ids):
        moved["mention_ids"].append(mention.id)
        mention.seen_at = now
        if all(other.person_id != to_person.id for other in mention.note.mentions):
            mention.note.mentions.append(NoteMention(person=to_person))
    for absence in deputy_store.not_over(session, council_id, now.date(), from_person.id):
        deputies.end_quietly(session, lead, absence, now)
    detail: dict[str, Any] = {"to": to_person.id, **asdict(handed), **moved}
    audit.record(session, lead, "person.handed_over", from_person, now, council_id, **detail)
    return handed


def give_quietly(session: Session, lead: Person, care: SupplierCare, owner: Person, now: datetime) -> None:
    """Give one supplier to another owner, its step and day as they are, as part of something larger."""
    wanted = Kept(owner.id, care.next_step, care.due_on)
    _change(session, lead, care, wanted, owner, "supplier.assigned", now, given_back=True)


def _cares(session: Session, council_id: int, supplier_ids: Collection[int]) -> dict[int, SupplierCare]:
    """The rows of those suppliers that are the council's, made where there is none, by supplier."""
    found = store.care_of(session, council_id, supplier_ids)
    own = store.own_suppliers(session, council_id, supplier_ids)
    for supplier in own.values():
        if supplier.id not in found:
            care = SupplierCare(council_id=council_id, supplier=supplier, next_step="")
            session.add(care)
            found[supplier.id] = care
    session.flush()
    return {supplier_id: found[supplier_id] for supplier_id in own}


def _kept(care: SupplierCare) -> Kept:
    return Kept(care.owner_id, care.next_step, care.due_on)


def _change(
    session: Session,
    officer: Person,
    care: SupplierCare,
    wanted: Kept,
    owner: Person | None,
    action: str,
    now: datetime,
    **told: Any,
) -> Sequence[Change]:
    """Write what is wanted, and the event; nothing where it is so already."""
    if owner is not None and not _is_officer(owner, care.council_id):
        raise ValueError("a supplier is looked after by an active officer of its council")
    before = _kept(care)
    if before == wanted:
        return []
    care.owner, care.next_step, care.due_on = owner, wanted.next_step, wanted.due_on
    detail = {
        "owner_before": before.owner_id,
        "owner": wanted.owner_id,
        "due_before": before.due_on.isoformat() if before.due_on else None,
        "due": wanted.due_on.isoformat() if wanted.due_on else None,
        "step_changed": before.next_step != wanted.next_step,
        **told,
    }
    audit.record(session, officer, action, care.supplier, now, care.council_id, **detail)
    return [Change(care.supplier_id, before, wanted)]


def _is_officer(person: Person, council_id: int) -> bool:
    return person.active and person.council_id == council_id and person.is_staff


def _active_officers(session: Session, council_id: int) -> dict[int, Person]:
    return {one.id: one for one in people.officers(session, council_id)}


def _tell(
    session: Session,
    settings: Settings | None,
    officer: Person,
    owner: Person | None,
    changes: Sequence[Change],
    now: datetime,
) -> None:
    """One e-mail to the new owner about all suppliers that it did not have before."""
    if settings is None or owner is None or owner.id == officer.id:
        return
    number = sum(change.before.owner_id != owner.id for change in changes)
    if not number:
        return

    def text() -> str:
        given = ngettext(
            "%(name)s asked you to look after %(num)s supplier. It is in your list:",
            "%(name)s asked you to look after %(num)s suppliers. They are in your list:",
            number,
            name=officer.name or officer.email,
        )
        return f"{given}\n\n{settings.base_url.rstrip('/')}/officer/my-work"

    subject = mail.bilingual_subject(lambda: _("Suppliers for you to look after"))
    mail.queue_message(session, settings, owner.email, subject, mail.bilingual(text), now)
