"""Messages to people: written in English and Welsh, queued with the change they tell of, then sent."""

from __future__ import annotations

import hashlib
import hmac
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.messages import fates, notify
from app.settings import Settings
from models import Council, Delivery, OutboxMessage
from models.people import ERASED_DOMAIN

SENT_TEXT = "(sent; the text is not kept, because it held a personal link)"
MOST_ATTEMPTS = 5


def bilingual(write: Callable[[], str]) -> str:
    """The same message in English and then in Welsh, as the Welsh language standards ask of councils."""
    with force_locale("en"):
        english = write()
    with force_locale("cy"):
        welsh = write()
    return english if english == welsh else f"{english}\n\n{'-' * 40}\n\n{welsh}"


def bilingual_subject(write: Callable[[], str]) -> str:
    """A subject line in both languages."""
    with force_locale("en"):
        english = write()
    with force_locale("cy"):
        welsh = write()
    return english if english == welsh else f"{english} | {welsh}"


def queue_message(
    session: Session, settings: Settings, to: str, subject: str, body: str, now: datetime
) -> OutboxMessage:
    """Put a message in the outbox; it leaves after the commit when SMTP or Notify is configured.

    Every message ends with the ways to the page on signs of exploitation and to the one on privacy.
    """
    whole = f"{body}\n\n{_foot(settings)}"
    message = OutboxMessage(to=to, subject=subject[:300], body=whole, queued_at=now)
    if to.endswith(f"@{ERASED_DOMAIN}"):
        return message  # somebody who was erased gets nothing, and nobody is told that mail came back
    session.add(message)
    session.flush()
    if settings.sends_mail:
        after_commit(session, "mail.deliver", message.id)
    return message


def _foot(settings: Settings) -> str:
    base = settings.base_url.rstrip("/")
    signs = bilingual_subject(lambda: _("I have seen signs that someone may be exploited"))
    privacy = bilingual_subject(lambda: _("Privacy"))
    return f"--\n{signs}:\n{base}/seen-signs\n{privacy}:\n{base}/privacy"


def deliver(session: Session, settings: Settings, message_id: int, now: datetime) -> bool:
    """Send one queued message by SMTP or GOV.UK Notify. True when it is sent (also when it already was).

    "Sent" is handed over: what becomes of it later is learnt by `fates`. A refusal is kept on the message,
    which is tried again a few times, unless it is for good, and then stays visibly unsent.
    """
    # Another worker that has the same message in hand keeps it: nobody gets it twice.
    message = session.get(
        OutboxMessage, message_id, with_for_update={"skip_locked": True}, populate_existing=True
    )
    if message is None or message.sent_at is not None:
        return True
    if message.attempts >= MOST_ATTEMPTS or message.delivery != Delivery.UNKNOWN:
        return False
    message.attempts += 1
    try:
        if settings.notify_api_key.get_secret_value():
            message.handed_as = notify.send(settings, message.to, message.subject, message.body)
            message.look_at = fates.next_look(0, now)
        else:
            message.handed_as = _message_id(settings, message)
            _send(settings, message, now)
    except (OSError, smtplib.SMTPException, notify.Refused) as error:
        message.problem = f"{type(error).__name__}: {error}"[:500]
        delivery = _settled_by(error, message.attempts)
        if delivery is not Delivery.UNKNOWN:
            fates.give_up(message, delivery, now)
        session.commit()
        return False
    message.sent_at, message.body, message.problem = now, SENT_TEXT, ""
    session.commit()
    return True


def _settled_by(error: Exception, attempts: int) -> Delivery:
    """Whether a refusal settles what becomes of a message: for good at once, or after the last try."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        refused = fates.fate_of_refusal([code for code, _said in error.recipients.values()])
        if refused is not Delivery.UNKNOWN:
            return refused
    return Delivery.TECHNICAL if attempts >= MOST_ATTEMPTS else Delivery.UNKNOWN


def _message_id(settings: Settings, message: OutboxMessage) -> str:
    """The same for every try, so that a mailbox that got a message twice can tell. Nobody can guess it who
    did not get the message, because reports that a message came back are believed by it."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    named = f"message {message.id} of {message.queued_at:%Y%m%d%H%M%S}".encode()
    secret = hmac.new(settings.secret_key.get_secret_value().encode(), named, hashlib.sha256).hexdigest()
    return f"<{message.id}.{secret[:32]}@{domain}>"


