"""Mail to a supplier's contact that does not arrive: the council is told, and asks at another address."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.services.answers import questionnaires_in_use
from app.services.inviting import contact_mail, invitations
from app.services.messages import fates
from app.settings import Settings
from app.store import audit, outbox, people
from app.store import contact_requests as store
from models import Invitation, Person
from questionnaires import Context

#: So many messages that came back are told of in one turn.
MOST: Final = 200


def look(session: Session, settings: Settings, now: datetime) -> int:
    """Learn what became of messages, and tell the councils of those that came back; how many those were.

    What keeps one way of learning from working keeps neither the other nor the telling.
    """
    if settings.notify_api_key.get_secret_value():
        fates.ask_notify(session, settings, now)
    fates.read_returned(session, settings, now)
    return tell(session, settings, now)


def tell(session: Session, settings: Settings, now: datetime) -> int:
    """Write to the officers of each council that waits for somebody whom mail did not reach, of each message
    once. How many messages there were."""
    told = 0
    for message in outbox.untold(session, MOST):
        if outbox.note_told(session, message.id, now):
            for invitation in store.waiting_at(session, message.to, message.queued_at):
                found = store.undelivered(session, invitation)
                if found is not None and found.id == message.id:
                    _tell_of(session, settings, invitation, now)
            told += 1
        session.commit()
    return told


def _tell_of(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    audit.record(
        session,
        None,
        "invitation.came_back",
        invitation,
        now,
        invitation.council_id,
        supplier=invitation.supplier_id,
    )
    contact_mail.came_back(session, settings, invitation, now)


def ask_at(
    session: Session,
    settings: Settings,
    officer: Person,
    invitation: Invitation,
    email: str,
    name: str,
    due_on: date,
    now: datetime,
) -> Invitation:
    """Ask at this address what was asked at one that mail does not reach; returns what stands then.

    The questions and the stage are the same. A contact at another address begins anew: what was answered or
    proposed at the old one is not theirs to see. The old link ends. At the same address it is sent again.
    Raises `invitations.ContactIsOfficer`.
    """
    setting = Context.from_json(invitation.response.context).setting
    offered = {one.id for one in questionnaires_in_use.choices(session, invitation.council_id)}
    named = invitation.response.questionnaire
    above_threshold, exception = _allowed_by(session, invitation)
    if email.strip().lower() != invitation.contact.email:
        _end(session, officer, invitation, now)
    try:
        asked, _link = invitations.ask(
            session,
            settings,
            officer,
            invitation.supplier,
            email,
            name,
            due_on,
            now,
            setting=setting,
            above_threshold=above_threshold,
            exception=exception,
            questionnaire=named if named in offered else "",
        )
    except invitations.ContactIsOfficer:
        session.rollback()
        raise
    return asked


def _allowed_by(session: Session, invitation: Invitation) -> tuple[bool | None, str]:
    """Why a stage that narrows the field was allowed when this was sent last."""
    events = audit.of_action(session, invitation, "invitation.sent")
    detail = events[-1].detail if events else {}
    return detail.get("above_threshold"), str(detail.get("exception", ""))


def _end(session: Session, officer: Person, invitation: Invitation, now: datetime) -> None:
    """Nobody answers at the old address any more; written with the asking at the new one."""
    invitation.revoked_at = now
    invitation.wanted_due_on, invitation.wanted_why = None, ""
    people.revoke_invitation_links(session, invitation.id, now)
    audit.record(
        session,
        officer,
        "invitation.address_corrected",
        invitation,
        now,
        invitation.council_id,
        supplier=invitation.supplier_id,
    )
