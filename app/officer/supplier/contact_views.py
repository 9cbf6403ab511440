"""What a supplier's contact said of being asked, as the supplier's page and "My work" show it."""

from __future__ import annotations

from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.store import contact_requests as store
from app.store import takeovers as takeover_store
from models import Delivery, Invitation, OutboxMessage, ResponseStatus, Supplier


def for_supplier(session: Session, supplier: Supplier, asked: Invitation | None) -> dict[str, Any]:
    """The context of `officer/_contact_said.html`: `wish`, the invitation asked last if its contact asks for
    more time, `undelivered`, a message to that contact which did not arrive, `takeovers`, new contacts who
    ask for the earlier answers, and `not_theirs`, an invitation whose contact is not the one to ask while
    nobody else was asked."""
    waits = asked is not None and asked.response.status == ResponseStatus.DRAFT
    awaited = asked is not None and (waits or (asked.agreed_at is None and asked.withdrawn_at is None))
    undelivered = store.undelivered(session, asked) if asked is not None and awaited else None
    wish = asked if asked is not None and waits and asked.wanted_due_on is not None else None
    declined = store.without_contact(session, supplier.council_id, supplier.id)
    return {
        "wish": wish,
        "wish_why": time_reason(wish.wanted_why) if wish is not None else "",
        "undelivered": undelivered,
        "undelivered_why": undelivered_reason(undelivered) if undelivered is not None else "",
        "takeovers": takeover_store.waiting(session, supplier.council_id, supplier.id),
        "not_theirs": declined[0] if declined else None,
        "not_theirs_why": not_theirs_reason(declined[0].declined_why) if declined else "",
    }


def undelivered_reason(message: OutboxMessage) -> str:
    """What became of a message that did not arrive, and what an officer can do about it."""
    day = format_datetime(message.fate_at or message.queued_at, "d MMMM y")
    return {
        Delivery.NO_MAILBOX: _(
            "The e-mail to %(contact)s came back on %(day)s: there is no such mailbox. Ask the supplier for "
            "the right address.",
            contact=message.to,
            day=day,
        ),
        Delivery.REFUSED: _(
            "The e-mail to %(contact)s came back on %(day)s: the mailbox did not take it. It may be full, or "
            "a filter keeps such mail out. Ask the supplier, or use another address.",
            contact=message.to,
            day=day,
        ),
        Delivery.TECHNICAL: _(
            "The e-mail to %(contact)s was not sent, for a technical reason (last tried on %(day)s). Send it "
            "again; if it is not sent then either, tell whoever runs this service.",
            contact=message.to,
            day=day,
        ),
    }.get(Delivery(message.delivery)) or _(
        "The e-mail to %(contact)s could not be delivered (tried %(times)s times). Check the address, and "
        "ask again.",
        contact=message.to,
        times=message.attempts,
    )


def time_reason(value: str) -> str:
    """Why a contact needs more time, as an officer reads it."""
    return {
        "colleagues": _("Others at the supplier, or its own suppliers, have to find things out first."),
        "away": _("Whoever can answer is away."),
        "longer": _("It takes longer than they thought."),
        "help": _("They need help, or the questions in another form. Get in touch with them."),
    }.get(value, "")


def not_theirs_reason(value: str) -> str:
    """Why somebody is not the one to ask, as an officer reads it."""
    return {
        "role": _("They work there, and do not know who should answer."),
        "left": _("They no longer work there."),
        "stranger": _("They have nothing to do with this organisation."),
        "ended": _("They say that the supplier no longer supplies the council. Check the contracts."),
    }.get(value, "")
