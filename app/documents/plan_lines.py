"""A plan of action as plain text, for an e-mail or a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

_WIDTH: Final = 90


def plan_lines(shown: Mapping[str, Any]) -> str:
    """The text of a plan as `app.plan_view.as_document` gives it."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Mapping[str, Any]) -> Iterator[str]:
    words = shown["words"]
    yield from _underlined(shown["title"], "=")
    yield _wrapped(f"{words['kind']}: {words['between']}")
    yield _wrapped(f"{shown['date']}. {shown['status']}")
    yield from (_wrapped(note) for note in shown["notes"])
    yield ""
    yield from _underlined(words["steps"], "-")
    for step in shown["steps"]:
        yield ""
        yield _wrapped(step["action"], f"{step['number']}. ")
        for name in ("finding", "owner", "due", "evidence", "state"):
            if step[name]:
                yield _wrapped(f"{words[name]}: {step[name]}", "   ")
    for part in shown["parts"]:
        yield ""
        yield from _underlined(part["title"], "-")
        yield from (_wrapped(line) for line in part["lines"])


def _underlined(text: str, rule: str) -> Iterator[str]:
    lines = _wrapped(text).splitlines() or [""]
    yield from lines
    yield rule * max(map(len, lines))


def _wrapped(text: str, first: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
