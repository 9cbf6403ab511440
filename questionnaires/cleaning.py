"""Making what a browser sends safe to keep: nothing here refuses anything, it only takes away what cannot be
kept.

Dropped are NUL and other control characters (PostgreSQL cannot store the first, people cannot see the
others), halves of surrogate pairs (they are not text) and the marks that turn the direction of what follows
(they make a text read other than it is). Letters of every script, emoji and their joiners stay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_KEPT_CONTROLS: Final = frozenset("\n\t")
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cs"})


def clean(text: str) -> str:
    """Text as it is kept: composed (NFC), lines ended by a line feed, no unseen characters, no blank edges.

    `clean(clean(text)) == clean(text)`, and the result can always be written as UTF-8 and as JSON.
    """
    lines = re.sub(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029", "\n", text)
    kept = "".join(letter for letter in lines if _is_kept(letter))
    return unicodedata.normalize("NFC", kept).strip()


def one_line(text: str) -> str:
    """`clean`, with each run of white space as one space and full-width figures and letters as plain ones."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).split())


def shortened(text: str, longest: int = 60) -> str:
    """The text, cut where it is too long to be repeated in a message."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _is_kept(letter: str) -> bool:
    if letter in _KEPT_CONTROLS:
        return True
    return letter not in _DIRECTION_MARKS and unicodedata.category(letter) not in _DROPPED_CATEGORIES
