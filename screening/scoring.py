"""From effects to points: the score, the contributions that add up to it, and the unknowns that matter.

`screening.hazards` says how effects combine. Here every line of the explanation gets its share: a channel's
share of the score is its share of the hazard; inside a channel the base comes first and the factors share
the uplift by the logarithms of their multipliers. What controls take away is shared in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from screening.effects import Effect, Key, Kind, Triple
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
from screening.weights import SHIPPED, Weights

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
    return [cell.base, *cell.raises], _risk_sizes(cell, corner, carry)


def _risk_sizes(cell: Cell, corner: int, carry: float) -> list[float]:
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
    return [carry * base, *[each * log for log in logs]]


def _control_sizes(cell: Cell, corner: int, carry: float) -> list[float]:
    """What the controls take from a channel, by the logarithms of the parts that they leave."""
    logs = [effect.logs[corner] for effect in cell.controls]
    everything = math.fsum(logs)
    each = carry * (cell.hazard(corner) - cell.residual(corner)) / everything if everything > 0.0 else 0.0
    return [each * log for log in logs]


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
    weights: Weights = SHIPPED


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
    weights: Weights


def _sums(table: Table, weights: Weights) -> _Sums:
    hazards = tuple([sum([cell.hazard(corner) for cell in row]) for row in table] for corner in CORNERS)
    residuals = tuple([sum([cell.residual(corner) for cell in row]) for row in table] for corner in CORNERS)
    inherent = tuple(points(total(part, weights)) for part in hazards)
    residual = tuple(
        min(points(total(part, weights)), inherent[corner]) for corner, part in enumerate(residuals)
    )
    return _Sums(inherent, residual, hazards, residuals, weights)


def score(works: Sequence[Sequence[Effect]], weights: Weights = SHIPPED) -> Score:
    """Score the effects of each kind of work of a supplier. ValueError if there is none."""
    if not works:
        raise ValueError("a supplier has at least one kind of work")
    table = [cells(effects) for effects in works]
    sums = _sums(table, weights)
    lines = _first_lines(works)
    own: dict[int, list[_Line]] = {}  # the line of each effect: the same list of effects comes at each corner
    for corner, _, effects, sizes, given in _given_out(table, sums):
        if id(effects) not in own:
            own[id(effects)] = [lines[effect.key] for effect in effects]
        for line, effect, size, tenths in zip(own[id(effects)], effects, sizes, given, strict=True):
            if tenths or size:
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
        weights=weights,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What every contract of a kind of work begins with, by channel: its hazards at the corners, the part
    that the controls leave, and its floor."""

    hazards: Mapping[Channel, Triple]
    left: Mapping[Channel, Triple]
    floors: Mapping[Channel, float]


def start(row: Sequence[Cell], but: Set[str]) -> Start:
    """The cells of a kind of work without what the factors `but` raise."""
    hazards, floors = {}, {}
    for cell in row:
        low, point, high = cell.base.corners
        floor = 0.0
        for effect in cell.raises:
            if effect.factor not in but:
                one, two, three = effect.corners
                low, point, high = low * one, point * two, high * three
                floor = max(floor, effect.floor)
        hazards[cell.channel], floors[cell.channel] = (low, point, high), floor
    return Start(hazards, {cell.channel: cell.left for cell in row}, floors)


def bounds(begin: Start, raises: Iterable[tuple[Channel, Triple, float]]) -> tuple[int, int, int]:
    """The residual at low, point and high, in tenths, if this (channel, multipliers, floor) were what raises
    the hazards of a kind of work: a score without its lines."""
    hazards, floors = dict(begin.hazards), begin.floors
    for channel, (one, two, three), floor in raises:
        low, point, high = hazards[channel]
        hazards[channel] = (low * one, point * two, high * three)
        if floor > floors[channel]:
            floors = {**floors, channel: floor}
    lowest = likely = highest = 0.0
    for channel, (one, two, three) in begin.left.items():
        low, point, high = hazards[channel]
        floor = floors[channel]
        low, point, high = low * one, point * two, high * three
        lowest += low if low > floor else floor
        likely += point if point > floor else floor
        highest += high if high > floor else floor
    return points(lowest), points(likely), points(highest)


