"""How long a page of the officers' queue takes on SQLite, in this process and without a network."""

from __future__ import annotations

import argparse
import logging
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fictitious import write_spend

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import create_app  # the checkout is put on the path above
from app.extensions import clock, db
from app.services import access_links, runs, screenings, supplier_files
from app.services.progress import silent
from app.settings import Settings
from app.store import schema
from models import Council, Person, Role

TURNS = 30


def fill(settings: Settings, number: int, folder: Path) -> str:
    """Load and screen so many fictitious suppliers; returns an officer's sign-in link."""
    session, now = db.session(), datetime.now(UTC)
    schema.upgrade(db.engine)
    council = Council(slug="anytown", name="Anytown County Council")
    session.add(council)
    session.flush()
    officer = Person(email="ann@anytown.example", name="Ann", role=Role.OFFICER, council_id=council.id)
    session.add(officer)
    session.commit()
    write_spend(folder / "spend.csv", number, number)
    supplier_files.load(session, council, folder / "spend.csv", now, silent)
    run = runs.new_run(session, council.id, None, "benchmark", now, now.date())
    session.commit()
    screenings.run(session, run.id, clock.now)
    link = access_links.add_sign_in_link(session, settings, officer, now)
    session.commit()
    return link.removeprefix(settings.base_url)


def measure(get: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after two calls that do not count."""
    times = []
    for turn in range(TURNS + 2):
        begin = time.perf_counter()
        get()
        if turn >= 2:
            times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Fill a database, then ask for the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suppliers", nargs="?", type=int, default=6_000)
    number = parser.parse_args().suppliers
    logging.disable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            mode="embedded",
            secret_key="only for measuring, forty characters long",
            database_url=f"sqlite:///{folder / 'bench.db'}",
            broker_url="memory://",
            base_url="http://127.0.0.1:8000",
            data_dir=folder,
        )
        site = create_app(settings)
        site.config["WTF_CSRF_ENABLED"] = False
        with site.app_context():
            link = fill(settings, number, folder)
        client = site.test_client()
        client.post(link)
        print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors")
        print(f"{number:,} suppliers on SQLite; median and 95th percentile of {TURNS}")
        for what, address in {
            "first page": "/officer/suppliers",
            "last page": f"/officer/suppliers?page={number // 25}",
            "search": "/officer/suppliers?q=amber",
            "band and sector": "/officer/suppliers?band=high&sector=cleaning",
            "one supplier": "/officer/suppliers/7",
            "worklist": "/officer/worklist?capacity=20",
        }.items():
            median, tail = measure(lambda address=address: client.get(address).get_data())
            print(f"{what:16} {median:6.0f} ms {tail:6.0f} ms")
        with site.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
