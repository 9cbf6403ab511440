"""What a contact may say of an invitation instead of answering: that it needs more time, is not the right
person, or that somebody else of the same organisation is.

All of it is for drafts that a council asked for. Reasons are chosen from a list: a free text would invite
details of a person's life.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from app.services.answers.answering import AlreadySubmitted
from app.services.inviting import colleagues, contact_mail, invitations
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, people, responses
from app.store import colleagues as colleagues_store
from app.store import contact_requests as store
from models import DelegatedTask, Invitation, Person

#: Nobody asks for more days than this from today on: after that the picture is another one.
MOST_DAYS: Final = 90


class TimeReason(StrEnum):
    """Why a contact needs more time."""

    COLLEAGUES = "colleagues"
    AWAY = "away"
    LONGER = "longer"
    HELP = "help"


class NotMine(StrEnum):
    """Why a contact is not the one to ask."""

    ROLE = "role"
    LEFT = "left"
    STRANGER = "stranger"
    ENDED = "ended"


class NothingAsked(Exception):
    """Nobody asks for more time, or somebody has replied already."""


def last_day(today: date) -> date:
    """The last day until which a contact may ask to have time."""
    return today + timedelta(days=MOST_DAYS)


def ask_more_time(
    session: Session,
    settings: Settings,
    contact: Person,
    invitation: Invitation,
    until: date,
    why: TimeReason,
    now: datetime,
) -> None:
    """Ask the council for time until a day; until it replies the day stays. The newest wish stands."""
    _hold(session, invitation)
    if (invitation.wanted_due_on, invitation.wanted_why) == (until, why):
        session.commit()
        return
    invitation.wanted_due_on, invitation.wanted_why = until, why
    told = {"supplier": invitation.supplier_id, "due": invitation.due_on.isoformat()}
    audit.record(
        session,
        contact,
        "invitation.time_asked",
        invitation,
        now,
        invitation.council_id,
        wanted=until.isoformat(),
        why=why.value,
        **told,
    )
    contact_mail.time_asked(session, settings, invitation, now)
    session.commit()


def reply(
    session: Session, settings: Settings, officer: Person, invitation: Invitation, until: date, now: datetime
) -> bool:
    """Give time until a day, or with the day that stands decline; the contact is told, with a new link.

    Returns whether the day moved. Raises `NothingAsked` where no wish is open.
    """
    session.refresh(invitation, ["wanted_due_on", "due_on", "revoked_at"])
    if invitation.wanted_due_on is None or invitation.revoked_at is not None:
        raise NothingAsked
    moved = until != invitation.due_on
    told = {"supplier": invitation.supplier_id, "wanted": invitation.wanted_due_on.isoformat()}
    invitation.wanted_due_on, invitation.wanted_why = None, ""
    invitation.due_on = until
    audit.record(
        session,
        officer,
        "invitation.time_given" if moved else "invitation.time_declined",
        invitation,
        now,
        invitation.council_id,
        due=until.isoformat(),
        **told,
    )
    link = access_links.add_invitation_link(session, settings, invitation, now)
    contact_mail.time_replied(session, settings, invitation, moved, link, now)
    session.commit()
    return moved


def decline(
    session: Session, settings: Settings, contact: Person, invitation: Invitation, why: NotMine, now: datetime
) -> None:
    """The contact is not the one to ask: their link ends, nobody is reminded, and the council is told.

    What was answered stays with the draft. The council can ask the same address again, which opens it.
    """
    _hold(session, invitation)
    invitation.revoked_at, invitation.declined_why = now, why
    invitation.wanted_due_on, invitation.wanted_why = None, ""
    people.revoke_invitation_links(session, invitation.id, now)
    audit.record(
        session,
        contact,
        "invitation.not_mine",
        invitation,
        now,
        invitation.council_id,
        supplier=invitation.supplier_id,
        why=why.value,
    )
    contact_mail.not_mine(session, settings, invitation, now)
    session.commit()


def pass_on(
    session: Session,
    settings: Settings,
    contact: Person,
    invitation: Invitation,
    email: str,
    name: str,
    now: datetime,
) -> Person:
    """Somebody else answers from now on: every invitation of the contact to this draft becomes theirs.

    The draft goes along, since its owner hands it over; the owner's own links end. The councils are told.
    Raises `colleagues.IsOwner` and `invitations.ContactIsOfficer`.
    """
    _hold(session, invitation)
    try:
        successor = invitations.respondent(session, email, name, now)
        if successor.id == contact.id:
            raise colleagues.IsOwner
    except (colleagues.IsOwner, invitations.ContactIsOfficer):
        session.rollback()
        raise
    passed = store.of_contact(session, invitation.response_id, contact)
    for one in passed:
        people.revoke_invitation_links(session, one.id, now)
        one.contact, one.opened_at = successor, None
        audit.record(
            session,
            contact,
            "invitation.passed_on",
            one,
            now,
            one.council_id,
            supplier=one.supplier_id,
            to=successor.id,
        )
        contact_mail.passed_on(session, settings, one, now)
        _end_sections(session, invitation.response_id, contact, successor, now)
    link = access_links.add_invitation_link(session, settings, invitation, now)
    contact_mail.invite_successor(session, settings, invitation, contact, link, now)
    session.commit()
    return successor


def _end_sections(
    session: Session, response_id: int, contact: Person, successor: Person, now: datetime
) -> None:
    """Sections that the successor was asked to answer are theirs anyway now."""
    for part in colleagues_store.of_response(session, response_id):
        if part.person_id == successor.id and part.task == DelegatedTask.SECTION:
            part.revoked_at = now
            people.revoke_delegation_links(session, part.id, now)
            audit.record(session, contact, "delegation.withdrawn", part, now)


def _hold(session: Session, invitation: Invitation) -> None:
    """Only a draft can wait; one that was submitted meanwhile is no longer asked for."""
    if not responses.hold_draft(session, invitation.response_id):
        session.rollback()
        raise AlreadySubmitted
