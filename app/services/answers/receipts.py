"""The receipt of submitted answers, and whom a supplier may write to about a questionnaire."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from app.store import audit, people
from models import Invitation, Person, Response


def asker(session: Session, invitation: Invitation) -> Person | None:
    """The officer who asked last, if they still work there."""
    for event in reversed(audit.of_action(session, invitation, "invitation.sent")):
        role, _colon, number = event.actor.partition(":")
        person = people.person_by_id(session, int(number)) if number.isdigit() else None
        if role and person is not None and person.active and person.council_id == invitation.council_id:
            return person
    return None


def help_from(session: Session, invitation: Invitation) -> str:
    """Whom a supplier may ask about the questionnaire: the council's address for that, else who asked."""
    if invitation.council.contact_email:
        return invitation.council.contact_email
    officer = asker(session, invitation)
    return officer.email if officer is not None else ""


def questions_line(session: Session, invitation: Invitation) -> str:
    """Where questions go, in the language of the moment; empty where the council gave no address."""
    address = help_from(session, invitation)
    return _("Questions? Write to %(address)s.", address=address) if address else ""


def day(at: date) -> str:
    """A day in the language of the moment."""
    return format_date(at, "d MMMM y")


def send(
    session: Session, settings: Settings, declarer: Person, invitation: Invitation, now: datetime
) -> None:
    """Queue the receipt for the owner, and for whoever declared. The caller commits."""
    response = invitation.response
    for person in {one.id: one for one in (invitation.contact, declarer)}.values():
        mail.queue_message(
            session,
            settings,
            person.email,
            mail.bilingual_subject(
                lambda: _("Your answers were submitted: %(reference)s", reference=response.reference or "")
            ),
            mail.bilingual(lambda: text(session, settings, invitation, response)),
            now,
        )


def text(session: Session, settings: Settings, invitation: Invitation, response: Response) -> str:
    """The text of the receipt."""
    copy = f"{settings.base_url.rstrip('/')}/answers/{invitation.id}/done"
    parts = [
        _(
            "%(name)s made the declaration and submitted the answers to the questionnaire about modern "
            "slavery for %(supplier)s on %(day)s. The reference is %(reference)s.",
            name=response.declared_name,
            supplier=invitation.supplier.name,
            day=day(response.submitted_at or invitation.sent_at),
            reference=response.reference or "",
        ),
        _(
            "An officer reads the answers. The council asks you if something is unclear. No decision is made "
            "by the software alone."
        ),
        _(
            "Your copy of the answers, your own report, and who can read them are here. If the page asks you "
            "to sign in, we send a link to this address:"
        ),
        copy,
        questions_line(session, invitation),
    ]
    return "\n\n".join(filter(None, parts))
