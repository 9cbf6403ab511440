"""Messages about a new contact who asks to start from answers that somebody else gave."""

from __future__ import annotations

from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers.receipts import day, help_from, questions_line
from app.services.inviting import contact_mail
from app.services.messages import mail
from app.settings import Settings
from app.store import outbox
from models import ContactTakeover, Person


def asked(session: Session, settings: Settings, takeover: ContactTakeover, now: datetime) -> None:
    """Tell the officers that somebody waits for them to find out who they are."""
    invitation = takeover.invitation
    supplier, contact = invitation.supplier.name, invitation.contact.email

    def text() -> str:
        return _(
            "%(name)s (%(contact)s) says that they answer for %(supplier)s now, and asks to start from the "
            "answers that were given on %(day)s. Find out who they are before you agree, by a way that you "
            "knew before:",
            name=takeover.name,
            contact=contact,
            supplier=supplier,
            day=day(takeover.earlier.submitted_at or now),
        )

    contact_mail.tell_officers(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s: a new contact asks for earlier answers", supplier=supplier),
        text,
        now,
    )


def warn(
    session: Session, settings: Settings, takeover: ContactTakeover, before: Person, now: datetime
) -> bool:
    """Tell whoever gave the answers, so that they can object; False where no mail reaches them any more."""
    if not before.active or outbox.is_dead(session, before.email):
        return False
    invitation = takeover.invitation
    address = help_from(session, invitation)

    def text() -> str:
        council = invitation.council.name_in(str(get_locale()))
        objection = (
            _("If you know a reason why they should not, write to %(address)s soon.", address=address)
            if address
            else _("If you know a reason why they should not, tell the council soon.")
        )
        return "\n\n".join(
            [
                _(
                    "%(name)s (%(contact)s) says that they answer for %(supplier)s now, and asks to start "
                    "from the answers about modern slavery that you submitted on %(day)s.",
                    name=takeover.name,
                    contact=invitation.contact.email,
                    supplier=invitation.supplier.name,
                    day=day(takeover.earlier.submitted_at or now),
                ),
                _(
                    "%(council)s finds out who they are before it shows them anything. If you have left, you "
                    "need do nothing.",
                    council=council,
                ),
                objection,
            ]
        )

    subject = mail.bilingual_subject(
        lambda: _("Somebody asks for the answers that you gave for %(supplier)s", supplier=_named(takeover))
    )
    mail.queue_message(session, settings, before.email, subject, mail.bilingual(text), now)
    return True


def decided(
    session: Session, settings: Settings, takeover: ContactTakeover, link: str, now: datetime
) -> None:
    """Tell the new contact what they start from, with a new link."""
    invitation = takeover.invitation

    def text() -> str:
        council = invitation.council.name_in(str(get_locale()))
        said = (
            _(
                "%(council)s knows now who you are. The answers that were given on %(day)s stand ready "
                "beside the questions: read each one, and confirm it or change it. Files have to be added "
                "again.",
                council=council,
                day=day(takeover.earlier.submitted_at or now),
            )
            if takeover.known_by
            else _(
                "%(council)s could not find out who you are, so it does not show you the answers that were "
                "given earlier. Please answer the questions yourself.",
                council=council,
            )
        )
        parts = [
            said,
            _("Go on here; links from earlier e-mails no longer work:"),
            link,
            questions_line(session, invitation),
        ]
        return "\n\n".join(filter(None, parts))

    subject = mail.bilingual_subject(
        lambda: _("The earlier answers of %(supplier)s", supplier=_named(takeover))
    )
    mail.queue_message(session, settings, invitation.contact.email, subject, mail.bilingual(text), now)


def _named(takeover: ContactTakeover) -> str:
    return takeover.invitation.supplier.name
