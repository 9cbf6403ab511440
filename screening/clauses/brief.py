"""The short list of every report: which clauses it calls for, and because of which finding.

The clauses are data (`data/clauses.yaml`), drafts for the council's lawyers. A clause is suggested to be
considered in new contracts and variations; it never enters the evaluation of a tender.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from screening.changes import FACTOR_NAMES
from screening.reference import load_yaml
from screening.types import (
    Band,
    Channel,
    ClauseSuggestion,
    Contribution,
    Sentence,
    StatementFinding,
    StatementStatus,
    say,
)

STATUS = "Draft for legal review"

CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.OWN_WORKFORCE: "The supplier's own workers",
    Channel.LABOUR_PROVIDERS: "Agencies and labour providers",
    Channel.GOODS: "Goods and materials",
    Channel.SUBCONTRACTING: "Sub-contracting",
    Channel.PLACE: "The places of work",
}

BAND_NAMES: Mapping[Band, str] = {
    Band.HIGH: "high",
    Band.MEDIUM: "medium",
    Band.LOW: "low",
    Band.NOT_ENOUGH_KNOWN: "not enough known",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """When a clause is called for: one of the bands and, if any trigger is given, at least one trigger.

    `channels` maps a channel to the tenths of a point that it must carry; `factors` are factors that add
    points, or that were not answered; `statement` are statuses of the statement.
    """

    bands: frozenset[Band]
    channels: Mapping[Channel, int]
    factors: tuple[str, ...]
    statement: tuple[StatementStatus, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the library. `family` is one of the field's families, K1 to K17; it is always a draft."""

    id: str
    family: str
    title: str
    text: str
    purpose: str
    when: Condition
    small_supplier: str
    source: str
    status: str = STATUS


class Judged(Protocol):
    """What `suggest` needs to know of a report."""

    @property
    def band(self) -> Band: ...
    @property
    def contributions(self) -> Sequence[Contribution]: ...
    @property
    def statement(self) -> StatementFinding: ...


@cache
def library() -> tuple[Clause, ...]:
    """All clauses, in the order of the file. ValueError for a band, channel or status that does not exist."""
    clauses = []
    for key, row in load_yaml("clauses.yaml").items():
        when = row["when"]
        condition = Condition(
            bands=frozenset(Band(name) for name in when["bands"]),
            channels={Channel(name): int(tenths) for name, tenths in when.get("channels", {}).items()},
            factors=tuple(when.get("factors", ())),
            statement=tuple(StatementStatus(name) for name in when.get("statement", ())),
        )
        texts = {
            name: row[name] for name in ("family", "title", "text", "purpose", "small_supplier", "source")
        }
        clauses.append(Clause(id=key, when=condition, **texts))
    return tuple(clauses)


@cache
def _library_at(band: Band) -> tuple[Clause, ...]:
    return tuple(clause for clause in library() if band in clause.when.bands)


def channel_points(contributions: Sequence[Contribution]) -> dict[Channel, int]:
    """The tenths of a point that each channel carries after controls."""
    totals = dict.fromkeys(Channel, 0)
    for line in contributions:
        totals[line.channel] += line.points
    return totals


def _reason(
    condition: Condition, report: Judged, totals: Mapping[Channel, int], calling: Sequence[Contribution]
) -> Sentence | None:
    """Why the condition holds in a report of one of its bands, None if it does not.

    `totals` are the `channel_points` of the report, `calling` its lines that add points or are not known.
    """
    reached = [channel for channel, tenths in condition.channels.items() if totals[channel] >= tenths]
    if reached:
        channel = max(reached, key=lambda each: (totals[each], each.value))
        return say(
            "{channel}: {points} points after controls",
            channel=CHANNEL_NAMES[channel],
            points=_tenths(totals[channel]),
        )
    if report.statement.status in condition.statement:
        return say("No statement of the supplier is confirmed")
    for line in calling if condition.factors else ():
        if line.factor in condition.factors:
            return line.reason if line.known else say("Not known: {factor}", factor=FACTOR_NAMES[line.factor])
    if condition.channels or condition.factors or condition.statement:
        return None
    return say("The band is {band}", band=BAND_NAMES[report.band])


def _tenths(tenths: int) -> str:
    return f"{tenths / 10:.1f}"


def suggest(report: Judged) -> tuple[ClauseSuggestion, ...]:
    """The clauses that a report calls for, in the order of the library."""
    found = []
    totals = channel_points(report.contributions)
    calling = [line for line in report.contributions if line.points > 0 or not line.known]
    for clause in _library_at(report.band):
        reason = _reason(clause.when, report, totals, calling)
        if reason is not None:
            found.append(ClauseSuggestion(clause.id, clause.title, reason))
    return tuple(found)
