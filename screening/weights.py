"""The numbers of the judgement: readers of weights.yaml, controls.yaml and statement_controls.yaml.

Every number comes with the reason why it is what it is and the source behind the reason; nothing is hidden
in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from screening.reference import load_yaml
from screening.types import Channel, CoverBasis


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
class Control:
    """What a control can remove from each channel when verified, and the part that each answer is worth."""

    signal: str
    label: str
    effect: Mapping[Channel, float]
    answers: Mapping[str, float]
    reason: str
    source: str
    ask: str


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


def _effect(row: Mapping[str, float]) -> dict[Channel, float]:
    return {Channel(channel): float(part) for channel, part in row.items()}


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
