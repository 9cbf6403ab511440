"""Contracts for the health service in England: when the risk must have been assessed.

National Health Service (Procurement, Slavery and Human Trafficking) Regulations 2025 (SI 2025/1212), in force
since 17 May 2026: a public body that procures for the health service in England, a council too and at any
value, assesses the risk before it publishes the notice that invites suppliers, or before award without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from screening.controls import british
from screening.types import Contract, Sentence, say

IN_FORCE = date(2026, 5, 17)
_NAMED = 5


def notes(contracts: Iterable[tuple[str, Contract]], as_at: date) -> tuple[Sentence, ...]:
    """What the regulations say of contracts that are flagged `health_service_england`, each with its label.

    One sentence for those assessed in time, one for those assessed late, one where the day of the notice is
    not known; none for a contract whose flag is "no" or not known, nor for a notice before the regulations.
    """
    texts = {
        "late": "For the health service in England (SI 2025/1212): this assessment is as at {day}, "
        "after the notice, and had to come before it: record why it is late. {contracts}",
        "in_time": "For the health service in England (SI 2025/1212): assessed as at {day}, "
        "not after the notice, as the regulations ask. {contracts}",
        "unknown": "For the health service in England (SI 2025/1212): assessed as at {day}. The risk must be "
        "assessed before the notice that invites suppliers, or before award without one; "
        "the day of the notice is not known. {contracts}",
    }
    groups: dict[str, list[str]] = {}
    for label, contract in contracts:
        if not contract.health_service_england:
            continue
        if contract.notice is None:
            group = "unknown"
        elif contract.notice < IN_FORCE:
            continue
        else:
            group = "late" if as_at > contract.notice else "in_time"
        groups.setdefault(group, []).append(
            label if contract.notice is None else f"{label} ({british(contract.notice)})"
        )
    return tuple(
        say(text, day=british(as_at), contracts=_listed(groups[group]))
        for group, text in texts.items()
        if group in groups
    )


def _listed(labels: list[str]) -> str:
    shown = sorted(label or "-" for label in labels)
    more = f" + {len(shown) - _NAMED}" if len(shown) > _NAMED else ""
    return "; ".join(shown[:_NAMED]) + more
