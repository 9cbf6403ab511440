"""Five hundred suppliers answer at once, on SQLite and on PostgreSQL: page times, errors, and lost answers.

    .venv/bin/python benchmarks/questionnaire/run.py

For each database Fairhand is started as `fairhand run` starts it (the same processes and hands), over a
new folder with its invitations, on loopback. A second process is the suppliers: a closed loop in which each
waits for a page, thinks, sends its answer, and follows where that leads; now and then somebody goes back and
changes an answer, loads a page again, presses the button twice, or sends two different answers from two tabs.
Then the database is compared with what suppliers were told was saved. After that a few without a moment's
thought show how many pages a second are served at most.

Both processes share the machine's cores, and so does everything else that runs on it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[2]))

import anatomy
import stored
from installation import Meter, serving
from results import commit, machine

from app.embedded.broker import free_port
from app.embedded.processes import ProcessPlan

HERE = Path(__file__).parent
DATABASES = ("sqlite", "postgresql")
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The address for the server ("" for its own file) and the address for us. PostgreSQL as it comes: with
    every commit on the disk.
    """
    if kind == "sqlite":
        yield "", f"sqlite:///{folder / 'fairhand.db'}"
        return
    from support.postgres import PostgresServer

    server = PostgresServer(options=("listen_addresses=",))
    try:
        server.start()
        server.execute("create database bench")
        yield server.url("bench"), server.url("bench")
    finally:
        server.stop()


def drive(folder: Path, port: int, seconds: float, think: float, first: int, count: int) -> dict[str, Any]:
    """Let suppliers answer from a process of their own; what they saw and were told."""
    numbers = [str(number) for number in (port, seconds, think, first, count)]
    subprocess.run([sys.executable, HERE / "drive.py", folder, *numbers], check=True)
    told: dict[str, Any] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return told