def _send(settings: Settings, message: OutboxMessage, now: datetime) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, message.to, message.subject
    mail["Date"], mail["Message-ID"] = format_datetime(now), _message_id(settings, message)
    mail["Auto-Submitted"] = "auto-generated"  # so that answering machines keep quiet (RFC 3834)
    mail.set_content(message.body)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_starttls:
            # Without a context of its own smtplib asks for no certificate, and whoever stands between reads
            # the personal links.
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(mail, from_addr=settings.mail_return_to or None)


def sign_in_text(link: str, minutes: int) -> str:
    """The text that brings a sign-in link."""
    return "\n\n".join(
        [
            _("Use this link to sign in to Fairhand:"),
            link,
            _("It works once, for %(minutes)s minutes.", minutes=minutes),
            _("If you did not ask for it, you need do nothing."),
        ]
    )


def invitation_text(
    council: Council, supplier: str, link: str, due: str, minutes: int, until: str, questions: str
) -> str:
    """The text that asks a supplier to answer: `minutes` is about how long it takes, `until` the link's last
    day, and `questions` says whom to ask (or is empty)."""
    parts = [
        _(
            "%(council)s buys from %(supplier)s and asks you to answer a short questionnaire about "
            "modern slavery in your business and supply chain.",
            council=council.name_in(str(get_locale())),
            supplier=supplier,
        ),
        _(
            "It wants to know where workers may be at risk, and what would help. A person "
            "reads your answers; no decision is made by the software alone."
        ),
        _(
            "It takes about %(minutes)s minutes, longer where an answer calls for more. You need no account. "
            "You can stop and come back to it with the same link:",
            minutes=minutes,
        ),
        link,
        _("Please answer by %(due)s. The link works until %(until)s.", due=due, until=until),
        _(
            "The link is for you. From the list of sections you can send colleagues a link of their own to a "
            "section, ask for more time, or say that you are not the right person."
        ),
        questions,
    ]
    return "\n\n".join(filter(None, parts))


def delegation_text(
    owner: str, supplier: str, section: str, link: str, council: str, due: str, until: str
) -> str:
    """The text that asks a colleague to answer a section, or (without one) to check and declare. `due` is by
    when the council wants the answers (empty: it does not wait), `until` the link's last day."""
    asked = (
        _(
            "%(owner)s answers a questionnaire about modern slavery for %(supplier)s and asks you to answer "
            'the section "%(section)s".',
            owner=owner,
            supplier=supplier,
            section=section,
        )
        if section
        else _(
            "%(owner)s answers a questionnaire about modern slavery for %(supplier)s and asks you to check "
            "all answers and to make the declaration. You can send sections back with a note.",
            owner=owner,
            supplier=supplier,
        )
    )
    parts = [
        asked,
        _("%(council)s asks for the answers, by %(due)s.", council=council, due=due) if due else "",
        _("You need no account. You can stop and come back to it with the same link:"),
        link,
        _("The link works until %(until)s.", until=until),
        _("The link is for you alone. If you do not know what this is about, you need do nothing."),
    ]
    return "\n\n".join(filter(None, parts))


def section_ready_text(colleague: str, section: str, sign_in: str) -> str:
    """The text that tells the owner that a colleague is done."""
    return "\n\n".join(
        [
            _('%(colleague)s has finished the section "%(section)s".', colleague=colleague, section=section),
            _("Use the link in the council's e-mail to go on, or ask for a sign-in link here:"),
            sign_in,
        ]
    )


def sent_back_text(declarer: str, section: str, note: str, sign_in: str) -> str:
    """The text that brings a section back to those who answered it."""
    return "\n\n".join(
        [
            _(
                '%(declarer)s has sent the section "%(section)s" back before making the declaration, with '
                "this note:",
                declarer=declarer,
                section=section,
            ),
            note,
            _("Use the link in your earlier e-mail to go on, or ask for a sign-in link here:"),
            sign_in,
        ]
    )


def settled_text(supplier: str, sign_in: str) -> str:
    """The text that asks whoever declares to look again."""
    return "\n\n".join(
        [
            _(
                "What you sent back of the answers for %(supplier)s has been dealt with. Please check the "
                "answers again and make the declaration.",
                supplier=supplier,
            ),
            _("Use the link in your earlier e-mail to go on, or ask for a sign-in link here:"),
            sign_in,
        ]
    )
