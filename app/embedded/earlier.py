"""An earlier run on the same data folder: still alive, or killed and to be tidied up after.

Every process that a run starts carries the run's token in its environment (`MARKER`), and so do the processes
that those start. The data folder's record names the token, so after a `kill -9` of the supervisor the next
run finds exactly what was left behind, whatever has become of the process ids.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import psutil

from app.embedded.folder import CannotStart, DataFolder, write_private

MARKER = "FAIRHAND_RUN_TOKEN"
STOP_SECONDS = 5.0
SAME_START_SECONDS = 5.0
"""A process's start time is derived from the clock at boot and moves a little when the clock is set."""


@dataclass(frozen=True)
class Run:
    """One run of the supervisor, as recorded in the data folder."""

    token: str
    pid: int
    started: float
    address: str

    def is_alive(self) -> bool:
        """Whether the supervisor itself still runs (and its process id is not somebody else's by now)."""
        try:
            started: float = psutil.Process(self.pid).create_time()
        except psutil.Error:
            return False
        return abs(started - self.started) < SAME_START_SECONDS


def claim(folder: DataFolder, address: str) -> tuple[Run, list[str]]:
    """Record this process as the one that serves `folder`, after tidying up behind a killed one.

    Returns:
        The record of this run, and the names of the left-over processes that were stopped.

    Raises:
        CannotStart: an earlier run is alive; the message gives its address.
    """
    with _lock(folder):
        earlier = read(folder)
        stopped: list[str] = []
        if earlier is not None:
            if earlier.is_alive():
                raise CannotStart(
                    f"Fairhand is already running on this data folder: open {earlier.address} "
                    f"(process {earlier.pid}), or stop that one first with: kill {earlier.pid}"
                )
            stopped = stop_processes(earlier.token)
        run = Run(secrets.token_hex(16), os.getpid(), psutil.Process().create_time(), address)
        write_private(folder.run_record, json.dumps(asdict(run), indent=1))
        return run, stopped


def release(folder: DataFolder, run: Run) -> None:
    """Stop whatever may be left of this run and forget it."""
    stop_processes(run.token)
    folder.run_record.unlink(missing_ok=True)


def read(folder: DataFolder) -> Run | None:
    """The recorded run, or None where there is none that can be read."""
    try:
        facts = json.loads(folder.run_record.read_text(encoding="utf-8"))
        return Run(str(facts["token"]), int(facts["pid"]), float(facts["started"]), str(facts["address"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stop_processes(token: str) -> list[str]:
    """Stop every process that carries this run's token: politely, then after five seconds by force."""
    found = list(_marked(token))
    names = [name for _, name in found]
    processes = [process for process, _ in found]
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=STOP_SECONDS)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=STOP_SECONDS)
    return sorted(names)


def _marked(token: str) -> Iterator[tuple[psutil.Process, str]]:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARKER) == token:
                yield process, process.name()


@contextlib.contextmanager
def _lock(folder: DataFolder) -> Iterator[None]:
    """Two starts at the same moment come one after the other."""
    with open(folder.root / "run.lock", "w", encoding="ascii") as handle:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
