"""A statement as it is read: its texts by area, its year, who approved it, and what last year said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

FIGURE_MARK = "[["
"""A live figure stands in a text as [[name]]: it brings its own trail and its value of last year."""


@dataclass(frozen=True, slots=True)
class Approval:
    """By whom the statement was approved and signed, and when; empty where it has not happened."""

    body: str = ""
    approved_on: date | None = None
    signed_by: str = ""
    signed_role: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """Last year's statement: its texts by area, and those in Welsh."""

    texts: Mapping[str, str] = field(default_factory=dict)
    texts_cy: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is read. `texts` are by area, in plain text, `texts_cy` the same in Welsh as far as there is any;
    `missing_because` says why an area is left out.

    `homepage_link` and `in_registry` are whether somebody has seen that the link stands on the front page and
    that the statement is in the registry, None where nobody has looked.
    """

    year_end: date
    texts: Mapping[str, str]
    missing_because: Mapping[str, str] = field(default_factory=dict)
    approval: Approval = field(default_factory=Approval)
    earlier: Earlier | None = None
    homepage_link: bool | None = None
    in_registry: bool | None = None
    owners: tuple[str, ...] = ()
    """Names of roles and teams of the council that can own a promise, beside the usual words."""
    texts_cy: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> Iterator[tuple[str, str, str]]:
        """All texts as (area, language, text)."""
        for language, texts in (("en", self.texts), ("cy", self.texts_cy)):
            for area, text in texts.items():
                yield area, language, text
