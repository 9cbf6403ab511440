"""A section's text as it will read: live figures as their words, and what the reading found marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.services.annual.figure_words import FigureInWords
from screening.annual import Finding

_LIVE = re.compile(r"\[\[([a-z][a-z_]*)\]\]")
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or a live figure (`name`; `figure` is None for one that does not exist). `marks` are
    the numbers of the findings that lie on it, `begins` of those that begin with it."""

    text: str
    name: str = ""
    figure: FigureInWords | None = None
    marks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def paragraphs(
    text: str, figures: Mapping[str, FigureInWords], findings: Sequence[tuple[int, Finding]] = ()
) -> list[list[Piece]]:
    """The pieces of a text by paragraph. `findings` are of this text, with their numbers on the page."""
    marked = [(number, one) for number, one in findings if one.end > one.start]
    found = []
    for start, end in _blocks(text):
        found.append(list(_pieces(text, start, end, figures, marked)))
    return [pieces for pieces in found if pieces]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _pieces(
    text: str,
    start: int,
    end: int,
    figures: Mapping[str, FigureInWords],
    marked: Iterable[tuple[int, Finding]],
) -> Iterator[Piece]:
    live = [match for match in _LIVE.finditer(text, start, end)]
    inside = {place for match in live for place in range(match.start() + 1, match.end())}
    cuts = {start, end, *(match.start() for match in live), *(match.end() for match in live)}
    cuts |= {
        place
        for _n, one in marked
        for place in (one.start, one.end)
        if start < place < end and place not in inside
    }
    names = {match.start(): match[1] for match in live}
    ordered = sorted(cuts)
    for begin, until in pairwise(ordered):
        on = tuple(number for number, one in marked if one.start < until and begin < one.end)
        first = tuple(
            number for number, one in marked if begin <= max(one.start, start) < until and number in on
        )
        name = names.get(begin, "")
        yield Piece(text[begin:until], name, figures.get(name) if name else None, on, first)
