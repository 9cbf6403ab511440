"""Checking the links of the guidance library, a few at a time, and keeping what came of it.

Once a week by the schedule, or by `fairhand check-links`. Where no address at all answers, this machine has
no way out: nothing is noted then, so that a wall between here and there breaks no link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.services.guidance import guidance
from app.services.guidance.link_looking import Look, look
from app.store import audit
from app.store import guidance as store
from models import LinkCheck, LinkState

AT_ONCE: Final = 4
OnProgress = Callable[[str, int, int | None], None]
_ANSWERED: Final = (LinkState.FINE, LinkState.MOVED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a round: how many are in each state, which changed, and whether there is a way out."""

    by_state: dict[LinkState, int]
    changed: tuple[str, ...]
    is_offline: bool = False


def check_all(
    session: Session,
    now: Callable[[], datetime],
    on_progress: OnProgress | None = None,
    to_loopback: bool = False,
) -> Checked:
    """Look at every address of the library and note how it answered."""
    urls = guidance.all_urls(session)
    session.commit()  # the network is slow: no transaction waits for it
    found = dict(_looks(urls, on_progress, to_loopback))
    states = [one.state for one in found.values()]
    by_state = {state: states.count(state) for state in LinkState}
    if urls and all(one.status is None for one in found.values()):
        return Checked(by_state, (), is_offline=True)
    moment = now()
    known = store.checks(session, urls)
    changed = tuple(url for url in urls if _note(session, known.get(url), url, found[url], moment))
    store.forget_other_checks(session, urls)
    session.commit()
    return Checked(by_state, changed)


def _looks(
    urls: Sequence[str], on_progress: OnProgress | None, to_loopback: bool
) -> Iterator[tuple[str, Look]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {pool.submit(look, url, to_loopback): url for url in urls}
        for number, done in enumerate(as_completed(waiting), start=1):
            if on_progress is not None:
                on_progress("Links checked", number, len(urls))
            yield waiting[done], done.result()


def _note(session: Session, row: LinkCheck | None, url: str, seen: Look, now: datetime) -> bool:
    """Keep what was seen; tells whether the words of the page differ from those before."""
    before = row.state if row else ""
    if row is None:
        row = LinkCheck(url=url, since=now, sha256="", changed_at=None, answered_at=None)
        session.add(row)
    if before != seen.state:
        row.since = now
    row.state, row.checked_at, row.status = seen.state, now, seen.status
    row.problem, row.moved_to = seen.problem, seen.moved_to[:1024]
    has_changed = bool(seen.sha256 and row.sha256 and seen.sha256 != row.sha256)
    if has_changed:
        row.changed_at = now
    if seen.sha256:
        row.sha256 = seen.sha256
    if seen.state in _ANSWERED:
        row.answered_at = now
    session.flush()
    if has_changed or before != seen.state:
        what = {"before": str(before), "after": str(seen.state), "changed": has_changed}
        audit.record(session, None, "link.checked", row, now, None, **what)
    return has_changed
