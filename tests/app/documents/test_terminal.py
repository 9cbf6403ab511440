"""What the terminal shows of a screening."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from rich.console import Console, RenderableType

from app.documents import terminal
from app.documents.run_facts import RunFacts, ScreenedSupplier, summarise
from support.fictitious_results import make_supplier


def shown(renderable: RenderableType) -> str:
    """The text that a terminal of 100 columns shows, with single spaces."""
    console = Console(file=io.StringIO(), width=100)
    console.print(renderable)
    return " ".join(console.file.getvalue().replace("│", " ").split())  # type: ignore[attr-defined]


def test_counts_tell_what_was_read_and_left_out(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    text = shown(terminal.counts_table("anytown.csv", summarise([supplier], facts.inputs), facts))
    for part in (
        "anytown.csv, screened as at 21 November 2026",
        "Rows read 12",
        "skipped: no amount 2",
        "withheld: the payee looks like a person 3",
        "blacked out by the publisher 1",
        "Suppliers screened 1",
        "High 1",
        "Not enough known 0",
        "Statements, in the registry copy of 16 February 2026",
        "Not looked for 0",
    ):
        assert part in text


def test_top_tells_place_band_points_range_and_statement(supplier: ScreenedSupplier) -> None:
    text = shown(terminal.top_table([(1, supplier.case.name, supplier.report)], "First to look at"))
    assert "1 Northgate Cleaning Services Ltd High 61.4 48.0 to 74.0 Found" in text
    assert "never a verdict" in text


def test_a_name_is_text_and_no_markup_or_control_sequence(supplier: ScreenedSupplier) -> None:
    text = shown(terminal.top_table([(1, "[red]North\x1b[2Jgate[/red]", supplier.report)], "[bold]Top"))
    assert "[red]North[2Jgate[/red]" in text
    assert "[bold]Top" in text


def test_paths_are_listed() -> None:
    assert shown(terminal.paths("Written", [Path("out/queue.csv"), Path("out/run.json")])) == (
        "Written, in out: queue.csv run.json"
    )


def test_counts_without_a_registry_copy(facts: RunFacts) -> None:
    without = replace(facts, inputs=facts.inputs[:1])
    text = shown(terminal.counts_table("anytown.csv", summarise([make_supplier()], without.inputs), without))
    assert "registry" not in text
