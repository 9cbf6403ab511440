"""What a supplier's contact said of being asked, as the supplier's page and "My work" show it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.store import contact_requests as store
from models import Invitation, ResponseStatus, Supplier


def for_supplier(session: Session, supplier: Supplier, asked: Invitation | None) -> dict[str, Any]:
    """The context of `officer/_contact_said.html`: `wish`, the invitation asked last if its contact asks for
    more time, `undelivered`, a message to that contact which could not be sent, and `not_theirs`, an
    invitation whose contact is not the one to ask while nobody else was asked."""
    waits = asked is not None and asked.response.status == ResponseStatus.DRAFT
    wish = asked if asked is not None and waits and asked.wanted_due_on is not None else None
    declined = store.without_contact(session, supplier.council_id, supplier.id)
    return {
        "wish": wish,
        "wish_why": time_reason(wish.wanted_why) if wish is not None else "",
        "undelivered": store.undelivered(session, asked) if asked is not None and waits else None,
        "not_theirs": declined[0] if declined else None,
        "not_theirs_why": not_theirs_reason(declined[0].declined_why) if declined else "",
    }


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
