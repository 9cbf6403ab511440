"""Long lists of ids, cut so that a database takes them: SQLite allows 32,766 values in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

SIZE: Final = 5_000


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in order, a few thousand at a time; each once."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), SIZE):
        yield ordered[start : start + SIZE]
