"""Who looks after which supplier, and what was noted. Every query names the council that asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.store.merged import UNMERGED
from app.store.parts import parts
from models import Action, ActionPlan, ActionState, Note, NoteMention, Supplier, SupplierCare

#: States in which something is still to be done about an action.
OPEN_ACTIONS = (ActionState.OPEN, ActionState.REPORTED)


def care_of(session: Session, council_id: int, supplier_ids: Collection[int]) -> dict[int, SupplierCare]:
    """Supplier id -> who looks after it, with the owner, for those that somebody ever took on."""
    found: dict[int, SupplierCare] = {}
    for part in parts(supplier_ids):
        query = select(SupplierCare).where(
            SupplierCare.council_id == council_id, SupplierCare.supplier_id.in_(part)
        )
        query = query.options(joinedload(SupplierCare.owner), joinedload(SupplierCare.supplier))
        found |= {care.supplier_id: care for care in session.scalars(query)}
    return found


def owned_by(session: Session, council_id: int, person_ids: Collection[int]) -> Sequence[SupplierCare]:
    """What these people look after, the earliest due day first, then those without one, by name."""
    query = (
        select(SupplierCare)
        .join(SupplierCare.supplier)
        .where(SupplierCare.council_id == council_id, SupplierCare.owner_id.in_(person_ids))
        .options(joinedload(SupplierCare.supplier), joinedload(SupplierCare.owner))
        .order_by(SupplierCare.due_on.is_(None), SupplierCare.due_on, Supplier.name, Supplier.id)
    )
    return session.scalars(query).all()


def own_suppliers(session: Session, council_id: int, supplier_ids: Collection[int]) -> dict[int, Supplier]:
    """Those of these suppliers that are the council's and were not merged, by id, in order of their ids."""
    found: dict[int, Supplier] = {}
    for part in parts(supplier_ids):
        query = select(Supplier).where(Supplier.council_id == council_id, Supplier.id.in_(part), UNMERGED)
        found |= {one.id: one for one in session.scalars(query.order_by(Supplier.id))}
    return found


def supplier_ids_without_owner(session: Session, council_id: int) -> set[int]:
    """The suppliers of the council that nobody looks after."""
    owned = select(SupplierCare.supplier_id).where(SupplierCare.owner_id.is_not(None))
    query = select(Supplier.id).where(Supplier.council_id == council_id, Supplier.id.not_in(owned))
    return set(session.scalars(query.where(UNMERGED)))


def open_actions_of(
    session: Session, council_id: int, person_ids: Collection[int], of_suppliers_too: bool = False
) -> Sequence[Action]:
    """The steps of plans that these people have still to do, by due day; if asked also those that suppliers
    do whom these people look after."""
    whose = Action.person_id.in_(person_ids)
    owned = select(SupplierCare.supplier_id).where(SupplierCare.owner_id.in_(person_ids))
    theirs = and_(Action.person_id.is_(None), Action.supplier_id.in_(owned))
    query = (
        select(Action)
        .where(Action.council_id == council_id, Action.state.in_(OPEN_ACTIONS))
        .where(or_(whose, theirs) if of_suppliers_too else whose)
        .options(joinedload(Action.plan).joinedload(ActionPlan.supplier), joinedload(Action.person))
        .order_by(Action.due_on, Action.id)
    )
    return session.scalars(query).all()


def open_counts(
    session: Session, council_id: int, person_ids: Collection[int]
) -> dict[int, tuple[int, int, int]]:
    """Person id -> how many suppliers it looks after, steps it has still to do, and notes it has not read.

    The numbers of `owned_by`, `open_actions_of` and `unseen_mentions`, without their rows.
    """
    suppliers = select(SupplierCare.owner_id, func.count()).where(SupplierCare.council_id == council_id)
    suppliers = suppliers.where(SupplierCare.owner_id.in_(person_ids)).group_by(SupplierCare.owner_id)
    actions = select(Action.person_id, func.count()).where(Action.council_id == council_id)
    actions = actions.where(Action.person_id.in_(person_ids), Action.state.in_(OPEN_ACTIONS))
    mentions = select(NoteMention.person_id, func.count()).join(NoteMention.note)
    mentions = mentions.where(Note.council_id == council_id, Note.removed_at.is_(None))
    mentions = mentions.where(NoteMention.person_id.in_(person_ids), NoteMention.seen_at.is_(None))
    counted: list[dict[int | None, int]] = [
        {person_id: number for person_id, number in session.execute(query)}
        for query in (suppliers, actions.group_by(Action.person_id), mentions.group_by(NoteMention.person_id))
    ]
    return {
        one: (counted[0].get(one, 0), counted[1].get(one, 0), counted[2].get(one, 0)) for one in person_ids
    }


def notes_of(session: Session, council_id: int, supplier_id: int) -> Sequence[Note]:
    """The notes on a supplier that nobody removed, the newest first, with whom they mention."""
    query = (
        select(Note)
        .where(Note.council_id == council_id, Note.supplier_id == supplier_id, Note.removed_at.is_(None))
        .options(joinedload(Note.person), selectinload(Note.mentions).joinedload(NoteMention.person))
        .order_by(Note.id.desc())
    )
    return session.scalars(query).all()


def note(session: Session, council_id: int, note_id: int) -> Note | None:
    """A note of this council, None for those of others."""
    query = select(Note).where(Note.council_id == council_id, Note.id == note_id)
    return session.scalars(query.options(joinedload(Note.supplier))).one_or_none()


def unseen_mentions(session: Session, council_id: int, person_ids: Collection[int]) -> Sequence[NoteMention]:
    """Notes that mention these people and that they have not marked as read, the oldest first."""
    query = (
        select(NoteMention)
        .join(NoteMention.note)
        .where(Note.council_id == council_id, Note.removed_at.is_(None))
        .where(NoteMention.person_id.in_(person_ids), NoteMention.seen_at.is_(None))
        .options(
            joinedload(NoteMention.person),
            joinedload(NoteMention.note).options(joinedload(Note.supplier), joinedload(Note.person)),
        )
        .order_by(NoteMention.id)
    )
    return session.scalars(query).all()


def mention(session: Session, council_id: int, mention_id: int) -> NoteMention | None:
    """A mention in a note of this council, None for those of others."""
    query = select(NoteMention).join(NoteMention.note)
    query = query.where(Note.council_id == council_id, NoteMention.id == mention_id)
    return session.scalars(query.options(joinedload(NoteMention.note))).one_or_none()
