"""Weights, their bounds and what a council made of them, as the officer's pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.labels import number, weight_label
from models import WeightRevision
from screening import weights
from screening.types import WeightChange


@dataclass(frozen=True, slots=True)
class WeightShown:
    """One weight: its words, the shipped value and why, how far it may be moved and why, and the council's
    own change, if any."""

    name: str
    label: str
    shipped: str
    reason: str
    lowest: str
    highest: str
    limit: str
    change: WeightChange | None

    @property
    def value(self) -> str:
        """The value in force."""
        return number(self.change.value) if self.change else self.shipped


def weight_shown(name: str, change: WeightChange | None) -> WeightShown:
    """One weight in words."""
    row = weights.bounds_rows()[name]
    return WeightShown(
        name=name,
        label=weight_label(name),
        shipped=number(weights.shipped(name)),
        reason=_(weights.reason(name)),
        lowest=number(row.lowest),
        highest=number(row.highest),
        limit=_(row.reason),
        change=change,
    )


def groups(changes: Sequence[WeightChange]) -> list[tuple[str, list[WeightShown]]]:
    """All weights that may be moved, by table, each with the council's own change."""
    own = {change.name: change for change in changes}
    titles = {
        "ladder": _("Hazards of sectors"),
        "raise": _("What factors add"),
        "share": _("What answers stand for"),
        "scale": _("Several kinds of work"),
        "country": _("Countries"),
        "outside": _("Outside country indices"),
        "evidence": _("Evidence"),
        "bands": _("Bands"),
    }
    found: dict[str, list[WeightShown]] = {}
    for name in weights.bounds():
        found.setdefault(name.partition(".")[0], []).append(weight_shown(name, own.get(name)))
    return [(titles.get(table, table), rows) for table, rows in found.items()]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of a revision: which weight, from what, to what, and why."""

    label: str
    before: str
    after: str
    reason: str


def lines(revision: WeightRevision) -> list[LineShown]:
    """The lines of a revision in words."""
    return [_line(line) for line in revision.lines]


def _line(line: dict[str, Any]) -> LineShown:
    return LineShown(
        weight_label(line["name"]), number(line["before"]), number(line["after"]), line["reason"]
    )


def changes_shown(changes: Sequence[WeightChange]) -> list[tuple[str, WeightChange, str, str]]:
    """The changed weights of a report: label, the change, its shipped value and its own, in words."""
    return [
        (weight_label(change.name), change, number(change.shipped), number(change.value))
        for change in changes
    ]
