"""Every signal that the judgement reads, and what it may say: for whoever writes answers without a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from screening.controls import DO_NOT_KNOW
from screening.factors import SIGNALS_READ
from screening.weights import controls
from screening.workforce import ANSWERS as WORKFORCE_ANSWERS

SEVERAL = frozenset(
    {
        "training.given",
        "policy.provisions",
        "audit.kinds",
        "indicators.watched",
        "remedy.actions",
        "partners.engaged",
    }
)
"""Controls of whose answers several may hold at once."""
_YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class SignalValues:
    """What one signal may say: one of `values`, several of them, or ISO 3166-1 alpha-2 codes of countries.

    Every signal may also say "unknown", the supplier's honest "I do not know".
    """

    kind: Literal["one", "several", "countries"]
    values: tuple[str, ...] = ()


@cache
def signal_values() -> Mapping[str, SignalValues]:
    """What each signal that the judgement reads may say, by name, in the order of the names."""
    table: dict[str, SignalValues] = {}
    for name in sorted(SIGNALS_READ):
        if name.endswith(".countries"):
            table[name] = SignalValues("countries", (DO_NOT_KNOW,))
            continue
        control = controls().get(name)
        given = tuple(control.answers) if control else WORKFORCE_ANSWERS.get(name, _YES_NO)
        table[name] = SignalValues("several" if name in SEVERAL else "one", (*given, DO_NOT_KNOW))
    return table
