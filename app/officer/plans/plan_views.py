"""Plans of action as the officer's pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.plan_view import PlanSeen, finding_label, part_labels, plan_seen
from app.sentences import council_name, sentence
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.people import deputies
from app.services.plans.action_plans import StepWords, still_empty
from app.services.plans.plan_suggestions import Suggestion, suggestions
from app.store import actions as store
from app.store import responses, screenings
from app.store.actions import ActionFilter, Shown
from models import ActionPlan, ActionSide, ActionState, Council, EntryKind, Person, Supplier
from questionnaires import path
from screening import codec


def seen(session: Session, plan: ActionPlan, today: date) -> PlanSeen:
    """A plan as officers see it."""
    name = council_name(session.get_one(Council, plan.council_id))
    return plan_seen(plan, name, today, for_supplier=False)


def as_given(session: Session, plan: ActionPlan, today: date) -> PlanSeen:
    """A plan as the supplier sees it, for files that it is given."""
    name = council_name(session.get_one(Council, plan.council_id))
    return plan_seen(plan, name, today, for_supplier=True)


def for_supplier(session: Session, supplier: Supplier, today: date) -> dict[str, Any]:
    """`plans`: the context of `officer/_plans.html`."""
    found = store.plans_of_supplier(session, supplier.council_id, supplier.id)
    return {"plans": [seen(session, plan, today) for plan in found]}


# --- A new plan -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion in words: the findings that called for it, what is not known, the day first proposed."""

    suggestion: Suggestion
    because: tuple[str, ...]
    not_known: tuple[str, ...]
    effort: str
    due_on: date


def offered(session: Session, supplier: Supplier, today: date) -> list[Offered]:
    """What may go into a plan for this supplier; nothing before it was screened."""
    stored = screenings.current_report(session, supplier.council_id, supplier.id)
    if stored is None:
        return []
    report, case = codec.load_report(stored.text.report_json), codec.load_case(stored.text.case_json)
    found = suggestions(report, case, str(get_locale()), _size(session, supplier))
    return [
        Offered(
            suggestion=one,
            because=tuple(map(sentence, one.because)),
            not_known=tuple(map(sentence, one.not_known)),
            effort=_efforts()[one.effort],
            due_on=today + timedelta(days=one.days),
        )
        for one in found
    ]


def findings(session: Session, supplier: Supplier) -> list[tuple[str, str]]:
    """The findings of the report in force, to choose from, those that count most first."""
    stored = screenings.current_report(session, supplier.council_id, supplier.id)
    if stored is None:
        return []
    report = codec.load_report(stored.text.report_json)
    ordered = sorted(report.contributions, key=lambda one: -abs(one.points))
    return [(name, finding_label(name)) for name in dict.fromkeys(one.factor for one in ordered)]


def _size(session: Session, supplier: Supplier) -> str:
    response = responses.submitted_of_supplier(session, supplier.council_id, supplier.id)
    if response is None:
        return ""
    return path.known(questionnaire_of(response), answers_of(response)).size


def _efforts() -> dict[str, str]:
    return {"hours": _("A few hours"), "days": _("A few days"), "weeks": _("A few weeks")}


def picked(offers: list[Offered], keys: list[str], officer: Person) -> list[tuple[StepWords, date]]:
    """The steps that were ticked; those of the council are at first the officer's own."""
    return [
        (
            StepWords(
                what=one.suggestion.what,
                side=one.suggestion.side,
                person=officer if one.suggestion.side is ActionSide.COUNCIL else None,
                owner_words=one.suggestion.owner_words,
                evidence_wanted=one.suggestion.evidence_wanted,
                finding=one.suggestion.finding,
            ),
            one.due_on,
        )
        for one in offers
        if one.suggestion.key in keys
    ]


def first_title(supplier: Supplier, today: date) -> str:
    """The name that a new plan has at first."""
    month = format_date(today, "MMMM y")
    return _("Plan with %(supplier)s, %(month)s", supplier=supplier.name, month=month)[:200]


def empty_parts(plan: ActionPlan) -> list[str]:
    """The parts of a plan that nobody has filled in, in words."""
    return [part_labels()[name] for name in still_empty(plan)]


# --- One step ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoveSeen:
    """Something that an officer may do with a step now: its heading, the label of its words, its button."""

    kind: str
    heading: str
    label: str
    hint: str
    button: str


_ORDER: Final = (EntryKind.CLOSED, EntryKind.RETURNED, EntryKind.CANCELLED, EntryKind.REOPENED)


def moves(state: ActionState, allowed: Mapping[EntryKind, Any]) -> list[MoveSeen]:
    """What an officer may do with a step in this state, the usual first."""
    return [_move(kind) for kind in _ORDER if state in allowed[kind][0]]


def _move(kind: EntryKind) -> MoveSeen:
    heading, label, hint, button = {
        EntryKind.CLOSED: (
            _("It is done"),
            _("What you looked at, and what you saw"),
            _("For example: ten pay slips of March, without names; travel was paid in all of them."),
            _("Close the step"),
        ),
        EntryKind.RETURNED: (
            _("Something is missing"),
            _("What is still missing"),
            _("Say what would show that it is done. The step is open again."),
            _("Ask for more"),
        ),
        EntryKind.CANCELLED: (
            _("It is no longer needed"),
            _("Why it is no longer needed"),
            _("The step stays in the plan, with your reason."),
            _("Cancel the step"),
        ),
        EntryKind.REOPENED: (
            _("Open it again"),
            _("Why it is opened again"),
            _("For instance because it was closed by mistake. Everything that was written stays."),
            _("Open again"),
        ),
    }[kind]
    return MoveSeen(kind.value, heading, label, hint, button)


# --- The list ---------------------------------------------------------------------------------------------

ME: Final = "me"


def wanted(given: MultiDict[str, str], session: Session, officer: Person, today: date) -> ActionFilter:
    """The filter in an address; what is none of ours is passed over."""
    shown = given.get("show", "")
    side = given.get("side", "")
    mine = (officer.id, *deputies.away(session, officer, today)) if given.get("owner") == ME else ()
    return ActionFilter(
        shown=Shown(shown) if shown in set(Shown) else Shown.UNSETTLED,
        side=ActionSide(side) if side in set(ActionSide) else None,
        person_ids=mine,
        supplier_id=given.get("supplier", type=int),
    )


def kept(given: ActionFilter) -> dict[str, str]:
    """The address of a filter, without what is usual."""
    found = {
        "show": "" if given.shown is Shown.UNSETTLED else given.shown.value,
        "side": given.side.value if given.side else "",
        "owner": ME if given.person_ids else "",
        "supplier": str(given.supplier_id or ""),
    }
    return {name: value for name, value in found.items() if value}


def shown_options() -> list[tuple[str, str]]:
    """Which steps the list may show, in words."""
    return [
        (Shown.UNSETTLED.value, _("Not finished")),
        (Shown.OVERDUE.value, _("Overdue")),
        (Shown.REPORTED.value, _("Said to be done: look at them")),
        (Shown.DATES.value, _("Another date is asked")),
        (Shown.SETTLED.value, _("Finished")),
        (Shown.ALL.value, _("All")),
    ]


def side_options() -> list[tuple[str, str]]:
    """Whose steps the list may show, in words."""
    return [
        ("", _("Both sides")),
        (ActionSide.SUPPLIER.value, _("The supplier's")),
        (ActionSide.COUNCIL.value, _("The council's")),
    ]


def owner_options() -> list[tuple[str, str]]:
    """Of whom the list may be, in words."""
    return [("", _("Everybody's")), (ME, _("Mine, and of those I stand in for"))]
