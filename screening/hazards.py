"""Hazards: how effects combine in a channel, over the kinds of work, and into a score.

For one kind of work and one channel c:   inherent h_c = base_c * product of (1 + weight * share)
                                          residual r_c = h_c * product of (1 - effect * answer * evidence)
A listed forced-labour pair puts a floor under both. H is the sum over the channels and, for a supplier of
several kinds of work, over those: the riskiest counts in full, the next 0.4, the next 0.16 (`scale.carry`),
so that more work never lowers and a high risk is never averaged away. The score is 100 * (1 - exp(-H)).

Everything is evaluated three times: at the best plausible value of all that is unknown, as known, and at
the worst. Points are whole tenths, given out by the largest remainder, so that every sum is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from screening.effects import Effect, Kind, Triple
from screening.types import Channel
from screening.weights import SHIPPED, Weights

LOW, POINT, HIGH = 0, 1, 2
CORNERS = (LOW, POINT, HIGH)
_BASE, _RAISE, _CHANNELS = Kind.BASE, Kind.RAISE, tuple(Channel)
FULL = 1000
"""A hundred points, in tenths."""


@dataclass(slots=True)
class Cell:
    """One channel of one kind of work: its effects, and its hazards at the corners without the floor."""

    channel: Channel
    base: Effect
    raises: list[Effect] = field(default_factory=list)
    controls: list[Effect] = field(default_factory=list)
    floor: float = 0.0
    inherent: Triple = (0.0, 0.0, 0.0)
    left: Triple = (1.0, 1.0, 1.0)

    def settle(self) -> None:
        """Multiply out the effects; `left` is the part of the hazard that the controls leave."""
        low, point, high = self.base.corners
        for effect in self.raises:
            one, two, three = effect.corners
            low, point, high = low * one, point * two, high * three
        self.inherent = (low, point, high)
        low = point = high = 1.0
        for effect in self.controls:
            one, two, three = effect.corners
            low, point, high = low * one, point * two, high * three
        self.left = (low, point, high)

    def hazard(self, corner: int) -> float:
        """The inherent hazard at a corner, not below the floor."""
        hazard = self.inherent[corner]
        return hazard if hazard > self.floor else self.floor

    def residual(self, corner: int, ratio: float = 1.0) -> float:
        """The hazard that the controls leave, not below the floor; `ratio` replaces one factor by another
        value."""
        hazard = self.inherent[corner] * self.left[corner] * ratio
        return hazard if hazard > self.floor else self.floor


def cells(effects: Iterable[Effect]) -> list[Cell]:
    """The effects of one kind of work by channel. ValueError if a channel has no base effect first."""
    table: dict[Channel, Cell] = {}
    for effect in effects:
        kind = effect.kind
        if kind is _BASE:
            table[effect.channel] = Cell(effect.channel, effect)
            continue
        cell = table.get(effect.channel)
        if cell is None:
            raise ValueError(f"{effect.factor}: no base hazard for {effect.channel}")
        (cell.raises if kind is _RAISE else cell.controls).append(effect)
        if effect.floor > cell.floor:
            cell.floor = effect.floor
    for cell in table.values():
        cell.settle()
    return [table[channel] for channel in _CHANNELS if channel in table]


def carried(hazards: Sequence[float], weights: Weights = SHIPPED) -> list[float]:
    """The weight of each kind of work: 1 for the riskiest, then `scale.carry`, its square and so on."""
    if len(hazards) == 1:
        return [1.0]
    order = sorted(range(len(hazards)), key=lambda index: (-hazards[index], index))
    shares, carry = [0.0] * len(hazards), weights.value("scale.carry")
    for place, index in enumerate(order):
        shares[index] = carry**place
    return shares


def total(hazards: Sequence[float], weights: Weights = SHIPPED) -> float:
    """The hazards of the kinds of work, added with `carried` weights. Never falls when one of them rises."""
    if len(hazards) == 1:
        return hazards[0]
    if len(hazards) == 2:  # most of the others
        carry = weights.value("scale.carry")
        first, second = hazards
        return first + second * carry if first >= second else first * carry + second
    return sum(part * share for part, share in zip(hazards, carried(hazards, weights), strict=True))


def points(hazard: float) -> int:
    """The score of a hazard in tenths of a point, 0 to 1000."""
    return round(FULL * (1.0 - math.exp(-hazard)))


def apportion(whole: int, shares: Sequence[float]) -> list[int]:
    """Give out `whole` in proportion to `shares` (0 or more) by the largest remainder; the sum is exactly
    `whole`."""
    everything = math.fsum(shares)
    if not shares or everything <= 0.0:
        if whole:
            raise ValueError(f"{whole} cannot be given out over nothing")
        return [0] * len(shares)
    exact = [whole * share / everything for share in shares]
    given = [int(part) for part in exact]
    missing = whole - sum(given)
    if missing:
        # A stable sort: of equal remainders the first.
        remainders = [part - floor for part, floor in zip(exact, given, strict=True)]
        for index in sorted(range(len(exact)), key=remainders.__getitem__, reverse=True)[:missing]:
            given[index] += 1
    return given
