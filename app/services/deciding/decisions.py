"""What an officer decides of a supplier on the strength of a report; for some, two people are needed.

A decision is never overwritten: a newer one takes its place, and it can be taken back, after which the one
before counts again. One that needs a second person does not count before that person agreed. Nobody agrees
to a decision of their own, nor to one of somebody with whom they stand in for one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.services.deciding import decision_mail
from app.services.people import deputies
from app.settings import Settings
from app.store import audit, people
from app.store import bands as band_store
from app.store import care as care_store
from app.store import decisions as store
from app.store import deputies as deputy_store
from models import Council, Decision, DecisionKind, Person, Role, SecondOpinion, StoredReport, Supplier
from screening.types import Band

LONGEST_REASON: Final = 4000


class Closed(Exception):
    """The decision waits for nobody (any more), or was taken back already."""


class NotAllowed(Exception):
    """This person may not do that with this decision."""


def second_person_choices() -> tuple[str, ...]:
    """What a council may mark as taking two people: a kind of decision, or accepting in one band."""
    accept = DecisionKind.ACCEPT.value
    return (*(kind.value for kind in DecisionKind), *(f"{accept}:{band.value}" for band in Band))


def set_second_person(
    session: Session, lead: Person, council: Council, marked: Iterable[str], reason: str, now: datetime
) -> bool:
    """Say which decisions take two people, and why; False if it was so already. Earlier decisions stay."""
    wanted = [one for one in second_person_choices() if one in set(marked)]
    if not deputies.is_lead(lead, council.id):
        raise NotAllowed
    if not reason.strip():
        raise ValueError("a change of this rule needs a reason")
    before = list(council.second_person)
    if set(before) == set(wanted):
        return False
    council.second_person = wanted
    told = {"before": before, "after": wanted, "reason": reason.strip()}
    audit.record(session, lead, "council.second_person_set", council, now, council.id, **told)
    session.commit()
    return True


def needs_second(council: Council, kind: DecisionKind, bands: Iterable[str]) -> bool:
    """Whether the council wants two people for this kind, or for it in one of these bands."""
    return kind.value in council.second_person or any(
        f"{kind.value}:{band}" in council.second_person for band in bands
    )


def bands_of(session: Session, report: StoredReport | None) -> set[str]:
    """The band that is advised and the one that an officer put in its place: whichever needs more counts."""
    if report is None:
        return {Band.NOT_ENOUGH_KNOWN.value}
    decided = band_store.standing(session, report.council_id, [report.supplier_id]).get(report.supplier_id)
    return {report.band, decided.band} if decided else {report.band}


def decide(
    session: Session,
    settings: Settings,
    officer: Person,
    supplier: Supplier,
    report: StoredReport | None,
    kind: DecisionKind,
    reason: str,
    review_on: date | None,
    now: datetime,
    today: date,
) -> Decision:
    """Write a decision on the report in force; leads are told of an escalation, and of what waits for two.

    Where there is no other lead, the other officers are told.

    ValueError without a reason, for a report that a newer one has replaced (nobody decides on what was not
    shown), and for an acceptance without a later day of review.
    """
    if not reason.strip():
        raise ValueError("a decision has a reason")
    if report is not None and (not report.current or report.supplier_id != supplier.id):
        raise ValueError("a newer screening has replaced this result")
    if kind is DecisionKind.ACCEPT and (review_on is None or review_on <= today):
        raise ValueError("an acceptance has a day after today on which it is looked at again")
    council = session.get_one(Council, supplier.council_id)
    decision = Decision(
        council_id=council.id,
        supplier=supplier,
        report=report,
        kind=kind,
        reason=reason.strip(),
        review_on=review_on if kind is DecisionKind.ACCEPT else None,
        person=officer,
        decided_at=now,
        needs_second=needs_second(council, kind, bands_of(session, report)),
    )
    session.add(decision)
    session.flush()
    told = {"kind": kind.value, "report": report.id if report else None, "second": decision.needs_second}
    _record(
        session, officer, "decision.made", decision, now, **told, **_for(session, officer, decision, today)
    )
    if decision.needs_second:
        decision_mail.asks_for_second(session, settings, decision, _told(session, decision), now)
    elif kind is DecisionKind.ESCALATE:
        decision_mail.escalated(session, settings, decision, _told(session, decision), now)
    session.commit()
    return decision


def may_second(session: Session, person: Person, decision: Decision, today: date) -> bool:
    """Whether this person may be the second of a decision.

    Another active officer of the council, and none with whom its maker stood in for one another on the day
    of the decision or does so today: a deputy speaks in the name of the first.
    """
    if person.id == decision.person_id or person.council_id != decision.council_id:
        return False
    if not person.is_staff or not person.active:
        return False
    days = {today, decision.decided_at.date()}
    return not deputy_store.stood_in(session, decision.council_id, person.id, decision.person_id, days)


def agree(
    session: Session, settings: Settings, second: Person, decision: Decision, now: datetime, today: date
) -> None:
    """The second person agrees: from now on the decision stands. `Closed`, or `NotAllowed` for the first."""
    _opinion(session, second, decision, SecondOpinion.AGREED, "", now, today)
    decision_mail.answered(session, settings, decision, now)
    if decision.kind == DecisionKind.ESCALATE:
        others = [one for one in _told(session, decision) if one.id != second.id]
        decision_mail.escalated(session, settings, decision, others, now)
    session.commit()


def decline(
    session: Session,
    settings: Settings,
    second: Person,
    decision: Decision,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """The second person does not agree, and says why; the decision never stands. ValueError without a
    reason."""
    if not reason.strip():
        raise ValueError("who declines says why")
    _opinion(session, second, decision, SecondOpinion.DECLINED, reason.strip(), now, today)
    decision_mail.answered(session, settings, decision, now)
    session.commit()


def _opinion(
    session: Session,
    second: Person,
    decision: Decision,
    opinion: SecondOpinion,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    if not is_waiting(decision):
        raise Closed
    if not may_second(session, second, decision, today):
        raise NotAllowed
    if not store.give_opinion(session, decision, second.id, opinion, reason, now):
        session.rollback()
        raise Closed
    action = f"decision.{opinion.value}"
    _record(session, second, action, decision, now, kind=decision.kind, first=decision.person_id)


def is_waiting(decision: Decision) -> bool:
    """Whether the decision waits for a second person."""
    return decision.needs_second and decision.second_opinion is None and decision.withdrawn_at is None


def may_withdraw(session: Session, person: Person, decision: Decision, today: date) -> bool:
    """Whether this person may take a decision back: its maker, who stands in for the maker, or a lead."""
    if person.council_id != decision.council_id or not person.is_staff:
        return False
    is_own = person.id == decision.person_id or person.role == Role.LEAD
    return is_own or decision.person_id in deputies.away(session, person, today)


def withdraw(session: Session, officer: Person, decision: Decision, now: datetime, today: date) -> None:
    """Take a decision back; the newest of those before it that stands counts again."""
    if not may_withdraw(session, officer, decision, today):
        raise NotAllowed
    if not store.withdraw(session, decision, now):
        session.rollback()
        raise Closed
    told = deputies.acting_for(session, officer, decision.person_id, today)
    _record(session, officer, "decision.withdrawn", decision, now, kind=decision.kind, **told)
    session.commit()


def _for(session: Session, officer: Person, decision: Decision, today: date) -> dict[str, int]:
    """Whose supplier the officer decided on, if it stands in for the owner."""
    care = care_store.care_of(session, decision.council_id, [decision.supplier.id]).get(decision.supplier.id)
    return deputies.acting_for(session, officer, care.owner_id if care else None, today)


def _told(session: Session, decision: Decision) -> Sequence[Person]:
    """Who hears of a decision: the leads without the one who decided, else all other officers."""
    others = [one for one in people.officers(session, decision.council_id) if one.id != decision.person_id]
    return [one for one in others if one.role == Role.LEAD] or others


def _record(
    session: Session, person: Person, action: str, decision: Decision, now: datetime, **told: object
) -> None:
    """The event is one of the supplier. The reason stands on the decision itself, which never changes."""
    audit.record(
        session,
        person,
        action,
        decision.supplier,
        now,
        decision.council_id,
        decision=decision.id,
        **told,
    )
