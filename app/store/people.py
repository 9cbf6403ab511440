"""Councils, people and the links that let them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import AccessLink, Council, LinkPurpose, Person, Role


def council_by_slug(session: Session, slug: str) -> Council | None:
    """The council with this short name."""
    return session.scalars(select(Council).where(Council.slug == slug)).one_or_none()


def only_council(session: Session) -> Council | None:
    """The council, when the installation serves just one: public pages then bear its name."""
    councils = session.scalars(select(Council).order_by(Council.id).limit(2)).all()
    return councils[0] if len(councils) == 1 else None


def person_by_id(session: Session, person_id: int) -> Person | None:
    """The person with this id, if still active."""
    person = session.get(Person, person_id)
    return person if person and person.active else None


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address, in any case of letters."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def officers(session: Session, council_id: int, active_only: bool = True) -> Sequence[Person]:
    """The council's officers and leads, by name."""
    query = select(Person).where(Person.council_id == council_id, Person.role.in_((Role.OFFICER, Role.LEAD)))
    if active_only:
        query = query.where(Person.active.is_(True))
    return session.scalars(query.order_by(Person.name, Person.email)).all()


def officer(session: Session, council_id: int, person_id: int) -> Person | None:
    """An officer or lead of this council, active or not; None for anybody else."""
    person = member(session, council_id, person_id)
    return person if person is not None and person.is_staff else None


def members(session: Session, council_id: int) -> Sequence[Person]:
    """Officers, leads and councillors, active or not, by name."""
    query = select(Person).where(Person.council_id == council_id, Person.role != Role.RESPONDENT)
    query = query.where(Person.erased_on.is_(None))
    return session.scalars(query.order_by(Person.name, Person.email)).all()


def member(session: Session, council_id: int, person_id: int) -> Person | None:
    """An officer, lead or councillor of this council, active or not; None for anybody else."""
    person = session.get(Person, person_id)
    if person is None or person.council_id != council_id or person.role == Role.RESPONDENT:
        return None
    return person


def has_lead(session: Session, council_id: int) -> bool:
    """Whether the council has an active lead, as the database says at this moment."""
    query = select(Person.id).where(
        Person.council_id == council_id, Person.role == Role.LEAD, Person.active.is_(True)
    )
    return session.scalars(query.limit(1)).first() is not None


def link_by_digest(session: Session, token_sha256: str) -> AccessLink | None:
    """The access link whose token has this SHA-256."""
    return session.scalars(select(AccessLink).where(AccessLink.token_sha256 == token_sha256)).one_or_none()


def revoke_links(session: Session, person_id: int, purpose: LinkPurpose, at: datetime) -> None:
    """End every link of this kind that the person still has."""
    session.execute(
        update(AccessLink)
        .where(AccessLink.person_id == person_id, AccessLink.purpose == purpose)
        .where(AccessLink.revoked_at.is_(None), AccessLink.used_at.is_(None))
        .values(revoked_at=at)
    )


def open_links(session: Session, person_id: int, purpose: LinkPurpose, now: datetime) -> int:
    """How many links of this kind a person could use now."""
    query = select(func.count()).where(AccessLink.person_id == person_id, AccessLink.purpose == purpose)
    query = query.where(AccessLink.revoked_at.is_(None), AccessLink.used_at.is_(None))
    return session.scalar(query.where(AccessLink.expires_at > now)) or 0


def use_link(session: Session, link_id: int, at: datetime) -> bool:
    """Use a link up; False if it was used or ended by then, also in the same moment."""
    used = session.execute(
        update(AccessLink)
        .where(AccessLink.id == link_id, AccessLink.used_at.is_(None), AccessLink.revoked_at.is_(None))
        .values(used_at=at)
        .returning(AccessLink.id)
    ).first()
    return used is not None


def revoke_invitation_links(session: Session, invitation_id: int, at: datetime) -> None:
    """End every link that leads to this invitation."""
    session.execute(
        update(AccessLink)
        .where(AccessLink.invitation_id == invitation_id, AccessLink.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def revoke_delegation_links(session: Session, delegation_id: int, at: datetime) -> None:
    """End every link that leads to this colleague's part."""
    session.execute(
        update(AccessLink)
        .where(AccessLink.delegation_id == delegation_id, AccessLink.revoked_at.is_(None))
        .values(revoked_at=at)
    )
