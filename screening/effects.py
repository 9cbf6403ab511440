"""What a factor says: one effect on one channel, at the best plausible value, as known, and at the worst."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from screening.types import Channel, Sentence


class Kind(StrEnum):
    """How an effect acts on the hazard of its channel."""

    BASE = "base"
    """The hazard that the channel starts with (0 or more)."""
    RAISE = "raise"
    """Multiplies the hazard by 1 or more."""
    CONTROL = "control"
    """Leaves a part of the hazard, more than 0 and at most 1."""


Triple = tuple[float, float, float]
_NO_LOGS = (0.0, 0.0, 0.0)
Key = tuple[Channel, str, str]


def _sizes(low: float, point: float, high: float) -> Triple:
    one = abs(math.log(point))
    if low == high:
        return one, one, one
    return abs(math.log(low)), one, abs(math.log(high))


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect of one factor on one channel.

    `low <= point <= high` are hazards, multipliers or the part that is left, by `kind`. `known` is False
    where the value was estimated. `finding` marks a known fact that an officer would call a finding.
    `shown` keeps the line in the explanation even where it carries no points. `ask` and `signal` say how an
    unknown can be settled. `floor` is a hazard below which the channel never falls. `bundle` names the line
    that gathers what was not answered.

    Derived once, as most effects are shared by many suppliers: `corners` (low, point, high), `logs` (how
    much each corner weighs among the effects of its channel), `key` (the line of the explanation) and
    `unsettled` (whether an answer could narrow it).
    """

    factor: str
    channel: Channel
    kind: Kind
    low: float
    point: float
    high: float
    known: bool
    reason: Sentence
    source: str
    finding: bool = False
    shown: bool = False
    ask: Sentence | None = None
    signal: str = ""
    floor: float = 0.0
    label: str = ""
    bundle: str = ""
    corners: Triple = field(init=False, repr=False, compare=False)
    logs: Triple = field(init=False, repr=False, compare=False)
    key: Key = field(init=False, repr=False, compare=False)
    unsettled: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.low <= self.point <= self.high:
            raise ValueError(f"{self.factor}: {self.low} <= {self.point} <= {self.high} does not hold")
        settle = object.__setattr__
        settle(self, "corners", (self.low, self.point, self.high))
        base = self.kind is Kind.BASE
        settle(self, "logs", _NO_LOGS if base else _sizes(self.low, self.point, self.high))
        settle(self, "unsettled", not self.known and self.ask is not None and self.low < self.high)
        # A supplier of two kinds of work has one line per sector; other factors are merged by channel.
        key = (self.channel, self.bundle or self.factor, self.label if base else "")
        settle(self, "key", key)
