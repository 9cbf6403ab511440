"""E-mails to the leads of a council before its statement is due: 3 months, 1 month, 2 weeks and 1 week.

The beat calls `remind` several times a day. What was sent is read from the audit log, so nothing is sent
twice, and a deadline that moves is told of anew. When days were missed, the latest reminder alone is
sent.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.annual.statement_rules import firmness
from app.services.messages import mail
from app.settings import Settings
from app.store import annual as store
from app.store import audit, people
from models import AnnualStatement, Person, Role

STAGES: Final = ("3_months", "1_month", "2_weeks", "1_week")
"""The reminders, the earliest first."""


def day_of(stage: str, due_on: date) -> date:
    """The day of a reminder. A month before the last day of a long month is the last day of the short one."""
    number, unit = stage.split("_")
    if unit.startswith("week"):
        return due_on - timedelta(weeks=int(number))
    month = due_on.month - 1 - int(number)
    year, month = due_on.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(due_on.day, last))


def stage_on(due_on: date, today: date) -> str | None:
    """The reminder that is to be out by today: the latest whose day has come, None before all of them and
    after the deadline."""
    if today > due_on:
        return None
    return next((stage for stage in reversed(STAGES) if day_of(stage, due_on) <= today), None)


def remind(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Send what is to be sent today. Returns the number of statements whose leads were reminded."""
    reminded = 0
    for statement in store.unpublished_with_deadline(session):
        if statement.due_on is None:
            continue
        stage = stage_on(statement.due_on, today)
        if stage is None or _was_sent(session, statement, stage):
            continue
        leads = _leads(session, statement.council_id)
        if not leads:
            continue
        for lead in leads:
            _write_to(session, settings, lead, statement, now)
        audit.record(
            session,
            None,
            "statement.reminded",
            statement,
            now,
            statement.council_id,
            stage=stage,
            due=statement.due_on.isoformat(),
            people=len(leads),
        )
        session.commit()
        reminded += 1
    return reminded


def _was_sent(session: Session, statement: AnnualStatement, stage: str) -> bool:
    """Whether this reminder, or a later one, was sent for this deadline."""
    done = {
        event.detail["stage"]
        for event in audit.of_action(session, statement, "statement.reminded")
        if statement.due_on is not None and event.detail["due"] == statement.due_on.isoformat()
    }
    return not done.isdisjoint(STAGES[STAGES.index(stage) :])


def _leads(session: Session, council_id: int) -> list[Person]:
    return [one for one in people.officers(session, council_id) if one.role == Role.LEAD]


def _write_to(
    session: Session, settings: Settings, lead: Person, statement: AnnualStatement, now: datetime
) -> None:
    def day(given: date | None) -> str:
        return format_date(given, "d MMMM y")

    link = f"{settings.base_url.rstrip('/')}/statement/{statement.id}"

    def subject() -> str:
        return _("The annual statement is due by %(day)s", day=day(statement.due_on))

    def body() -> str:
        firm = {
            "law": _("The law sets this day."),
            "guidance": _("Guidance asks for it by this day; the law does not."),
        }.get(firmness(statement), _("Your council set this day itself."))
        return "\n\n".join(
            [
                _(
                    "The statement of %(council)s for the year to %(end)s should be published by %(due)s.",
                    council=statement.council.name_in(str(get_locale())),
                    end=day(statement.year_end),
                    due=day(statement.due_on),
                ),
                firm,
                _("See what is still to be done:"),
                link,
            ]
        )

    mail.queue_message(
        session, settings, lead.email, mail.bilingual_subject(subject), mail.bilingual(body), now
    )
