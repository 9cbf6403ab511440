"""Messages about decisions: to leads what waits for them, to the first what the second said.

They name the supplier and the page, and repeat no reason: mailboxes are not the place for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from models import Decision, Person, SecondOpinion


def asks_for_second(
    session: Session, settings: Settings, decision: Decision, to: Iterable[Person], now: datetime
) -> None:
    """A decision waits for a second person."""
    _send(
        session,
        settings,
        to,
        lambda: _("A decision waits for a second person"),
        lambda: _(
            "%(name)s decided about %(supplier)s. The decision counts once another officer has agreed:",
            name=_name(decision.person),
            supplier=decision.supplier.name,
        ),
        f"/officer/decisions/{decision.id}",
        now,
    )


def escalated(
    session: Session, settings: Settings, decision: Decision, to: Iterable[Person], now: datetime
) -> None:
    """A supplier was put to the leads of the council."""
    _send(
        session,
        settings,
        to,
        lambda: _("A supplier was escalated to you"),
        lambda: _(
            "%(name)s asks the leads of the council to decide about %(supplier)s:",
            name=_name(decision.person),
            supplier=decision.supplier.name,
        ),
        f"/officer/decisions/{decision.id}",
        now,
    )


def answered(session: Session, settings: Settings, decision: Decision, now: datetime) -> None:
    """What the second person said, for the first."""
    agreed = decision.second_opinion == SecondOpinion.AGREED

    def text() -> str:
        words = {"name": _name(decision.second), "supplier": decision.supplier.name}
        if agreed:
            return _("%(name)s agreed to your decision about %(supplier)s. It counts now:", **words)
        return _("%(name)s did not agree to your decision about %(supplier)s, and says why:", **words)

    to = [decision.person] if decision.person.active else []
    address = f"/officer/decisions/{decision.id}"
    _send(session, settings, to, lambda: _("What the second person said"), text, address, now)


def _name(person: Person | None) -> str:
    return (person.name or person.email) if person else ""


def _send(
    session: Session,
    settings: Settings,
    to: Iterable[Person],
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    now: datetime,
) -> None:
    link = f"{settings.base_url.rstrip('/')}{path}"
    for person in to:
        body = mail.bilingual(lambda: f"{text()}\n\n{link}")
        mail.queue_message(session, settings, person.email, mail.bilingual_subject(subject), body, now)
