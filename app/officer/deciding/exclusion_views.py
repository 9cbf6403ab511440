"""Entries of the register of exclusion grounds as the officer's pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.services.deciding import exclusions
from app.services.deciding.exclusion_list import Ground, concerns, grounds, self_cleaning_matters
from models import ExclusionGround, ExclusionOutcome, ExclusionStatus


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in words; `steps` are those that are open now, by id."""

    entry: ExclusionGround
    ground: Ground
    label: str
    concerned: str
    consequence: str
    status: str
    counts_until: date | None
    is_over: bool
    considered_rows: tuple[dict[str, str], ...]
    steps: tuple[str, ...]


def shown_all(entries: Sequence[ExclusionGround], today: date) -> list[Shown]:
    """The entries of a supplier, in the order given."""
    return [shown(entry, today) for entry in entries]


def shown(entry: ExclusionGround, today: date) -> Shown:
    """One entry in words."""
    ground = grounds()[entry.ground]
    matters = self_cleaning_matters()
    return Shown(
        entry=entry,
        ground=ground,
        label=_(ground.label),
        concerned=_(concerns()[entry.concerns]),
        consequence=_("Mandatory: an excluded supplier's tender must be disregarded")
        if ground.consequence == "mandatory"
        else _("Discretionary: it must be considered whether to disregard the tender"),
        status=status_words(entry),
        counts_until=exclusions.counts_until(entry),
        is_over=exclusions.is_over(entry, today),
        considered_rows=tuple(
            {"key": _(matters[name]), "value": text} for name, text in entry.considered.items()
        ),
        steps=_steps(entry, today),
    )


def status_words(entry: ExclusionGround) -> str:
    """How far an entry is, in words."""
    if entry.status == ExclusionStatus.DECIDED:
        return {
            ExclusionOutcome.EXCLUDED.value: _("Decided: treated as excluded or excludable"),
            ExclusionOutcome.NOT_EXCLUDED.value: _("Decided: not excluded"),
        }[str(entry.outcome)]
    return {
        ExclusionStatus.ALLEGED.value: _("Entered, nothing decided: the supplier has not been asked yet"),
        ExclusionStatus.ASKED.value: _("The supplier was asked to explain"),
        ExclusionStatus.EXPLAINED.value: _("The supplier explained"),
        ExclusionStatus.SELF_CLEANING.value: _("Self-cleaning was considered"),
        ExclusionStatus.ENDED.value: _("Ended"),
    }[str(entry.status)]


def _steps(entry: ExclusionGround, today: date) -> tuple[str, ...]:
    """The steps that are open: only what the service would allow, in the order of the law."""
    if entry.status == ExclusionStatus.ENDED:
        return ()
    if entry.status == ExclusionStatus.DECIDED:
        return ("ask", "end")
    found = ["ask"] if entry.asked_on is None else ["reply"]
    if exclusions.was_heard(entry, today):
        found.append("consider")
        if entry.status == ExclusionStatus.SELF_CLEANING:
            found.insert(0, "decide")
    return (*found, "end")


def refusal(text: str) -> str:
    """Why a step was refused, in the reader's language."""
    why = {
        "the supplier needs time to reply: the day must be after today": _(
            "the supplier needs time to reply: the day must be after today"
        ),
        "the supplier has not been asked yet": _("the supplier has not been asked yet"),
        "the reply came between the day of asking and today": _(
            "the reply came between the day of asking and today"
        ),
        "this was decided; ask the supplier again to look at it anew": _(
            "this was decided; ask the supplier again to look at it anew"
        ),
        "the supplier may still reply": _("the supplier may still reply"),
        "the supplier must be asked to explain, and its reply or the day for it awaited": _(
            "the supplier must be asked to explain, and its reply or the day for it awaited"
        ),
        "what the supplier did about it must be considered first (section 58)": _(
            "what the supplier did about it must be considered first (section 58)"
        ),
        "to exclude, the circumstances must continue or be likely to occur again (section 57)": _(
            "to exclude, the circumstances must continue or be likely to occur again (section 57)"
        ),
        "the ground no longer counts: it lies too far back, or its entry has ended": _(
            "the ground no longer counts: it lies too far back, or its entry has ended"
        ),
        "this entry has ended": _("this entry has ended"),
    }.get(text, text)
    return _("Nothing was saved: %(why)s.", why=why)
