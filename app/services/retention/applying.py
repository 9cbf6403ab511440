"""Applying the periods: once a day by the schedule, or by a command; in batches, and safe to be cut short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final

import structlog
from sqlalchemy.orm import Session

from app.services.files import stored_files
from app.services.retention import due, removing
from app.services.retention.due import Due
from app.settings import Settings
from app.store import audit
from app.store import retention as store
from models import Council, RetentionRun

log = structlog.get_logger()

AT_ONCE: Final = 100
"""How many rows go in one transaction."""

Progress = Callable[[str, int, int | None], None]


def _untold(what: str, done: int, total: int | None) -> None:
    """Nobody watches."""


def all_councils(session: Session) -> Sequence[Council]:
    """Every council of the installation."""
    return store.councils(session)


def look(session: Session, today: date) -> dict[int | None, Counter[str]]:
    """How many rows of each kind are due, by council; None for what they share. Changes nothing."""
    found: dict[int | None, Counter[str]] = {
        council.id: _count(session, due.of_council_itself(session, council.id, today))
        for council in store.councils(session)
    }
    return found | {None: _count(session, due.of_all(session, today))}


def _count(session: Session, kinds: Iterable[Due]) -> Counter[str]:
    return Counter({one.kind.value: store.count(session, one.query) for one in kinds})


def apply(
    session: Session,
    settings: Settings,
    now: Callable[[], datetime],
    today: date,
    tell: Progress = _untold,
    only: int | None = None,
) -> Counter[str]:
    """Remove what is due, for every council (or `only` one) and then of what they share.

    Every batch is a transaction of its own, and what a batch removes is not due any more: cut short, the next
    run goes on. Returns how many rows of each kind went.
    """
    forget_contents(session, settings)
    total: Counter[str] = Counter()
    for council in store.councils(session):
        if only in (None, council.id):
            kinds = list(due.of_council_itself(session, council.id, today))
            total += _run(session, settings, council.id, kinds, now, today, tell)
    total += _run(session, settings, None, list(due.of_all(session, today)), now, today, tell)
    return total


def _run(
    session: Session,
    settings: Settings,
    council_id: int | None,
    kinds: list[Due],
    now: Callable[[], datetime],
    today: date,
    tell: Progress,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    if not kinds:
        return counts
    run = RetentionRun(council_id=council_id, begun_at=now(), counts={}, forget=[])
    session.add(run)
    session.commit()
    for one in kinds:
        ids = store.ids(session, one.query)
        for start in range(0, len(ids), AT_ONCE):
            batch = ids[start : start + AT_ONCE]
            removed = removing.remove(session, one, batch, now(), today)
            counts[one.kind.value] += removed.number
            run.counts, run.forget = dict(counts), [*run.forget, *removed.hashes]
            told = {"kind": one.kind.value, "number": removed.number}
            audit.record(session, None, "retention.removed", run, now(), council_id, **told)
            session.commit()
            tell(one.kind.value, min(start + AT_ONCE, len(ids)), len(ids))
    run.counts, run.finished_at = dict(counts), now()
    audit.record(session, None, "retention.run", run, now(), council_id, counts=dict(counts))
    session.commit()
    forget_contents(session, settings)
    return counts


def forget_contents(session: Session, settings: Settings) -> None:
    """Remove contents from the store of files to which no row refers any more.

    They are noted in the transaction that removed the last row, so that none is left behind when a worker is
    lost or the store does not answer: the next run removes it.
    """
    for run in store.runs_with_contents_to_forget(session):
        left = []
        for sha256 in dict.fromkeys(run.forget):
            try:
                stored_files.forget_if_unused(session, settings, sha256)
            except Exception:  # whatever the store of files raises: it is tried again
                log.exception("retention.content_not_forgotten", sha256=sha256)
                left.append(sha256)
        run.forget = left
        session.commit()
