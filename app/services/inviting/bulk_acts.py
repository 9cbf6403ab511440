"""Doing one thing to many suppliers, and taking it back.

An act keeps what stood before, so that it can be undone; whatever somebody changed since stays as it is. A
few suppliers are dealt with at once, many by a worker; a worker that was lost is followed by another, which
goes on where the first stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.inviting import invitations
from app.services.people import care
from app.settings import Settings
from app.store import audit, merged, people, suppliers
from app.store import bulk_acts as store
from models import BulkAct, BulkKind, BulkState, Invitation, Person, ResponseStatus

#: Above this many suppliers a worker does it, so that nobody waits for the page.
AT_ONCE: Final = 50
#: More suppliers than that nobody means to ask or to look after: the filter is too wide.
MOST: Final = 5_000
#: Who answered so lately is not asked again with many others.
ANSWERED_LATELY: Final = timedelta(days=180)
STALE_AFTER: Final = timedelta(minutes=30)


class TooMany(Exception):
    """More suppliers than one act may take."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act would do: to which suppliers, whom it would leave out and why, and what stands there now.

    Reasons are "no_contact", "contact_left", "still_waiting" and "answered_lately"; while it is done also
    "merged", for one that was merged into another meanwhile.
    """

    to_do: tuple[int, ...]
    left_out: dict[int, str]
    before: dict[int, dict[str, Any]]


def plan(session: Session, council_id: int, kind: BulkKind, supplier_ids: Sequence[int], today: date) -> Plan:
    """What would happen now. Suppliers of other councils are passed over. Raises `TooMany`."""
    if len(supplier_ids) > MOST:
        raise TooMany
    own = store.own(session, council_id, supplier_ids)
    if kind is BulkKind.ASSIGN:
        return Plan(tuple(own), {}, {})
    last = store.last_invitations(session, council_id, own)
    left_out = {one: reason for one in own if (reason := _left_out(last.get(one), today))}
    to_do = tuple(one for one in own if one not in left_out)
    return Plan(to_do, left_out, {one: _stood(last[one]) for one in to_do})


def _left_out(last: Invitation | None, today: date) -> str:
    """Why a supplier is not asked with others; "" if it is."""
    if last is None:
        return "no_contact"
    if last.declined_why or not last.contact.active:
        return "contact_left"
    if last.revoked_at is not None:
        return ""
    submitted = last.response.submitted_at
    if last.is_shared and submitted is not None:
        return "answered_lately" if submitted.date() > today - ANSWERED_LATELY else ""
    waits = last.withdrawn_at is None and last.due_on >= today
    return "still_waiting" if waits else ""


def _stood(last: Invitation) -> dict[str, Any]:
    return {
        "invitation": last.id,
        "sent_at": last.sent_at.isoformat(),
        "due_on": last.due_on.isoformat(),
        "revoked": last.revoked_at is not None,
    }


def begin(
    session: Session,
    settings: Settings,
    officer: Person,
    council_id: int,
    kind: BulkKind,
    supplier_ids: Sequence[int],
    chosen: dict[str, Any],
    now: Callable[[], datetime],
    today: date,
) -> BulkAct:
    """Do it to a few suppliers at once, or leave many to a worker. Raises `TooMany`.

    `chosen`: "owner" (a person's id or None), "due_on" (ISO 8601 or None) and "next_step" for an assignment;
    "due_on" for asking.
    """
    planned = plan(session, council_id, kind, supplier_ids, today)
    act = BulkAct(
        council_id=council_id,
        person=officer,
        kind=kind,
        state=BulkState.QUEUED,
        acted_at=now(),
        settings=chosen,
        supplier_ids=list(planned.to_do),
        before={str(one): stood for one, stood in planned.before.items()},
        left_out={str(one): reason for one, reason in planned.left_out.items()},
    )
    session.add(act)
    session.flush()
    audit.record(
        session,
        officer,
        f"bulk.{kind.value}",
        act,
        act.acted_at,
        council_id,
        suppliers=len(planned.to_do),
        left_out=len(planned.left_out),
    )
    if len(planned.to_do) > AT_ONCE:
        after_commit(session, "bulk.do", act.id)
        session.commit()
    else:
        session.commit()
        do(session, settings, act.id, now, today)
    return act


def do(session: Session, settings: Settings, act_id: int, now: Callable[[], datetime], today: date) -> bool:
    """Do a queued act. Safe to call twice: one that is taken or done is left alone (False).

    A fault is written on the act, without its text, which may name somebody; the act then stands as failed
    for people to see, and the fault is raised again.
    """
    act = store.claim(session, act_id, [BulkState.QUEUED], BulkState.RUNNING)
    session.commit()
    if act is None:
        return False
    try:
        if act.kind == BulkKind.ASSIGN:
            _assign(session, settings, act)
        else:
            _ask(session, settings, act)
    except Exception as error:
        session.rollback()
        act.state, act.finished_at, act.problem = BulkState.FAILED, now(), type(error).__name__
        audit.record(session, None, "bulk.failed", act, now(), act.council_id)
        session.commit()
        raise
    act.state, act.finished_at = BulkState.DONE, now()
    session.commit()
    return True


def _assign(session: Session, settings: Settings, act: BulkAct) -> None:
    """Care keeps what changed; an act that is done again after a fault changes nothing more."""
    chosen, due = act.settings, act.settings["due_on"]
    owner = people.officer(session, act.council_id, chosen["owner"]) if chosen["owner"] else None
    changes = care.assign_each(
        session,
        act.person,
        act.council_id,
        act.supplier_ids,
        owner,
        date.fromisoformat(due) if due else None,
        chosen["next_step"],
        act.acted_at,
        settings,
    )
    act.before = {**act.before, **{str(one.supplier_id): one.to_json() for one in changes}}
    act.done = len(act.supplier_ids)
    session.commit()


def _ask(session: Session, settings: Settings, act: BulkAct) -> None:
    """Ask one supplier after the other, each in a transaction of its own, which also counts it as done."""
    due_on = date.fromisoformat(act.settings["due_on"])
    asked = store.asked_at(session, act.council_id, act.supplier_ids, act.acted_at)
    dealt_with = {one.supplier_id for one in asked} | {int(one) for one in act.left_out}
    last = store.last_invitations(session, act.council_id, act.supplier_ids)
    for supplier_id in act.supplier_ids:
        supplier = suppliers.supplier(session, act.council_id, supplier_id)
        if supplier_id in dealt_with or supplier is None:
            continue
        if supplier.merged_into_id is not None:
            act.done += 1
            act.left_out = {**act.left_out, str(supplier_id): "merged"}
            session.commit()
            continue
        contact = last[supplier_id].contact
        act.done += 1
        try:
            invitations.ask(
                session, settings, act.person, supplier, contact.email, contact.name, due_on, act.acted_at
            )
        except invitations.ContactIsOfficer:
            act.left_out = {**act.left_out, str(supplier_id): "contact_left"}
            session.commit()


def may_undo(act: BulkAct) -> bool:
    """Whether the act stands and can be taken back: as a whole, or as far as it came before it failed."""
    return act.state in (BulkState.DONE, BulkState.FAILED)


def undo(session: Session, officer: Person, act: BulkAct, now: datetime) -> bool:
    """Take an act back as far as nobody has done anything since; False if that is not possible (any more).

    Assignments go back to what stood before. Invitations that were not opened are revoked; one that only
    repeated an earlier gets its earlier day back.
    """
    claimed = store.claim(session, act.id, [BulkState.DONE, BulkState.FAILED], BulkState.UNDONE)
    if claimed is None:
        session.rollback()
        return False
    if act.kind == BulkKind.ASSIGN:
        changes = [care.Change.from_json(one) for one in act.before.values()]
        act.undone = care.restore(session, officer, act.council_id, changes, now)
    else:
        links = merged.links(session, act.council_id)
        now_of = sorted({merged.root(links, one) for one in act.supplier_ids})
        asked = store.asked_at(session, act.council_id, now_of, act.acted_at)
        act.undone = sum(_take_back(session, officer, one, act, now) for one in asked)
    act.undone_at, act.undone_by = now, officer
    audit.record(session, officer, "bulk.undone", act, now, act.council_id, suppliers=act.undone)
    session.commit()
    return True


def _take_back(session: Session, officer: Person, asked: Invitation, act: BulkAct, now: datetime) -> bool:
    """Revoke an invitation that was not opened, or give an earlier one its day back."""
    if asked.opened_at is not None or asked.response.status != ResponseStatus.DRAFT:
        return False
    # By the invitation, since its supplier may have been merged into another meanwhile.
    stood = next((one for one in act.before.values() if one.get("invitation") == asked.id), None)
    if stood is not None and not stood["revoked"]:
        asked.sent_at = datetime.fromisoformat(stood["sent_at"])
        asked.due_on = date.fromisoformat(stood["due_on"])
        action = "invitation.repeat_undone"
    else:
        asked.revoked_at = now
        people.revoke_invitation_links(session, asked.id, now)
        action = "invitation.revoked"
    audit.record(session, officer, action, asked, now, act.council_id, supplier=asked.supplier_id)
    return True


def queue_again_if_lost(session: Session, now: datetime) -> int:
    """Queue acts again whose worker was lost."""
    lost = store.stale(session, now - STALE_AFTER)
    for act in lost:
        act.state = BulkState.QUEUED
        after_commit(session, "bulk.do", act.id)
    session.commit()
    return len(lost)
