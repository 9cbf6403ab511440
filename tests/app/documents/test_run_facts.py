"""What is told of a run beside its results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.documents.run_facts import RunFacts, ScreenedSupplier, summarise
from screening.types import Band, StatementFinding, StatementStatus
from support.fictitious_results import make_supplier


def test_summary_counts_every_band_and_status_and_only_the_councils_rows(facts: RunFacts) -> None:
    first, second = make_supplier(1), make_supplier(2)
    unknown = replace(
        second,
        case=replace(second.case, spend=None),
        report=replace(second.report, band=Band.NOT_ENOUGH_KNOWN, statement=StatementFinding()),
    )
    summary = summarise([first, unknown], facts.inputs)
    assert summary.bands == {Band.HIGH: 1, Band.MEDIUM: 0, Band.LOW: 0, Band.NOT_ENOUGH_KNOWN: 1}
    assert summary.statements[StatementStatus.MATCHED] == 1
    assert summary.statements[StatementStatus.NOT_LOOKED_FOR] == 1
    assert summary.spend == Decimal("880000.005")
    assert (summary.rows_read, summary.rows_skipped) == (12, 3)
    assert summary.skipped == {"no amount": 2, "no supplier": 1}
    assert (summary.people_rows, summary.redacted_rows) == (3, 1)


def test_spend_is_unknown_and_not_nought_when_no_amount_was_given(supplier: ScreenedSupplier) -> None:
    silent = replace(supplier, case=replace(supplier.case, spend=None))
    assert summarise([silent], ()).spend is None


def test_sentences_tell_every_row_that_was_left_out(facts: RunFacts) -> None:
    council, registry = facts.inputs
    told = " ".join(council.sentences())
    for part in (
        "12 rows read.",
        "2 rows skipped: no amount.",
        "1 row skipped: no supplier.",
        "1 row blacked out",
    ):
        assert part in told
    assert "3 rows withheld because their 2 payees look like people" in told
    assert registry.sentences() == ("As at 16 February 2026.", "7 rows read.")


def test_searched_names_every_copy_once_the_newest_first(facts: RunFacts) -> None:
    council, registry = facts.inputs
    assert facts.searched == "the registry copy of 16 February 2026"
    older = replace(registry, name="StatementSummaries2025.csv", copy_date=date(2025, 10, 1))
    several = replace(facts, inputs=(council, older, registry, replace(registry, name="again.csv")))
    assert several.searched == "the registry copies of 16 February 2026 and 1 October 2025"
    assert replace(facts, inputs=(council,)).searched == ""


def test_the_shipped_part_is_named_as_a_part(facts: RunFacts) -> None:
    council, registry = facts.inputs
    shipped = replace(facts, inputs=(council, replace(registry, shipped=True)))
    assert shipped.searched == "the partial registry copy of 16 February 2026 that comes with Fairhand"
    assert "A partial copy" in shipped.inputs[1].sentences()[0]
