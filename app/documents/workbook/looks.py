"""How the cells of a workbook look, and how high a row must be to show all of its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from app.workbook_layout import Column

WIDTHS: Final = {
    Column.KEY: 4, Column.NUMBER: 6, Column.QUESTION: 56, Column.ANSWER: 34, Column.EVIDENCE_URL: 30,
    Column.EVIDENCE_DATE: 16, Column.WHEN: 32, Column.WHY: 34, Column.EXAMPLE: 38, Column.EVIDENCE: 38,
    Column.WHO: 22, Column.EARLIER: 28, Column.STATE: 26, Column.ASKED: 4,
}  # fmt: skip
"""In characters of the default font."""

_LINE: Final = 15.0
"""Points of a line of 11 point Calibri."""
_HIGHEST: Final = 409.0
"""Excel's limit."""

GREEN, PALE, LINE, GREY = "#12504C", "#F3F2F1", "#B1B4B6", "#505A5F"
INPUT, WRONG = "#FFF9DB", "#F6D7D2"

_BASE: Final = {"valign": "top", "text_wrap": True, "border": 1, "border_color": LINE}
_INPUT: Final = {**_BASE, "locked": False, "bg_color": INPUT}
DAY: Final = "d mmmm yyyy"

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 18, "valign": "top", "font_color": GREEN},
    "heading": {"bold": True, "font_size": 13, "valign": "top", "font_color": GREEN},
    "words": {"valign": "top", "text_wrap": True},
    "header": {**_BASE, "bold": True, "bg_color": GREEN, "font_color": "#FFFFFF", "valign": "vcenter"},
    "band": {"bold": True, "font_size": 13, "bg_color": "#D5E5E3", "valign": "vcenter", "text_wrap": True},
    "band_title": {"bold": True, "font_size": 13},
    "band_words": {"bg_color": "#D5E5E3", "valign": "vcenter", "text_wrap": True},
    "text": _BASE,
    "option": {**_BASE, "indent": 2},
    "help": {**_BASE, "font_color": GREY, "italic": True},
    "locked": {**_BASE, "bg_color": PALE, "font_color": GREY},
    "number": {**_BASE, "bold": True, "align": "left"},
    "input": {**_INPUT, "num_format": "@"},
    "input_number": {**_INPUT, "num_format": "0", "align": "left"},
    "input_day": {**_INPUT, "num_format": DAY, "align": "left"},
    "wrong": {**_INPUT, "num_format": "@", "bg_color": WRONG, "border": 2, "border_color": "#942514"},
    "wrong_number": {**_INPUT, "num_format": "0", "align": "left", "bg_color": WRONG, "border": 2,
                     "border_color": "#942514"},
    "wrong_day": {**_INPUT, "num_format": DAY, "align": "left", "bg_color": WRONG, "border": 2,
                  "border_color": "#942514"},
    "bold": {"bold": True},
    "hint": {"font_color": GREY},
    "marked": {"bg_color": WRONG},
    "grey": {"font_color": "#6F777B", "bg_color": "#E4E4E4"},
}  # fmt: skip


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._made = {name: book.add_format(look) for name, look in _LOOKS.items()}

    def __getitem__(self, name: str) -> Any:
        return self._made[name]


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row whose cells hold these texts in columns of these widths."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(_HIGHEST, lines * _LINE + 4)


def _lines(text: str, width: float) -> int:
    """Lines of a wrapped text: words are not broken unless they are longer than the line."""
    room = max(4, int(width) - 1)
    count = 0
    for paragraph in text.split("\n"):
        used = 0
        count += 1
        for word in paragraph.split(" "):
            length = len(word)
            if used and used + 1 + length > room:
                count, used = count + 1, 0
            used += length + bool(used)
            if used > room:
                count, used = count + (used - 1) // room, (used - 1) % room + 1
    return count
