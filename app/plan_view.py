"""A plan of action as both sides see it, in the reader's language: pages, Word and text are made of this.

The supplier reads the council's side as "the council": no officer is named to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.documents.plan_docx import plan_docx
from app.documents.plan_lines import plan_lines
from app.labels import factor_label
from models import Action, ActionEntry, ActionPlan, ActionSide, ActionState, EntryKind, Person


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """What was once done with a step: in words, by whom, when; and the document that was named, if any."""

    label: str
    who: str
    on: str
    words: str
    link: str
    document_on: str


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step in words. `colour` is that of its tag, `wanted` the day that the supplier asks for, or "".

    `who` is the owner with its side, where the owner's name does not tell the side.
    """

    action: Action
    number: int
    what: str
    finding: str
    side: str
    owner: str
    who: str
    due: str
    wanted: str
    evidence: str
    state: str
    colour: str
    is_overdue: bool
    entries: tuple[EntrySeen, ...]


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """A plan in words. `parts` are its titled texts, a paragraph a line, without those that are empty."""

    plan: ActionPlan
    state: str
    colour: str
    steps: tuple[StepSeen, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def plan_seen(plan: ActionPlan, council: str, today: date, for_supplier: bool) -> PlanSeen:
    """A plan as one side sees it; `council` is the council's name in the reader's language."""
    state, colour = _plan_state(plan, today)
    return PlanSeen(
        plan=plan,
        state=state,
        colour=colour,
        steps=tuple(
            step_seen(one, number, council, today, for_supplier)
            for number, one in enumerate(plan.actions, start=1)
        ),
        parts=tuple(
            (label, lines) for name, label in part_labels().items() if (lines := _lines(getattr(plan, name)))
        ),
    )


def step_seen(action: Action, number: int, council: str, today: date, for_supplier: bool) -> StepSeen:
    """One step as one side sees it."""
    overdue = action.is_overdue(today)
    owner, side = _owner(action, council, for_supplier), side_label(action.side)
    label, colour = (_("Overdue"), "red") if overdue else _state(ActionState(action.state))
    return StepSeen(
        action=action,
        number=number,
        what=action.what,
        finding=finding_label(action.finding) if action.finding else "",
        side=side,
        owner=owner,
        who=owner if owner in (side, council) else f"{side}: {owner}",
        due=_day(action.due_on),
        wanted=_day(action.wanted_due_on),
        evidence=action.evidence_wanted,
        state=label,
        colour=colour,
        is_overdue=overdue,
        entries=tuple(_entry(one, action, council, for_supplier) for one in action.entries),
    )


def finding_label(finding: str) -> str:
    """The finding of the report that a step answers, in words."""
    return factor_label(finding)


def side_label(side: str) -> str:
    """Who does a step."""
    return {"council": _("The council"), "supplier": _("The supplier")}[side]


def part_labels() -> dict[str, str]:
    """The titled texts of a plan, in order, as the template of a remedial action plan names them."""
    return {
        "root_cause": _("Root cause"),
        "remedy": _("Remedy for those harmed"),
        "workers_heard": _("How workers were heard"),
        "if_nothing": _("What follows if nothing happens"),
    }


def state_labels() -> dict[str, str]:
    """The states of a step in words."""
    return {state.value: _state(state)[0] for state in ActionState}


def _state(state: ActionState) -> tuple[str, str]:
    return {
        ActionState.OPEN: (_("To be done"), "blue"),
        ActionState.REPORTED: (_("Said to be done"), "yellow"),
        ActionState.CLOSED: (_("Done"), "green"),
        ActionState.CANCELLED: (_("No longer asked"), "grey"),
    }[state]


def _plan_state(plan: ActionPlan, today: date) -> tuple[str, str]:
    if plan.closed_at is not None:
        return _("Finished"), "grey"
    if plan.shared_at is None:
        return _("Not shared yet"), "blue"
    if any(one.is_overdue(today) for one in plan.actions):
        return _("Something is overdue"), "red"
    return _("Under way"), "green"


def _owner(action: Action, council: str, for_supplier: bool) -> str:
    if action.side == ActionSide.SUPPLIER:
        return action.owner_words or _("The supplier")
    if for_supplier:
        return council
    return _called(action.person) if action.person else _("Nobody yet")


def _called(person: Person) -> str:
    return person.name or person.email


def _day(day: date | None) -> str:
    return format_date(day, "d MMMM y") if day else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _entry(entry: ActionEntry, action: Action, council: str, for_supplier: bool) -> EntrySeen:
    if entry.side == ActionSide.COUNCIL:
        who = council if for_supplier else _called(entry.person)
    else:
        who = _("The supplier") if for_supplier else f"{action.plan.supplier.name} ({_called(entry.person)})"
    return EntrySeen(
        label=_entry_label(entry),
        who=who,
        on=format_date(entry.written_at, "d MMMM y"),
        words=entry.words,
        link=entry.link,
        document_on=_day(entry.document_on),
    )


def _entry_label(entry: ActionEntry) -> str:
    days = {"before": _day(entry.due_before), "after": _day(entry.due_after)}
    return {
        EntryKind.REPORTED: lambda: _("Said to be done"),
        EntryKind.RETURNED: lambda: _("Something more is asked"),
        EntryKind.CLOSED: lambda: _("Looked at: done"),
        EntryKind.CANCELLED: lambda: _("No longer asked"),
        EntryKind.REOPENED: lambda: _("Opened again"),
        EntryKind.DATE_ASKED: lambda: _("Another date asked: %(after)s instead of %(before)s", **days),
        EntryKind.DATE_CHANGED: lambda: _("New date: %(after)s instead of %(before)s", **days),
        EntryKind.DATE_DECLINED: lambda: _("The date stays: %(before)s, not %(after)s", **days),
    }[EntryKind(entry.kind)]()


# --- As a file --------------------------------------------------------------------------------------------


def as_file(seen: PlanSeen, council: str, kind: str, language: str, now: datetime, today: date) -> bytes:
    """A plan as a file of a kind, "docx" or "txt" (UTF-8 with a byte order mark). KeyError for another."""
    shown = as_document(seen, council, today)
    return {
        "docx": lambda: plan_docx(shown, language, now),
        "txt": lambda: plan_lines(shown).encode("utf-8-sig"),
    }[kind]()


def as_document(seen: PlanSeen, council: str, today: date) -> dict[str, Any]:
    """Everything that a plan says as a file: strings, lists and mappings only."""
    plan = seen.plan
    return {
        "title": plan.title,
        "council": council,
        "supplier": plan.supplier.name,
        "date": _day(today),
        "status": _("Shared on %(day)s", day=format_date(plan.shared_at, "d MMMM y"))
        if plan.shared_at
        else _("Draft, not shared yet"),
        "parts": [
            {"title": label, "lines": _lines(getattr(plan, name)) or [_("To be filled in together.")]}
            for name, label in part_labels().items()
            if name != "if_nothing" or plan.if_nothing
        ],
        "steps": [_as_row(one) for one in seen.steps],
        "notes": [
            _("Begin with what helps workers most."),
            _(
                "Write numbers, places of work and posts. Never write a worker's name, nationality, health "
                "or immigration status, and nothing by which a worker can be recognised."
            ),
            _(
                "If somebody may be exploited, call 999 in danger, or the Modern Slavery Helpline on "
                "08000 121 700."
            ),
        ],
        "words": {
            "kind": _("Plan of action"),
            "between": _("%(council)s and %(supplier)s", council=council, supplier=plan.supplier.name),
            "steps": _("Steps"),
            "table": _("One row for each step: what, who, by when, what shows it, and how far it is."),
            "number": _("No."),
            "finding": _("Finding"),
            "action": _("Action"),
            "owner": _("Owner"),
            "due": _("Date"),
            "evidence": _("Evidence"),
            "state": _("Looked at"),
            "page": _("Page"),
            "of": _("of"),
        },
    }


def _as_row(step: StepSeen) -> dict[str, str]:
    wanted = _("Another date is asked: %(day)s", day=step.wanted) if step.wanted else ""
    return {
        "number": str(step.number),
        "finding": step.finding,
        "action": step.what,
        "owner": step.who,
        "due": step.due,
        "evidence": step.evidence,
        "state": f"{step.state}. {wanted}" if wanted else step.state,
    }
