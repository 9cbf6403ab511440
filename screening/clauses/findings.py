"""What a report says, as findings that may call for a clause, seen through the limits of a stage.

A stage has a use of the judgement (`screening.uses`). While tenders are read, only a report that was made for
that may speak: in any other, every number has been moved by what the law keeps out, so nothing of it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening import uses
from screening.changes import FACTOR_NAMES
from screening.clauses.brief import CHANNEL_NAMES, channel_points
from screening.clauses.types import Tier
from screening.controls import NOT_ANSWERED
from screening.types import Band, Channel, Contribution, Report, Sentence, StatementStatus, Unknown, Use, say
from screening.weights import controls

KNOWN_FROM = 10
"""A known line is a finding from so many tenths of a point (1 point)."""
UNKNOWN_FROM = 30
"""A fact that is not known is a finding if it could be worth so many tenths of a point."""

GEOGRAPHY = frozenset({"delivery", "sourcing", "listed_goods"})
"""Factors that read a country: Local Government Act 1988 s.17(5)(e)."""

_TIERS: Mapping[Band, Tier] = {
    Band.LOW: Tier.LOWER,
    Band.MEDIUM: Tier.MEDIUM,
    Band.HIGH: Tier.HIGHER,
    Band.NOT_ENOUGH_KNOWN: Tier.MEDIUM,
}


class Kind(StrEnum):
    """What kind of reason calls for a clause, in the order in which reasons are told."""

    FINDING = "finding"
    NOT_KNOWN = "not_known"
    CHANNEL = "channel"
    STATEMENT = "statement"
    CONTRACT = "contract"
    TIER = "tier"
    SHORT_LIST = "short_list"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a clause. `name` is stable: a factor, a channel, a status, a contract fact, a tier.

    `points` are the tenths of a point behind it, 0 where nothing is counted. `geography` says that it reads a
    country: it may decide how closely a contract is managed, never anything about a tender.
    """

    kind: Kind
    name: str
    sentence: Sentence
    points: int = 0
    geography: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A report as a stage may see it. `complete` is False if the report was made for another use.

    `findings` has the largest of each factor; `channels` are tenths of a point after controls; `largest` is
    the line that adds most without reading a country; `left_out` names the factors that may not speak.
    """

    tier: Tier
    complete: bool
    findings: Mapping[str, Reason]
    channels: Mapping[Channel, int]
    statement: StatementStatus
    largest: Contribution | None
    left_out: tuple[str, ...]


def view(report: Report, use: Use) -> View:
    """What of a report may speak for a use.

    A report for tenders that is used elsewhere hides what may be seen there: its tier is at least medium.
    """
    complete = use is report.use or use.value in report.permitted_use
    silent = not complete and use is Use.EVALUATION
    lines = () if silent else report.contributions
    tier = Tier.MEDIUM if silent else _TIERS[report.band]
    if not complete and tier is Tier.LOWER:
        tier = Tier.MEDIUM
    barred = (name for name, row in uses.factor_rows().items() if use not in row.uses)
    return View(
        tier=tier,
        complete=complete,
        findings=_findings(lines, () if silent else report.unknowns),
        channels=channel_points(lines),
        statement=report.statement.status,
        largest=max(
            (one for one in lines if one.factor not in GEOGRAPHY and one.channel is not Channel.PLACE),
            key=lambda one: (one.points, one.factor, one.channel.value, str(one.reason)),
            default=None,
        ),
        left_out=tuple(sorted(barred if silent else {one.factor for one in report.left_out})),
    )


def _findings(lines: Iterable[Contribution], unknowns: Iterable[Unknown]) -> Mapping[str, Reason]:
    found: dict[str, Reason] = {}
    for line in lines:
        kind = _kind(line)
        if kind is None:
            continue
        points = max(line.points if line.known else line.high, 0)
        reason = Reason(kind, line.factor, line.reason, points, line.factor in GEOGRAPHY)
        # A factor may act on several channels: the line with most points speaks for it.
        found[line.factor] = max(found.get(line.factor, reason), reason, key=_size)
    for one in unknowns:
        # The same fact may be a line too: the sentence of the line says more than the question.
        if one.gain >= KNOWN_FROM and one.factor not in found:
            text = say(
                "Not known: {factor}. {ask}", factor=FACTOR_NAMES.get(one.factor, one.factor), ask=one.ask
            )
            found[one.factor] = Reason(Kind.NOT_KNOWN, one.factor, text, one.gain, one.factor in GEOGRAPHY)
    return found


def _size(reason: Reason) -> tuple[int, str]:
    return reason.points, str(reason.sentence)


def _kind(line: Contribution) -> Kind | None:
    """A finding that is known, one that is not known, or None for a line that calls for nothing."""
    control = line.factor in controls()
    if line.known:
        answered_no = control and line.points == 0
        return Kind.FINDING if line.points >= KNOWN_FROM or answered_no else None
    if control or line.factor in (NOT_ANSWERED, "statement") or line.high >= UNKNOWN_FROM:
        return Kind.NOT_KNOWN
    return None


def channel_reason(seen: View, channel: Channel) -> Reason:
    """That a channel carries so many points after controls."""
    tenths = seen.channels[channel]
    text = say(
        "{channel}: {points} points after controls",
        channel=CHANNEL_NAMES[channel],
        points=f"{tenths / 10:.1f}",
    )
    return Reason(Kind.CHANNEL, channel.value, text, tenths, channel is Channel.PLACE)
