"""Fixtures of the one-machine set-up."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.embedded.broker import free_port
from support.supervised import STAND_IN, Start, Supervised, processes_of


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `fairhand run` with the stand-in; whatever is left at the end of the test is killed."""
    (tmp_path / "standin.py").write_text(STAND_IN, encoding="utf-8")
    started: list[Supervised] = []

    def begin(port: int | None = None, data: Path | None = None, **environment: str) -> Supervised:
        one = Supervised(tmp_path, data or tmp_path / "data", port or free_port("127.0.0.1"), environment)
        started.append(one)
        return one

    yield begin
    for one in started:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()
        for process in processes_of(one.data):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
