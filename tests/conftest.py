"""Fixtures and options for all tests: a fresh database per test, on SQLite or PostgreSQL.

pytest                          SQLite files in a temporary folder
pytest --database postgresql    a real PostgreSQL, started once per process and stopped at the end
pytest -m database              only the tests that use a database
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from support.browser import why_no_browser
from support.postgres import PostgresServer

pytest_plugins = ["support.site", "support.walks"]

# No test measures time. In continuous integration the same examples are drawn in every run, so that what
# a change broke is what its run shows; elsewhere new ones are looked for.
hypothesis.settings.register_profile(
    "fairhand",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("fairhand")

DATABASE_FIXTURES = {"database_url", "empty_database_url", "postgres_url"}
BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests that need one use",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test uses, so that nobody has to remember to; skip the browser where there is none.

    The browser's tests come first: each takes long, and the last to begin would be waited for.
    """
    items.sort(key=lambda item: BROWSER_TESTS not in item.path.parents)
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
        if item.get_closest_marker("browser") and (reason := why_no_browser()):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def _postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        try:
            server.start()
        except (OSError, RuntimeError) as error:
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def _number() -> Callable[[], int]:
    return itertools.count(1).__next__


@pytest.fixture
def postgres_url(_postgres_server: PostgresServer, _number: Callable[[], int]) -> Iterator[str]:
    """An empty PostgreSQL database, whatever --database says; skipped where no server can be started."""
    name = f"test_{_number()}"
    _postgres_server.execute(f"create database {name}")
    yield _postgres_server.url(name)
    _postgres_server.execute(f"drop database {name} with (force)")


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.config.getoption("--database") == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with all tables and no rows, a test's own.

    The address is the same for all tests of a process, so that an application and what it has compiled can
    serve them all.
    """
    if request.config.getoption("--database") == "sqlite":
        template: Path = request.getfixturevalue("_sqlite_template")
        copy = template.with_name("test.db")
        for ending in ("-wal", "-shm"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
        shutil.copyfile(template, copy)
        yield f"sqlite:///{copy}"
        return
    server: PostgresServer = request.getfixturevalue("_postgres_server")
    database: str = request.getfixturevalue("_postgres_database")
    server.empty(database)
    yield server.url(database)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    _create_tables(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("pragma wal_checkpoint(truncate)")  # the copy is of this one file
    connection.close()
    return path


@pytest.fixture(scope="session")
def _postgres_database(_postgres_server: PostgresServer) -> str:
    _postgres_server.execute("create database with_tables")
    _create_tables(_postgres_server.url("with_tables"))
    return "with_tables"


def _create_tables(url: str) -> None:
    from sqlalchemy import create_engine

    from models import Base

    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
