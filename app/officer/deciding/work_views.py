"""What waits for an officer, as rows of the page "My work": one list by due day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.officer.deciding.care_labels import called
from app.services.deciding.work import Work
from models import ActionSide, ActionState


@dataclass(frozen=True, slots=True)
class Due:
    """One row: by when (None: no day), which supplier, what is to be done, where; for whom it is."""

    due_on: date | None
    supplier: str
    what: str
    href: str
    for_whom: str
    is_overdue: bool


def due_rows(work: Work, today: date) -> list[Due]:
    """Everything that has, or could have, a day: the earliest first, then what has none."""
    rows = [
        *_suppliers(work, today),
        *_actions(work, today),
        *_corrections(work, today),
        *_contacts(work, today),
        *_unreached(work, today),
        *_takeovers(work, today),
        *_reviews(work, today),
    ]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or today, row.supplier, row.what))


def _suppliers(work: Work, today: date) -> Iterator[Due]:
    for care in work.suppliers:
        what = care.next_step or _("Look at this supplier and decide")
        href = url_for("officer.supplier", supplier_id=care.supplier_id, _anchor="care")
        yield _row(work, care.due_on, care.supplier.name, what, href, care.owner_id, today)


def _actions(work: Work, today: date) -> Iterator[Due]:
    for action in work.actions:
        if action.state == ActionState.REPORTED:
            what = _("Reported as done, look at it: %(what)s", what=action.what)
        elif action.side == ActionSide.SUPPLIER:
            what = _("The supplier's step: %(what)s", what=action.what)
        else:
            what = action.what
        name, href = action.plan.supplier.name, url_for("officer.action", action_id=action.id)
        yield _row(work, action.due_on, name, what, href, action.person_id, today)


def _corrections(work: Work, today: date) -> Iterator[Due]:
    for one in work.corrections:
        href = url_for("officer.correction", correction_id=one.id)
        what = _("Reply: the supplier says that a line is wrong")
        yield _row(work, one.due_on, one.supplier.name, what, href, None, today)


def _contacts(work: Work, today: date) -> Iterator[Due]:
    for one in work.contacts:
        if one.wanted_due_on is not None:
            href = url_for("officer.reply_about_time", supplier_id=one.supplier_id)
            what = _("Reply: the supplier's contact asks for more time")
            yield _row(work, one.due_on, one.supplier.name, what, href, None, today)
        else:
            href = url_for("officer.supplier_answers", supplier_id=one.supplier_id)
            what = _("Ask another contact: the one asked is not the right person")
            yield _row(work, None, one.supplier.name, what, href, None, today)


def _unreached(work: Work, today: date) -> Iterator[Due]:
    for one in work.unreached:
        href = url_for("officer.correct_address", supplier_id=one.supplier_id)
        what = _("The e-mail to the contact could not be delivered: correct the address")
        yield _row(work, one.due_on, one.supplier.name, what, href, None, today)


def _takeovers(work: Work, today: date) -> Iterator[Due]:
    for one in work.takeovers:
        asked = one.invitation
        href = url_for("officer.takeover", takeover_id=one.id)
        what = _("Find out who the new contact is: they ask for the earlier answers")
        yield _row(work, asked.due_on, asked.supplier.name, what, href, None, today)


def _reviews(work: Work, today: date) -> Iterator[Due]:
    for one in work.reviews:
        href = url_for("officer.decide", supplier_id=one.supplier_id)
        what = _("Look again: accepted by %(name)s until this day", name=called(one.person))
        yield _row(work, one.review_on, one.supplier.name, what, href, None, today)


def _row(
    work: Work, due_on: date | None, supplier: str, what: str, href: str, owner_id: int | None, today: date
) -> Due:
    other = work.away.get(owner_id or 0)
    for_whom = called(other) if other else ""
    return Due(due_on, supplier, what, href, for_whom, due_on is not None and due_on < today)
