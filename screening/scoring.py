"""From effects to points: the score, the contributions that add up to it, and the unknowns that matter.

`screening.hazards` says how effects combine. Here every line of the explanation gets its share: a channel's
share of the score is its share of the hazard; inside a channel the base comes first and the factors share
the uplift by the logarithms of their multipliers. What controls take away is shared in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from screening.effects import Effect, Kind
from screening.hazards import (
    CORNERS,
    HIGH,
    LOW,
    POINT,
    Cell,
    apportion,
    carried,
    cells,
    points,
    total,
    triple,
)
from screening.reference import source_date
from screening.types import Channel, Contribution, Unknown, say

Key = tuple[Channel, str, str]


@dataclass(slots=True)
class _Line:
    """One line of the explanation while it is being put together."""

    effect: Effect
    size: float = -1.0
    tenths: list[int] = field(default_factory=lambda: [0, 0, 0])
    known: bool = True
    labels: dict[str, None] = field(default_factory=dict)


def _key(effect: Effect) -> Key:
    # A supplier of two kinds of work has one line per sector; other factors are merged by channel.
    return effect.channel, effect.bundle or effect.factor, effect.label if effect.kind is Kind.BASE else ""


def _risk_shares(cell: Cell, corner: int, carry: float) -> list[tuple[Effect, float]]:
    """A channel's hazard by effect: the base itself, then the uplift by the logarithms of the multipliers."""
    whole = cell.hazard(corner)
    multipliers = [triple(effect)[corner] for effect in cell.raises]
    base = min(triple(cell.base)[corner], whole)
    if cell.floor > cell.inherent[corner]:
        # The pair that set the floor carries what the floor adds.
        for index, effect in enumerate(cell.raises):
            if effect.floor == cell.floor:
                multipliers[index] *= cell.floor / cell.inherent[corner]
                break
    logs = [math.log(each) for each in multipliers]
    everything = math.fsum(logs)
    uplift = whole - base
    shares = [(cell.base, carry * (base if everything > 0 else whole))]
    if everything > 0:
        shares += [
            (effect, carry * uplift * log / everything) for effect, log in zip(cell.raises, logs, strict=True)
        ]
    return shares


