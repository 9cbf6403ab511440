"""What happens with one step of a plan, from either side, and which changes of state are allowed.

    open      -> reported   by the supplier, its own steps of a shared plan
    reported  -> open       by an officer: not done yet, with words
    open, reported -> closed      by an officer who has looked, with words
    open, reported -> cancelled   by an officer, with a reason
    closed, cancelled -> open     by an officer, with a reason

Every change adds an entry with the words of whoever made it; entries are never changed. A supplier may ask
for another date once; an officer answers, and may change a date at any time, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.people import deputies
from app.services.plans import plan_mail
from app.services.plans.action_plans import record_step, settle
from app.settings import Settings
from app.store import actions as store
from models import Action, ActionEntry, ActionSide, ActionState, EntryKind, Person

S = ActionState
#: What an officer may do with a step: its states before, and its state after.
MOVES: Final[Mapping[EntryKind, tuple[tuple[ActionState, ...], ActionState]]] = {
    EntryKind.RETURNED: ((S.REPORTED,), S.OPEN),
    EntryKind.CLOSED: ((S.OPEN, S.REPORTED), S.CLOSED),
    EntryKind.CANCELLED: ((S.OPEN, S.REPORTED), S.CANCELLED),
    EntryKind.REOPENED: ((S.CLOSED, S.CANCELLED), S.OPEN),
}


class NotNow(Exception):
    """The state of the step does not allow this, or somebody was faster."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that shows that a step is done: where it is, and the day it was made. Both may be empty."""

    link: str = ""
    document_on: date | None = None


# --- The supplier -----------------------------------------------------------------------------------------


def report(
    session: Session,
    settings: Settings,
    person: Person,
    action: Action,
    words: str,
    proof: Proof,
    now: datetime,
    today: date,
) -> None:
    """The supplier says that one of its steps is done; an officer is asked to look. `NotNow`, ValueError."""
    _must_be_the_suppliers(action, words)
    store.hold(session, action.plan_id)
    values = {
        "state": S.REPORTED,
        "reported_at": now,
        "reported_by_id": person.id,
        "reported_words": words.strip(),
        "wanted_due_on": None,
    }
    _move(session, action, (S.OPEN,), values)
    written = {"link": proof.link, "document_on": proof.document_on}
    _enter(session, person, action, EntryKind.REPORTED, ActionSide.SUPPLIER, words, now, **written)
    record_step(session, person, "action.reported", action, now)
    _tell_officers(
        session,
        settings,
        action,
        lambda: _("A supplier says that a step of its plan is done"),
        lambda: _("%(supplier)s says that this step is done. Please look:", **_name(action)),
        now,
        today,
    )
    session.commit()


def can_ask_date(action: Action) -> bool:
    """Whether the supplier may ask for another date: once, while the step is open."""
    asked = any(entry.kind == EntryKind.DATE_ASKED for entry in action.entries)
    return action.side == ActionSide.SUPPLIER and action.state == S.OPEN and not asked


