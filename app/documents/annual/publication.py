"""A statement as people read it: one object in one language, from which every form of it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PublishedSection:
    """One area: its title, its text with the figures put in (light Markdown), and the language of the text.

    `missing_because` stands in place of a text that there is none of.
    """

    area: str
    title: str
    text: str
    language: str
    missing_because: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure that the texts name: what it is called, its value in words and as a number, and its unit.

    `number` is None where it is too small to be shown, `of` the figure of which it is a part, `before` last
    year's value in words.
    """

    name: str
    label: str
    words: str
    number: Decimal | None
    unit: str
    of: str
    as_at: date
    before: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The whole statement in one language ("en" or "cy").

    `approval` are lines that say who approved and signed it, `rules` by which rules it was written. `sha256`
    is "" for a draft. `word_template` is the council's own template of Word files, None for ours.
    """

    council: str
    slug: str
    language: str
    title: str
    year_start: date
    year_end: date
    sections: tuple[PublishedSection, ...]
    figures: tuple[PublishedFigure, ...]
    approval: tuple[str, ...]
    rules: str
    is_draft: bool
    is_unaltered: bool
    published_url: str
    sha256: str
    word_template: bytes | None = None

    @property
    def file_stem(self) -> str:
        """A name for files of it."""
        kind = "draft-" if self.is_draft else ""
        return f"{kind}modern-slavery-statement-{self.slug}-{self.year_end.year}-{self.language}"
