"""Erasing on request: what is kept about a person, or what a supplier answered, when a council agrees.

What a council decided stays: it has to be able to explain it (UK GDPR, Article 17(3)). So the row of a person
stays without the person, a response without its answers, and stored reports with their figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.retention import applying, removing
from app.services.retention.periods import NotAllowed, must_be_lead
from app.settings import Settings
from app.store import about_person, audit, erasure, sharing
from app.store import retention as store
from models import Person, Response, ResponseStatus, RetentionRun, Role

SHORTEST_NAME = 5
"""A shorter name, or one of a single word, is in too many texts to look for."""


class Obstacle(StrEnum):
    """Why somebody, or a response, is not erased now."""

    ERASED = "erased"
    STILL_WORKS = "still_works"
    """An officer, lead or councillor who can still sign in."""
    HELD = "held"
    """A hold stands on a supplier for whom they answered."""
    OTHERS = "others"
    """Other councils have to agree; the operator can do it."""


class NamesThePerson(Exception):
    """The reason names who is to be erased, and would be kept for ever in the audit log."""


class Refused(Exception):
    """Nothing was erased; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept about a person.

    `rows`: (table, column that names the person, rows). `declared`: references of responses that they
    declared. `events` of the audit log name nobody: their number is the person's. `mentions` are texts in
    which the address or the name stands, which nobody but a person can judge.
    """

    person: Person
    rows: list[tuple[str, str, list[dict[str, Any]]]]
    declared: list[str]
    events: list[dict[str, Any]]
    mentions: list[about_person.Mention]

    def plain(self) -> dict[str, Any]:
        """The same as plain JSON values: the answer to a request for access (UK GDPR, Article 15)."""
        return {
            "email": self.person.email,
            "rows": [{"table": table, "column": column, "rows": rows} for table, column, rows in self.rows],
            "declared": self.declared,
            "events": self.events,
            "mentioned_in": [
                {"table": one.table, "row": one.row_id, "column": one.column} for one in self.mentions
            ],
        }


def known(session: Session, person: Person, council_id: int | None = None) -> Known:
    """Everything that is kept about a person. With a council its own texts only are looked through."""
    words = [person.email]
    if len(person.name) >= SHORTEST_NAME and " " in person.name.strip():
        words.append(person.name.strip())
    found = about_person.mentions(session, words, council_id)
    return Known(
        person,
        list(about_person.references(session, person.id)),
        [one.reference or "" for one in erasure.declared_by(session, person)],
        about_person.events(session, person),
        [one for one in found if (one.table, one.row_id) != ("person", person.id)],
    )


def is_of(session: Session, person: Person, council_id: int) -> bool:
    """Whether a council has to do with somebody: one of its own, or one whom it asked."""
    if person.role != Role.RESPONDENT:
        return person.council_id == council_id
    return any(one.council_id == council_id for one in about_person.asked_by(session, person.id))


def obstacle(session: Session, person: Person, council_id: int | None = None) -> Obstacle | None:
    """Why somebody is not erased now, None if they can be. With a council: by its lead alone."""
    if person.erased_on is not None:
        return Obstacle.ERASED
    if person.role != Role.RESPONDENT and person.active:
        return Obstacle.STILL_WORKS
    asked = about_person.asked_by(session, person.id)
    if store.is_held(session, [one.supplier_id for one in asked]):
        return Obstacle.HELD
    if council_id is not None and {one.council_id for one in asked} - {council_id}:
        return Obstacle.OTHERS
    return None


def erase_person(
    session: Session, by: Person | None, person: Person, reason: str, now: datetime, today: date
) -> None:
    """Erase somebody: by a lead of the only council that asked them, or by the operator (None).

    The reason goes into the audit log and must not name them. Raises `Refused` and `NamesThePerson`.
    """
    council_id = None if by is None else must_be_lead(by)
    if council_id is not None and not is_of(session, person, council_id):
        raise NotAllowed
    why = obstacle(session, person, council_id)
    if why is not None:
        raise Refused(why)
    if any(word.lower() in reason.lower() for word in (person.email, person.name.strip()) if word):
        raise NamesThePerson
    told = {"asked": True, "reason": reason.strip()}
    audit.record(session, by, "person.erasure_agreed", person, now, council_id or person.council_id, **told)
    removing.forget_person(session, person, now, today)
    session.commit()


def erase_response(
    session: Session,
    settings: Settings,
    lead: Person,
    supplier_id: int,
    response: Response,
    reason: str,
    now: datetime,
    today: date,
) -> bool:
    """Give up a supplier's answers because it asked and the council agrees.

    Whether they are gone altogether (True), or stay for other councils that the supplier shares them with.
    Raises `Refused`.
    """
    council_id = must_be_lead(lead)
    sharing.hold(session, response.id)
    kept = store.kept_of_supplier(session, council_id, supplier_id)
    if response.id not in {one.id for one in kept}:
        raise Refused(Obstacle.ERASED)
    invitations = store.askings(session, council_id, response.id)
    if store.is_held(session, [one.supplier_id for one in invitations]):
        raise Refused(Obstacle.HELD)
    for one in invitations:
        erasure.release(session, one.id, now)
        if response.status == ResponseStatus.SUBMITTED:
            runs.queue_run(session, council_id, one.supplier_id, removing.ANSWERS_REMOVED, now, today)
    told = {"response": response.id, "reason": reason.strip()}
    supplier = invitations[0].supplier
    audit.record(session, lead, "response.erasure_agreed", supplier, now, council_id, **told)
    is_gone = store.nobody_keeps(session, response.id)
    if is_gone:
        hashes = erasure.empty_response(session, response, now)
        audit.record(session, lead, "response.erased", response, now, council_id)
        session.add(RetentionRun(council_id=council_id, begun_at=now, counts={}, forget=hashes))
    session.commit()
    applying.forget_contents(session, settings)
    return is_gone
