"""Which characters the fonts of the room can show.

A character without a glyph may not stand in a PDF/A or PDF/UA file, so that Typst refuses the whole document.
What people type may have any character; those that the fonts lack are shown as a replacement mark.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_NO_GLYPH = 0
_SPACES = frozenset("\n\t")


@cache
def covered() -> frozenset[int]:
    """The code points that every font of the room has a glyph for."""
    found = [frozenset(_code_points(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*found)


def showable(text: str) -> str:
    """The text as the fonts can show it: composed, without control characters, a mark for what they lack."""
    whole = unicodedata.normalize("NFC", text)
    known = covered()
    return "".join(
        letter if letter in _SPACES or ord(letter) in known else _instead(letter)
        for letter in whole
        if letter in _SPACES or unicodedata.category(letter) not in ("Cc", "Cf")
    )


def _instead(letter: str) -> str:
    if unicodedata.category(letter) in ("Zs", "Zl", "Zp"):
        return " "
    if unicodedata.combining(letter) or 0xFE00 <= ord(letter) <= 0xFE0F:
        return ""
    return REPLACEMENT


def _code_points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from the Unicode subtables (formats 4 and 12) of its cmap."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if platform in (0, 3) and kind == 4:
            yield from _segments(font, start + offset)
        elif platform in (0, 3) and kind == 12:
            yield from _groups(font, start + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Format 4: segments of the Basic Multilingual Plane."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    array = f">{count}H"
    ends = struct.unpack_from(array, font, at + 14)
    starts = struct.unpack_from(array, font, at + 16 + 2 * count)
    deltas = struct.unpack_from(array, font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(array, font, offsets_at)
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                glyph = struct.unpack_from(
                    ">H", font, offsets_at + 2 * index + offsets[index] + 2 * (code - first)
                )[0]
                if glyph == _NO_GLYPH:
                    continue
            if (glyph + deltas[index]) % 0x10000 != _NO_GLYPH:
                yield code


def _groups(font: bytes, at: int) -> Iterator[int]:
    """Format 12: groups of any plane."""
    for number in range(struct.unpack_from(">L", font, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
        yield from (code for code in range(first, last + 1) if glyph + code - first != _NO_GLYPH)
