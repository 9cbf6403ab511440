"""Which processes make up a running Fairhand, and the environment that they share."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.embedded.broker import Broker
from app.embedded.earlier import MARKER, Run
from app.embedded.folder import DataFolder

CHECKOUT = Path(__file__).resolve().parents[2]

ROOT_WARNING = "ignore:You're running the worker with superuser privileges"
"""Celery's advice for servers. The one-machine set-up runs as whoever starts it and takes JSON only, so as
root (in a container, mostly) the advice would be noise in every log."""

GRACE = "worker.soft_shutdown_timeout=3"
"""Told to stop (with REMAP_SIGTERM, on SIGTERM too), the worker gives its tasks three seconds and then puts
them back into the queue, where the next start finds them at once."""


@dataclass(frozen=True)
class Process:
    """One supervised process: its name in logs and messages, and its command."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class ProcessPlan:
    """What to serve and with how many hands. The defaults are Fairhand; tests put in stand-ins."""

    web: str = "wsgi:app"
    celery: str = "wsgi:celery"
    working_folder: Path = CHECKOUT
    web_processes: int = 2
    web_threads: int = 4
    worker_processes: int = 2

    def processes(self, folder: DataFolder, host: str, port: int) -> tuple[Process, ...]:
        """The commands of the worker, the schedule and the web; the queue is there before and after them."""
        # On a small machine all of them load at once; the web, for which somebody waits, goes first.
        celery = ["nice", "-n", "5", sys.executable, "-m", "celery", "-A", self.celery]
        worker = [
            "worker",
            "--concurrency",
            str(self.worker_processes),
            "--without-gossip",
            "--without-mingle",
        ]
        beat = ["beat", "--schedule", str(folder.schedule), "--pidfile", ""]
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"{bracketed(host)}:{port}"]
        hands = ["--workers", str(self.web_processes), "--threads", str(self.web_threads)]
        manners = ["--access-logfile", "-", "--no-control-socket", "--graceful-timeout", "3"]
        if self.web == ProcessPlan.web:  # a stand-in has nothing to warm
            manners += ["--config", "python:app.web_server"]
        return (
            Process("worker", (*celery, *worker, "--loglevel", "INFO", "--", GRACE)),
            Process("schedule", (*celery, *beat, "--loglevel", "INFO")),
            Process("web", (*gunicorn, *hands, *manners, self.web)),
        )


def environment(
    folder: DataFolder, broker: Broker, base_url: str, run: Run, inherited: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment of every process of this run.

    Settings inherited from the shell are left out: with a production database or mail server exported there,
    example people must not reach either.
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith("FAIRHAND_")}
    return kept | {
        "FAIRHAND_MODE": "embedded",
        "FAIRHAND_DATA_DIR": str(folder.root),
        "FAIRHAND_DATABASE_URL": f"sqlite:///{folder.database}",
        "FAIRHAND_BROKER_URL": broker.url(0),
        "FAIRHAND_RATE_LIMIT_STORAGE_URL": broker.url(1),
        "FAIRHAND_SECRET_KEY": folder.secret_key(),
        "FAIRHAND_BASE_URL": base_url,
        MARKER: run.token,
        "REMAP_SIGTERM": "SIGQUIT",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": ",".join(filter(None, (kept.get("PYTHONWARNINGS"), ROOT_WARNING))),
    }


def bracketed(host: str) -> str:
    """The host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