def _control_shares(cell: Cell, corner: int, carry: float) -> list[tuple[Effect, float]]:
    """What the controls take from a channel, by the logarithms of the parts that they leave."""
    taken = cell.hazard(corner) - cell.residual(corner)
    logs = [-math.log(triple(effect)[corner]) for effect in cell.controls]
    everything = math.fsum(logs)
    if everything <= 0.0:
        return []
    return [
        (effect, carry * taken * log / everything) for effect, log in zip(cell.controls, logs, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of all effects, in tenths of a point; `riskiest` is the index of the leading work."""

    inherent: int
    residual: int
    low: int
    high: int
    contributions: tuple[Contribution, ...]
    unknowns: tuple[Unknown, ...]
    findings: int
    riskiest: int


def score(works: Sequence[Sequence[Effect]]) -> Score:
    """Score the effects of each kind of work of a supplier. ValueError if there is none."""
    if not works:
        raise ValueError("a supplier has at least one kind of work")
    table = [cells(effects) for effects in works]
    hazards = [[sum(cell.hazard(corner) for cell in row) for row in table] for corner in CORNERS]
    residuals = [[sum(cell.residual(corner) for cell in row) for row in table] for corner in CORNERS]
    inherent = [points(total(hazards[corner])) for corner in CORNERS]
    residual = [min(points(total(residuals[corner])), inherent[corner]) for corner in CORNERS]
    lines = _first_lines(works)
    for corner in CORNERS:
        _give_out(table, hazards[corner], corner, inherent[corner], residual[corner], lines)
    leading = max(range(len(table)), key=lambda index: (residuals[POINT][index], -index))
    return Score(
        inherent=inherent[POINT],
        residual=residual[POINT],
        low=residual[LOW],
        high=residual[HIGH],
        contributions=_contributions(lines.values()),
        unknowns=_unknowns(works, table, residual),
        findings=len({effect.factor for effects in works for effect in effects if effect.finding}),
        riskiest=leading,
    )


def _first_lines(works: Sequence[Sequence[Effect]]) -> dict[Key, _Line]:
    lines: dict[Key, _Line] = {}
    for effects in works:
        for effect in effects:
            line = lines.setdefault(_key(effect), _Line(effect))
            line.known = line.known and effect.known
            line.labels[effect.label] = None
    return lines


def _give_out(
    table: Sequence[Sequence[Cell]],
    hazards: Sequence[float],
    corner: int,
    inherent: int,
    residual: int,
    lines: dict[Key, _Line],
) -> None:
    """Give the points of one corner out over the lines: up to `inherent`, then down to `residual`."""
    risks: list[tuple[Effect, float]] = []
    reliefs: list[tuple[Effect, float]] = []
    for row, carry in zip(table, carried(hazards), strict=True):
        for cell in row:
            risks += _risk_shares(cell, corner, carry)
            reliefs += _control_shares(cell, corner, carry)
    for sign, whole, parts in ((1, inherent, risks), (-1, inherent - residual, reliefs)):
        for (effect, size), tenths in zip(parts, apportion(whole, [size for _, size in parts]), strict=True):
            line = lines[_key(effect)]
            line.tenths[corner] += sign * tenths
            if corner == POINT and size > line.size:
                line.effect, line.size = effect, size


def _contributions(lines: Iterable[_Line]) -> tuple[Contribution, ...]:
    """The lines that say something, by size, then by channel and factor."""
    rows = []
    for line in lines:
        effect = line.effect
        if not (any(line.tenths) or effect.shown):
            continue
        factor, reason = effect.bundle or effect.factor, effect.reason
        if effect.bundle:
            names = ", ".join(line.labels)
            reason = say("Not asked or not answered, so not credited: {controls}", controls=names)
        rows.append(
            Contribution(
                channel=effect.channel,
                factor=factor,
                low=line.tenths[LOW],
                points=line.tenths[POINT],
                high=line.tenths[HIGH],
                known=line.known,
                reason=reason,
                source=effect.source,
                source_date=source_date(effect.source),
            )
        )
    places = {channel: place for place, channel in enumerate(Channel)}
    rows.sort(key=lambda row: (-abs(row.points), places[row.channel], row.factor, str(row.reason)))
    return tuple(rows)


SHOWN_UNKNOWNS = 3


def _unknowns(
    works: Sequence[Sequence[Effect]], table: Sequence[Sequence[Cell]], residual: Sequence[int]
) -> tuple[Unknown, ...]:
    """The missing facts whose answers would shrink the interval most, three at most.

    The gain of a fact is the width of the interval less its width with that fact at the value used. Facts
    that one question settles (the origin of goods) are one unknown.
    """
    open_facts: dict[str, list[tuple[int, Effect]]] = {}
    for index, effects in enumerate(works):
        for effect in effects:
            if not effect.known and effect.ask is not None:
                open_facts.setdefault(effect.signal or effect.factor, []).append((index, effect))
    at = {(index, cell.channel): cell for index, row in enumerate(table) for cell in row}
    now = {corner: [sum(cell.residual(corner) for cell in row) for row in table] for corner in (LOW, HIGH)}
    width = residual[HIGH] - residual[LOW]
    found = []
    for facts in open_facts.values():
        width_then = _end(facts, at, now[HIGH], HIGH) - _end(facts, at, now[LOW], LOW)
        asked = max(
            (effect for _, effect in facts), key=lambda effect: (effect.high - effect.low, effect.factor)
        )
        if width > width_then and asked.ask is not None:
            found.append(Unknown(asked.factor, width - width_then, asked.ask, asked.signal))
    found.sort(key=lambda unknown: (-unknown.gain, unknown.factor))
    return tuple(found[:SHOWN_UNKNOWNS])


def _end(
    facts: Sequence[tuple[int, Effect]],
    at: Mapping[tuple[int, Channel], Cell],
    now: Sequence[float],
    corner: int,
) -> int:
    """The end of the interval at a corner if these facts had the value used there."""
    ratios: dict[tuple[int, Channel], float] = {}
    for index, effect in facts:
        place = (index, effect.channel)
        ratios[place] = ratios.get(place, 1.0) * effect.point / triple(effect)[corner]
    hazards = list(now)
    for place, ratio in ratios.items():
        hazards[place[0]] += at[place].residual(corner, ratio) - at[place].residual(corner)
    return points(total(hazards))
