"""Work that takes longer than a page may take: rows that a worker takes on, and that say how far it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column


class WorkState(StrEnum):
    """Queued, then running, then done or visibly failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class InBackground:
    """A row that a worker takes on; see `app.services.background.background`.

    `progress` of `progress_of` units are done (None: nobody knows of how many). `queued_at` is when it was
    queued or last taken, `attempts` how often. `problem` says in one line, for people, why it failed.
    """

    state: Mapped[WorkState] = mapped_column(String(10), index=True)
    progress: Mapped[int] = mapped_column(default=0)
    progress_of: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    queued_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether a worker has it or is about to."""
        return self.state in (WorkState.QUEUED, WorkState.RUNNING)