def measure(kind: str, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one database."""
    with tempfile.TemporaryDirectory(prefix="fairhand-bench-") as scratch:
        folder, port = Path(scratch) / "data", free_port("127.0.0.1")
        with database(kind, folder) as (for_server, for_us):
            with serving(folder, port, for_server, options.suppliers + options.hurried) as server:
                with Meter(server) as meter:
                    told = drive(folder, port, options.seconds, options.think, 0, options.suppliers)
                most = drive(folder, port, options.flat_out, 0.0, options.suppliers, options.hurried)
            compared = stored.compare(for_us, told["told"] | most["told"])
    pages = sum(len(seconds) for seconds in told["pages"].values())
    hurried = sum(len(seconds) for seconds in most["pages"].values())
    statuses = told["statuses"], most["statuses"]
    return {
        "pages": pages,
        "pages_per_second": pages / told["seconds"],
        "most_per_second": hurried / most["seconds"],
        "get": percentiles(told["pages"]["GET"]),
        "post": percentiles(told["pages"]["POST"]),
        "cpu_ms_per_page": 1000 * meter.web_seconds / pages,
        "statuses": told["statuses"],
        "errors_5xx": sum(n for each in statuses for what, n in each.items() if what.split()[1] >= "500"),
        "wrong": len(told["wrong"]) + len(most["wrong"]),
        "examples_of_wrong": sorted(set(told["wrong"] + most["wrong"]))[:10],
        "stored": compared,
        **meter.figures(),
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds: half, 95 and 99 in a hundred pages were there by then."""
    cuts = statistics.quantiles(seconds, n=100)
    return {"p50": 1000 * cuts[49], "p95": 1000 * cuts[94], "p99": 1000 * cuts[98]}


def is_sound(figures: dict[str, Any]) -> bool:
    """Whether nothing was lost, doubled or answered with an error."""
    kept = figures["stored"]
    wrong = (kept[name] for name in ("lost", "not_submitted", "doubled", "chain_broken"))
    return not (figures["errors_5xx"] or figures["wrong"] or any(wrong))


ROWS = (
    ("pages served, and a second", lambda f: f"{f['pages']:,}, {f['pages_per_second']:.0f}"),
    ("pages a second at most", lambda f: f"{f['most_per_second']:.0f}"),
    *(
        (
            f"{what}, ms: p50 / p95 / p99",
            lambda f, key=key: f"{f[key]['p50']:.0f} / {f[key]['p95']:.0f} / {f[key]['p99']:.0f}",
        )
        for what, key in (("pages got", "get"), ("answers sent", "post"))
    ),
    ("processor of the web server a page, ms", lambda f: f"{f['cpu_ms_per_page']:.1f}"),
    ("memory of the web server, MB", lambda f: f"{f['web_mb']:.0f}"),
    ("memory with queue, worker and schedule, MB", lambda f: f"{f['all_mb']:.0f}"),
    ("responses 5xx", lambda f: f"{f['errors_5xx']}"),
    ("pages that were not as they should be", lambda f: f"{f['wrong']}"),
    ("answers said to be saved", lambda f: f"{f['stored']['saves']:,}"),
    ("of these lost", lambda f: f"{f['stored']['lost']}"),
    ("responses submitted", lambda f: f"{f['stored']['submitted']}"),
    ("of these lost, doubled", lambda f: f"{f['stored']['not_submitted']}, {f['stored']['doubled']}"),
    ("audit chain", lambda f: "broken" if f["stored"]["chain_broken"] else "holds"),
)


def report(about: dict[str, Any], found: dict[str, dict[str, Any]], parts: list[tuple[str, float]]) -> str:
    """The tables of a day."""
    plan = ProcessPlan()
    lines = [
        f"# Suppliers answering, {about['date']}\n",
        f"{about['machine']}; commit {about['commit']}. {about['suppliers']} suppliers at once for "
        f"{about['seconds']:.0f} s, each thinking {about['think']:.0f} s before an answer (from half to one "
        f"and a half of it), against {plan.web_processes} web processes of {plan.web_threads} threads; the "
        f"suppliers' process shares the cores. At most: {about['hurried']} suppliers who do not think.\n",
        f"| | {' | '.join(TITLES[kind] for kind in found)} |",
        f"|---|{'---:|' * len(found)}",
    ]
    for title, written in ROWS:
        lines.append(f"| {title} | {' | '.join(written(figures) for figures in found.values())} |")
    lines += [
        "\n## Where the time of a question's page goes\n",
        "In one process, without a network, SQLite; median of many pages, milliseconds of the processor.\n",
        "| | ms |",
        "|---|---:|",
        *(f"| {what} | {milliseconds:.1f} |" for what, milliseconds in parts),
    ]
    for kind, figures in found.items():
        lines += [f"\n{TITLES[kind]}: {one}" for one in figures["examples_of_wrong"]]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, keep, print; the exit status tells whether anything was lost or wrong."""
    options = _options()
    about = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "commit": commit(),
        **{name: getattr(options, name) for name in ("suppliers", "seconds", "think", "hurried")},
    }
    parts = anatomy.measured()
    found = {kind: measure(kind, options) for kind in options.databases}
    text = report(about, found, parts)
    print(text)
    if options.results:
        folder = options.results / "questionnaire"
        folder.mkdir(parents=True, exist_ok=True)
        for kind, figures in found.items():
            kept = json.dumps({**about, "database": kind, **figures}, indent=1, sort_keys=True)
            (folder / f"{kind}.json").write_text(f"{kept}\n", encoding="utf-8")
        (options.results / f"{about['date']}-questionnaire.md").write_text(text, encoding="utf-8")
    if not all(map(is_sound, found.values())):
        sys.exit("Something was lost or wrong: see the table.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suppliers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=10, help="mean seconds before an answer is sent")
    parser.add_argument("--hurried", type=int, default=16, help="suppliers who do not think")
    parser.add_argument("--flat-out", type=float, default=10, help="for so many seconds")
    parser.add_argument(
        "--databases", default=",".join(DATABASES), type=lambda text: text.split(","), help="those to measure"
    )
    parser.add_argument("--results", type=Path, help="keep the figures in this folder (benchmarks/results)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
