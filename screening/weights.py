"""The numbers of the judgement: readers of weights.yaml, weight_bounds.yaml, controls.yaml and
statement_controls.yaml.

Every number comes with the reason why it is what it is and the source behind the reason; nothing is hidden
in code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from screening.reference import load_yaml
from screening.types import Channel, CoverBasis, WeightChange


@dataclass(frozen=True, slots=True)
class Weight:
    """A number with its reason and the id of its source."""

    value: float
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Range:
    """A lowest plausible value, the value used, and a highest plausible value; `low <= point <= high`."""

    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True)
class Module:
    """Where a control is to be expected: in these sectors, or where a signal says one of these answers."""

    sectors: frozenset[str]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Control:
    """What a control can remove from each channel when verified, and the part that each answer is worth.

    `module` is None for a control that is to be expected of every supplier.
    """

    signal: str
    label: str
    effect: Mapping[Channel, float]
    answers: Mapping[str, float]
    reason: str
    source: str
    ask: str
    module: Module | None = None


@dataclass(frozen=True, slots=True)
class StatementPart:
    """What finding a statement, or one area that it covers, can remove from each channel."""

    label: str
    effect: Mapping[Channel, float]


@dataclass(frozen=True, slots=True)
class StatementControl:
    """The worth of a published statement: its presence, and more for each of some areas.

    `covered` is the part of it, in [0, 1], that counts where the statement is that of the supplier's group.
    """

    presence: StatementPart
    areas: Mapping[str, StatementPart]
    covered: Mapping[CoverBasis, float]
    reason: str
    source: str


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    tables: Mapping[str, Mapping[str, Any]] = load_yaml("weights.yaml")
    return tables


@cache
def weight(name: str) -> Weight:
    """A single weight by "table.name", such as "raise.agency". KeyError if there is none."""
    table, _, key = name.partition(".")
    row = _tables()[table][key]
    return Weight(float(row["value"]), row["reason"], row["source"])


@cache
def value(name: str) -> float:
    """The number of a single weight."""
    return weight(name).value


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a weight may be moved, with the reason and the id of its source."""

    lowest: float
    highest: float
    reason: str
    source: str


@cache
def bounds_rows() -> Mapping[str, Bounds]:
    """The rows of weight_bounds.yaml by "table.name"."""
    return {
        name: Bounds(float(row["lowest"]), float(row["highest"]), row["reason"], row["source"])
        for name, row in load_yaml("weight_bounds.yaml").items()
    }


@cache
def bounds() -> Mapping[str, tuple[float, float]]:
    """The lowest and the highest value of each weight that may be moved, by "table.name".

    A weight that is not in the table may not be moved. For a step of the ladder, such as "ladder.high", the
    bounds are those of its point, and its low and high move in proportion.
    """
    return {name: (row.lowest, row.highest) for name, row in bounds_rows().items()}


def _ranges(table: str) -> dict[str, Range]:
    rows = _tables()[table]
    return {
        name: Range(float(row["low"]), float(row["point"]), float(row["high"])) for name, row in rows.items()
    }


@cache
def ladder() -> Mapping[str, Range]:
    """The steps of the hazard ladder, by name."""
    return _ranges("ladder")


@cache
def usual() -> Mapping[str, Range]:
    """How common a fact is among firms of a sector: the plausible share until the supplier answers."""
    return _ranges("usual")


def shipped(name: str) -> float:
    """The shipped value of a weight by "table.name"; of a step of the ladder its point. KeyError if none."""
    table, _, key = name.partition(".")
    return ladder()[key].point if table == "ladder" else value(name)


def reason(name: str) -> str:
    """Why the shipped value of a weight is what it is. KeyError if there is no such weight."""
    table, _, key = name.partition(".")
    return str(_tables()[table][key]["reason"])


@dataclass(frozen=True)
class Weights:
    """The numbers that one judgement uses: the shipped ones, less those that a council moved.

    Hashable, so that what is derived from them can be kept; equal changes are equal weights. ValueError for
    a weight that may not be moved, one moved beyond its bounds, and one moved twice.
    """

    changes: tuple[WeightChange, ...] = ()

    def __post_init__(self) -> None:
        names = [change.name for change in self.changes]
        if len(set(names)) < len(names):
            raise ValueError("a weight is changed twice")
        for change in self.changes:
            check(change.name, change.value)
        object.__setattr__(self, "_hash", hash(self.changes))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined,no-any-return]  # once: it is in every cache key

    def value(self, name: str) -> float:
        """The number of a single weight by "table.name". KeyError if there is none."""
        moved = self._moved.get(name)
        return value(name) if moved is None else moved

    @cached_property
    def _moved(self) -> Mapping[str, float]:
        return {change.name: change.value for change in self.changes}

    @cached_property
    def ladder(self) -> Mapping[str, Range]:
        """The steps of the hazard ladder; a moved one keeps its proportions."""
        return {name: self._step(f"ladder.{name}", step) for name, step in ladder().items()}

    def _step(self, name: str, step: Range) -> Range:
        point = self._moved.get(name)
        if point is None:
            return step
        share = point / step.point
        return Range(step.low * share, point, step.high * share)

    @cached_property
    def sha256(self) -> str:
        """Stands for the values that differ from the shipped ones; empty if none does."""
        if not self.changes:
            return ""
        text = json.dumps(self._moved, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def check(name: str, number: float) -> None:
    """ValueError if a weight may not be moved, or not to this number."""
    if name not in bounds():
        raise ValueError(f"{name} may not be changed")
    lowest, highest = bounds()[name]
    if not lowest <= number <= highest:
        raise ValueError(f"{name} may be {lowest:g} to {highest:g}, not {number:g}")


def changed(name: str, number: float, by: str, on: date, reason: str) -> WeightChange:
    """A change of a weight from its shipped value."""
    return WeightChange(name, shipped(name), number, by, on, reason)


SHIPPED = Weights()
"""The weights as they are in weights.yaml."""


def _effect(row: Mapping[str, float]) -> dict[Channel, float]:
    return {Channel(channel): float(part) for channel, part in row.items()}


def _module(row: Mapping[str, Any]) -> Module:
    answers = {signal: tuple(values) for signal, values in row.get("answers", {}).items()}
    return Module(frozenset(row.get("sectors", ())), answers)


@cache
def controls() -> Mapping[str, Control]:
    """The controls by signal."""
    return {
        signal: Control(
            signal=signal,
            label=row["label"],
            effect=_effect(row["effect"]),
            answers={answer: float(part) for answer, part in row["answers"].items()},
            reason=row["reason"],
            source=row["source"],
            ask=row["ask"],
            module=_module(row["module"]) if "module" in row else None,
        )
        for signal, row in load_yaml("controls.yaml").items()
    }


@cache
def statement_control() -> StatementControl:
    """The worth of a published transparency statement."""
    table = load_yaml("statement_controls.yaml")
    return StatementControl(
        presence=StatementPart("a published statement", _effect(table["presence"]["effect"])),
        areas={
            name: StatementPart(row["label"], _effect(row["effect"])) for name, row in table["areas"].items()
        },
        covered={basis: float(table["covered_by_group"][basis.value]) for basis in CoverBasis},
        reason=table["presence"]["reason"],
        source=table["presence"]["source"],
    )
