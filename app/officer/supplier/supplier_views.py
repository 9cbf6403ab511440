"""What each part of a supplier's page shows. Nothing here decides anything.

Every function gives the context of one template of `officer/supplier_parts/`, and reads no more than that
part needs; `head` gives what stands above all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app import access
from app.extensions import clock, db
from app.officer import views
from app.officer.deciding import care_views, exclusion_views, note_views
from app.officer.duplicates import duplicate_views
from app.officer.packs import pack_views
from app.officer.plans import plan_views
from app.officer.price_checks import price_check_views
from app.officer.queue.queue_views import response_words
from app.officer.set_up import weight_views
from app.officer.supplier import (
    answer_views,
    contact_views,
    contract_views,
    correction_views,
    invitation_views,
    match_views,
    timeline_views,
    use_views,
)
from app.services.answers import questionnaires_in_use
from app.services.inviting import asking
from app.store import bands as band_store
from app.store import (
    corrections,
    exclusions,
    responses,
    retention,
    screenings,
    statements,
    supplier_page,
    suppliers,
)
from app.store import queue as queue_store
from models import Invitation, StoredReport, Supplier
from questionnaires import Setting

Context = dict[str, Any]
UNKNOWNS_FIRST: Final = 3


@dataclass
class Opened:
    """A supplier whose page is opened; what several parts need is read once, and only when it is needed."""

    supplier: Supplier

    @cached_property
    def stored(self) -> StoredReport | None:
        """The report in force."""
        return screenings.current_report(db.session(), self.supplier.council_id, self.supplier.id)

    @cached_property
    def result(self) -> views.Explained | None:
        """The report with its lines."""
        return views.explained(self.stored) if self.stored else None

    @cached_property
    def invitation(self) -> Invitation | None:
        """The newest invitation that was not revoked."""
        return responses.newest_invitation(db.session(), self.supplier.council_id, self.supplier.id)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page as its navigation shows it."""

    name: str
    label: str
    href: str


def part_label(name: str) -> str:
    """The heading of a part."""
    return {
        "overview": _("Overview"),
        "risk": _("Risk"),
        "contracts": _("Contracts"),
        "statement": _("Statement"),
        "answers": _("Answers"),
        "work": _("Work"),
        "timeline": _("Timeline"),
        "documents": _("Documents"),
        "all": _("Everything on one page"),
    }[name]


def address(supplier_id: int, name: str, anchor: str | None = None) -> str:
    """The address of a part, or of a heading in it."""
    endpoint = {"overview": "supplier", "timeline": "timeline"}.get(name, f"supplier_{name}")
    return url_for(f"officer.{endpoint}", supplier_id=supplier_id, _anchor=anchor)


def head(opened: Opened, part: str) -> Context:
    """What stands above every part: the result in one line, what is disputed, and a screening under way."""
    found = opened.supplier
    session, council_id = db.session(), found.council_id
    return {
        "supplier": found,
        "stored": opened.stored,
        "part": part,
        "part_label": part_label(part),
        "parts": [Part(name, part_label(name), address(found.id, name)) for name in (*PARTS, "documents")],
        "waiting": screenings.open_run(session, council_id, found.id),
        "disputes": corrections.open_of_suppliers(session, council_id, [found.id]).get(found.id, []),
        "today": clock.today(),
    }


def overview(opened: Opened) -> Context:
    """Who this is, the result in short, what to ask first, what is next, and how much there is elsewhere."""
    session, found, today = db.session(), opened.supplier, clock.today()
    council_id = found.council_id
    return {
        "result": opened.result,
        "decision": band_store.standing(session, council_id, [found.id]).get(found.id),
        "rank": queue_store.rank_of(session, council_id, found.id),
        "all_suppliers": suppliers.count_suppliers(session, council_id),
        "other_names": match_views.other_names(found),
        "unknowns_first": UNKNOWNS_FIRST,
        "invitation": opened.invitation,
        "response_words": response_words(opened.invitation, today),
        **contact_views.for_supplier(session, found, opened.invitation),
        "counts": supplier_page.counts(session, council_id, found.id),
        **care_views.for_supplier(session, found, access.person(), today),
        **duplicate_views.for_supplier(session, found),
        **timeline_views.for_supplier(session, found),
    }


def risk(opened: Opened) -> Context:
    """Every point of the result and what it may be used for."""
    result = opened.result
    return {
        "result": result,
        "seen": use_views.seen(result.report) if result else None,
        "weights": weight_views.changes_shown(result.report.weights) if result else [],
    }


def contracts(opened: Opened) -> Context:
    """The contracts of the register and what is known of each."""
    return {"contracts": contract_views.contract_rows(opened.supplier)}


def statement(opened: Opened) -> Context:
    """What looking for the supplier's statement found, and the matches to decide."""
    session, found = db.session(), opened.supplier
    matches = statements.matches_of_supplier(session, found.council_id, found.id)
    return {
        "result": opened.result,
        "no_statement": views.why_no_statement(opened.stored, found.no_number) if opened.stored else None,
        "said_none": statements.no_statement(session, found.council_id, found.id),
        "matches": match_views.match_cards(found, matches),
    }


def answers(opened: Opened) -> Context:
    """The answers; that the officer opened them is written down."""
    session, found, asked = db.session(), opened.supplier, opened.invitation
    today, now = clock.today(), clock.now()
    return {
        "invitation": asked,
        **contact_views.for_supplier(session, found, asked),
        "asked_for": invitation_views.asked_for(session, asked, str(get_locale())) if asked else None,
        "minutes": None if asked else _minutes_to_answer(found),
        "answers": answer_views.opened(session, access.person(), found.council_id, found.id, now, today),
        "given_up": retention.newest_release(session, found.council_id, found.id),
    }


def _minutes_to_answer(supplier: Supplier) -> int:
    asked = questionnaires_in_use.chosen(db.session(), supplier.council_id)
    ahead = asking.burden_ahead(supplier, clock.today(), str(get_locale()), asked)
    return ahead[Setting.POST_AWARD].minutes


def work(opened: Opened) -> Context:
    """What colleagues decided and do about the supplier."""
    session, found, today = db.session(), opened.supplier, clock.today()
    grounds = exclusions.of_supplier(session, found.council_id, found.id)
    return {
        "decisions": care_views.history(session, found.council_id, found.id, today)[1],
        "exclusions": exclusion_views.shown_all(grounds, today),
        "corrections": corrections.of_supplier(session, found.council_id, found.id),
        "outcomes": correction_views.outcomes(),
        "clause_texts": views.clause_texts(opened.result.report) if opened.result else [],
        **note_views.for_supplier(session, found, access.person()),
        **plan_views.for_supplier(session, found, today),
        **pack_views.for_supplier(session, found),
        **price_check_views.for_supplier(session, found, today),
    }


def timeline(opened: Opened) -> Context:
    """The newest page of what happened; narrowing and the older pages are `timeline_routes`'s."""
    entries, total = timeline_views.page(db.session(), opened.supplier, "", 1)
    return {"entries": entries, "total": total}


#: Name of a part -> its context, in the order of the navigation; the documents, which need none, come last.
PARTS: Final[Mapping[str, Callable[[Opened], Context]]] = {
    "overview": overview,
    "risk": risk,
    "contracts": contracts,
    "statement": statement,
    "answers": answers,
    "work": work,
    "timeline": timeline,
}
