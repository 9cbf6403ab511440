"""The rows behind a figure in words, each with a link to the record where there is a page for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.council import scope
from app.pages import pounds
from app.store import annual_trail as store
from models import (
    Action,
    ActionPlan,
    Base,
    ClausePack,
    ConcernCount,
    Correction,
    Decision,
    Invitation,
    Pledge,
    PriceCheck,
    ReferralCount,
    StoredReport,
    Supplier,
    TrainingSession,
)


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One row: what it is, the words of the link ("" for no link), and where that leads."""

    id: int
    title: str
    detail: str
    href: str


def rows(session: Session, council_id: int, subject: str, ids: Sequence[int]) -> list[TrailRow]:
    """Rows of the council behind a figure, in words. Rows that are gone from the records are left out."""
    found = store.rows(session, council_id, subject, ids)
    suppliers = {getattr(one, "supplier_id", None) for one in found} - {None}
    names = store.supplier_names(session, council_id, sorted(one for one in suppliers if one))
    return [_row(one, names) for one in found]


def _row(row: Base, names: Any) -> TrailRow:
    if isinstance(row, Supplier):
        return TrailRow(row.id, row.name, pounds(row.spend), _address("officer.supplier", supplier_id=row.id))
    if isinstance(row, TrainingSession):
        detail = _("%(day)s, %(number)s people", day=_day(row.held_on), number=row.attended)
        return TrailRow(row.id, row.title, detail, _address("council.training"))
    if isinstance(row, ReferralCount):
        quarter = _("quarter that begins on %(day)s", day=_day(row.quarter))
        address = _address("council.referrals") if scope.is_lead() else ""
        return TrailRow(row.id, _("Totals of a quarter"), quarter, address)
    if isinstance(row, ConcernCount):
        address = _address("council.concerns") if scope.is_lead() else ""
        return TrailRow(row.id, _("Totals of a month"), str(format_date(row.month, "MMMM y")), address)
    if isinstance(row, ClausePack):
        issued = _("issued on %(day)s", day=_day(row.issued_at)) if row.issued_at else ""
        return TrailRow(row.id, row.title, issued, _address("officer.pack", pack_id=row.id))
    if isinstance(row, PriceCheck):
        made = _("made on %(day)s", day=_day(row.made_at))
        return TrailRow(row.id, row.procurement, made, _address("officer.price_check", check_id=row.id))
    if isinstance(row, Pledge):
        return TrailRow(row.id, row.text, "", _address("council.promises") + f"#promise-{row.id}")
    supplier_id = row.supplier_id  # type: ignore[attr-defined]  # all others are about a supplier
    title = names.get(supplier_id, _("A supplier that is no longer in the records"))
    address = _address("officer.supplier", supplier_id=supplier_id) if supplier_id in names else ""
    return TrailRow(row.id, title, _about(row), address)


def _about(row: Base) -> str:
    """What a row about a supplier says, without any of its reasons."""
    if isinstance(row, StoredReport):
        return {
            "high": _("High"),
            "medium": _("Medium"),
            "low": _("Low"),
            "not_enough_known": _("Not enough known"),
        }.get(row.band, row.band)
    if isinstance(row, Invitation):
        return _("sent on %(day)s", day=_day(row.sent_at)) if row.sent_at else ""
    if isinstance(row, Decision):
        return _("decided on %(day)s", day=_day(row.decided_at))
    if isinstance(row, ActionPlan):
        return _("%(what)s, begun on %(day)s", what=row.title, day=_day(row.opened_at))
    if isinstance(row, Action):
        return _("%(what)s, due on %(day)s", what=row.what, day=_day(row.due_on))
    if isinstance(row, Correction):
        return _("asked for on %(day)s", day=_day(row.made_at))
    return ""


def _day(given: Any) -> str:
    return str(format_date(given, "d MMMM y"))


def _address(endpoint: str, **values: int) -> str:
    if endpoint not in current_app.view_functions:
        return ""
    # Its own keywords, such as _anchor, are words; those of an address may be numbers.
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # the stub takes all keywords for its own
