"""The days by which a supplier said that something will be there, such as an area that its statement lacks.

Whoever promised is reminded once when such a day has come, by one e-mail for all of a response. The councils
that read the answers see the day, and that it has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers.answering import answers_of, questionnaire_of
from app.services.inviting import reminders
from app.services.messages import mail
from app.services.people import access_links
from app.settings import Settings
from app.store import audit
from app.store import promises as store
from app.store import reminders as invitation_store
from models import Invitation, Response
from questionnaires import Question, QuestionType, path

#: One reminder, on the day itself; a day that was missed counts for a week (`reminders.due_moment`).
MOMENTS: Final = (0,)


@dataclass(frozen=True, slots=True)
class Promise:
    """A question that was answered with a day to come, and that day."""

    question: Question
    day: date


def of(response: Response) -> tuple[Promise, ...]:
    """What the answers on the path promise, the nearest day first."""
    questionnaire = questionnaire_of(response)
    counting = path.submitted(questionnaire, answers_of(response))
    found = [
        Promise(question, date.fromisoformat(str(counting[question.id].value)))
        for question in questionnaire.questions
        if is_promise(question) and question.id in counting and counting[question.id].value
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def is_promise(question: Question) -> bool:
    """Whether a question asks for a day that is still to come."""
    return question.type is QuestionType.DATE and question.in_future


def remind(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Remind of every promised day that has come; returns how many e-mails. Running again sends no more.

    Each contact is told once of the newest answers of its organisation, however many councils read them.
    """
    number = 0
    last_week = [today - timedelta(days=days) for days in range(reminders.CATCH_UP)]
    asked: dict[tuple[int, int], list[Invitation]] = {}
    for invitation in store.newest_read(session, last_week):
        key = invitation.contact_id, invitation.response.organisation_id
        asked.setdefault(key, []).append(invitation)
    for invitations in asked.values():
        first = invitations[0]
        due = [one for one in of(first.response) if _is_due(first, one.day, today)]
        if not due:
            continue
        day = max(one.day for one in due)
        if [one for one in invitations if invitation_store.note_reminder(session, one, day, today)]:
            _mail(session, settings, first, due, now)
            number += 1
        session.commit()
    return number


def _is_due(invitation: Invitation, day: date, today: date) -> bool:
    return reminders.due_moment(day, invitation.reminded_on, today, MOMENTS) is not None


def _mail(
    session: Session, settings: Settings, invitation: Invitation, due: Sequence[Promise], now: datetime
) -> None:
    link = access_links.add_invitation_link(session, settings, invitation, now)
    response = invitation.response

    def text() -> str:
        language = str(get_locale())
        lines = [f"- {one.question.text.in_language(language)} {_day(one.day)}" for one in due]
        submitted = _day(response.submitted_at.date()) if response.submitted_at else ""
        return "\n\n".join(
            [
                _(
                    "In the answers for %(supplier)s of %(day)s (%(reference)s) you said:",
                    supplier=invitation.supplier.name,
                    day=submitted,
                    reference=response.reference or "",
                ),
                "\n".join(lines),
                _(
                    "If it is there now, update your answers and give the link and its date. If it takes "
                    "longer, give a new day. The councils that read your answers see what you said."
                ),
                link,
            ]
        )

    subject = mail.bilingual_subject(lambda: _("Reminder: what you said would be there by now"))
    mail.queue_message(session, settings, invitation.contact.email, subject, mail.bilingual(text), now)
    questions = [one.question.id for one in due]
    audit.record(session, None, "promise.reminded", response, now, questions=questions)


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM y"))
