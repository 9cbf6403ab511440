"""One run from start to end: claim the folder, prepare the database, serve, tidy up."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from rich.console import Console, RenderableType

from app.embedded import database, earlier
from app.embedded.broker import Broker, free_port
from app.embedded.folder import CannotStart, DataFolder
from app.embedded.processes import ProcessPlan, bracketed, environment
from app.embedded.supervisor import Outcome, Supervisor


class Prepared(Protocol):
    """What the preparation of the database has to tell."""

    @property
    def summary(self) -> Sequence[RenderableType]:
        """Printed before serving: the top of the queue, what was read and skipped, where the files are."""

    @property
    def links(self) -> Mapping[str, str]:
        """Printed once the site answers: whom a sign-in link is for, and the link."""


Prepare = Callable[[Console], Prepared]


def serve(
    folder: DataFolder, host: str, port: int, prepare: Prepare, console: Console, plan: ProcessPlan
) -> Outcome:
    """Serve Fairhand until it is told to stop or one of its processes ends.

    `prepare` is called with the queue running and the settings in `os.environ`; what it queues is done by the
    worker later. Nothing that was started is left when this returns or raises.

    Raises:
        CannotStart: the address or the folder cannot be used; the message says what to do.
    """
    require_loopback(host)
    address = f"http://{bracketed(host)}:{port}"
    run, leftovers = earlier.claim(folder, address)
    try:
        _tell_leftovers(leftovers, console)
        require_free(host, port)
        told = database.recover(folder.database)
        if told:
            console.print(told)
        broker = Broker(folder.broker)
        settings = environment(folder, broker, address, run)
        for name in [name for name in os.environ if name.startswith("FAIRHAND_")]:
            del os.environ[name]
        os.environ.update({name: value for name, value in settings.items() if name.startswith("FAIRHAND_")})
        with broker.running(settings, folder.logs / "queue.log") as queue_is_up:
            with database.guarded(folder.database):
                prepared = prepare(console)
            for part in prepared.summary:
                console.print(part)
            supervisor = Supervisor(
                plan.processes(folder, host, port),
                settings,
                plan.working_folder,
                folder.logs,
                (host, port),
                queue_is_up,
            )
            return supervisor.run(lambda: _tell_ready(address, prepared.links, console))
    finally:
        earlier.release(folder, run)


def require_loopback(host: str) -> None:
    """Refuse an address that other machines reach: the example people sign in by links shown to everybody."""
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise CannotStart(
            f"'{host}' is not an address of this machine alone, and the example people and links are for "
            "nobody else. Use --host 127.0.0.1; for other people to reach Fairhand see docs/operator.md, "
            "'A real installation'."
        )


def require_free(host: str, port: int) -> None:
    """Refuse a port that is taken or not allowed, and name one that can be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except OSError as error:
            problem = error
    other = _next_free(host, port)
    if problem.errno == errno.EADDRINUSE:
        raise CannotStart(
            f"Port {port} is in use by another program. Choose another one: make run PORT={other} "
            f"(or: fairhand run --port {other})."
        )
    raise CannotStart(
        f"{host}:{port} cannot be served by this user ({problem.strerror}). Choose another one: "
        f"make run PORT={other} (or: fairhand run --port {other})."
    )


def _next_free(host: str, port: int) -> int:
    for candidate in range(max(port, 8000) + 1, max(port, 8000) + 50):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            try:
                probe.bind((host, candidate))
                return candidate
            except (OSError, OverflowError):
                continue
    return free_port("127.0.0.1")


def _tell_leftovers(names: Sequence[str], console: Console) -> None:
    if names:
        many = "process" if len(names) == 1 else "processes"
        console.print(
            f"An earlier run was killed: stopped {len(names)} {many} that it left ({', '.join(names)})."
        )


def _tell_ready(address: str, links: Mapping[str, str], console: Console) -> None:
    console.print(f"\n[bold]Fairhand is ready: {address}[/bold]")
    for whom, link in links.items():
        console.print(f"  {whom}:")
        console.print(f"    {link}", soft_wrap=True, highlight=False)
    console.print("Stop it with Ctrl-C.")
