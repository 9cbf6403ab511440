"""Answered once, shared with each council that the supplier agrees to, until it withdraws.

A council reads submitted answers through its own invitation, and only while the supplier's agreement stands
(`Invitation.is_shared`). The owner, who was asked, agrees and withdraws; nobody who only helps does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services.answers import proposing, sharing_mail
from app.services.background import runs
from app.services.outside import webhooks
from app.settings import Settings
from app.store import audit
from app.store import sharing as store
from models import Council, Invitation, Person, Response, ResponseLook, ResponseStatus
from questionnaires import dates


class TooOld(Exception):
    """The answers are more than a year old, so they are given anew and not shared with one more council."""


@dataclass(frozen=True, slots=True)
class Look:
    """On one day so many officers of a council read the answers."""

    day: date
    officers: int


@dataclass(frozen=True, slots=True)
class Reader:
    """How one council stands to a response.

    `since` is when it could begin to read these answers; None if it may not. `earlier` are the newest older
    answers that it reads instead. `is_asking`: it waits for a word. `withdrawn_at`: the supplier ended it;
    `has_ended`: the council itself asks no longer. `looks` are at these and at older answers, newest first.
    """

    council: Council
    since: datetime | None
    earlier: Response | None
    is_asking: bool
    withdrawn_at: datetime | None
    has_ended: bool
    looks: tuple[Look, ...]

    @property
    def reads(self) -> bool:
        """Whether the council reads anything of the supplier's now."""
        return self.since is not None or self.earlier is not None


def until(response: Response) -> date:
    """The last day on which the response is offered to one more council: a year after it was submitted."""
    submitted = response.submitted_at
    if submitted is None:
        raise ValueError(f"response {response.id} was not submitted")
    return dates.month_after(submitted.date(), proposing.YEARLY)


def can_be_offered(response: Response, today: date) -> bool:
    """Whether these answers are submitted and new enough for one more council."""
    return response.status == ResponseStatus.SUBMITTED and today <= until(response)


def readers(session: Session, invitation: Invitation) -> list[Reader]:
    """Every council that asked this contact for answers like these, in the order in which they came."""
    asked = store.asks_of(session, invitation.response, invitation.contact_id)
    by_council: dict[int, list[Invitation]] = {}
    for one in sorted(asked, key=lambda one: one.id):
        by_council.setdefault(one.council_id, []).append(one)
    looks: dict[int, list[ResponseLook]] = {}
    for look in store.looks(session, [one.id for one in asked]):
        looks.setdefault(look.invitation.council_id, []).append(look)
    return [
        _reader(invitation.response, rows, looks.get(council_id, []))
        for council_id, rows in by_council.items()
    ]


def _reader(response: Response, rows: Sequence[Invitation], looks: Sequence[ResponseLook]) -> Reader:
    own = [one for one in rows if one.response_id == response.id]
    standing = [one for one in own if one.revoked_at is None]
    shared = [one for one in own if one.is_shared]
    older = sorted(
        (one.response for one in rows if one.is_shared and one.response_id != response.id),
        key=lambda one: (one.submitted_at or datetime.min, one.id),
    )
    withdrawn = [one.withdrawn_at for one in standing if one.withdrawn_at is not None]
    return Reader(
        council=rows[0].council,
        since=min((one.agreed_at for one in shared if one.agreed_at), default=None),
        earlier=None if shared or not older else older[-1],
        is_asking=any(one.agreed_at is None for one in standing),
        withdrawn_at=None if shared else max(withdrawn, default=None),
        has_ended=all(one.revoked_at is not None for one in rows),
        looks=_days(looks),
    )


def _days(looks: Sequence[ResponseLook]) -> tuple[Look, ...]:
    """Looks, newest first, as days with the number of people."""
    by_day = groupby(sorted(looks, key=lambda one: one.looked_on, reverse=True), lambda one: one.looked_on)
    return tuple(Look(day, len({one.person_id for one in group})) for day, group in by_day)


