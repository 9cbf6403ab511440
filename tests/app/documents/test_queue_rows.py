"""One supplier as one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.documents.queue_rows import COLUMNS, QueueRow, queue_row
from app.documents.run_facts import ScreenedSupplier
from screening.stability import Stability
from screening.types import StatementFinding, StatementStatus, say


def row_of(supplier: ScreenedSupplier, searched: str = "") -> QueueRow:
    return queue_row(supplier.case, supplier.report, supplier.rank, searched)


def with_statement(supplier: ScreenedSupplier, statement: StatementFinding) -> ScreenedSupplier:
    return replace(supplier, report=replace(supplier.report, statement=statement))


def test_columns_and_their_order_are_a_promise() -> None:
    assert ", ".join(COLUMNS) == (
        "rank, supplier, organisation, company_number, spend, category, sector, countries, statement_status, "
        "statement_organisation, statement_period_end, statement_url, match_probability, match_reason, "
        "inherent, controls, residual, low, high, band, reasons, unknowns, next_action, clauses, "
        "use, permitted_use, left_out, notes, rank_stability, band_stability, "
        "weights_changed"
    )


def test_a_full_row(supplier: ScreenedSupplier) -> None:
    assert row_of(supplier).cells() == (
        1,
        "Northgate Cleaning Services Ltd",
        "Northgate Cleaning Services Limited",
        "01234567",
        Decimal("880000.01"),
        "Window cleaning; Cleaning",
        "General cleaning of buildings",
        "GB; PL",
        "matched",
        "Northgate Cleaning Services Limited",
        date(2025, 3, 31),
        "https://northgate-cleaning.example/statement?a=1&b=2",
        Decimal("0.988"),
        "Statement of Northgate Cleaning Services Limited for the period to 31 March 2025 found in the "
        "registry copy of 16 February 2026. The company numbers are equal.",
        Decimal("64.4"),
        Decimal("3.0"),
        Decimal("61.4"),
        Decimal("48.0"),
        Decimal("74.0"),
        "high",
        "Cleaning is labour-intensive and low paid (+50.0); Workers come from agencies (+14.4); "
        "A statement was published (\N{MINUS SIGN}3.0)",
        "Ask how many workers come from agencies; Ask who pays the fees of recruitment",
        "Invite the supplier to answer.",
        "K5 No fees paid by workers",
        "contract_management",
        "contract_management; annual_statement",
        "",
        "",
        None,
        None,
        "",
    )


def test_the_firmness_of_a_place_is_a_share_with_two_decimals(supplier: ScreenedSupplier) -> None:
    row = queue_row(supplier.case, supplier.report, 1, stability=Stability(0.123, 1.0))
    assert (row.rank_stability, row.band_stability) == (Decimal("0.12"), Decimal("1.00"))


def test_a_possible_match_or_a_groups_statement_does_not_say_who_the_supplier_is(
    supplier: ScreenedSupplier,
) -> None:
    for finding in (
        replace(supplier.report.statement, status=StatementStatus.POSSIBLE),
        replace(supplier.report.statement, kind="same_group"),
    ):
        row = row_of(with_statement(supplier, finding))
        assert row.organisation == ""
        assert row.statement_organisation == "Northgate Cleaning Services Limited"


def test_not_found_names_all_that_was_searched(supplier: ScreenedSupplier) -> None:
    finding = StatementFinding(StatementStatus.NOT_FOUND, date(2026, 2, 16))
    row = row_of(
        with_statement(supplier, finding), "the registry copies of 16 February 2026 and 1 October 2025"
    )
    assert row.statement_status == "not_found"
    assert row.match_reason == (
        "Statement not found in the registry copies of 16 February 2026 and 1 October 2025."
    )
    assert (row.match_probability, row.statement_period_end, row.statement_url) == (None, None, "")


def test_what_is_unknown_stays_empty_and_is_not_nought(supplier: ScreenedSupplier) -> None:
    bare = replace(supplier, case=replace(supplier.case, spend=None, contracts=(), company_number=""))
    row = row_of(bare)
    assert (row.spend, row.category, row.company_number) == (None, "", "")


def test_reasons_leave_out_what_adds_nothing_and_tell_the_weightiest_five(supplier: ScreenedSupplier) -> None:
    line = supplier.report.contributions[0]
    many = tuple(
        replace(line, factor=f"f{number}", points=number, reason=say("Reason {n}.", n=number))
        for number in range(9)
    )
    row = row_of(replace(supplier, report=replace(supplier.report, contributions=many)))
    assert row.reasons == "; ".join(f"Reason {n} (+0.{n})" for n in (8, 7, 6, 5, 4))


def test_texts_are_single_lines(supplier: ScreenedSupplier) -> None:
    messy = replace(supplier, case=replace(supplier.case, name="Northgate\r\n  Cleaning\t\x07"))
    assert row_of(messy).supplier == "Northgate Cleaning"


def test_many_categories_are_the_largest_five_and_the_number_of_the_others(
    supplier: ScreenedSupplier,
) -> None:
    [contract, _] = supplier.case.contracts
    contracts = tuple(
        replace(contract, category=f"Category {number}", value=Decimal(number)) for number in range(7)
    )
    row = row_of(replace(supplier, case=replace(supplier.case, contracts=contracts)))
    assert row.category == "Category 6; Category 5; Category 4; Category 3; Category 2; and 2 more"
