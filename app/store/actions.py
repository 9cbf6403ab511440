"""Plans of action and their steps. Every query names the council that asks, or the person of the supplier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models import (
    Action,
    ActionEntry,
    ActionPlan,
    ActionSide,
    ActionState,
    Invitation,
    Person,
    Supplier,
    SupplierCare,
)

#: States in which something is still to be done about an action, by its owner or by an officer.
UNSETTLED: Final = (ActionState.OPEN, ActionState.REPORTED)


class Shown(StrEnum):
    """Which actions a list shows."""

    UNSETTLED = "open"
    OVERDUE = "overdue"
    REPORTED = "reported"
    DATES = "dates"
    SETTLED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What a list of actions is narrowed to. `person_ids` are officers who own a step of the council or watch
    a step of the supplier; empty: everybody's. `supplier_id` is None for all suppliers."""

    shown: Shown = Shown.UNSETTLED
    side: ActionSide | None = None
    person_ids: tuple[int, ...] = ()
    supplier_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions of a council are open (their owner has not said that they are done), how many of these
    are overdue, how many wait for an officer, and how many were closed since 1 April."""

    open: int
    overdue: int
    reported: int
    closed_this_year: int


def year_began(today: date) -> date:
    """The first day of the council's financial year, 1 April."""
    first = date(today.year, 4, 1)
    return first if first <= today else date(today.year - 1, 4, 1)


def counts(session: Session, council_id: int, today: date) -> ActionCounts:
    """The figures of a council's actions on a day."""

    def number(*wanted: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(*wanted)

    is_open = Action.state == ActionState.OPEN
    begun = datetime.combine(year_began(today), time(), ZoneInfo("Europe/London"))
    query = select(
        number(is_open),
        number(is_open, Action.due_on < today),
        number(Action.state == ActionState.REPORTED),
        number(Action.state == ActionState.CLOSED, Action.settled_at >= begun),
    ).where(Action.council_id == council_id)
    return ActionCounts(*session.execute(query).one())


def _of_people(person_ids: Collection[int]) -> ColumnElement[bool]:
    """Steps of the council that are theirs, and steps of the suppliers that they look after or for which they
    opened the plan."""
    cared_for = select(SupplierCare.supplier_id).where(SupplierCare.owner_id.in_(person_ids))
    watched = or_(ActionPlan.opened_by_id.in_(person_ids), Action.supplier_id.in_(cared_for))
    return or_(Action.person_id.in_(person_ids), and_(Action.side == ActionSide.SUPPLIER, watched))


def _shown(shown: Shown, today: date) -> Sequence[ColumnElement[bool]]:
    return {
        Shown.UNSETTLED: (Action.state.in_(UNSETTLED),),
        Shown.OVERDUE: (Action.state == ActionState.OPEN, Action.due_on < today),
        Shown.REPORTED: (Action.state == ActionState.REPORTED,),
        Shown.DATES: (Action.state == ActionState.OPEN, Action.wanted_due_on.is_not(None)),
        Shown.SETTLED: (Action.state.not_in(UNSETTLED),),
        Shown.ALL: (),
    }[shown]


def listed(
    session: Session, council_id: int, wanted: ActionFilter, today: date, start: int, length: int
) -> tuple[Sequence[Action], int]:
    """A page of the council's actions, the one due first before others (settled ones: the newest first), and
    how many there are."""
    query = select(Action).join(Action.plan).where(Action.council_id == council_id)
    query = query.where(*_shown(wanted.shown, today))
    if wanted.side is not None:
        query = query.where(Action.side == wanted.side)
    if wanted.person_ids:
        query = query.where(_of_people(wanted.person_ids))
    if wanted.supplier_id is not None:
        query = query.where(Action.supplier_id == wanted.supplier_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (
        (Action.settled_at.desc(), Action.id.desc())
        if wanted.shown is Shown.SETTLED
        else (Action.due_on, Action.id)
    )
    query = query.options(
        contains_eager(Action.plan).joinedload(ActionPlan.supplier),
        joinedload(Action.person),
        selectinload(Action.entries).joinedload(ActionEntry.person),
    )
    return session.scalars(query.order_by(*order).offset(start).limit(length)).all(), total


def _plans() -> Select[ActionPlan]:
    return select(ActionPlan).options(
        joinedload(ActionPlan.supplier),
        joinedload(ActionPlan.opened_by),
        selectinload(ActionPlan.actions).joinedload(Action.person),
        selectinload(ActionPlan.actions).selectinload(Action.entries).joinedload(ActionEntry.person),
    )


def plan(session: Session, council_id: int, plan_id: int) -> ActionPlan | None:
    """A plan of this council, None for those of others."""
    query = _plans().where(ActionPlan.council_id == council_id, ActionPlan.id == plan_id)
    return session.scalars(query).one_or_none()


def action(session: Session, council_id: int, action_id: int) -> Action | None:
    """A step of a plan of this council, None for those of others."""
    query = select(Action).where(Action.council_id == council_id, Action.id == action_id)
    query = query.options(
        joinedload(Action.plan), selectinload(Action.entries).joinedload(ActionEntry.person)
    )
    return session.scalars(query).one_or_none()


def plans_of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[ActionPlan]:
    """The plans of a supplier of this council, what is not closed first, then the newest first."""
    query = _plans().where(ActionPlan.council_id == council_id, ActionPlan.supplier_id == supplier_id)
    return session.scalars(query.order_by(ActionPlan.closed_at.is_not(None), ActionPlan.id.desc())).all()


# --- The supplier's side ----------------------------------------------------------------------------------


def _belongs_to(person_id: int) -> ColumnElement[bool]:
    """Plans that were shared, of suppliers for which the same council asked this person, and still asks."""
    asked = select(Invitation.id).where(
        Invitation.contact_id == person_id,
        Invitation.revoked_at.is_(None),
        Invitation.council_id == ActionPlan.council_id,
        Invitation.supplier_id == ActionPlan.supplier_id,
    )
    return and_(ActionPlan.shared_at.is_not(None), asked.exists())


def plans_of_contact(session: Session, person_id: int) -> Sequence[ActionPlan]:
    """The shared plans that this person of a supplier sees, what is not closed first, the newest first."""
    query = _plans().where(_belongs_to(person_id))
    return session.scalars(query.order_by(ActionPlan.closed_at.is_not(None), ActionPlan.id.desc())).all()


def plan_of_contact(session: Session, person_id: int, plan_id: int) -> ActionPlan | None:
    """One plan that this person of a supplier sees."""
    return session.scalars(_plans().where(_belongs_to(person_id), ActionPlan.id == plan_id)).one_or_none()


def contacts(session: Session, council_id: int, supplier_id: int) -> Sequence[Person]:
    """The active people whom the council asks for this supplier: whom it asked last, first."""
    query = (
        select(Person, func.max(Invitation.sent_at).label("last"))
        .join(Invitation, Invitation.contact_id == Person.id)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), Person.active.is_(True))
        .group_by(Person.id)
        .order_by(func.max(Invitation.sent_at).desc(), Person.id.desc())
    )
    return [row[0] for row in session.execute(query)]


