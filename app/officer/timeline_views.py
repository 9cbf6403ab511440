"""What happened with a supplier, in words: the log and the screenings in one list, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.documents.words import points
from app.labels import band_label
from app.officer import timeline_words
from app.officer.views import places_moved
from app.store import timeline as store
from models import AuditEvent, StoredReport, Supplier

PAGE_SIZE: Final = 30
SHORT: Final = 8
SCREENING: Final = "screening"

#: Kind of event -> how the actions of the log begin that are of it.
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    SCREENING: (),
    "decision": ("decision.", "band.", "exclusion."),
    "ask": ("invitation.",),
    "answer": ("response.", "evidence.", "answers.", "section."),
    "statement": ("match.", "name."),
    "correction": ("correction.",),
    "action": ("action.", "action_plan."),
    "document": ("pack.", "report."),
    "note": ("note.",),
    "care": ("supplier.assign",),
    "contract": ("contract.", "supplier.added", "supplier.merge", "file.", "load."),
}


def kinds() -> dict[str, str]:
    """The kinds by which the list is narrowed, in words; "" is everything."""
    return {
        "": _("Everything"),
        SCREENING: _("Screenings"),
        "decision": _("Decisions"),
        "ask": _("Asking the supplier"),
        "answer": _("Answers and files"),
        "statement": _("Statement and match"),
        "correction": _("Corrections"),
        "action": _("Action plans"),
        "document": _("Clauses and reports"),
        "note": _("Notes"),
        "care": _("Who looks after it"),
        "contract": _("Contracts and loaded files"),
    }


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: when, what in words, who ("" for nobody in particular), and the page that tells more."""

    at: datetime
    what: str
    who: str
    href: str


def for_supplier(session: Session, supplier: Supplier) -> dict[str, Any]:
    """`happened`: the newest entries, the context of `officer/_timeline.html`."""
    return {"happened": page(session, supplier, "", 1, SHORT)[0]}


def page(
    session: Session, supplier: Supplier, kind: str, number: int, size: int = PAGE_SIZE
) -> tuple[list[Happened], int]:
    """A page of the list (from 1) and how many entries there are; of one kind, or "" for all."""
    council_id, wanted = supplier.council_id, number * size
    given = (session, council_id, supplier.id)
    prefixes = _PREFIXES.get(kind, ())
    total = 0
    rows: list[tuple[datetime, AuditEvent | StoredReport]] = []
    if kind != SCREENING:
        total += store.count_events(*given, prefixes)
        rows += [(one.at, one) for one in store.events(*given, prefixes, wanted)]
    if kind in ("", SCREENING):
        total += store.count_screenings(*given)
        rows += [(_when(one), one) for one in store.screenings(*given, wanted)]
    rows.sort(key=lambda row: (row[0], row[1].id), reverse=True)
    shown = [one for _at, one in rows[wanted - size : wanted]]
    people = {key for one in shown if isinstance(one, AuditEvent) for key in timeline_words.people_of(one)}
    names = store.names_of(session, council_id, sorted(people))
    return [_entry(one, names) for one in shown], total


def _when(report: StoredReport) -> datetime:
    return report.run.finished_at or report.run.queued_at


def _entry(one: AuditEvent | StoredReport, names: Mapping[int, str]) -> Happened:
    if isinstance(one, StoredReport):
        return Happened(_when(one), _screened(one), "", "")
    return Happened(one.at, timeline_words.words(one, names), timeline_words.who(one, names), _address(one))


def _screened(report: StoredReport) -> str:
    words = _(
        "Screened as at %(day)s: %(band)s, %(points)s points (from %(low)s to %(high)s)",
        day=format_date(report.run.as_at, "d MMMM y"),
        band=band_label(report.band),
        points=points(report.residual),
        low=points(report.low),
        high=points(report.high),
    )
    places = places_moved(report)
    if places > 0:
        return f"{words}. " + ngettext("Up by %(num)s place", "Up by %(num)s places", places)
    if places < 0:
        return f"{words}. " + ngettext("Down by %(num)s place", "Down by %(num)s places", -places)
    return words


def _address(event: AuditEvent) -> str:
    """The page that tells more of an event; "" where there is none."""
    if decision := event.detail.get("decision"):
        return (
            url_for("officer.decision", decision_id=decision) if event.action.startswith("decision.") else ""
        )
    if event.action.startswith("correction.") and event.detail.get("correction"):
        return url_for("officer.correction", correction_id=event.detail["correction"])
    if event.action.startswith("action.") and event.detail.get("step"):
        return url_for("officer.action", action_id=event.detail["step"])
    if event.action.startswith("action_plan.") and event.detail.get("plan"):
        return url_for("officer.plan", plan_id=event.detail["plan"])
    return ""
