"""A stand-in for Fairhand: small, but served by the real queue, worker, schedule and web server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]

STAND_IN = """
import os, time
from pathlib import Path
from celery import Celery
from flask import Flask, request

celery = Celery("standin", broker=os.environ["FAIRHAND_BROKER_URL"])
celery.conf.broker_connection_retry_on_startup = True
celery.conf.task_acks_late = True
done = Path(os.environ["FAIRHAND_DATA_DIR"]) / "done.txt"

@celery.task(name="note")
def note(word, seconds=0):
    time.sleep(seconds)
    with done.open("a") as handle:
        handle.write(word + "\\n")

app = Flask("standin")

@app.get("/")
def index():
    return "here"

@app.get("/note/<word>")
def queue(word):
    celery.send_task("note", args=[word, float(request.args.get("seconds", 0))])
    return "queued"
"""

DRIVER = """
import os, sys, time
from pathlib import Path
from types import SimpleNamespace
import app.cli.run as command
from app.cli import main
from app.embedded.processes import ProcessPlan

def prepare(console):
    console.print("preparing")
    database = Path(os.environ["FAIRHAND_DATABASE_URL"].removeprefix("sqlite:///"))
    import sqlite3
    with sqlite3.connect(database) as connection:
        connection.execute("create table if not exists starts (number)")
        connection.execute("insert into starts values (1)")
        connection.commit()
        time.sleep(float(os.environ.get("STAND_IN_PREPARE_SECONDS", "0")))
        count = connection.execute("select count(*) from starts").fetchone()[0]
    connection.close()
    from standin import celery
    celery.send_task("note", args=["queued while preparing"])
    return SimpleNamespace(summary=[f"start number {count}"], links={"Officer": "http://example/link"})

command._prepare = prepare
command.ProcessPlan = lambda: ProcessPlan(
    web=os.environ.get("STAND_IN_WEB", "standin:app"), celery="standin:celery", working_folder=Path.cwd(),
    web_processes=1, worker_processes=1,
)
main(sys.argv[1:], prog_name="fairhand")
"""

READY = "Stop it with Ctrl-C."


class Supervised:
    """`fairhand run` in a process of its own, with the stand-in; `wait_for` reads what it prints."""

    def __init__(self, folder: Path, data: Path, port: int, environment: dict[str, str]) -> None:
        self.data = data
        self.port = port
        self.output = folder / f"output-{time.monotonic_ns()}.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", DRIVER, "run", "--port", str(port), "--data-dir", str(data)],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": f"{folder}:{CHECKOUT}", **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def text(self) -> str:
        """What the terminal shows, its lines unwrapped."""
        return re.sub(r"\s+", " ", self.output.read_text(encoding="utf-8"))

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Wait until the terminal shows these words."""
        deadline = time.monotonic() + seconds
        while words not in self.text():
            assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.text()}"
            assert time.monotonic() < deadline, f"never said {words!r}: {self.text()}"
            time.sleep(0.05)

    def wait_for_end(self, seconds: float = 20) -> int:
        """Wait for the end and return the exit status."""
        return self.process.wait(seconds)

    def family(self) -> list[psutil.Process]:
        """Every process that this run has started, found by descent and not by anything that the run sets."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> None:
        """`kill -9` of the supervisor alone, as the kernel or a careless administrator does."""
        self.process.kill()
        self.process.wait()


def processes_of(data: Path) -> list[psutil.Process]:
    """Every live process that was started for this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("FAIRHAND_DATA_DIR") == str(data):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


Start = Callable[..., Supervised]
"""Starts a run: `start(port=..., data=..., STAND_IN_...=...)`, all optional."""
