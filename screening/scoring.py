"""From effects to points: the score, the contributions that add up to it, and the unknowns that matter.

`screening.hazards` says how effects combine. Here every line of the explanation gets its share: a channel's
share of the score is its share of the hazard; inside a channel the base comes first and the factors share
the uplift by the logarithms of their multipliers. What controls take away is shared in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from screening.effects import Effect, Key, Kind
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
)
from screening.reference import source_date
from screening.types import Channel, Contribution, Unknown, say

Table = Sequence[Sequence[Cell]]
"""The cells of each kind of work."""


@dataclass(slots=True)
class _Line:
    """One line of the explanation while it is being put together."""

    effect: Effect
    size: float = -1.0
    tenths: list[int] = field(default_factory=lambda: [0, 0, 0])
    known: bool = True
    labels: dict[str, None] = field(default_factory=dict)


def risk_shares(cell: Cell, corner: int, carry: float) -> tuple[list[Effect], list[float]]:
    """A channel's hazard by effect: the base itself, then the uplift by the logarithms of the multipliers."""
    whole = cell.hazard(corner)
    logs = [effect.logs[corner] for effect in cell.raises]
    if cell.floor > cell.inherent[corner]:
        # The pair that set the floor carries what the floor adds.
        for index, effect in enumerate(cell.raises):
            if effect.floor == cell.floor:
                logs[index] += math.log(cell.floor / cell.inherent[corner])
                break
    everything = math.fsum(logs)
    base = min(cell.base.corners[corner], whole) if everything > 0.0 else whole
    each = carry * (whole - base) / everything if everything > 0.0 else 0.0
    return [cell.base, *cell.raises], [carry * base, *[each * log for log in logs]]


