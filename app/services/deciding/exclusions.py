"""The register of exclusion grounds: entered by a person, explained by the supplier, decided by a person.

A register of its own (Procurement Act 2023, sections 57 and 58): no score reads it, it starts no screening.
A decision is refused until the supplier was asked to explain and replied, or the day for its reply has
passed, and until what it did about the matter was considered. Every step is an event of the audit log, in the
same transaction; its texts stay in the register, because the log can never be corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.deciding.exclusion_list import concerns, grounds, self_cleaning_matters
from app.store import audit
from models import ExclusionGround, ExclusionOutcome, ExclusionStatus, Person, Supplier


class NotYet(Exception):
    """A step that the supplier's rights, the law or the dates do not allow now; the text says why."""


def add(
    session: Session,
    officer: Person,
    supplier: Supplier,
    ground: str,
    concerned: str,
    basis: str,
    evidence: str,
    event_on: date,
    ends_on: date | None,
    now: datetime,
    today: date,
) -> ExclusionGround:
    """Enter that a ground may apply. ValueError if it is not on the list, lies ahead, or lacks basis or
    evidence."""
    if ground not in grounds() or concerned not in concerns():
        raise ValueError(f"no such ground: {ground!r} about {concerned!r}")
    if not basis.strip() or not evidence.strip():
        raise ValueError("a ground needs its basis and a reference to the evidence")
    if event_on > today:
        raise ValueError("a ground is something that happened")
    entry = ExclusionGround(
        council_id=supplier.council_id,
        supplier_id=supplier.id,
        ground=ground,
        concerns=concerned,
        basis=basis.strip(),
        evidence=evidence.strip(),
        event_on=event_on,
        ends_on=ends_on if grounds()[ground].look_back_years is None else None,
        status=ExclusionStatus.ALLEGED,
        added_by=officer,
        added_at=now,
    )
    session.add(entry)
    session.flush()
    _note(session, officer, entry, "exclusion.added", now)
    session.commit()
    return entry


def ask(
    session: Session, officer: Person, entry: ExclusionGround, reply_due: date, now: datetime, today: date
) -> None:
    """Record that the supplier was asked to explain, and by when. After a decision this looks at it anew."""
    _refuse_ended(entry)
    if reply_due <= today:
        raise NotYet("the supplier needs time to reply: the day must be after today")
    entry.asked_on, entry.reply_due = today, reply_due
    entry.replied_on, entry.explanation = None, ""
    entry.considered, entry.considered_on = {}, None
    entry.outcome, entry.continuing, entry.reasons = ExclusionOutcome.NONE, None, ""
    entry.decided_by, entry.decided_at = None, None
    _move(session, officer, entry, ExclusionStatus.ASKED, "exclusion.asked", now)


def record_reply(
    session: Session, officer: Person, entry: ExclusionGround, replied_on: date, text: str, now: datetime
) -> None:
    """Record what the supplier explained. Late replies count until somebody decides."""
    _refuse_ended(entry)
    if entry.asked_on is None or entry.status == ExclusionStatus.DECIDED:
        raise NotYet("the supplier has not been asked yet")
    if not entry.asked_on <= replied_on <= now.date():
        raise NotYet("the reply came between the day of asking and today")
    entry.replied_on, entry.explanation = replied_on, text.strip()
    entry.considered, entry.considered_on = {}, None
    _move(session, officer, entry, ExclusionStatus.EXPLAINED, "exclusion.explained", now)


def was_heard(entry: ExclusionGround, today: date) -> bool:
    """Whether the supplier was asked, and replied or let the day for its reply pass."""
    if entry.asked_on is None or entry.reply_due is None:
        return False
    return entry.replied_on is not None or today > entry.reply_due


