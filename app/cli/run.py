"""`fairhand run`: all of Fairhand on this machine, with example data, until it is stopped."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from app.cli.progress import shown_progress
from app.embedded.folder import CannotStart, DataFolder
from app.embedded.processes import ProcessPlan
from app.embedded.session import Prepared, serve
from app.embedded.supervisor import Outcome

INTERRUPTED = 130


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this machine to serve.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path("instance"),
    show_default=True,
    help="Folder for the database, the queue, reports and logs; kept between runs.",
)
def run(port: int, host: str, data_dir: Path) -> None:
    """Serve Fairhand on this machine, with example data.

    Prepares the database, shows the top of the queue and where the report files are, then starts the queue,
    the worker, the schedule and the web under one supervisor, and prints the address and the example sign-in
    links. Ctrl-C stops all of them.
    """
    console = Console()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        outcome = serve(DataFolder.open(data_dir), host, port, _prepare, console, ProcessPlan())
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    except KeyboardInterrupt:
        console.print("\nStopped before Fairhand was ready. Start it again with the same command.")
        raise click.exceptions.Exit(INTERRUPTED) from None
    _finish(outcome, console, data_dir)


def _prepare(console: Console) -> Prepared:
    # The web framework and pandas take a second to load: not before folder and port are checked.
    from app import create_app
    from app.services.example import example

    app = create_app()
    with app.app_context(), shown_progress() as tell:
        return example.prepare(app.config["SETTINGS"], tell)


def _finish(outcome: Outcome, console: Console, data_dir: Path) -> None:
    if outcome.requested:
        console.print("\nFairhand has stopped.")
        return
    for line in outcome.tail:
        click.echo(f"  {line}", err=True)
    raise click.ClickException(f"{outcome.reason} The logs are in {data_dir / 'logs'}.")


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
