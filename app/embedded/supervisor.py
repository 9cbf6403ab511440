"""Starts the processes under honcho, waits until the web answers, and stops them all.

What the processes print goes to one log file each; the terminal shows only what a person needs.
"""

from __future__ import annotations

import http.client
import logging
import os
import re
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from honcho.manager import Manager
from honcho.printer import Message, Printer

from app.embedded.processes import Process

READY_SECONDS = 60.0
LOG_BYTES = 5_000_000
TAIL_LINES = 15


@dataclass(frozen=True)
class Outcome:
    """Why the supervisor stopped: on request, or because of a process (then with its last lines)."""

    requested: bool
    reason: str = ""
    tail: tuple[str, ...] = field(default=())


class Supervisor:
    """One round of all processes. `run` blocks until every one of them has ended."""

    def __init__(
        self,
        processes: Sequence[Process],
        environment: Mapping[str, str],
        working_folder: Path,
        logs: Path,
        address: tuple[str, int],
        queue_is_up: Callable[[], bool],
        ready_seconds: float = READY_SECONDS,
    ) -> None:
        """`address` is the host and port at which the web will answer; without the queue everything stops."""
        self._queue_is_up = queue_is_up
        self._address = address
        self._ready_seconds = ready_seconds
        self._logs = logs
        self._journal = _Journal(logs, [process.name for process in processes], self._started)
        self._manager = Manager(printer=self._journal)
        self._on_ready: Callable[[], None] = lambda: None
        self._failure: tuple[str, str] | None = None
        self._ended = threading.Event()
        for process in processes:
            # honcho starts a shell; `exec` lets the process take its place and get its signals.
            self._manager.add_process(
                process.name,
                "exec " + shlex.join(process.command),
                env=dict(environment),
                cwd=str(working_folder),
            )

    def run(self, on_ready: Callable[[], None]) -> Outcome:
        """Start everything, call `on_ready` once the web answers, and return when everything has ended.

        SIGINT, SIGTERM and SIGHUP (a closed terminal) end it. So does the end of any one process.
        """
        self._on_ready = on_ready
        kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        try:
            self._manager.loop()
        finally:
            self._ended.set()
            for number, handler in kept.items():
                signal.signal(number, handler)
            self._journal.close()
        return self._outcome()

    def _started(self) -> None:
        """All processes are forked (honcho's first message), so a thread may begin without harm to a fork."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def _watch(self) -> None:
        """Tell once that the web answers; until the end, see that the queue is there."""
        deadline: float | None = time.monotonic() + self._ready_seconds
        while not self._ended.wait(0.1 if deadline else 1.0):
            if deadline and answers(*self._address):
                deadline = None
                self._on_ready()
            elif deadline and time.monotonic() > deadline:
                seconds = f"{self._ready_seconds:.0f}"
                self._fail("web", f"The web server did not answer within {seconds} seconds.")
            elif not self._queue_is_up():
                self._fail("queue", "The process 'queue' has ended, so everything was stopped.")

    def _fail(self, name: str, reason: str) -> None:
        self._failure = self._failure or (name, reason)
        self._manager.terminate()

    def _outcome(self) -> Outcome:
        if self._failure:
            name, reason = self._failure
            return Outcome(False, reason, self._tail(name))
        if self._journal.signalled:
            return Outcome(True)
        name, code = self._journal.first_stopped or ("web", "unknown")
        how = f"was killed by signal {code[1:]}" if code.startswith("-") else f"ended with status {code}"
        return Outcome(False, f"The process '{name}' {how}, so everything was stopped.", self._tail(name))

    def _tail(self, name: str) -> tuple[str, ...]:
        lines = (self._logs / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(lines[-TAIL_LINES:])


class _Journal(Printer):  # type: ignore[misc]  # honcho is untyped
    """Takes honcho's messages: lines of a process go to its log, honcho's own are read for what happened."""

    _STOPPED = re.compile(r"^(\S+) stopped \(rc=(-?\d+)\)")
    _SIGNALLED = re.compile(r"^SIG[A-Z]+ received")

    def __init__(self, logs: Path, names: Sequence[str], on_first: Callable[[], None]) -> None:
        super().__init__(output=sys.stderr)
        self.signalled = False
        self.first_stopped: tuple[str, str] | None = None
        self._on_first: Callable[[], None] | None = on_first
        self._logs = {name: _log_file(logs / f"{name}.log") for name in (*names, "supervisor")}

    def write(self, message: Message) -> None:
        """Honcho's one call, always from the thread that runs the loop."""
        if self._on_first is not None:
            first, self._on_first = self._on_first, None
            first()
        data: Any = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
        if message.name == "system":
            self._note(text)
        log = self._logs.get(message.name, self._logs["supervisor"])
        for line in text.splitlines():
            log.emit(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        for log in self._logs.values():
            log.close()

    def _note(self, text: str) -> None:
        self.signalled = self.signalled or bool(self._SIGNALLED.match(text))
        stopped = self._STOPPED.match(text)
        if stopped and self.first_stopped is None:
            self.first_stopped = (stopped[1], stopped[2])


def _log_file(path: Path) -> RotatingFileHandler:
    return RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="replace")


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there with a page, and not with an error of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
