"""Hostile texts one after another, each with a mark by which it is known again wherever it appears."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable
from typing import Final

from bs4 import BeautifulSoup

from questionnaires.cleaning import clean, one_line
from support.naughty import NAUGHTY, encoded

#: What a browser is asked for afterwards: a script of somebody else has set it.
CAUGHT: Final = "__xss"
_MARK = re.compile(r"\bk\d+k\b")
_SHORT = 90


class Hostile:
    """Goes through all hostile texts again and again, in an order that a seed gives."""

    def __init__(self, seed: int = 0, longest: int | None = None) -> None:
        kinds = [kind for kind, text in NAUGHTY.items() if longest is None or len(text) <= longest]
        random.Random(seed).shuffle(kinds)
        self._texts = {kind: re.sub(r"alert\([^)]*\)", f"window.{CAUGHT}=1", NAUGHTY[kind]) for kind in kinds}
        self._turns = itertools.cycle(kinds)
        self._short_turns = itertools.cycle([kind for kind in kinds if len(self._texts[kind]) <= _SHORT])
        self._numbers = itertools.count(1)
        self._sent: dict[str, tuple[str, str]] = {}

    def number(self) -> int:
        """A number that was not given before."""
        return next(self._numbers)

    def any(self) -> str:
        """The next text, without a mark."""
        return self._texts[next(self._turns)]

    def next(self, short: bool = False) -> tuple[str, str]:
        """The next text, or the next that fits a line, with its mark, and the mark."""
        kind = next(self._short_turns if short else self._turns)
        mark = f"k{self.number()}k"
        text = f"{self._texts[kind]} {mark}"
        self._sent[mark] = (kind, text)
        return text, mark

    def kind_of(self, mark: str) -> str:
        """The name of the text that bears a mark."""
        return self._sent[mark][0]

    def kept_as(self, mark: str, written: Iterable[str]) -> list[str]:
        """The texts that bear a mark, of those that were written; none if the text was not kept."""
        return [text for text in written if mark in _MARK.findall(text)]

    def is_whole(self, mark: str, kept: Iterable[str]) -> bool:
        """Whether the text with this mark was kept exactly, but for what cannot be kept."""
        return any(
            one in text or all(line.strip() in text for line in one.splitlines())
            for one in self._forms(mark)
            for text in (*kept, "\n".join(kept))
        )

    def shown_wrongly(self, page: BeautifulSoup) -> list[tuple[str, str]]:
        """The texts that a page shows otherwise than they were written; space apart."""
        values = page.select("input[value]:not([type=hidden])")
        text = "\n".join([page.get_text(), *(str(tag["value"]) for tag in values)])
        wrong: list[tuple[str, str]] = []
        marks = set(_MARK.findall(text)) & set(self._sent)
        squeezed = _squeezed(text) if marks else ""
        for mark in marks:
            if not any(self._is_in(one, squeezed) for one in self._forms(mark)):
                end = squeezed.index(mark)
                wrong.append((self._sent[mark][1][:200], squeezed[max(0, end - 200) : end]))
        return wrong

    @staticmethod
    def _is_in(text: str, squeezed: str) -> bool:
        """Whether a page shows a text; where it shows a name or a list in parts, each of its words."""
        return _squeezed(text) in squeezed or all(_squeezed(word) in squeezed for word in text.split())

    def _forms(self, mark: str) -> list[str]:
        """The ways in which a text may be kept: as it is but for what cannot be kept, or in one line."""
        sent = encoded(self._sent[mark][1])
        # Bytes that are no text arrive as they were written in the form, or as marks that there were some.
        arrived = [sent.decode("utf-8", how) for how in ("werkzeug.url_quote", "replace")]
        return [way(text) for text in arrived for way in (clean, _without_lines, _on_one_line, one_line)]


def _without_lines(text: str) -> str:
    return clean(text).replace("\n", " ")


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _squeezed(text: str) -> str:
    """The text without space, and without what an HTML parser makes of NUL."""
    return "".join(clean(text.replace("\0", "").replace("\ufffd", "")).split())
