"""One installation for the time of a measurement: its processes, and what they use."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
READY_SECONDS = 300.0


@contextlib.contextmanager
def serving(folder: Path, port: int, database_url: str, suppliers: int) -> Iterator[psutil.Process]:
    """Fairhand over a new folder, until the end of the block; yields the process that started all others."""
    command = [sys.executable, HERE / "server.py", folder, str(port), database_url, str(suppliers)]
    folder.mkdir()
    log = folder / "server.log"
    with open(log, "wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + READY_SECONDS
        while not _is_ready(folder):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"It did not start: {log.read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)
        yield psutil.Process(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _is_ready(folder: Path) -> bool:
    """Whether the web answers and the worker, whose start takes a core for some seconds, waits for work."""
    worker = folder / "logs" / "worker.log"
    return (folder / "ready").exists() and " ready." in worker.read_text(encoding="utf-8", errors="replace")


def family(of: psutil.Process) -> list[psutil.Process]:
    """A process and all that it started."""
    with contextlib.suppress(psutil.Error):
        return [of, *of.children(recursive=True)]
    return []


def is_web(process: psutil.Process) -> bool:
    """Whether it is the web server or one of its workers."""
    with contextlib.suppress(psutil.Error):
        return any("gunicorn" in word for word in process.cmdline())
    return False


@dataclass
class Meter:
    """Looks twice a second at the memory of a family of processes, shared pages counted once, and at the end
    at the processor time of its web server.
    """

    server: psutil.Process
    peak_web: float = 0.0
    peak_all: float = 0.0
    web_seconds: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Meter:
        self._before = self._processor()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.web_seconds = self._processor() - self._before

    def _processor(self) -> float:
        found = 0.0
        for process in filter(is_web, family(self.server)):
            with contextlib.suppress(psutil.Error):
                found += sum(process.cpu_times()[:2])
        return found

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            web = total = 0.0
            for process in family(self.server):
                with contextlib.suppress(psutil.Error):
                    megabytes = process.memory_full_info().pss / 2**20
                    total += megabytes
                    web += megabytes * is_web(process)
            self.peak_web, self.peak_all = max(self.peak_web, web), max(self.peak_all, total)

    def figures(self) -> dict[str, Any]:
        """What was seen, in megabytes and seconds."""
        return {"web_mb": self.peak_web, "all_mb": self.peak_all, "web_cpu": self.web_seconds}
