"""How long pages of the officers' queue and the overview take with many suppliers, on SQLite and PostgreSQL.

Everything is asked of the site in this process, without a network: routing, queries, reading reports,
templates. The suppliers and their histories are drawn (`tests/support/histories.py`), the same in each run.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from flask.testing import FlaskClient  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402  # the checkout is put on the path above

from app import create_app, web_server  # noqa: E402
from app.extensions import clock, db  # noqa: E402
from app.services.people import access_links  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.store import schema  # noqa: E402
from models import Person  # noqa: E402
from support.histories import draw  # noqa: E402
from support.postgres import PostgresServer  # noqa: E402

LIMITS = {"postgresql": 150, "sqlite": 300}
"""Milliseconds that the 95th percentile of each page should stay below, for 100,000 suppliers."""

PAGES = {
    "first page": "/officer/suppliers",
    "page 200": "/officer/suppliers?page=200",
    "last page": "/officer/suppliers?page={last}",
    "text": "/officer/suppliers?q=amber+care",
    "text, few": "/officer/suppliers?q=V000017",
    "band and sector": "/officer/suppliers?band=high&sector=cleaning",
    "by spend": "/officer/suppliers?sort=spend",
    "by spend, page 200": "/officer/suppliers?sort=spend&page=200",
    "by due day": "/officer/suppliers?sort=due",
    "by movement": "/officer/suppliers?sort=movement",
    "by name": "/officer/suppliers?sort=name",
    "answer overdue": "/officer/suppliers?response=overdue",
    "not asked": "/officer/suppliers?response=not_asked",
    "mine, overdue": "/officer/suppliers?owner=me&due=overdue",
    "no decision": "/officer/suppliers?decision=none",
    "contract ends": "/officer/suppliers?ends=6&band=high",
    "overview": "/officer/overview",
    "one supplier": "/officer/suppliers/{supplier}",
    "its risk": "/officer/suppliers/{supplier}/risk",
    "its contracts": "/officer/suppliers/{supplier}/contracts",
    "its statement": "/officer/suppliers/{supplier}/match",
    "its answers": "/officer/suppliers/{supplier}/answers",
    "its work": "/officer/suppliers/{supplier}/work",
    "its timeline": "/officer/suppliers/{supplier}/timeline",
    "its documents": "/officer/suppliers/{supplier}/documents",
}


@contextmanager
def database(kind: str, kept: Path | None) -> Iterator[str]:
    """The address of an empty database, or of one kept from an earlier run."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{(kept or Path(folder)) / 'queue.db'}"
        return
    server = PostgresServer(("listen_addresses=",))
    try:
        server.start()
        server.execute("create database queue")
        yield server.url("queue")
    finally:
        server.stop()


def fill(url: str, number: int) -> None:
    """Tables by the migrations, suppliers as drawn, and statistics for the planner."""
    engine = create_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    begin = time.perf_counter()
    draw(db.session(), number, clock.today(), results=400)
    print(f"  drawn in {time.perf_counter() - begin:.0f} s")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze" if db.engine.dialect.name == "postgresql" else "analyze"))


def processor_seconds(postmaster: int | None) -> float:
    """What this process and a PostgreSQL server with its children have used of the processors so far."""
    used = time.process_time()
    if postmaster is None:
        return used
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile, and its parent has its time
            continue
        if (own := int(path.parent.name) == postmaster) or int(told[1]) == postmaster:
            ticks = sum(map(int, told[11:15] if own else told[11:13]))
            used += ticks / os.sysconf("SC_CLK_TCK")
    return used


def measure(get: Callable[[], object], turns: int, postmaster: int | None) -> tuple[float, float, float]:
    """Median and 95th percentile of the time, and mean processor time, in milliseconds; two calls are for
    warming up. On a machine that others use too the last is the fairer figure."""
    times = []
    get()
    get()
    before = processor_seconds(postmaster)
    for _turn in range(turns):
        begin = time.perf_counter()
        get()
        times.append(1000 * (time.perf_counter() - begin))
    used = 1000 * (processor_seconds(postmaster) - before) / turns
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], used


def _read(client: FlaskClient, address: str) -> bytes:
    return client.get(address).get_data()


def _postmaster(url: str) -> int | None:
    """The first process of the server behind an address; None for SQLite, which has none."""
    if not url.startswith("postgresql"):
        return None
    folder = Path(url.split("host=")[1])
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def run(kind: str, number: int, turns: int, kept: Path | None) -> bool:
    """Fill a database and ask for the pages; whether every page kept to its limit."""
    kept_well = True
    with database(kind, kept) as url, tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            mode="embedded",
            secret_key="only for measuring, forty characters long",
            database_url=url,
            broker_url="memory://",
            base_url="http://127.0.0.1:8000",
            data_dir=Path(folder),
        )
        site = create_app(settings)
        site.config["WTF_CSRF_ENABLED"] = site.config["RATELIMIT_ENABLED"] = False
        print(
            f"{number:,} suppliers on {kind}; median and 95th percentile of {turns}, limit {LIMITS[kind]} ms"
        )
        with site.app_context():
            if kept is None or not (kept / "queue.db").exists():
                fill(url, number)
            session = db.session()
            officer = session.query(Person).filter_by(email="officer0@drawn.example").one()
            link = access_links.add_sign_in_link(session, settings, officer, clock.now())
            session.commit()
        web_server.warm(site)  # as the server does before it makes its processes
        web_server.settle()
        postmaster = _postmaster(url)
        client = site.test_client()
        client.post(link.removeprefix(settings.base_url))
        for what, pattern in PAGES.items():
            address = pattern.format(last=-(-number // 25), supplier=number // 2)
            assert client.get(address).status_code == 200, address
            get = partial(_read, client, address)
            median, tail, used = measure(get, turns, postmaster)
            kept_well &= tail < LIMITS[kind]
            over = "" if tail < LIMITS[kind] else "  over"
            print(f"  {what:20} {median:6.0f} ms {tail:6.0f} ms, processors {used:6.0f} ms{over}")
        with site.app_context():
            db.engine.dispose()
    return kept_well


def main() -> None:
    """Measure on one database or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suppliers", nargs="?", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="folder in which a SQLite database is kept and used again")
    options = parser.parse_args()
    logging.disable()
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors")
    kinds = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    kept = [run(kind, options.suppliers, options.turns, options.keep) for kind in kinds]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
