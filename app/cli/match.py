"""`fairhand match` and `fairhand compare`: names of anybody's own files, without a server or a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, cast

import click

from app.cli.progress import shown_progress
from app.cli.screen import Unusable

if TYPE_CHECKING:
    from app.intake.name_tables import Survey
    from app.services.matching.match_files import CompareTally, MatchTally

STANDARD_OUTPUT: Final = Path("-")

_out = click.option(
    "--out",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="CSV file to write, replaced if it is there; - writes to standard output.",
)


@click.command()
@click.argument("queries", type=click.Path(path_type=Path))
@click.argument("targets", type=click.Path(path_type=Path))
@_out
def match(queries: Path, targets: Path, out: Path) -> None:
    """Look for the names of one file among those of another.

    QUERIES and TARGETS are CSV (also .gz), XLSX, XLS or ODS with a column "query" or "name". A company number
    and a postcode count as evidence where both files have them. TARGETS may give "previous names" or "trading
    names" too, divided by semicolons.

    Writes up to five rows for each query, best first: query_row, rank, target_row (rows counted from 0),
    target_name, probability, kind, decision, reasons. A match is a proposal, never a fact.
    """
    with _refusals(), _written(out, queries, targets) as stream, shown_progress() as on_progress:
        from app.services.matching.match_files import match_files

        tally = match_files(queries, targets, stream, on_progress)
    _tell_matches(tally)


@click.command()
@click.argument("pairs", type=click.Path(path_type=Path))
@_out
def compare(pairs: Path, out: Path) -> None:
    """Say of each pair of names whether both are one organisation.

    PAIRS is CSV (also .gz), XLSX, XLS or ODS with the columns "left" and "right"; "left_number",
    "right_number", "left_postcode" and "right_postcode" count as evidence.

    Writes all rows with three columns more: probability, kind, reasons. A match is a proposal, never a fact.
    """
    with _refusals(), _written(out, pairs) as stream, shown_progress() as on_progress:
        from app.services.matching.match_files import compare_file

        tally = compare_file(pairs, stream, on_progress)
    _tell_comparisons(tally)


# ------------------------------------------------------------------------------------------------- output


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn unusable input into one line and exit status 2."""
    from app.intake import UnusableInput

    try:
        yield
    except UnusableInput as problem:
        raise Unusable(str(problem)) from None


@contextmanager
def _written(out: Path, *inputs: Path) -> Iterator[TextIO]:
    """A stream to `out`, which appears under its name only when all is written."""
    if out == STANDARD_OUTPUT:
        with click.open_file("-", "w", encoding="utf-8") as stream:
            yield cast(TextIO, stream)
            stream.flush()
        return
    out = out.resolve()
    if out.is_dir():
        raise Unusable(f"--out: {out} is a folder, not a file.")
    if out in {path.resolve() for path in inputs}:
        raise Unusable(f"--out: {out} is the file to be read.")
    # What is no plain file, such as a pipe, is written to and not replaced.
    part = out.with_name(f".{out.name}.{os.getpid()}.part") if out.is_file() or not out.exists() else out
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        if part != out:
            part.replace(out)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unusable(f"--out: {out} cannot be written ({error.strerror}).") from None
    finally:
        if part != out:
            part.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------ summary


def _tell_matches(tally: MatchTally) -> None:
    asked = tally.queries.rows - tally.queries.blank
    click.echo(
        f"{asked:,} queries: {tally.automatic:,} matched automatically, {tally.possible:,} for a person to "
        f"look at, {tally.none:,} without a match.",
        err=True,
    )
    if tally.automatic:
        click.echo(
            f"Of the automatic matches about {tally.expected_wrong:,.1f} are expected to be wrong.", err=True
        )
    _tell_oddities("queries", tally.queries, "they have no row.")
    _tell_oddities("targets", tally.targets, "they cannot be found.")


def _tell_comparisons(tally: CompareTally) -> None:
    compared = tally.pairs.rows - tally.pairs.blank
    click.echo(
        f"{compared:,} pairs: {tally.kinds['same_entity']:,} look like one organisation, "
        f"{tally.kinds['same_group']:,} like one group, {tally.kinds['none']:,} like neither.",
        err=True,
    )
    _tell_oddities("pairs", tally.pairs, "they were not compared.")
    for given, now in tally.renamed.items():
        click.echo(f'The column "{given}" of the file is now called "{now}".', err=True)


def _tell_oddities(what: str, survey: Survey, effect: str) -> None:
    if survey.blank:
        click.echo(f"Rows of {what} with a blank name: {survey.blank:,}; {effect}", err=True)
    if survey.overlong:
        click.echo(
            f"Rows of {what} longer than the header: {survey.overlong:,}; a name with a comma must stand in "
            "quotation marks.",
            err=True,
        )