def handouts(score: Score) -> Iterator[Handout]:
    """What `score` gives to each effect of each kind of work; the tenths of a line add up to its points."""
    return _given_out(score.table, _sums(score.table, score.weights))


def _first_lines(works: Sequence[Sequence[Effect]]) -> dict[Key, _Line]:
    lines: dict[Key, _Line] = {}
    for effects in works:
        for effect in effects:
            key = effect.key
            line = lines.get(key)
            if line is None:
                line = lines[key] = _Line(effect)
            if not effect.known:
                line.known = False
            if effect.bundle:
                line.labels[effect.label] = None
    return lines


def _given_out(table: Table, sums: _Sums) -> Iterator[Handout]:
    """Give out the points of each corner over the effects: up to the inherent, then down to the residual."""
    risks = [
        (work, effect)
        for work, row in enumerate(table)
        for cell in row
        for effect in (cell.base, *cell.raises)
    ]
    controls = [(work, effect) for work, row in enumerate(table) for cell in row for effect in cell.controls]
    parts = [
        (sizes_of, sign, [work for work, _ in of], [effect for _, effect in of])
        for sizes_of, sign, of in ((_risk_sizes, 1, risks), (_control_sizes, -1, controls))
    ]
    for corner in CORNERS:
        inherent, residual = sums.inherent[corner], sums.residual[corner]
        carries = carried(sums.hazards[corner], sums.weights)
        for sizes_of, sign, works, effects in parts:
            whole = inherent if sign > 0 else inherent - residual
            if not whole:
                continue
            sizes: list[float] = []
            for carry, row in zip(carries, table, strict=True):
                for cell in row:
                    sizes += sizes_of(cell, corner, carry)
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
            if effect.unsettled:
                open_facts.setdefault(effect.signal or effect.factor, []).append((index, effect))
    at = [{cell.channel: cell for cell in row} for row in table]
    width = sums.residual[HIGH] - sums.residual[LOW]
    gains = [(width - _width(facts, at, sums), facts) for facts in open_facts.values()]
    told = sorted((gain for gain, _ in gains if gain > 0), reverse=True)[:SHOWN_UNKNOWNS]
    found = []
    for gain, facts in gains:
        if told and gain >= told[-1]:
            asked = max(
                (effect for _, effect in facts), key=lambda effect: (effect.high - effect.low, effect.factor)
            )
            if asked.ask is not None:
                found.append(Unknown(asked.factor, gain, asked.ask, asked.signal))
    found.sort(key=lambda unknown: (-unknown.gain, unknown.factor))
    return tuple(found[:SHOWN_UNKNOWNS])


Ratios = dict[tuple[int, Channel], float]
"""By how much the hazard of a channel of a kind of work (its index) would change."""


def _width(facts: Sequence[tuple[int, Effect]], at: Sequence[Mapping[Channel, Cell]], sums: _Sums) -> int:
    """The width of the interval if these facts had the value used at both ends."""
    lows: Ratios = {}
    highs: Ratios = {}
    for index, effect in facts:
        low, point, high = effect.corners
        place = (index, effect.channel)
        if low != point:
            lows[place] = lows.get(place, 1.0) * point / low
        if high != point:
            highs[place] = highs.get(place, 1.0) * point / high
    low_end = _end(lows, at, sums, LOW) if lows else sums.residual[LOW]
    return (_end(highs, at, sums, HIGH) if highs else sums.residual[HIGH]) - low_end


def _end(ratios: Ratios, at: Sequence[Mapping[Channel, Cell]], sums: _Sums, corner: int) -> int:
    """The end of the interval at a corner if the hazards changed so."""
    hazards = sums.residuals[corner].copy()
    for (index, channel), ratio in ratios.items():
        cell = at[index][channel]
        # As Cell.residual at the value used, less that at the end: this runs for every open fact of a file.
        whole, floor = cell.inherent[corner] * cell.left[corner], cell.floor
        then = whole * ratio
        hazards[index] += (then if then > floor else floor) - (whole if whole > floor else floor)
    return points(total(hazards, sums.weights))


def is_risk(effect: Effect) -> bool:
    """Whether an effect adds points (its base or a multiplier) rather than taking them away."""
    return effect.kind is not Kind.CONTROL
