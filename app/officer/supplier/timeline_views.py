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
from app.officer.supplier import timeline_words
from app.officer.views import places_moved
from app.store import timeline as store
from models import AuditEvent, StoredReport, Supplier

PAGE_SIZE: Final = 30
SHORT: Final = 3
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
    "price": ("price_check.",),
    "note": ("note.",),
    "care": ("supplier.assign",),
    "contract": ("contract.", "supplier.added", "supplier.merge", "supplier.company", "file.", "load."),
}

#: How an action begins, the page of what it is about, that page's argument, and what of the event's detail it
#: is; without that it is the row that the event is about.
_PAGES: Final = (
    ("decision.", "decision", "decision_id", "decision"),
    ("supplier.merge", "merge", "merge_id", "merge"),
    ("correction.", "correction", "correction_id", "correction"),
    ("action.", "action", "action_id", "step"),
    ("action_plan.", "plan", "plan_id", "plan"),
    ("price_check.", "price_check", "check_id", ""),
    ("file.", "loaded_file", "file_id", ""),
    ("pack.", "pack", "pack_id", ""),
)
#: How actions begin whose part of the supplier's page tells more, and the heading there.
_PARTS: Final = (
    (("contract.",), "supplier_contracts", None),
    (("match.", "name."), "supplier_statement", None),
    (("supplier.company",), "supplier_company", None),
    (("note.",), "supplier_work", "colleagues"),
    (("exclusion.",), "supplier_work", "exclusions"),
    (("band.",), "supplier", "in-short"),
    (("invitation.", "response.", "evidence."), "supplier_answers", None),
)


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
        "price": _("Price checks"),
        "note": _("Notes"),
        "care": _("Who looks after it"),
        "contract": _("Contracts, loaded files and merges"),
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
    return {"happened": _entries(session, supplier, "", 1, SHORT)}


def page(
    session: Session, supplier: Supplier, kind: str, number: int, size: int = PAGE_SIZE
) -> tuple[list[Happened], int]:
    """A page of the list (from 1) and how many entries there are; of one kind, or "" for all."""
    given = (session, supplier.council_id, supplier.id)
    total = store.count_events(*given, _PREFIXES.get(kind, ())) if kind != SCREENING else 0
    if kind in ("", SCREENING):
        total += store.count_screenings(*given)
    return _entries(session, supplier, kind, number, size), total


def _entries(session: Session, supplier: Supplier, kind: str, number: int, size: int) -> list[Happened]:
    given, wanted = (session, supplier.council_id, supplier.id), number * size
    rows: list[tuple[datetime, AuditEvent | StoredReport]] = []
    if kind != SCREENING:
        rows += [(one.at, one) for one in store.events(*given, _PREFIXES.get(kind, ()), wanted)]
    if kind in ("", SCREENING):
        rows += [(_when(one), one) for one in store.screenings(*given, wanted)]
    rows.sort(key=lambda row: (row[0], row[1].id), reverse=True)
    shown = [one for _at, one in rows[wanted - size : wanted]]
    people = {key for one in shown if isinstance(one, AuditEvent) for key in timeline_words.people_of(one)}
    names = store.names_of(session, supplier.council_id, sorted(people))
    return [_entry(one, names, supplier.id) for one in shown]


def _when(report: StoredReport) -> datetime:
    return report.run.finished_at or report.run.queued_at


def _entry(one: AuditEvent | StoredReport, names: Mapping[int, str], supplier_id: int) -> Happened:
    if isinstance(one, StoredReport):
        return Happened(_when(one), _screened(one), "", "")
    return Happened(
        one.at, timeline_words.words(one, names), timeline_words.who(one, names), _address(one, supplier_id)
    )


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


def _address(event: AuditEvent, supplier_id: int) -> str:
    """The page that tells more of an event, else the part of the supplier's page; "" where there is none."""
    for prefix, endpoint, argument, key in _PAGES:
        row_id: Any = event.detail.get(key) if key else event.subject_id
        if event.action.startswith(prefix) and row_id:
            return url_for(f"officer.{endpoint}", **{argument: row_id})
    for prefixes, endpoint, anchor in _PARTS:
        if event.action.startswith(prefixes):
            return url_for(f"officer.{endpoint}", supplier_id=supplier_id, _anchor=anchor)
    return ""