def agree(
    session: Session,
    settings: Settings,
    owner: Person,
    invitation: Invitation,
    council_id: int,
    now: datetime,
    today: date,
) -> bool:
    """Let a council that asked read the response; False if it may already, or asks no longer.

    It counts for every record that the council keeps of the supplier. The supplier is screened again, and an
    update that is under way is asked for by this council too. Raises `TooOld`.
    """
    response = invitation.response
    agreed = False
    for one in _of_council(session, invitation, council_id):
        if not can_be_offered(response, today):
            raise TooOld
        if not store.set_agreed(session, one, now):
            continue
        agreed = True
        audit.record(
            session,
            owner,
            "response.shared",
            one,
            now,
            one.council_id,
            supplier=one.supplier_id,
            response=response.id,
        )
        runs.queue_run(session, one.council_id, one.supplier_id, "response_shared", now, today)
        webhooks.tell_of_response(session, one, now)
        _join_update(session, one)
        sharing_mail.shared(session, settings, one, now)
    session.commit()
    return agreed


def _of_council(session: Session, invitation: Invitation, council_id: int) -> list[Invitation]:
    """A council's askings for this response; made for the records for which it reads older answers only."""
    asked = store.asks_of(session, invitation.response, invitation.contact_id)
    standing = [one for one in asked if one.council_id == council_id and one.revoked_at is None]
    own = [one for one in standing if one.response_id == invitation.response_id]
    held = {one.supplier_id for one in own}
    for older in standing:
        if older.supplier_id not in held:
            held.add(older.supplier_id)
            own.append(asked_alike(session, older, invitation.response))
    return own


def asked_alike(session: Session, asked: Invitation, response: Response) -> Invitation:
    """The council's asking for another response under the same day of asking; made if there is none."""
    there = store.asking(session, asked.supplier_id, response.id)
    if there is not None:
        return there
    made = Invitation(
        council_id=asked.council_id,
        supplier_id=asked.supplier_id,
        response=response,
        contact_id=asked.contact_id,
        sent_at=asked.sent_at,
        due_on=asked.due_on,
        opened_at=asked.opened_at,
    )
    session.add(made)
    session.flush()
    return made


def _join_update(session: Session, shared: Invitation) -> None:
    """Whoever reads a response is to be asked about in an update of it that is under way."""
    draft = store.draft_like(session, shared.contact_id, shared.response)
    if draft is not None and draft.earlier_id == shared.response_id:
        asked_alike(session, shared, draft)


def withdraw(
    session: Session,
    settings: Settings,
    owner: Person,
    invitation: Invitation,
    council_id: int,
    now: datetime,
    today: date,
) -> bool:
    """Let a council no longer read these answers nor older ones; False if it reads none anyway.

    Older ones too, or they would come back to the council's page in place of the newer. The supplier is
    screened again without them; what the council has decided or exported stays.
    """
    ended: dict[int, Invitation] = {}
    for one in store.asks_of(session, invitation.response, invitation.contact_id):
        if one.council_id != council_id or not store.set_withdrawn(session, one, now):
            continue
        audit.record(
            session,
            owner,
            "response.withdrawn",
            one,
            now,
            one.council_id,
            supplier=one.supplier_id,
            response=one.response_id,
        )
        ended.setdefault(one.supplier_id, one)
    for supplier_id, one in ended.items():
        runs.queue_run(session, council_id, supplier_id, "response_withdrawn", now, today)
        sharing_mail.withdrawn(session, settings, one, now)
    session.commit()
    return bool(ended)


def record_look(
    session: Session, officer: Person, council_id: int, supplier_id: int, response_id: int, now: datetime
) -> None:
    """Write down that an officer has the answers before them: once for a person and a day.

    Nothing happens when the council may not read them. Opening a page again changes nothing.
    """
    invitation = store.readable(session, council_id, supplier_id, response_id)
    if invitation is None or store.has_looked(session, invitation.id, officer.id, now.date()):
        return
    look = ResponseLook(
        invitation_id=invitation.id, person_id=officer.id, looked_on=now.date(), looked_at=now
    )
    session.add(look)
    try:
        session.flush()
    except IntegrityError:  # two pages at one moment
        session.rollback()
        return
    audit.record(session, officer, "response.looked_at", invitation, now, council_id, response=response_id)
    session.commit()
