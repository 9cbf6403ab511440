"""Sentences with their places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A full stop ends a sentence unless it follows an initial, an abbreviation or a number of a section.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bs)(?<!\bss)(?<!\bno)(?<!\bNo)(?<!\bpara)(?<!\bLtd)(?<!\betc)"
    r"[.!?]+[\"\u201d\u2019)]*(?=\s+[\"\u201c\u2018(]?[A-ZŴŶÂÊÎÔÛ0-9\[]|\s*$)"
)
_BREAK = re.compile(r"\n\s*(?:\n|[-*\u2022]\s+|\d+[.)]\s+)")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; paragraphs and entries of lists end them too."""
    start = 0
    for begin, end in _blocks(text):
        start = begin
        for match in _END.finditer(text, begin, end):
            yield from _trimmed(text, start, match.end())
            start = match.end()
        yield from _trimmed(text, start, end)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        begin = start + part.index(stripped)
        yield Sentence(stripped, begin, begin + len(stripped))


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [word.casefold() for word in _WORD.findall(text)]
