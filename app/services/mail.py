"""Messages to people: written in English and Welsh, queued with the change they tell of, then sent."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.queue import after_commit
from app.settings import Settings
from models import Council, OutboxMessage

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
    """Put a message in the outbox; it leaves after the commit when a mail server is configured."""
    message = OutboxMessage(to=to, subject=subject[:300], body=body, queued_at=now)
    session.add(message)
    session.flush()
    if settings.smtp_host:
        after_commit(session, "mail.deliver", message.id)
    return message


def deliver(session: Session, settings: Settings, message_id: int, now: datetime) -> bool:
    """Send one queued message by SMTP. True when it is sent (also when it already was).

    A refusal is kept on the message, which is tried again a few times and then stays visibly unsent.
    """
    message = session.get(OutboxMessage, message_id)
    if message is None or message.sent_at is not None:
        return True
    if message.attempts >= MOST_ATTEMPTS:
        return False
    message.attempts += 1
    try:
        _send(settings, message)
    except (OSError, smtplib.SMTPException) as error:
        message.problem = f"{type(error).__name__}: {error}"[:500]
        session.commit()
        return False
    message.sent_at, message.body, message.problem = now, SENT_TEXT, ""
    session.commit()
    return True


def _send(settings: Settings, message: OutboxMessage) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, message.to, message.subject
    mail.set_content(message.body)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(mail)


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


def invitation_text(council: Council, supplier: str, link: str, due: str) -> str:
    """The text that asks a supplier to answer."""
    return "\n\n".join(
        [
            _(
                "%(council)s buys from %(supplier)s and asks you to answer a short questionnaire about "
                "modern slavery in your business and supply chain.",
                council=council.name_in(str(get_locale())),
                supplier=supplier,
            ),
            _("It takes about 10 minutes. You can stop and come back to it with the same link:"),
            link,
            _("Please answer by %(due)s.", due=due),
            _(
                "The link is for you. If a colleague is better placed to answer, tell the council and it "
                "will send them a link of their own."
            ),
        ]
    )
