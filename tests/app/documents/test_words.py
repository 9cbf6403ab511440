"""How values are written for people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.documents import words
from screening.types import Band, Channel, StatementFinding, StatementStatus
from support.fictitious_results import make_supplier


@pytest.mark.parametrize(
    ("tenths", "plain", "signed"),
    [
        (0, "0.0", "0.0"),
        (614, "61.4", "+61.4"),
        (-30, "-3.0", "\N{MINUS SIGN}3.0"),
        (-5, "-0.5", "\N{MINUS SIGN}0.5"),
        (1000, "100.0", "+100.0"),
    ],
)
def test_points_have_one_decimal(tenths: int, plain: str, signed: str) -> None:
    assert words.points(tenths) == plain
    assert words.signed_points(tenths) == signed


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "not known"),
        (Decimal("880000"), "£880,000.00"),
        (Decimal("0.005"), "£0.01"),
        (Decimal("-1234.5"), "\N{MINUS SIGN}£1,234.50"),
    ],
)
def test_pounds(amount: Decimal | None, text: str) -> None:
    assert words.pounds(amount) == text


def test_dates_are_british_whatever_the_locale() -> None:
    assert words.long_date(date(2022, 2, 16)) == "16 February 2022"
    assert words.long_date(None) == "not known"


def test_counts_and_lists() -> None:
    assert words.count(1, "supplier") == "1 supplier"
    assert words.count(7012, "supplier") == "7,012 suppliers"
    assert words.count(0, "copy", "copies") == "0 copies"
    assert [words.listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_line_ranges_sort_and_join() -> None:
    assert words.line_ranges([9, 4, 6, 5, 5]) == "4-6, 9"
    assert words.line_ranges([]) == ""


def test_one_line_drops_breaks_and_control_characters() -> None:
    assert words.one_line(" Contractor/\r\nProvider\t\x00 Ltd\x1b ") == "Contractor/ Provider Ltd"
    assert words.one_line("Cŵn Môr £") == "Cŵn Môr £"


@pytest.mark.parametrize(
    "status", [StatementStatus.MATCHED, StatementStatus.POSSIBLE, StatementStatus.NOT_FOUND]
)
def test_every_statement_line_names_the_date_of_the_copy(status: StatementStatus) -> None:
    finding = StatementFinding(status, date(2022, 2, 16), organisation="Anytown Foods Ltd")
    assert "registry copy of 16 February 2022" in words.statement_line(finding)


def test_statement_line_of_several_copies_and_of_none() -> None:
    finding = StatementFinding(StatementStatus.NOT_FOUND, date(2022, 10, 1))
    searched = "the registry copies of 1 October 2022 and 16 February 2022"
    assert words.statement_line(finding, searched) == f"Statement not found in {searched}."
    assert words.statement_line(StatementFinding(), searched) == "A statement was not looked for."
    matched = replace(finding, status=StatementStatus.MATCHED, period_end=date(2021, 3, 31))
    assert "for the period to 31 March 2021 found in the registry copy of 1 October" in words.statement_line(
        matched
    )


def test_every_value_has_a_word() -> None:
    assert set(words.BANDS) == set(Band)
    assert set(words.STATUSES) == set(StatementStatus)
    assert set(words.CHANNELS) == set(Channel)


def test_uses_are_those_that_all_reports_have_in_common() -> None:
    report = make_supplier().report
    other = replace(report, permitted_use=("pre_market", "contract_management"))
    assert words.uses([report]) == "contract management and the council's annual statement"
    assert words.uses([report, other]) == "contract management"
    assert words.uses([]) == ""
