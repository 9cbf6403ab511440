"""While a person is away, a colleague does what is theirs; the log says for whom.

The absence opens no door by itself: every officer of a council may act on every supplier of it. It says who
is asked, who sees the open items, and who may not give the second opinion on what was decided for the other.
"""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from app.store import audit
from app.store import deputies as store
from models import Deputy, Person, Role


class Overlaps(Exception):
    """Somebody stands in for this person on one of the days already."""


class NotAllowed(Exception):
    """Only the person who is away, or a lead, names a deputy or ends that."""


def name_deputy(
    session: Session,
    settings: Settings,
    officer: Person,
    person: Person,
    deputy: Person,
    first_day: date,
    last_day: date,
    now: datetime,
    today: date,
) -> Deputy:
    """`deputy` stands in for `person` on these days, both included; the deputy is told by e-mail.

    `officer` is who says so: the person, or a lead of the council for somebody who cannot. ValueError for
    days that are over or in the wrong order, and for anybody who is no other officer of the same council.
    """
    if officer.id != person.id and not is_lead(officer, person.council_id):
        raise NotAllowed
    if not first_day <= last_day or last_day < today:
        raise ValueError("an absence ends on or after its first day, and not before today")
    is_colleague = deputy.council_id == person.council_id and deputy.is_staff
    if person.council_id is None or deputy.id == person.id or not is_colleague or not deputy.active:
        raise ValueError("a deputy is another active officer of the same council")
    for other in store.not_over(session, person.council_id, today, person.id):
        if other.person_id == person.id and other.first_day <= last_day and first_day <= other.last_day:
            raise Overlaps
    row = Deputy(
        council_id=person.council_id, person=person, deputy=deputy, first_day=first_day, last_day=last_day
    )
    session.add(row)
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    audit.record(session, officer, "deputy.named", person, now, person.council_id, deputy=deputy.id, **days)
    _tell(session, settings, row, now)
    session.commit()
    return row


def end(session: Session, officer: Person, row: Deputy, now: datetime) -> None:
    """The person is back, or needs no deputy after all. Ending it twice changes nothing."""
    if officer.id != row.person_id and not is_lead(officer, row.council_id):
        raise NotAllowed
    end_quietly(session, officer, row, now)
    session.commit()


def end_quietly(session: Session, officer: Person, row: Deputy, now: datetime) -> None:
    """End an absence without a commit, as part of something larger."""
    if row.ended_at is None:
        row.ended_at = now
        audit.record(session, officer, "deputy.ended", row.person, now, row.council_id, deputy=row.deputy_id)


def is_lead(officer: Person, council_id: int | None) -> bool:
    """Whether this is a lead of the council."""
    return officer.role == Role.LEAD and officer.council_id == council_id


def away(session: Session, officer: Person, day: date) -> dict[int, Person]:
    """Id -> the colleagues for whom this officer stands in on a day."""
    if officer.council_id is None:
        return {}
    return {
        row.person_id: row.person for row in store.stood_in_for(session, officer.council_id, officer.id, day)
    }


def acting_for(session: Session, officer: Person, owner_id: int | None, day: date) -> dict[str, int]:
    """What the log adds where an officer acts on what belongs to somebody for whom it stands in."""
    if owner_id is None or owner_id == officer.id or owner_id not in away(session, officer, day):
        return {}
    return {"on_behalf_of": owner_id}


def _tell(session: Session, settings: Settings, row: Deputy, now: datetime) -> None:
    def text() -> str:
        first, last = (format_date(day, "d MMMM y") for day in (row.first_day, row.last_day))
        return "\n\n".join(
            [
                _(
                    "You stand in for %(name)s from %(first)s to %(last)s. What is theirs is in your list:",
                    name=row.person.name or row.person.email,
                    first=first,
                    last=last,
                ),
                f"{settings.base_url.rstrip('/')}/officer/my-work",
            ]
        )

    subject = mail.bilingual_subject(lambda: _("You stand in for a colleague"))
    mail.queue_message(session, settings, row.deputy.email, subject, mail.bilingual(text), now)
