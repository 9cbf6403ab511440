"""Progress of long work on standard error: bars on a terminal, plain lines otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

OnProgress = Callable[[str, int, int | None], None]

SECONDS_BETWEEN_LINES: Final = 5.0


@contextmanager
def shown_progress() -> Iterator[OnProgress]:
    """A function to tell what is being done, how many are done and of how many (None: nobody knows yet)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield plain_lines(time.monotonic)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


def plain_lines(clock: Callable[[], float]) -> OnProgress:
    """One line for each step that is done, and one every few seconds of a long step."""
    last = clock()

    def tell(what: str, done: int, total: int | None) -> None:
        nonlocal last
        if done == total:
            click.echo(f"{what}: {done:,}", err=True)
        elif clock() - last < SECONDS_BETWEEN_LINES:
            return
        else:
            click.echo(f"{what}: {done:,}" + ("" if total is None else f" of {total:,}"), err=True)
        last = clock()

    return tell
