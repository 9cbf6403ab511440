"""What a risk report says, part by part, in the language of its reader: what all of its files are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self

_BIDI: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
LONGEST_LINE: Final = 90
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


class Form(StrEnum):
    """How a figure is written in a spreadsheet."""

    COUNT = "#,##0"
    DATE = "dd/mm/yyyy"
    POINTS = "0.0"
    SIGNED_POINTS = "+0.0;-0.0;0.0"
    POUNDS = "£#,##0;[Red]-£#,##0"
    SHARE = "0%"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that a spreadsheet computes with, and the words for people, which every other file shows.

    Points are out of 100 with one decimal (`Decimal`), shares are in [0, 1]. `rows` is the filter of the
    queue, as its address says it, that shows exactly the suppliers that are counted; None if there is none.
    Only pages make a link of it.
    """

    value: int | Decimal | date
    text: str
    form: Form
    rows: tuple[tuple[str, str], ...] | None = None


class SupplierName(str):
    """The name of a supplier, a text as any other; pages make a link to the supplier of it."""

    supplier_id: int

    def __new__(cls, name: str, supplier_id: int) -> Self:
        """The name of the supplier with this id."""
        made = super().__new__(cls, name)
        made.supplier_id = supplier_id
        return made


Cell = str | Figure


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. One that is `apart` must not be overlooked."""

    text: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts, each with its name."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, its share of the width, and whether it has figures."""

    title: str
    width: float = 1.0
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names the row. `sheet` is the name of its sheet in a spreadsheet.

    The cells of `total`, if there are any, are those of a last row that adds the others up.
    """

    caption: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart from `start` to `end`; a thin line from `low` to `high`, if they are apart.

    `text` is the figure beside it. A bar `for_total` adds the others up.
    """

    label: str
    start: int
    end: int
    text: str
    low: int = 0
    high: int = 0
    for_total: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars; `alternative` says in words what it shows. The table after it has all its figures."""

    caption: str
    alternative: str
    bars: tuple[Bar, ...]


Block = Text | Bullets | Pairs | Table | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class RiskReport:
    """A whole report. `language` is "en" or "cy"; `made_at` has a time zone.

    `standing` stands first and on every page: that it is advice and no verdict, what it may be used for, and
    of which day it is. `head` and `foot` are the lines around each page; `page` has {page} and {pages}.
    `summary` is the name of the first sheet of a spreadsheet, `see_sheet` points from it to another and has
    {sheet}.
    """

    title: str
    language: str
    made_at: datetime
    standing: tuple[str, ...]
    head: str
    foot: str
    page: str
    summary: str
    see_sheet: str
    parts: tuple[Part, ...]

    def tables(self) -> Iterator[tuple[Table, Chart | None]]:
        """The tables in their order, each with the chart whose figures it has."""
        for part in self.parts:
            chart = None
            for block in part.blocks:
                if isinstance(block, Chart):
                    chart = block
                elif isinstance(block, Table):
                    yield block, chart
                    chart = None


def line_around(text: str) -> str:
    """A line at the head or the foot of a page, which has no room for more than one line."""
    plain = legible(text)
    return plain if len(plain) <= LONGEST_LINE else plain[: LONGEST_LINE - 1] + "\N{HORIZONTAL ELLIPSIS}"


def words_of(cell: Cell) -> str:
    """A cell as people read it."""
    return legible(cell if isinstance(cell, str) else cell.text)


def legible(text: str) -> str:
    """The text as every file can hold it, in one line.

    Without control characters, marks that turn the direction of writing, halves of surrogate pairs and code
    points that are no characters, which XML forbids or which would show something else than what is there.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = (_shown(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(shown).split())


def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if kind == "Cs":
        return _REPLACEMENT
    if kind == "Cc" or letter in _BIDI or ord(letter) & 0xFFFE == 0xFFFE:
        return ""
    return letter
