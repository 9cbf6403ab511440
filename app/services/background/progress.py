"""How a use case tells how far it is; who listens (a terminal, nobody) is not its business."""

from __future__ import annotations

from collections.abc import Callable

#: Called with what is being done, how much is done, and of how much (None: nobody knows yet).
Progress = Callable[[str, int, int | None], None]


def silent(step: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""
