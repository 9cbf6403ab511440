"""What other rooms put beside a section: a room registers a function that gives links for an area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Link:
    """A link beside a section: its words, its address, and what there is to say of it (publisher, date)."""

    title: str
    url: str
    note: str = ""


Source = Callable[[Session, int, str], Sequence[Link]]
"""Gives the links for (session, council id, area)."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Have a function asked for links whenever a section is shown. Also a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def links(session: Session, council_id: int, area: str) -> list[Link]:
    """All links for an area, in the order in which the rooms registered."""
    return [link for source in _sources for link in source(session, council_id, area)]