# --- Changes ----------------------------------------------------------------------------------------------


def hold(session: Session, plan_id: int) -> None:
    """Hold a plan until the transaction ends: two who settle its last two steps queue here."""
    held = (
        update(ActionPlan)
        .where(ActionPlan.id == plan_id)
        .values(title=ActionPlan.title, updated_at=ActionPlan.updated_at)
    )
    session.execute(held, execution_options={"synchronize_session": False})


def move(
    session: Session,
    moved: Action,
    before: Collection[ActionState],
    *conditions: ColumnElement[bool],
    **values: Any,
) -> bool:
    """Write these values if the step is in one of these states; False if somebody was faster."""
    changed = session.execute(
        update(Action)
        .where(Action.id == moved.id, Action.state.in_(before), *conditions)
        .values(**values)
        .returning(Action.id),
        execution_options={"synchronize_session": False},
    ).first()
    session.refresh(moved)
    return changed is not None


def is_settled(session: Session, plan_id: int) -> bool:
    """Whether a plan has steps and none of them is open or waits for an officer."""
    query = select(func.count(), func.count().filter(Action.state.in_(UNSETTLED)))
    every, unsettled = session.execute(query.where(Action.plan_id == plan_id)).one()
    return bool(every) and not unsettled


# --- What reminders ask -----------------------------------------------------------------------------------


def councils_with_open_actions(session: Session, first: date, last: date) -> Sequence[int]:
    """The ids of the councils that have an open step due on one of these days, both included."""
    waiting = select(Action.council_id).distinct().order_by(Action.council_id)
    waiting = waiting.where(Action.state == ActionState.OPEN, Action.due_on.between(first, last))
    return session.scalars(waiting).all()


def open_due_between(session: Session, council_id: int, first: date, last: date) -> Sequence[Action]:
    """The open steps of a council due on one of these days, with plan, supplier and owner."""
    query = (
        select(Action)
        .join(Action.plan)
        .join(ActionPlan.supplier)
        .where(Action.council_id == council_id, Action.state == ActionState.OPEN)
        .where(Action.due_on.between(first, last))
        .options(
            contains_eager(Action.plan).contains_eager(ActionPlan.supplier),
            contains_eager(Action.plan).joinedload(ActionPlan.opened_by),
            joinedload(Action.person),
        )
        .order_by(Action.due_on, Supplier.name, Action.id)
    )
    return session.scalars(query).all()


def note_reminder(session: Session, reminded: Action, before: date, today: date) -> bool:
    """Write that a reminder was sent today, if none was since `before` and nothing has changed meanwhile."""
    return move(
        session,
        reminded,
        (ActionState.OPEN,),
        Action.due_on == reminded.due_on,
        or_(Action.reminded_on.is_(None), Action.reminded_on < before),
        reminded_on=today,
    )
