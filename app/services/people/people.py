"""The officers and leads of a council: added, changed, and never lost track of when they leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.people import access_links, care, deputies, handing_back
from app.settings import Settings
from app.store import audit
from app.store import deputies as deputy_store
from app.store import people as store
from models import LinkPurpose, Person, Role

ROLES = (Role.OFFICER, Role.LEAD)
"""The roles between which somebody can change. A councillor stays one, who holds no work."""


class NotAllowed(Exception):
    """Only a lead of the council looks after its people."""


class AddressTaken(Exception):
    """Somebody has this address already: here, at another council, or as a supplier's contact."""


class LastLead(Exception):
    """A council keeps at least one active lead."""


class StillHolds(Exception):
    """Open items would be lost; `load` says how many. Hand them to somebody."""

    def __init__(self, load: care.Load) -> None:
        super().__init__(load)
        self.load = load


def add(
    session: Session, settings: Settings, lead: Person, email: str, name: str, role: Role, now: datetime
) -> Person:
    """Add an officer, a lead or a councillor, and send a sign-in link."""
    _must_be_lead(lead, lead.council_id)
    if role not in (*ROLES, Role.COUNCILLOR):
        raise ValueError("people of a council are officers, leads or councillors")
    address = email.strip().lower()
    if store.person_by_email(session, address) is not None:
        raise AddressTaken
    person = Person(email=address, name=name.strip(), role=role, council_id=lead.council_id)
    session.add(person)
    audit.record(session, lead, "person.added", person, now, lead.council_id, role=role.value)
    session.commit()
    access_links.request_sign_in(session, settings, address, now)
    return person


def invite(session: Session, settings: Settings, lead: Person, person: Person, now: datetime) -> None:
    """Send another sign-in link to somebody active."""
    _must_be_lead(lead, person.council_id)
    audit.record(session, lead, "person.invited", person, now, person.council_id)
    session.commit()
    access_links.request_sign_in(session, settings, person.email, now)


def change(session: Session, lead: Person, person: Person, name: str, role: Role, now: datetime) -> bool:
    """Change name and role; False if they were so already. `LastLead` where no lead would be left."""
    _must_be_lead(lead, person.council_id)
    if role != person.role and not (role in ROLES and person.is_staff):
        raise ValueError("officers and leads change between the two roles, a councillor stays one")
    before = (person.name, Role(person.role))
    if before == (name.strip(), role):
        return False
    person.name, person.role = name.strip(), role
    told = {"role_before": before[1].value, "role": role.value, "name_changed": before[0] != person.name}
    audit.record(session, lead, "person.changed", person, now, person.council_id, **told)
    _keep_a_lead(session, person.council_id)
    session.commit()
    return True


def deactivate(
    session: Session, lead: Person, person: Person, successor: Person | None, now: datetime
) -> care.Load:
    """Somebody leaves: signs in no more, and everything open goes to `successor`.

    `StillHolds` without a successor where something is open; `LastLead` for the last lead. What was handed
    over is returned.
    """
    _must_be_lead(lead, person.council_id)
    handed = care.load_of(session, person)
    if successor is not None:
        handed = care.hand_over_quietly(session, lead, person, successor, now)
    elif not handed.is_empty:
        raise StillHolds(handed)
    for absence in deputy_store.not_over(session, person.council_id or 0, now.date(), person.id):
        deputies.end_quietly(session, lead, absence, now)
    person.active = False
    store.revoke_links(session, person.id, LinkPurpose.SIGN_IN, now)
    audit.record(session, lead, "person.deactivated", person, now, person.council_id)
    _keep_a_lead(session, person.council_id)
    session.commit()
    return handed


def reactivate(
    session: Session,
    settings: Settings,
    lead: Person,
    person: Person,
    now: datetime,
    give_back: bool = False,
) -> int:
    """Somebody comes back, with a sign-in link; if asked, with what was handed over and not passed on since.
    How many things that were."""
    _must_be_lead(lead, person.council_id)
    if person.active or person.erased_on is not None:
        return 0
    person.active = True
    audit.record(session, lead, "person.reactivated", person, now, person.council_id)
    session.flush()
    given = handing_back.give_back_quietly(session, lead, person, now).number if give_back else 0
    session.commit()
    access_links.request_sign_in(session, settings, person.email, now)
    return given


def _must_be_lead(lead: Person, council_id: int | None) -> None:
    if council_id is None or not deputies.is_lead(lead, council_id):
        raise NotAllowed


def _keep_a_lead(session: Session, council_id: int | None) -> None:
    """Called after the event was recorded: writing it made other writers queue, so no two leads can take
    each other's role away at once."""
    session.flush()
    if not store.has_lead(session, council_id or 0):
        session.rollback()
        raise LastLead
