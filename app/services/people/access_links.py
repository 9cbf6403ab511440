"""Signing in by a link sent to an e-mail address. The token is 256 bits; only its SHA-256 is stored."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from app.store import audit, people
from models import AccessLink, Delegation, Invitation, LinkPurpose, Person

#: An answer that comes late is still wanted, so a link outlives the day when the answer is due.
AFTER_DUE: Final = timedelta(days=15)
MOST_OPEN_LINKS: Final = 3


class LinkProblem(StrEnum):
    """Why a link does not let anybody in."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


class UnusableLink(Exception):
    """The link cannot be used; `problem` says why."""

    def __init__(self, problem: LinkProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def digest(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


def _add_link(
    session: Session,
    person: Person,
    purpose: LinkPurpose,
    expires_at: datetime,
    invitation_id: int | None = None,
    delegation_id: int | None = None,
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        AccessLink(
            person=person,
            invitation_id=invitation_id,
            delegation_id=delegation_id,
            purpose=purpose,
            token_sha256=digest(token),
            expires_at=expires_at,
        )
    )
    return token


def add_sign_in_link(
    session: Session, settings: Settings, person: Person, now: datetime, lasts: timedelta | None = None
) -> str:
    """A new one-time sign-in address for this person. The caller commits.

    Earlier ones work on until they run out or one of them is used: else whoever knows an address could end
    the links of its owner, again and again.
    """
    expires = now + (lasts or timedelta(minutes=settings.sign_in_link_minutes))
    token = _add_link(session, person, LinkPurpose.SIGN_IN, expires)
    audit.record(session, None, "sign_in.link_made", person, now, person.council_id)
    return f"{settings.base_url.rstrip('/')}/sign-in/{token}"


def works_until(settings: Settings, invitation: Invitation, now: datetime) -> datetime:
    """Until when a link made now to this questionnaire works: never only up to the day when it is due."""
    due = datetime.combine(invitation.due_on, time.min, now.tzinfo)
    return max(now + timedelta(days=settings.invitation_days), due + AFTER_DUE)


def last_day(settings: Settings, invitation: Invitation, now: datetime) -> date:
    """The last whole day on which a link made now works."""
    return (works_until(settings, invitation, now) - timedelta(days=1)).date()


def add_invitation_link(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> str:
    """A new address that leads to the questionnaire; earlier ones end. The caller commits."""
    people.revoke_invitation_links(session, invitation.id, now)
    expires = works_until(settings, invitation, now)
    token = _add_link(
        session, invitation.contact, LinkPurpose.INVITATION, expires, invitation_id=invitation.id
    )
    return f"{settings.base_url.rstrip('/')}/answer/{token}"


def add_delegation_link(session: Session, settings: Settings, delegation: Delegation, now: datetime) -> str:
    """A new address that leads a colleague to their part; earlier ones end. The caller commits."""
    people.revoke_delegation_links(session, delegation.id, now)
    expires = works_until(settings, delegation.invitation, now)
    token = _add_link(
        session, delegation.person, LinkPurpose.DELEGATION, expires, delegation_id=delegation.id
    )
    return f"{settings.base_url.rstrip('/')}/colleague/{token}"


def request_sign_in(session: Session, settings: Settings, email: str, now: datetime) -> None:
    """Send a sign-in link if somebody active has this address; outwardly the same if nobody has.

    Whoever has `MOST_OPEN_LINKS` that still work gets no more, however many ask from wherever: they are in
    that person's mailbox.
    """
    person = people.person_by_email(session, email)
    if person is None or not person.active:
        return
    if people.open_links(session, person.id, LinkPurpose.SIGN_IN, now) >= MOST_OPEN_LINKS:
        return
    link = add_sign_in_link(session, settings, person, now)
    minutes = settings.sign_in_link_minutes
    mail.queue_message(
        session,
        settings,
        person.email,
        mail.bilingual_subject(lambda: _("Your sign-in link")),
        mail.bilingual(lambda: mail.sign_in_text(link, minutes)),
        now,
    )
    session.commit()


def look_up(session: Session, token: str, purpose: LinkPurpose, now: datetime) -> AccessLink:
    """The link with this token, if it can be used now; `UnusableLink` says why not. Changes nothing."""
    link = people.link_by_digest(session, digest(token))
    if link is None or link.purpose != purpose or not link.person.active:
        raise UnusableLink(LinkProblem.UNKNOWN)
    if link.used_at is not None:
        raise UnusableLink(LinkProblem.USED)
    if link.revoked_at is not None:
        raise UnusableLink(LinkProblem.REVOKED)
    if link.expires_at <= now:
        raise UnusableLink(LinkProblem.EXPIRED)
    return link


def sign_in(session: Session, token: str, now: datetime) -> Person:
    """Use up a one-time link, end the others of its person, and return the person."""
    link = look_up(session, token, LinkPurpose.SIGN_IN, now)
    if not people.use_link(session, link.id, now):  # somebody else came with it in the same moment
        raise UnusableLink(LinkProblem.USED)
    people.revoke_links(session, link.person_id, LinkPurpose.SIGN_IN, now)
    link.person.last_signed_in_at = now
    audit.record(session, link.person, "sign_in.done", link.person, now, link.person.council_id)
    session.commit()
    return link.person


def open_invitation(session: Session, token: str, now: datetime) -> Invitation:
    """Follow an invitation link: it works again until it expires, so that people can stop and come back."""
    link = look_up(session, token, LinkPurpose.INVITATION, now)
    invitation = session.get(Invitation, link.invitation_id)
    if invitation is None or invitation.revoked_at is not None:
        raise UnusableLink(LinkProblem.REVOKED)
    link.person.last_signed_in_at = now
    if invitation.opened_at is None:
        invitation.opened_at = now
        audit.record(session, link.person, "invitation.opened", invitation, now, invitation.council_id)
    session.commit()
    return invitation


def open_delegation(session: Session, token: str, now: datetime) -> Delegation:
    """Follow the link to a colleague's part; like an invitation's it works until it expires or is ended."""
    link = look_up(session, token, LinkPurpose.DELEGATION, now)
    delegation = session.get(Delegation, link.delegation_id)
    if delegation is None or delegation.revoked_at or delegation.invitation.revoked_at:
        raise UnusableLink(LinkProblem.REVOKED)
    link.person.last_signed_in_at = now
    if delegation.opened_at is None:
        delegation.opened_at = now
        audit.record(session, link.person, "delegation.opened", delegation, now)
    session.commit()
    return delegation
