"""Screening files of a fictitious council against fictitious copies of the registry."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import screening
from app.intake import UnusableInput
from app.services.judgement.screen_files import Screening, screen_files, shipped_copies
from screening.types import StatementStatus

DATA = Path(__file__).parents[3] / "data"
REGISTER = DATA / "anytown_contracts_register.csv"
REGISTRY = DATA / "StatementSummaries2026-fictitious.csv"
AS_AT = date(2026, 11, 21)


@pytest.fixture(scope="module")
def anytown() -> Screening:
    """Anytown's register against the registry copy."""
    return screen_files(REGISTER, [REGISTRY], AS_AT)


def registry_file(folder: Path, name: str, changes: dict[str, str], only: str) -> Path:
    """A copy of the registry that holds the one row whose organisation is `only`, with changed cells."""
    with REGISTRY.open(encoding="utf-8-sig", newline="") as rows:
        reader = csv.DictReader(rows)
        [row] = [row for row in reader if row["OrganisationName"] == only]
        header = list(reader.fieldnames or ())
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, header)
        writer.writeheader()
        writer.writerow({**row, **changes})
    return path


def spend_file(folder: Path, *rows: str) -> Path:
    """A spend file as the transparency code has it."""
    path = folder / "spend.csv"
    path.write_text("\n".join(("Supplier Name,Amount,Expense Type,Payment Date", *rows)), encoding="utf-8")
    return path


def test_every_supplier_is_screened_once_and_ranked_without_gaps(anytown: Screening) -> None:
    assert [one.rank for one in anytown.screened] == list(range(1, len(anytown.screened) + 1))
    assert len({one.case.identity for one in anytown.screened}) == len(anytown.screened) > 20
    assert all(one.case.identity == one.report.identity for one in anytown.screened)
    ranked = screening.rank([one.report for one in reversed(anytown.screened)])
    assert [report.identity for report in ranked] == [one.case.identity for one in anytown.screened]


def test_contracts_of_one_supplier_stand_together(anytown: Screening) -> None:
    [northgate] = [one for one in anytown.screened if one.case.company_number == "29900001"]
    assert len(northgate.case.contracts) == 2
    assert northgate.case.spend == Decimal("631150.00")
    assert anytown.facts.amounts == "Contract value"


def test_statements_are_found_by_the_suppliers_number(anytown: Screening) -> None:
    [larkmoor] = [one for one in anytown.screened if one.case.company_number == "29900002"]
    finding = larkmoor.report.statement
    assert finding.status is StatementStatus.MATCHED
    assert finding.organisation == "LARKMOOR HOMECARE LIMITED"
    assert finding.copy_date is not None


def test_summary_accounts_for_every_supplier_and_row(anytown: Screening) -> None:
    summary = anytown.summary
    assert sum(summary.bands.values()) == sum(summary.statements.values()) == len(anytown.screened)
    assert summary.statements[StatementStatus.NOT_LOOKED_FOR] == 0
    council, registry = anytown.facts.inputs
    assert summary.rows_read == council.rows_read > 20
    assert (registry.name, registry.shipped) == (REGISTRY.name, False)
    assert len(council.sha256) == len(registry.sha256) == 64


def test_people_are_counted_and_reach_nothing(tmp_path: Path) -> None:
    path = spend_file(
        tmp_path,
        "Northgate Cleaning Services Ltd,1000.00,Cleaning,01/04/2026",
        "Mrs Philippa Testperson,250.00,Fostering allowances,02/04/2026",
        "REDACTED PERSONAL DATA,90.00,Fostering allowances,03/04/2026",
    )
    result = screen_files(path, [], AS_AT)
    assert [one.case.name for one in result.screened] == ["Northgate Cleaning Services Ltd"]
    assert (result.summary.people_rows, result.summary.redacted_rows) == (1, 1)
    assert "Testperson" not in repr(result)


def test_spend_lines_are_added_up_and_credits_kept_apart(tmp_path: Path) -> None:
    path = spend_file(
        tmp_path,
        'Northgate Cleaning Services Ltd,"1,000.10",Cleaning,01/04/2026',
        "Northgate Cleaning Services Ltd,(200.00),Cleaning,02/04/2026",
        "Northgate Cleaning Services Ltd,£500.05,Window cleaning,03/04/2026",
    )
    [one] = screen_files(path, [], AS_AT).screened
    assert one.case.spend == Decimal("1500.15")


