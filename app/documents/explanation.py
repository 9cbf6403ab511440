"""The contributions of a report as people read them: one line for each reason, with its bar.

The judgement gives a contribution for each channel; where several channels have the same reason, a reader
wants it once with the points together. Nothing is left out, so the lines add up to what the contributions do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from screening.types import Channel, Contribution, Report, Sentence, Unknown

BAR_WIDTH: Final = 160
"""Units across of a bar's drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, and the points that it adds or takes away in all channels together.

    Points are whole tenths; `least <= most` is what is possible while the fact is unknown, and both equal
    `points` where it is `known`. `channels` are those with points, the most first, and `through` those that
    the reason is told of, also without points; `source` is the id of the source that the reason cites.
    """

    factor: str
    reason: Sentence
    points: int
    least: int
    most: int
    known: bool
    channels: tuple[tuple[Channel, int], ...]
    through: tuple[Channel, ...]
    source: str
    source_date: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the explanation, in units of its drawing: its beginning and length, and its interval."""

    start: str
    width: str
    interval_start: str
    interval_width: str
    zero: str
    takes_away: bool


def lines_of(report: Report) -> list[Line]:
    """The lines of a report: what adds points first and the most first, then what takes them away."""
    return _lines(report.contributions)


def lines_that_add(report: Report) -> list[Line]:
    """Those of them that add points, the most first."""
    adding = {one.factor for one in report.contributions if one.points > 0}
    return [line for line in _lines(c for c in report.contributions if c.factor in adding) if line.points > 0]


def _lines(contributions: Iterable[Contribution]) -> list[Line]:
    gathered: dict[tuple[str, str, bool], list[Contribution]] = {}
    for contribution in contributions:
        key = (contribution.factor, str(contribution.reason), contribution.known)
        gathered.setdefault(key, []).append(contribution)
    lines = [_line(together) for together in gathered.values()]
    return sorted(lines, key=lambda line: (-line.points, -line.most, line.factor, str(line.reason)))


def weightiest_lines(report: Report) -> list[Line]:
    """The lines that change the points, the largest change first, whichever way it goes."""
    changing = [line for line in lines_of(report) if line.points]
    return sorted(changing, key=lambda line: (-abs(line.points), line.factor, str(line.reason)))


def weightiest_unknowns(report: Report) -> list[Unknown]:
    """The missing facts by how much knowing them would settle, the most first."""
    return sorted(report.unknowns, key=lambda unknown: (-unknown.gain, unknown.factor))


def bars(lines: Sequence[Line]) -> list[tuple[Line, Bar]]:
    """Draw the lines of one report on one scale, nought at the same place in every bar."""
    lowest = min((min(line.least, line.points, 0) for line in lines), default=0)
    highest = max((max(line.most, line.points, 0) for line in lines), default=0)
    scale = BAR_WIDTH / max(highest - lowest, 1)

    def bar(line: Line) -> Bar:
        return Bar(
            start=f"{(min(line.points, 0) - lowest) * scale:.1f}",
            width=f"{abs(line.points) * scale:.1f}",
            interval_start=f"{(line.least - lowest) * scale:.1f}",
            interval_width=f"{(line.most - line.least) * scale:.1f}",
            zero=f"{-lowest * scale:.1f}",
            takes_away=line.points < 0,
        )

    return [(line, bar(line)) for line in lines]


def _line(together: Sequence[Contribution]) -> Line:
    first = together[0]
    points = sum(one.points for one in together)
    # A share of a whole can be smaller where the whole is larger: low may lie above high.
    ends = sorted((sum(one.low for one in together), sum(one.high for one in together)))
    least, most = (points, points) if first.known else (min(ends[0], points), max(ends[1], points))
    channels = [(one.channel, one.points) for one in together if one.points]
    return Line(
        factor=first.factor,
        reason=first.reason,
        points=points,
        least=least,
        most=most,
        known=first.known,
        channels=tuple(sorted(channels, key=lambda pair: (-abs(pair[1]), pair[0].value))),
        through=tuple(channel for channel in Channel if any(one.channel == channel for one in together)),
        source=first.source,
        source_date=first.source_date,
    )
