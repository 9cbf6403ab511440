"""Events of the log in the words of a supplier's timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from app.labels import band_label, no_number_label
from app.officer.deciding.care_labels import kind_label
from app.officer.labels import event_words
from models import AuditEvent

#: Id -> name of the people of the council that an event may name.
Names = Mapping[int, str]


def words(event: AuditEvent, names: Names) -> str:
    """What happened."""
    detail, action = event.detail, event.action
    if action in _DECIDED:
        if action == "decision.made" and detail.get("second"):
            return _("Decided: %(kind)s. It waits for a second person", kind=kind_label(detail["kind"]))
        return f"{_DECIDED[action]()}: {kind_label(detail['kind'])}"
    if action in ("supplier.assigned", "supplier.assignment_undone"):
        return _care_words(action, detail, names)
    if action.startswith("band.") and detail.get("band"):
        return f"{event_words(action)}: {band_label(detail['band'])}"
    if action == "action.handed_over":
        return f"{_PLAIN[action]()}: {names.get(detail.get('after', 0), _('an officer'))}"
    if action == "supplier.no_company_stated":
        kind = no_number_label(str(detail.get("kind", "")))
        return _("An officer said that there is no company number: %(kind)s", kind=kind)
    if action in _NUMBERS and detail.get("number"):
        return _NUMBERS[action](str(detail["number"]))
    if action in _MERGES:
        return _MERGES[action](str(detail.get("name", "")))
    if action == "contract.written":
        added, changed = int(detail.get("created", 0)), int(detail.get("updated", 0))
        return _("Contracts were written: %(added)s added, %(changed)s changed", added=added, changed=changed)
    if action in _OF_FILES and detail.get("file"):
        return f"{_PLAIN[action]()}: {detail['file']}"
    if action in _PLAIN:
        return _PLAIN[action]()
    known = event_words(action)
    return known if known != action else _("Something else was recorded (%(name)s)", name=action)


_OF_FILES: Final = ("file.loaded", "file.undone", "supplier.rows_added", "supplier.rows_kept_apart")

_DECIDED: Final[Mapping[str, Callable[[], str]]] = {
    "decision.made": lambda: _("Decided"),
    "decision.agreed": lambda: _("The second person agreed"),
    "decision.declined": lambda: _("The second person did not agree"),
    "decision.withdrawn": lambda: _("A decision was taken back"),
}

_PLAIN: Final[Mapping[str, Callable[[], str]]] = {
    "supplier.rows_added": lambda: _("An officer said that rows of this name in a file are this supplier"),
    "supplier.rows_kept_apart": lambda: _("An officer took back that rows of this name are this supplier"),
    "note.written": lambda: _("A note for colleagues was written"),
    "note.removed": lambda: _("A note was removed by its writer"),
    "note.read": lambda: _("A note was read by somebody whom it mentions"),
    "evidence.downloaded": lambda: _("A file of the supplier was opened"),
    "evidence.refused": lambda: _("A file of the supplier was refused by the virus scanner"),
    "invitation.moved": lambda: _("The supplier answers newer questions"),
    "action_plan.opened": lambda: _("An action plan was begun"),
    "action_plan.edited": lambda: _("An action plan was changed"),
    "action_plan.shared": lambda: _("An action plan was shown to the supplier"),
    "action_plan.closed": lambda: _("An action plan was closed"),
    "action_plan.reopened": lambda: _("An action plan was opened again"),
    "action_plan.exported": lambda: _("An action plan was taken away as a file"),
    "action.added": lambda: _("A step was added to a plan"),
    "action.edited": lambda: _("A step of a plan was changed"),
    "action.reminded": lambda: _("A reminder of a step of a plan was sent"),
    "action.reported": lambda: _("A step of a plan was reported as done"),
    "action.closed": lambda: _("A step of a plan was accepted as done"),
    "action.reopened": lambda: _("A step of a plan was opened again"),
    "action.returned": lambda: _("A step of a plan was found not done yet"),
    "action.cancelled": lambda: _("A step of a plan was dropped"),
    "action.date_asked": lambda: _("The supplier asked for another day for a step of a plan"),
    "action.date_changed": lambda: _("The day of a step of a plan was changed"),
    "action.date_declined": lambda: _("Another day for a step of a plan was declined"),
    "action.handed_over": lambda: _("A step of a plan was handed over"),
    "action.file_attached": lambda: _("A file was attached to a step of a plan"),
    "action.file_removed": lambda: _("A file was taken away from a step of a plan"),
    "action.file_downloaded": lambda: _("A file of a step of a plan was downloaded"),
    "action.file_refused": lambda: _("A file of a step of a plan was refused by the virus scanner"),
    "match.none_exists": lambda: _("An officer noted that no statement exists"),
    "match.none_withdrawn": lambda: _("That no statement exists was taken back"),
    "supplier.company_taken_back": lambda: _("An officer's company number was taken back"),
    "report.exported": lambda: _("The risk report was taken away as a file"),
    "file.loaded": lambda: _("A file with a contract of this supplier was loaded"),
    "file.undone": lambda: _("The load of a file was taken back"),
    "price_check.made": lambda: _("A tender's price was checked against the wage floor"),
    "price_check.asked": lambda: _("The tenderer was asked to explain its price"),
    "price_check.more_time": lambda: _("The tenderer was given more time to explain its price"),
    "price_check.explained": lambda: _("The tenderer's explanation of its price was received"),
    "price_check.concluded": lambda: _("An officer came to a conclusion about a price"),
    "price_check.taken_back": lambda: _("The conclusion about a price was taken back"),
    "pack.made": lambda: _("A pack of clauses was begun"),
    "pack.issued": lambda: _("A pack of clauses was issued"),
    "pack.copied": lambda: _("A pack of clauses was copied"),
    "pack.discarded": lambda: _("A pack of clauses was discarded"),
}


_NUMBERS: Final[Mapping[str, Callable[[str], str]]] = {
    "supplier.company_stated": lambda number: _(
        "An officer said that the company number is %(number)s", number=number
    ),
    "supplier.company_taken_back": lambda number: _(
        "An officer's company number was taken back; it is %(number)s again", number=number
    ),
}

_MERGES: Final[Mapping[str, Callable[[str], str]]] = {
    "supplier.merged": lambda name: _("“%(name)s” was merged into this supplier", name=name),
    "supplier.merged_away": lambda name: _("Merged into “%(name)s”", name=name),
    "supplier.merge_undone": lambda name: _("The merge of “%(name)s” was undone", name=name),
    "supplier.merge_undone_away": lambda name: _("The merge into “%(name)s” was undone", name=name),
}


def _care_words(action: str, detail: Mapping[str, Any], names: Names) -> str:
    told = []
    if detail.get("owner") != detail.get("owner_before"):
        owner = names.get(detail["owner"], _("an officer")) if detail.get("owner") else _("nobody")
        told.append(_("Looked after by %(name)s", name=owner))
    if detail.get("due") != detail.get("due_before"):
        due = detail.get("due")
        day = format_date(date.fromisoformat(due), "d MMMM y") if due else ""
        told.append(_("Due by %(day)s", day=day) if day else _("No due day any more"))
    if detail.get("step_changed"):
        told.append(_("The next step was changed"))
    if action == "supplier.assignment_undone":
        told.append(_("This took an assignment back"))
    elif detail.get("handed_over"):
        told.append(_("Handed over by a lead"))
    return ". ".join(told)


def who(event: AuditEvent, names: Names) -> str:
    """Who did it, and for whom where somebody stood in; "" for nobody in particular."""
    role, _colon, key = event.actor.partition(":")
    if role == "respondent":
        return _("the supplier")
    if role == "token":
        return _("a program of the council")
    if not key.isdigit():
        return ""
    name = names.get(int(key), _("an officer"))
    stood_in = names.get(event.detail.get("on_behalf_of", 0))
    return _("%(name)s, for %(other)s", name=name, other=stood_in) if stood_in else name


def people_of(event: AuditEvent) -> set[int]:
    """The ids of the people of the council whom an event may name."""
    role, _colon, key = event.actor.partition(":")
    found = {int(key)} if role in ("officer", "lead") and key.isdigit() else set()
    named = ("owner", "owner_before", "on_behalf_of", "before", "after")
    return found | {value for name in named if type(value := event.detail.get(name)) is int}