def consider(
    session: Session,
    officer: Person,
    entry: ExclusionGround,
    found: Mapping[str, str],
    now: datetime,
    today: date,
) -> None:
    """Record what was found for each matter of section 58, "nothing was given" included."""
    _refuse_ended(entry)
    if entry.status == ExclusionStatus.DECIDED:
        raise NotYet("this was decided; ask the supplier again to look at it anew")
    if not was_heard(entry, today):
        raise NotYet("the supplier may still reply")
    missing = [name for name in self_cleaning_matters() if not found.get(name, "").strip()]
    if missing:
        raise ValueError(f"say for each matter what was found, or that nothing was given: {missing}")
    entry.considered = {name: found[name].strip() for name in self_cleaning_matters()}
    entry.considered_on = today
    _move(session, officer, entry, ExclusionStatus.SELF_CLEANING, "exclusion.self_cleaning", now)


def decide(
    session: Session,
    officer: Person,
    entry: ExclusionGround,
    outcome: ExclusionOutcome,
    continuing: bool,
    reasons: str,
    now: datetime,
    today: date,
) -> None:
    """Record a person's decision, with reasons. Never before the supplier was heard.

    To exclude, the circumstances must continue or be likely to occur again (section 57), and the event must
    lie within the look-back.
    """
    _refuse_ended(entry)
    if not was_heard(entry, today):
        raise NotYet("the supplier must be asked to explain, and its reply or the day for it awaited")
    if entry.status != ExclusionStatus.SELF_CLEANING:
        raise NotYet("what the supplier did about it must be considered first (section 58)")
    if outcome not in (ExclusionOutcome.EXCLUDED, ExclusionOutcome.NOT_EXCLUDED) or not reasons.strip():
        raise ValueError("a decision says what was decided and why")
    if outcome == ExclusionOutcome.EXCLUDED and not continuing:
        raise NotYet("to exclude, the circumstances must continue or be likely to occur again (section 57)")
    if outcome == ExclusionOutcome.EXCLUDED and is_over(entry, today):
        raise NotYet("the ground no longer counts: it lies too far back, or its entry has ended")
    entry.outcome, entry.continuing, entry.reasons = outcome, continuing, reasons.strip()
    entry.decided_by, entry.decided_at = officer, now
    _move(session, officer, entry, ExclusionStatus.DECIDED, "exclusion.decided", now)


def end(
    session: Session, officer: Person, entry: ExclusionGround, because: str, now: datetime, today: date
) -> None:
    """Close an entry, say because it was mistaken or too old. This takes nothing from the supplier."""
    _refuse_ended(entry)
    if not because.strip():
        raise ValueError("say why the entry ends")
    entry.ended_on, entry.ended_because = today, because.strip()
    _move(session, officer, entry, ExclusionStatus.ENDED, "exclusion.ended", now)


def counts_until(entry: ExclusionGround) -> date | None:
    """The last day on which an entry counts, None where nobody has said."""
    return grounds()[entry.ground].counts_until(entry.event_on, entry.ends_on)


def is_over(entry: ExclusionGround, today: date) -> bool:
    """Whether the ground no longer counts by its date."""
    last = counts_until(entry)
    return last is not None and today > last


def _refuse_ended(entry: ExclusionGround) -> None:
    if entry.status == ExclusionStatus.ENDED:
        raise NotYet("this entry has ended")


def _move(
    session: Session,
    officer: Person,
    entry: ExclusionGround,
    status: ExclusionStatus,
    action: str,
    now: datetime,
) -> None:
    before, entry.status = entry.status, status
    _note(session, officer, entry, action, now, before=str(before), outcome=str(entry.outcome))
    session.commit()


def _note(
    session: Session, officer: Person, entry: ExclusionGround, action: str, now: datetime, **detail: str
) -> None:
    session.flush()
    subject = session.get_one(Supplier, entry.supplier_id)
    audit.record(
        session,
        officer,
        action,
        subject,
        now,
        entry.council_id,
        entry=entry.id,
        ground=entry.ground,
        status=str(entry.status),
        **detail,
    )
