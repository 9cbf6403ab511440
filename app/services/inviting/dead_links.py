"""Links to a questionnaire that no longer work: why, and a new one where somebody still waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, people
from models import AccessLink, Council, Delegation, Invitation, LinkPurpose


class Why(StrEnum):
    """Why a link does not work, as far as its holder may know."""

    RENEWABLE = "renewable"
    """It expired, or a newer e-mail replaced it."""
    ENDED = "ended"
    """The council asks no longer."""
    DECLINED = "declined"
    """Its holder said that they are not the person to ask."""
    PASSED_ON = "passed_on"
    """Its holder passed the questionnaire on."""
    TAKEN_BACK = "taken_back"
    """Whoever asked a colleague does not need their help any more."""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that does not work: why, and the council that asked."""

    why: Why
    council: Council


def look_at(session: Session, token: str, purpose: LinkPurpose) -> DeadLink | None:
    """Why this link is dead; None for one that never was, or whose holder may not sign in."""
    found = _found(session, token, purpose)
    if found is None:
        return None
    link, invitation, delegation = found
    return DeadLink(_why(link, invitation, delegation), invitation.council)


def _found(
    session: Session, token: str, purpose: LinkPurpose
) -> tuple[AccessLink, Invitation, Delegation | None] | None:
    link = people.link_by_digest(session, access_links.digest(token))
    if link is None or link.purpose != purpose or not link.person.active:
        return None
    delegation = session.get(Delegation, link.delegation_id) if link.delegation_id else None
    invitation = delegation.invitation if delegation else session.get(Invitation, link.invitation_id)
    return None if invitation is None else (link, invitation, delegation)


def _why(link: AccessLink, invitation: Invitation, delegation: Delegation | None) -> Why:
    if delegation is not None and delegation.revoked_at is not None:
        return Why.TAKEN_BACK
    if delegation is None and link.person_id != invitation.contact_id:
        return Why.PASSED_ON
    if invitation.revoked_at is not None:
        declined = delegation is None and invitation.declined_why
        return Why.DECLINED if declined else Why.ENDED
    return Why.RENEWABLE


def renew(session: Session, settings: Settings, token: str, purpose: LinkPurpose, now: datetime) -> bool:
    """Send a new link to the address to which the dead one went; False where there is nothing to lead to."""
    found = _found(session, token, purpose)
    if found is None:
        return False
    link, invitation, delegation = found
    if _why(link, invitation, delegation) is not Why.RENEWABLE:
        return False
    if delegation is not None:
        address = access_links.add_delegation_link(session, settings, delegation, now)
    else:
        address = access_links.add_invitation_link(session, settings, invitation, now)
    audit.record(session, link.person, "invitation.link_renewed", invitation, now, invitation.council_id)
    subject = mail.bilingual_subject(lambda: _("Your new link to the questionnaire"))
    body = mail.bilingual(lambda: _text(invitation, address))
    mail.queue_message(session, settings, link.person.email, subject, body, now)
    session.commit()
    return True


def _text(invitation: Invitation, address: str) -> str:
    return "\n\n".join(
        [
            _(
                "You asked for a new link to the questionnaire about modern slavery for %(supplier)s:",
                supplier=invitation.supplier.name,
            ),
            address,
            _("What you have answered is kept. Links from earlier e-mails no longer work."),
            _("If you did not ask for it, you need do nothing."),
        ]
    )
