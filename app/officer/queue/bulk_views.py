"""What was done to many suppliers at once, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.officer.deciding.care_labels import called
from app.services.inviting import bulk_acts as service
from app.store import people
from models import BulkAct, BulkKind, BulkState


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act as its pages show it. `number` is of suppliers, `changed` of those that it changed."""

    id: int
    what: str
    by: str
    on: str
    state: str
    is_open: bool
    number: int
    done: int
    left_out: int
    problem: str
    may_undo: bool
    undone: str


def shown(session: Session, act: BulkAct) -> ShownAct:
    """An act in words."""
    return ShownAct(
        id=act.id,
        what=_what(session, act),
        by=called(act.person),
        on=str(format_date(act.acted_at, "d MMMM y")),
        state=state_words(act.state),
        is_open=act.state in (BulkState.QUEUED, BulkState.RUNNING),
        number=len(act.supplier_ids),
        done=act.done,
        left_out=len(act.left_out),
        problem=act.problem,
        may_undo=service.may_undo(act),
        undone=_undone(act),
    )


def _what(session: Session, act: BulkAct) -> str:
    due = act.settings.get("due_on")
    day = format_date(date.fromisoformat(due), "d MMMM y") if due else ""
    if act.kind == BulkKind.ASK:
        return _("Asked to answer by %(day)s", day=day)
    owner_id = act.settings.get("owner")
    owner = called(people.officer(session, act.council_id, owner_id) if owner_id else None)
    if day:
        return _("Given to %(owner)s, due %(day)s", owner=owner, day=day)
    return _("Given to %(owner)s", owner=owner)


def _undone(act: BulkAct) -> str:
    if act.undone_at is None:
        return ""
    return _(
        "Taken back by %(name)s on %(day)s for %(number)s of them. Where somebody had done something since, "
        "it stayed.",
        name=called(act.undone_by),
        day=format_date(act.undone_at, "d MMMM y"),
        number=act.undone,
    )


def state_words(state: str) -> str:
    """How far an act is."""
    return {
        "queued": _("Waits for its turn"),
        "running": _("Being done"),
        "done": _("Done"),
        "failed": _("Stopped with a problem"),
        "undone": _("Taken back"),
    }[state]


def reason_words(reason: str) -> str:
    """Why a supplier is left out when many are asked."""
    return {
        "no_contact": _("No contact is known: it was never asked. Ask it from its own page."),
        "merged": _("It was merged into another supplier meanwhile."),
        "contact_left": _("Its contact can no longer be asked. Enter another on its own page."),
        "still_waiting": _("It was asked and still has time to answer."),
        "answered_lately": _("It answered within the last 180 days."),
    }[reason]
