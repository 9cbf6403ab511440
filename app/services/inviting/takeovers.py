"""A new contact of a supplier whose earlier contact left without passing the questionnaire on.

The answers belong to the organisation, and an e-mail address proves no more than who reads it: an officer
may have typed it wrong. So a new address begins with nothing. Its holder may declare in writing to answer for
the organisation; the earlier contact is told and can object; and an officer finds out, by a way that does not
come from the message itself, who they are. Only then are the earlier answers proposed, each to be confirmed.
A council can hand on nothing that it may not read itself, so a mistake shows no more than it could have told.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.services.answers import proposing
from app.services.answers.answering import AlreadySubmitted
from app.services.inviting import takeover_mail
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, proposals, responses
from app.store import sharing as sharing_store
from app.store import takeovers as store
from models import ContactTakeover, Invitation, Person, ResponseStatus
from questionnaires import Setting


class KnownBy(StrEnum):
    """How an officer found out who a new contact is."""

    PHONE = "phone"
    MEETING = "meeting"
    FIRM = "firm"


class NothingToTakeOver(Exception):
    """There are no answers of an earlier contact that the council may read, or they were asked for before."""


class Decided(Exception):
    """Somebody else has decided already."""


def offered(session: Session, invitation: Invitation) -> Invitation | None:
    """Through what the council reads answers from which the contact may ask to start; None if there are none.

    Nothing is offered to who has answered for the organisation before: they start from their own.
    """
    response = invitation.response
    if response.status != ResponseStatus.DRAFT or not sharing_store.is_asked_for(session, invitation.id):
        return None
    setting = Setting(sharing_store.setting_of(response)).value
    if proposals.submitted(session, invitation.contact_id, response.organisation_id, setting):
        return None
    if store.of_invitation(session, invitation.id) is not None:
        return None
    return store.earlier_readable(session, invitation)


def ask(
    session: Session, settings: Settings, invitation: Invitation, name: str, role: str, now: datetime
) -> ContactTakeover:
    """The contact declares to answer for the organisation and asks to start from its earlier answers.

    The council and the earlier contact are told. Raises `NothingToTakeOver` and `AlreadySubmitted`.
    """
    if not responses.hold_draft(session, invitation.response_id):
        session.rollback()
        raise AlreadySubmitted
    before = offered(session, invitation)
    if before is None:
        session.rollback()
        raise NothingToTakeOver
    asked = ContactTakeover(
        invitation=invitation, earlier=before.response, name=name.strip(), role=role.strip(), asked_at=now
    )
    session.add(asked)
    session.flush()
    _record(session, invitation.contact, "invitation.takeover_asked", asked, now)
    takeover_mail.asked(session, settings, asked, now)
    takeover_mail.warn(session, settings, asked, before.contact, now)
    session.commit()
    return asked


def decide(
    session: Session,
    settings: Settings,
    officer: Person,
    asked: ContactTakeover,
    known_by: KnownBy | None,
    now: datetime,
) -> int:
    """Propose the earlier answers to a contact who is known, or (None) let them answer afresh; they are told.

    Returns how many answers were proposed. Raises `Decided`, `AlreadySubmitted`, and `NothingToTakeOver`
    where the council may read the answers no longer.
    """
    invitation = asked.invitation
    before = store.readable(session, asked)
    if known_by is not None and before is None:
        raise NothingToTakeOver
    if not responses.hold_draft(session, invitation.response_id):
        session.rollback()
        raise AlreadySubmitted
    if not store.decide(session, asked, officer, known_by or "", now):
        session.rollback()
        raise Decided
    number = 0
    if known_by is not None:
        number = proposing.start_from(session, invitation.response, asked.earlier, officer, now)
        _record(session, officer, "invitation.takeover_confirmed", asked, now, known_by=known_by.value)
    else:
        _record(session, officer, "invitation.takeover_declined", asked, now)
    link = access_links.add_invitation_link(session, settings, invitation, now)
    takeover_mail.decided(session, settings, asked, link, now)
    session.commit()
    return number


def _record(
    session: Session, person: Person, action: str, asked: ContactTakeover, now: datetime, **more: str
) -> None:
    invitation = asked.invitation
    audit.record(
        session,
        person,
        action,
        invitation,
        now,
        invitation.council_id,
        supplier=invitation.supplier_id,
        earlier=asked.earlier_id,
        **more,
    )