def _control_shares(cell: Cell, corner: int, carry: float) -> tuple[list[Effect], list[float]]:
    """What the controls take from a channel, by the logarithms of the parts that they leave."""
    logs = [effect.logs[corner] for effect in cell.controls]
    everything = math.fsum(logs)
    if everything <= 0.0:
        return [], []
    each = carry * (cell.hazard(corner) - cell.residual(corner)) / everything
    return cell.controls, [each * log for log in logs]


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of all effects, in tenths of a point; `riskiest` is the index of the leading work, `table`
    has the cells of every kind of work."""

    inherent: int
    residual: int
    low: int
    high: int
    contributions: tuple[Contribution, ...]
    unknowns: tuple[Unknown, ...]
    findings: int
    riskiest: int
    table: Table


Handout = tuple[int, list[int], list[Effect], list[float], list[int]]
"""What is given out at a corner: the kinds of work (their indices), the effects, the hazard of each, and the
tenths of a point that each adds or takes away."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """The score before and after controls, and the hazards of the kinds of work, at the three corners."""

    inherent: tuple[int, ...]
    residual: tuple[int, ...]
    hazards: tuple[list[float], ...]
    residuals: tuple[list[float], ...]


def _sums(table: Table) -> _Sums:
    hazards = tuple([sum(cell.hazard(corner) for cell in row) for row in table] for corner in CORNERS)
    residuals = tuple([sum(cell.residual(corner) for cell in row) for row in table] for corner in CORNERS)
    inherent = tuple(points(total(part)) for part in hazards)
    residual = tuple(min(points(total(part)), inherent[corner]) for corner, part in enumerate(residuals))
    return _Sums(inherent, residual, hazards, residuals)


def score(works: Sequence[Sequence[Effect]]) -> Score:
    """Score the effects of each kind of work of a supplier. ValueError if there is none."""
    if not works:
        raise ValueError("a supplier has at least one kind of work")
    table = [cells(effects) for effects in works]
    sums = _sums(table)
    lines = _first_lines(works)
    for corner, _, effects, sizes, given in _given_out(table, sums):
        for effect, size, tenths in zip(effects, sizes, given, strict=True):
            if tenths or size:
                line = lines[effect.key]
                line.tenths[corner] += tenths
                if corner == POINT and size > line.size:
                    line.effect, line.size = effect, size
    now = sums.residuals[POINT]
    return Score(
        inherent=sums.inherent[POINT],
        residual=sums.residual[POINT],
        low=sums.residual[LOW],
        high=sums.residual[HIGH],
        contributions=_contributions(lines.values()),
        unknowns=_unknowns(works, table, sums),
        findings=len({effect.factor for effects in works for effect in effects if effect.finding}),
        riskiest=max(range(len(table)), key=lambda index: (now[index], -index)),
        table=table,
    )


def bounds(row: Sequence[Cell], raises: Iterable[Effect]) -> tuple[int, int, int]:
    """The residual at low, point and high, in tenths, of the cells of a kind of work if these were what
    raises its hazards: a score without its lines."""
    hazards = {cell.channel: list(cell.base.corners) for cell in row}
    floors = dict.fromkeys(hazards, 0.0)
    for effect in raises:
        hazard = hazards[effect.channel]
        for corner, factor in enumerate(effect.corners):
            hazard[corner] *= factor
        if effect.floor > floors[effect.channel]:
            floors[effect.channel] = effect.floor
    sums = [0.0, 0.0, 0.0]
    for cell in row:
        floor = floors[cell.channel]
        for corner, part in enumerate(hazards[cell.channel]):
            left = part * cell.left[corner]
            sums[corner] += left if left > floor else floor
    return points(sums[LOW]), points(sums[POINT]), points(sums[HIGH])


def handouts(table: Table) -> Iterator[Handout]:
    """What `score` gives to each effect of each kind of work; the tenths of a line add up to its points."""
    return _given_out(table, _sums(table))


def _first_lines(works: Sequence[Sequence[Effect]]) -> dict[Key, _Line]:
    lines: dict[Key, _Line] = {}
    for effects in works:
        for effect in effects:
            line = lines.get(effect.key)
            if line is None:
                line = lines[effect.key] = _Line(effect)
            line.known = line.known and effect.known
            line.labels[effect.label] = None
    return lines


def _given_out(table: Table, sums: _Sums) -> Iterator[Handout]:
    """Give out the points of each corner over the effects: up to the inherent, then down to the residual."""
    for corner in CORNERS:
        inherent, residual = sums.inherent[corner], sums.residual[corner]
        carries = carried(sums.hazards[corner])
        for part, whole, sign in (
            (risk_shares, inherent, 1),
            (_control_shares, inherent - residual, -1),
        ):
            if not whole:
                continue
            works: list[int] = []
            effects: list[Effect] = []
            sizes: list[float] = []
            for work, row in enumerate(table):
                for cell in row:
                    theirs, hazards = part(cell, corner, carries[work])
                    effects += theirs
                    sizes += hazards
                    works += [work] * len(theirs)
            given = apportion(whole, sizes)
            yield corner, works, effects, sizes, given if sign > 0 else [-tenths for tenths in given]


def _contributions(lines: Iterable[_Line]) -> tuple[Contribution, ...]:
    """The lines that say something, by size, then by channel and factor."""
    rows = []
    for line in lines:
        effect = line.effect
        low, point, high = line.tenths
        if not (low or point or high or effect.shown):
            continue
        factor, reason = effect.bundle or effect.factor, effect.reason
        if effect.bundle:
            names = ", ".join(line.labels)
            reason = say("Not asked or not answered, so not credited: {controls}", controls=names)
        rows.append(
            Contribution(
                effect.channel,
                factor,
                low,
                point,
                high,
                line.known,
                reason,
                effect.source,
                source_date(effect.source),
            )
        )
    rows.sort(key=_order)
    return tuple(rows)


def _order(row: Contribution) -> tuple[int, int, str, str]:
    # A channel has one line of each factor, but one of each sector.
    tie = str(row.reason) if row.factor == "sector" else ""
    return -abs(row.points), _PLACES[row.channel], row.factor, tie


_PLACES = {channel: place for place, channel in enumerate(Channel)}

SHOWN_UNKNOWNS = 3


def _unknowns(works: Sequence[Sequence[Effect]], table: Table, sums: _Sums) -> tuple[Unknown, ...]:
    """The missing facts whose answers would shrink the interval most, three at most.

    The gain of a fact is the width of the interval less its width with that fact at the value used. Facts
    that one question settles (the origin of goods) are one unknown.
    """
    open_facts: dict[str, list[tuple[int, Effect]]] = {}
    for index, effects in enumerate(works):
        for effect in effects:
            if not effect.known and effect.ask is not None and effect.low < effect.high:
                open_facts.setdefault(effect.signal or effect.factor, []).append((index, effect))
    at = {(index, cell.channel): cell for index, row in enumerate(table) for cell in row}
    width = sums.residual[HIGH] - sums.residual[LOW]
    found = []
    for facts in open_facts.values():
        width_then = _end(facts, at, sums, HIGH) - _end(facts, at, sums, LOW)
        if width <= width_then:
            continue
        asked = max(
            (effect for _, effect in facts), key=lambda effect: (effect.high - effect.low, effect.factor)
        )
        if asked.ask is not None:
            found.append(Unknown(asked.factor, width - width_then, asked.ask, asked.signal))
    found.sort(key=lambda unknown: (-unknown.gain, unknown.factor))
    return tuple(found[:SHOWN_UNKNOWNS])


def _end(
    facts: Sequence[tuple[int, Effect]], at: Mapping[tuple[int, Channel], Cell], sums: _Sums, corner: int
) -> int:
    """The end of the interval at a corner if these facts had the value used there."""
    ratios: dict[tuple[int, Channel], float] = {}
    for index, effect in facts:
        end = effect.corners[corner]
        if end != effect.point:
            place = (index, effect.channel)
            ratios[place] = ratios.get(place, 1.0) * effect.point / end
    if not ratios:
        return sums.residual[corner]
    hazards = list(sums.residuals[corner])
    for place, ratio in ratios.items():
        cell = at[place]
        hazards[place[0]] += cell.residual(corner, ratio) - cell.residual(corner)
    return points(total(hazards))


def is_risk(effect: Effect) -> bool:
    """Whether an effect adds points (its base or a multiplier) rather than taking them away."""
    return effect.kind is not Kind.CONTROL
