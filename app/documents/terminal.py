"""What the terminal shows of a screening: tables and lists for `rich` to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from app.documents import words
from app.documents.match_counts import MatchCounts
from app.documents.run_facts import RunFacts, Summary
from screening.types import Band, Report, StatementStatus

if TYPE_CHECKING:
    # `fairhand screen` has no database: it must not load SQLAlchemy to print a table.
    from models import SourceFile


def top_table(rows: Sequence[tuple[int, str, Report]], title: str) -> Table:
    """The first places of the queue: (place, supplier's name, report)."""
    table = Table(title=Text(title), title_justify="left", caption=words.ADVICE, caption_justify="left")
    table.add_column("Place", justify="right")
    table.add_column("Supplier", ratio=1)
    table.add_column("Band", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Range", justify="right", no_wrap=True)
    table.add_column("Statement", no_wrap=True)
    for rank, name, report in rows:
        table.add_row(
            str(rank),
            Text(words.one_line(name)),
            words.BANDS[report.band],
            words.points(report.residual),
            f"{words.points(report.low)} to {words.points(report.high)}",
            words.STATUSES[report.statement.status],
        )
    return table


def counts_table(title: str, summary: Summary, facts: RunFacts) -> Table:
    """What was read and left out, and the suppliers by band and by statement."""
    heading = f"{title}, screened as at {words.long_date(facts.as_at)}"
    table = Table(title=Text(heading), title_justify="left")
    table.add_column("What")
    table.add_column("Number", justify="right")
    table.add_row("Rows read", f"{summary.rows_read:,}")
    for why, rows in summary.skipped.items():
        table.add_row(Text(f"  skipped: {why}"), f"{rows:,}")
    table.add_row("  withheld: the payee looks like a person", f"{summary.people_rows:,}")
    table.add_row("  blacked out by the publisher", f"{summary.redacted_rows:,}", end_section=True)
    table.add_row("Suppliers screened", f"{summary.suppliers:,}")
    table.add_row("  for", Text(words.USES[facts.use]))
    for band in Band:
        table.add_row(f"  {words.BANDS[band]}", f"{summary.bands[band]:,}")
    table.add_section()
    table.add_row(Text(f"Statements, in {facts.searched}" if facts.searched else "Statements"), "")
    for status in StatementStatus:
        table.add_row(f"  {words.STATUSES[status]}", f"{summary.statements[status]:,}")
    if facts.matching:
        table.add_section()
        _add_matching(table, facts.matching)
    return table


def matching_table(counts: MatchCounts) -> Table:
    """What looking for statements found, and how many automatic matches are expected to be wrong."""
    table = Table(title="Looking for statements", title_justify="left")
    table.add_column("What")
    table.add_column("Suppliers", justify="right")
    _add_matching(table, counts)
    return table


def _add_matching(table: Table, counts: MatchCounts) -> None:
    for what, number in counts.lines():
        table.add_row(what, number)


def files_table(files: Iterable[SourceFile]) -> Table:
    """What was read of each loaded file, and what was left out and why."""
    table = Table(title="Files read", title_justify="left", caption_justify="left")
    table.caption = "People: payees that look like persons, withheld. Redacted: by the publisher."
    table.add_column("File", overflow="fold", ratio=1)
    for heading in ("Rows", "Loaded", "To mend", "People", "Redacted"):
        table.add_column(heading, justify="right", no_wrap=True)
    for file in files:
        numbers = (file.rows_read, file.rows_loaded, len(file.skipped), file.people_withheld, file.redacted)
        table.add_row(Text(file.name), *(f"{number:,}" for number in numbers))
    return table


def paths(title: str, written: Sequence[Path]) -> RenderableType:
    """A list of files of one folder to look at; the folder is named once, so that the lines stay short."""
    if not written:
        return Text("")
    heading = Text(f"{title}, in {written[0].parent}:", style="bold", overflow="fold")
    return Group(heading, *(Text(f"  {path.name}") for path in written))
