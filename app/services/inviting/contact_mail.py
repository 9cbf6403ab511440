"""Messages between a supplier's contact and the council about being asked: the invitation's text, more time,
and another contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers.receipts import asker, day, questions_line
from app.services.inviting import asking
from app.services.messages import mail
from app.services.people import access_links
from app.services.plans import plan_mail
from app.settings import Settings
from app.store import care as care_store
from models import Invitation, Person

Words = Callable[[], str]


def invitation_text(
    session: Session, settings: Settings, invitation: Invitation, link: str, now: datetime
) -> str:
    """The text that asks a supplier to answer: who asks, why, how long it takes, until when, and help."""
    language = str(get_locale())
    until = access_links.last_day(settings, invitation, now)
    return mail.invitation_text(
        invitation.council,
        invitation.supplier.name,
        link,
        day(invitation.due_on),
        asking.burden_of(invitation.response, language).minutes,
        day(until),
        questions_line(session, invitation),
    )


def _name(person: Person) -> str:
    return person.name or person.email


# --- To the council ---------------------------------------------------------------------------------------


def tell_officers(
    session: Session, settings: Settings, invitation: Invitation, subject: Words, text: Words, now: datetime
) -> None:
    """Tell whoever looks after the supplier, else who asked, else the leads or all officers."""
    page = f"{settings.base_url.rstrip('/')}/officer/suppliers/{invitation.supplier_id}/answers"
    for person in plan_mail.first_there(
        session, invitation.council_id, _in_turn(session, invitation), now.date()
    ):
        body = mail.bilingual(lambda: f"{text()}\n\n{page}")
        mail.queue_message(session, settings, person.email, mail.bilingual_subject(subject), body, now)


def _in_turn(session: Session, invitation: Invitation) -> Iterator[Person]:
    supplier_id = invitation.supplier_id
    care = care_store.care_of(session, invitation.council_id, [supplier_id]).get(supplier_id)
    for person in (care.owner if care else None, asker(session, invitation)):
        if person is not None:
            yield person


def time_asked(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """A contact asks for more time."""
    supplier, until = invitation.supplier.name, invitation.wanted_due_on or invitation.due_on

    def text() -> str:
        return _(
            "The contact of %(supplier)s asks for time until %(wanted)s to answer the questionnaire about "
            "modern slavery. It was wanted by %(due)s. Please reply; until you do, the day stays as it is:",
            supplier=supplier,
            wanted=day(until),
            due=day(invitation.due_on),
        )

    tell_officers(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s asks for more time", supplier=supplier),
        text,
        now,
    )


def not_mine(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """A contact is not the one to ask."""
    supplier, contact = invitation.supplier.name, invitation.contact.email

    def text() -> str:
        return _(
            "%(contact)s says that they are not the person to answer the questionnaire about modern slavery "
            "for %(supplier)s. Nobody is asked at present and nobody is reminded. Find another contact and "
            "ask them:",
            contact=contact,
            supplier=supplier,
        )

    tell_officers(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s: not the right contact", supplier=supplier),
        text,
        now,
    )


def passed_on(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """Somebody else of the supplier answers from now on."""
    supplier, contact = invitation.supplier.name, invitation.contact.email

    def text() -> str:
        return _(
            "The questionnaire about modern slavery that you sent to %(supplier)s was passed on to "
            "%(contact)s, who answers it from now on. You need do nothing.",
            supplier=supplier,
            contact=contact,
        )

    tell_officers(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s: somebody else answers", supplier=supplier),
        text,
        now,
    )


def came_back(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """Mail to a contact was not delivered."""
    supplier, contact = invitation.supplier.name, invitation.contact.email

    def text() -> str:
        return _(
            "The e-mail to %(contact)s about the questionnaire on modern slavery for %(supplier)s could not "
            "be delivered. Nobody there knows that you are waiting. Correct the address and send it again:",
            contact=contact,
            supplier=supplier,
        )

    tell_officers(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s: the e-mail could not be delivered", supplier=supplier),
        text,
        now,
    )


# --- To the supplier --------------------------------------------------------------------------------------


def _tell(
    session: Session, settings: Settings, to: Person, subject: Words, text: Words, now: datetime
) -> None:
    mail.queue_message(
        session, settings, to.email, mail.bilingual_subject(subject), mail.bilingual(text), now
    )


def time_replied(
    session: Session, settings: Settings, invitation: Invitation, moved: bool, link: str, now: datetime
) -> None:
    """The council gave more time, or could not."""

    def text() -> str:
        council = invitation.council.name_in(str(get_locale()))
        said = (
            _("%(council)s gives you more time.", council=council)
            if moved
            else _(
                "%(council)s cannot give you more time. An answer that comes late still counts.",
                council=council,
            )
        )
        parts = [
            said,
            _("Please answer by %(due)s.", due=day(invitation.due_on)),
            _("What you have answered is kept. Go on here; links from earlier e-mails no longer work:"),
            link,
            questions_line(session, invitation),
        ]
        return "\n\n".join(filter(None, parts))

    _tell(
        session,
        settings,
        invitation.contact,
        lambda: _("Your questionnaire: answer wanted by %(due)s", due=day(invitation.due_on)),
        text,
        now,
    )


def invite_successor(
    session: Session, settings: Settings, invitation: Invitation, before: Person, link: str, now: datetime
) -> None:
    """The invitation again, to whom a colleague passed it on."""

    def text() -> str:
        passed = _(
            "%(name)s passed this on to you, with what was answered so far. You answer for it from now on.",
            name=_name(before),
        )
        return f"{passed}\n\n{invitation_text(session, settings, invitation, link, now)}"

    _tell(
        session,
        settings,
        invitation.contact,
        lambda: _("%(council)s asks you to answer", council=invitation.council.name_in(str(get_locale()))),
        text,
        now,
    )
