"""Matching in several processes that share one saved index.

Processes and not threads: the work is Python's own. Each process keeps to one core, so that the libraries'
threads do not fight over them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from screening.matching.calibration import Thresholds
from screening.matching.records import Match, Query

BATCH: Final = 4096
"""Queries sent to a process at once."""
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Answers = list[tuple[Match, ...]]


def match_all(
    folder: Path,
    queries: Iterable[Query],
    processes: int,
    limit: int = 5,
    *,
    all_misses: bool = False,
    limits: Thresholds | None = None,
) -> Iterator[tuple[Query, tuple[Match, ...]]]:
    """The queries in their order, each with its answers (see `NameIndex.match`), from the index in `folder`.

    Queries are read and answers given as they come: a few batches a process are held at once, however many
    there are. An exception in a process is raised here.
    """
    remaining = iter(queries)
    with _one_thread_each(), ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        under_way: deque[tuple[list[Query], Future[Answers]]] = deque()
        try:
            while True:
                while len(under_way) < 2 * processes and (batch := list(islice(remaining, BATCH))):
                    under_way.append((batch, pool.submit(_answer, folder, batch, limit, all_misses, limits)))
                if not under_way:
                    return
                batch, answers = under_way.popleft()
                yield from zip(batch, answers.result(), strict=True)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _answer(
    folder: Path, batch: Sequence[Query], limit: int, all_misses: bool, limits: Thresholds | None
) -> Answers:
    from screening.matching.index import NameIndex

    # Mapping the index again costs a few milliseconds a batch and leaves no state behind.
    return NameIndex.load(folder).match(batch, limit, all_misses=all_misses, limits=limits)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """An environment in which new processes use one thread; this process's own is as it was afterwards."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