def ask_date(
    session: Session,
    settings: Settings,
    person: Person,
    action: Action,
    wanted: date,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """The supplier asks for a later date, once, with a reason. `NotNow`; ValueError for another day."""
    _must_be_the_suppliers(action, reason)
    if wanted <= max(action.due_on, today):
        raise ValueError("another date is later than the one that stands, and than today")
    store.hold(session, action.plan_id)
    session.refresh(action, ["entries"])
    if not can_ask_date(action):
        session.rollback()
        raise NotNow
    _move(session, action, (S.OPEN,), {"wanted_due_on": wanted})
    days = {"due_before": action.due_on, "due_after": wanted}
    _enter(session, person, action, EntryKind.DATE_ASKED, ActionSide.SUPPLIER, reason, now, **days)
    record_step(session, person, "action.date_asked", action, now, due=wanted.isoformat())
    _tell_officers(
        session,
        settings,
        action,
        lambda: _("A supplier asks for another date"),
        lambda: _("%(supplier)s asks for another date for this step:", **_name(action)),
        now,
        today,
    )
    session.commit()


def _must_be_the_suppliers(action: Action, words: str) -> None:
    if action.side != ActionSide.SUPPLIER or action.plan.shared_at is None:
        raise NotNow
    if not words.strip():
        raise ValueError("whoever changes a step says why")


# --- Officers ---------------------------------------------------------------------------------------------


def settle_step(
    session: Session,
    settings: Settings,
    officer: Person,
    action: Action,
    kind: EntryKind,
    words: str,
    now: datetime,
    today: date,
) -> None:
    """Close, return, cancel or open again, as `MOVES` allows. `NotNow`; ValueError without words.

    The supplier is told of its own steps once the plan is shared.
    """
    if kind not in MOVES or not words.strip():
        raise ValueError("a step is settled in one of a few ways, with words")
    before, after = MOVES[kind]
    store.hold(session, action.plan_id)
    values = {
        "state": after,
        "settled_at": None if after == S.OPEN else now,
        "settled_by_id": None if after == S.OPEN else officer.id,
        "settled_words": "" if after == S.OPEN else words.strip(),
        "wanted_due_on": None,
    }
    _move(session, action, before, values)
    _enter(session, officer, action, kind, ActionSide.COUNCIL, words, now)
    told = deputies.acting_for(session, officer, action.person_id, today)
    record_step(session, officer, f"action.{kind.value}", action, now, **told)
    settle(session, officer, action.plan, now)
    _tell_supplier(session, settings, action, _SETTLED[kind], now)
    session.commit()


def change_date(
    session: Session,
    settings: Settings,
    officer: Person,
    action: Action,
    due_on: date,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """An officer sets another date, which answers what the supplier asked. `NotNow`; ValueError without a
    reason, and for a day that is over or that stands already."""
    if not reason.strip() or due_on < today or due_on == action.due_on:
        raise ValueError("another date is today or later, and has a reason")
    _set_date(session, settings, officer, action, due_on, reason, now, today)


def answer_date(
    session: Session,
    settings: Settings,
    officer: Person,
    action: Action,
    accepted: bool,
    words: str,
    now: datetime,
    today: date,
) -> None:
    """Accept or decline the date that the supplier asked for. `NotNow` where it asks for none (any more);
    ValueError for a refusal without a reason."""
    wanted = action.wanted_due_on
    if wanted is None:
        raise NotNow
    if accepted:
        still = Action.wanted_due_on == wanted
        _set_date(session, settings, officer, action, wanted, words, now, today, still)
        return
    if not words.strip():
        raise ValueError("a refusal has a reason")
    store.hold(session, action.plan_id)
    _move(session, action, (S.OPEN,), {"wanted_due_on": None}, Action.wanted_due_on == wanted)
    days = {"due_before": action.due_on, "due_after": wanted}
    _enter(session, officer, action, EntryKind.DATE_DECLINED, ActionSide.COUNCIL, words, now, **days)
    told = deputies.acting_for(session, officer, action.person_id, today)
    record_step(session, officer, "action.date_declined", action, now, due=wanted.isoformat(), **told)
    _tell_supplier(session, settings, action, _SETTLED[EntryKind.DATE_DECLINED], now)
    session.commit()


def _set_date(
    session: Session,
    settings: Settings,
    officer: Person,
    action: Action,
    due_on: date,
    reason: str,
    now: datetime,
    today: date,
    *conditions: Any,
) -> None:
    before = action.due_on
    store.hold(session, action.plan_id)
    _move(
        session,
        action,
        store.UNSETTLED,
        {"due_on": due_on, "wanted_due_on": None},
        Action.due_on == before,
        *conditions,
    )
    days = {"due_before": before, "due_after": due_on}
    _enter(session, officer, action, EntryKind.DATE_CHANGED, ActionSide.COUNCIL, reason, now, **days)
    told = {"before": before.isoformat(), "due": due_on.isoformat()}
    told_for = deputies.acting_for(session, officer, action.person_id, today)
    record_step(session, officer, "action.date_changed", action, now, **told, **told_for)
    _tell_supplier(session, settings, action, _SETTLED[EntryKind.DATE_CHANGED], now)
    session.commit()


# --- Rows and messages ------------------------------------------------------------------------------------


def _move(
    session: Session,
    action: Action,
    before: tuple[ActionState, ...],
    values: Mapping[str, Any],
    *conditions: Any,
) -> None:
    if not store.move(session, action, before, *conditions, **values):
        session.rollback()
        raise NotNow


def _enter(
    session: Session,
    person: Person,
    action: Action,
    kind: EntryKind,
    side: ActionSide,
    words: str,
    now: datetime,
    **more: Any,
) -> None:
    entry = ActionEntry(kind=kind, side=side, words=words.strip(), written_at=now, **more)
    entry.person = person
    action.entries.append(entry)
    session.flush()


def _name(action: Action) -> dict[str, str]:
    return {"supplier": action.plan.supplier.name}


_SETTLED: Final[Mapping[EntryKind, Callable[[], str]]] = {
    EntryKind.RETURNED: lambda: _("The council looked at this step, and asks for something more:"),
    EntryKind.CLOSED: lambda: _("The council looked at this step. It is done:"),
    EntryKind.CANCELLED: lambda: _("This step is no longer asked of you:"),
    EntryKind.REOPENED: lambda: _("The council opened this step again:"),
    EntryKind.DATE_CHANGED: lambda: _("The date of this step has changed:"),
    EntryKind.DATE_DECLINED: lambda: _("The date of this step stays as it is:"),
}


def _tell_supplier(
    session: Session, settings: Settings, action: Action, text: Callable[[], str], now: datetime
) -> None:
    if action.side == ActionSide.SUPPLIER:
        plan_mail.tell_supplier(
            session,
            settings,
            action.plan,
            lambda: _("Your plan of action"),
            plan_mail.about(action, text),
            now,
        )


def _tell_officers(
    session: Session,
    settings: Settings,
    action: Action,
    subject: Callable[[], str],
    text: Callable[[], str],
    now: datetime,
    today: date,
) -> None:
    told = plan_mail.about(action, text)
    plan_mail.tell_officers(session, settings, action.plan, subject, told, now, today)
