"""Reminders by e-mail that evidence beside submitted answers runs out: once for each, a month before.

Every submitted response is looked at once a week. What has reached its last month since the look before is
told of, so that nothing is told twice, and nothing is missed after a machine was switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers.receipts import day
from app.services.inviting.own_reports import EvidenceHeld, own_report
from app.services.messages import mail
from app.settings import Settings
from app.store import audit, responses
from app.store import reminders as store
from app.store import sharing as sharing_store
from models import Invitation, Response

#: How long before evidence runs out its owner is told.
AHEAD: Final = timedelta(days=30)
#: How often the evidence of a response is looked at, and how many responses at one time.
EVERY: Final = timedelta(days=7)
AT_ONCE: Final = 200


def send(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Look at what is due to be looked at; returns how many owners were told. Nobody is told twice."""
    told = 0
    for response in store.with_evidence_to_look_at(session, today - EVERY, AT_ONCE):
        before = response.evidence_looked_on
        if store.note_look(session, response, before, today):
            told += _tell_of(session, settings, response, before, now, today)
        session.commit()
    return told


def _tell_of(
    session: Session, settings: Settings, response: Response, before: date | None, now: datetime, today: date
) -> int:
    """Tell the owner what has reached its last month since the last look; 1 if there was something."""
    submitted = (response.submitted_at or now).date()
    since = (before or submitted) + AHEAD
    ending = [one for one in own_report(response, today).evidence if since < one.valid_until <= today + AHEAD]
    invitation = _newest_read(session, response)
    if not ending or invitation is None:
        return 0
    audit.record(session, None, "evidence.reminded", response, now, files=len(ending))
    subject = mail.bilingual_subject(lambda: _("Evidence beside your answers runs out"))
    body = mail.bilingual(lambda: _text(settings, invitation, ending, today))
    mail.queue_message(session, settings, invitation.contact.email, subject, body, now)
    return 1


def _newest_read(session: Session, response: Response) -> Invitation | None:
    """An invitation through which the response is read, if its contact has given no newer answers since."""
    for invitation in responses.readers_of(session, response.id):
        newest = sharing_store.asks_of(session, response, invitation.contact_id)[0].response_id
        if invitation.contact.active and newest == response.id:
            return invitation
    return None


def _text(settings: Settings, invitation: Invitation, ending: Sequence[EvidenceHeld], today: date) -> str:
    language = str(get_locale())
    return "\n\n".join(
        [
            _(
                "You answered the questionnaire about modern slavery for %(supplier)s; the reference is "
                "%(reference)s. Evidence beside these answers counts only for some time:",
                supplier=invitation.supplier.name,
                reference=invitation.response.reference or "",
            ),
            "\n".join(
                f"- {one.question.text.in_language(language)}\n  {_until(one.valid_until, today)}"
                for one in ending
            ),
            _(
                "Your answers stand all the same, and nobody waits for you. If you have newer evidence, "
                "press “Update your answers” on this page:"
            ),
            f"{settings.base_url.rstrip('/')}/answers/{invitation.id}/done",
        ]
    )


def _until(last: date, today: date) -> str:
    if last < today:
        return _("It counted until %(day)s.", day=day(last))
    return _("It counts until %(day)s.", day=day(last))