def test_no_statements_means_not_looked_for(tmp_path: Path) -> None:
    result = screen_files(REGISTER, [], AS_AT)
    assert {one.report.statement.status for one in result.screened} == {StatementStatus.NOT_LOOKED_FOR}
    assert len(result.facts.inputs) == 1
    assert result.facts.searched == ""
    assert result.facts.options["statements"] == "none"


def test_without_statements_the_shipped_part_is_searched_and_named_as_such(tmp_path: Path) -> None:
    assert [path.name for path in shipped_copies()] == ["StatementSummaries2022-asof-2022-02-16.csv"]
    path = spend_file(tmp_path, "Quillmoor Upholstery Partnership Ltd,1000.00,Furniture,01/04/2026")
    result = screen_files(path, None, AS_AT)
    [one] = result.screened
    assert one.report.statement.status is StatementStatus.NOT_FOUND
    assert one.report.statement.copy_date == date(2022, 2, 16)
    assert result.facts.inputs[1].shipped
    assert result.facts.searched == "the partial registry copy of 16 February 2022 that comes with Fairhand"


def test_of_several_copies_the_newest_statement_wins_and_every_date_is_named(tmp_path: Path) -> None:
    lark = "LARKMOOR HOMECARE LIMITED"
    older = registry_file(
        tmp_path,
        "StatementSummaries2025-asof-2025-10-01.csv",
        {"StatementSummaryURL": "https://registry.example/2025", "StatementEndDate": "31/03/2025"},
        lark,
    )
    newer = registry_file(
        tmp_path, "StatementSummaries2026-asof-2026-09-30.csv", {"StatementEndDate": "31/03/2026"}, lark
    )
    council = spend_file(
        tmp_path,
        "Larkmoor Homecare Ltd,1000.00,Home care,01/04/2026",
        "Quillmoor Upholstery Partnership Ltd,1000.00,Furniture,01/04/2026",
    )
    for copies in ([older, newer], [newer, older]):
        result = screen_files(council, copies, AS_AT)
        found = {one.case.name: one.report.statement for one in result.screened}
        assert found["Larkmoor Homecare Ltd"].period_end == date(2026, 3, 31)
        assert found["Larkmoor Homecare Ltd"].copy_date == date(2026, 9, 30)
        assert found["Quillmoor Upholstery Partnership Ltd"].status is StatementStatus.NOT_FOUND
        assert result.facts.searched == "the registry copies of 30 September 2026 and 1 October 2025"


def test_the_order_of_the_files_rows_does_not_matter(tmp_path: Path) -> None:
    names = ("Northgate Cleaning Services Ltd", "Brackwater Recruitment Ltd", "Civiform Software Ltd")
    rows = [f"{name},9.00,Services,01/04/2026" for name in names]
    forward = screen_files(spend_file(tmp_path, *rows), [], AS_AT).screened
    backward = screen_files(spend_file(tmp_path, *reversed(rows)), [], AS_AT).screened
    assert [one.case.name for one in forward] == [one.case.name for one in backward]


def test_progress_tells_every_step_to_its_end() -> None:
    told: dict[str, tuple[int, int | None]] = {}

    def tell(what: str, done: int, total: int | None) -> None:
        told[what] = (done, total)

    screen_files(REGISTER, [REGISTRY], AS_AT, on_progress=tell)
    assert [what.split()[0] for what in told] == ["Reading", "Reading", "Looking", "Screening"]
    assert all(done == total for done, total in told.values())


def test_timings_tell_the_steps_and_a_mapping_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Who,Paid\nNorthgate Cleaning Services Ltd,10\n", encoding="utf-8")
    result = screen_files(path, [], AS_AT, {"supplier": "Who", "amount": "Paid"})
    assert list(result.timings) == ["read_suppliers", "read_statements", "match", "screen"]
    assert result.facts.options["map.supplier"] == "Who"
    assert result.screened[0].case.spend == Decimal("10.00")


def test_a_file_without_a_supplier_column_is_refused_with_the_columns_seen(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Colour,Weight\nred,3\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"Colour.*Weight"):
        screen_files(path, [], AS_AT)
