import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.intake import UnusableInput, read_registry, registry
from app.intake.registry import approver_role

FICTITIOUS = Path(__file__).parents[2] / "data" / "StatementSummaries2026-fictitious.csv"


@pytest.fixture(scope="module")
def copy():
    return read_registry(FICTITIOUS)


def by_name(copy, start):
    return next(row for row in copy.rows if row.organisation_name.startswith(start))


def test_bad_rows_are_counted_and_the_rest_loads(copy):
    assert (copy.rows_read, len(copy.rows)) == (25, 24)
    (bad,) = copy.skipped
    assert (bad.line, bad.what) == (68, registry.BROKEN_ROW)
    assert "download the file again" in bad.mend
    assert copy.reasons == {registry.BROKEN_ROW: 1}


def test_a_row_in_full(copy):
    row = by_name(copy, "LARKMOOR")
    assert (row.year, row.company_number, row.postcode) == (2026, "29900002", "AY2 3BD")
    assert row.address == "Larkmoor House, 4 Mill Lane, Anytown, AY2 3BD"
    assert (row.start, row.end, row.approved_on) == (date(2025, 4, 1), date(2026, 3, 31), date(2026, 9, 10))
    assert row.areas == dict.fromkeys(registry.AREAS, True)
    assert row.sectors == ("Healthcare and pharmaceuticals",)
    assert (row.turnover, row.years_producing) == ("£60 million to £100 million", "1 to 5 years")
    assert (row.sector_type, row.is_group, row.last_updated) == ("Private", False, date(2026, 9, 14))
    assert row.pdf_url.endswith("/LARK01/2026/statement.pdf")


def test_a_group_shares_an_address_and_keeps_apart_by_name(copy):
    group = [row for row in copy.rows if row.summary_url.endswith("/HARB01/2026")]
    assert len(group) == len({row.key for row in group}) == 4
    assert {row.parent_name for row in group} == {"", "HARBOURLINE GROUP PLC"}
    assert all(row.is_group for row in group)
    assert len(group[0].sectors) == 2, "a list in one cell, lines ending in CRLF"


def test_only_the_role_of_the_approver_is_kept(copy):
    assert by_name(copy, "HARBOURLINE GROUP").approver_role == "Group Chief Executive (UK & Ireland)"
    assert by_name(copy, "ANYTOWN COLLEGE").approver_role == ""
    assert "Sam Sample" not in repr(copy)
    assert "statement@medwick.example" not in repr(copy)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Jo  Bloggs (CEO)", "CEO"),
        ("Jo Bloggs (Chief Executive Officer (CEO))", "Chief Executive Officer (CEO)"),
        ("Jo  Bloggs ((Divisional Director).)", "Divisional Director"),
        ("(Managing Director )", "Managing Director"),
        ("Jo Bloggs", ""),
        ("Jo Bloggs )(", ""),
        ("", ""),
    ],
)
def test_approver_role(text, role):
    assert approver_role(text) == role


def test_quirks_of_names(copy):
    assert by_name(copy, "+Quillfen").organisation_name == "+Quillfen Stone GmbH", "tab before a plus"
    assert by_name(copy, "Pellgarth").organisation_name == "Pellgarth Workwear Limited", "stray quotes"
    number = by_name(copy, "58213")
    assert number.display_name == "VARROW SPECIALIST VEHICLES LTD"
    assert by_name(copy, "LARKMOOR").display_name == "LARKMOOR HOMECARE LIMITED"


def test_a_statement_without_a_web_address_is_kept(copy):
    row = by_name(copy, "MEDWICK")
    assert row.statement_url == ""
    assert row.key == f"{row.summary_url} MEDWICK SAFETY SUPPLIES LTD"


def test_an_area_that_is_not_answered_is_unknown_and_not_no(tmp_path):
    path = rewritten(tmp_path, lambda row: row | {"StatementIncludesTraining": ""})
    row = read_registry(path).rows[0]
    assert "training" not in row.areas
    assert row.areas["goals"] is True


def rewritten(tmp_path, change, name="StatementSummaries2026.csv", drop=()):
    """The fictitious registry with rows changed and columns dropped, written by the rules."""
    _, records = registry.read_rows(FICTITIOUS)
    with FICTITIOUS.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream))
    kept = [column for column in header if column not in drop]
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, kept, extrasaction="ignore")
        writer.writeheader()
        for _, cells in records:
            if cells:
                writer.writerow(change(dict(zip(header, cells, strict=True))))
    return path


def test_the_older_download_of_71_columns_reads_the_same(tmp_path, copy):
    path = rewritten(tmp_path, lambda row: row, drop=("PDFDate", "PDFURL"))
    older = read_registry(path)
    assert [row.key for row in older.rows] == [row.key for row in copy.rows]
    assert {row.pdf_url for row in older.rows} == {""}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"StatementYear": "soon"}, registry.NO_YEAR),
        ({"OrganisationName": " "}, registry.NO_ORGANISATION),
        ({"StatementURL": "", "StatementSummaryURL": ""}, registry.NO_ADDRESS),
        ({"OrganisationName": "X", "StatementSummaryURL": "https://registry.example/x"}, registry.TWICE),
    ],
)
def test_every_reason_for_leaving_a_row_out_comes_with_the_way_to_mend_it(tmp_path, change, reason):
    changed = []

    def first_two(row):
        changed.append(row)
        return row | change if len(changed) <= 2 else row

    result = read_registry(rewritten(tmp_path, first_two))
    assert set(result.reasons) == {reason}
    assert all(row.mend for row in result.skipped)
    assert result.rows_read == len(result.rows) + len(result.skipped)


def test_day_of_the_copy(tmp_path, copy):
    assert copy.as_at == date(2026, 9, 14), "the latest change in the file"
    named = tmp_path / "StatementSummaries2026-asof-2026-10-01.csv"
    shutil.copyfile(FICTITIOUS, named)
    assert read_registry(named).as_at == date(2026, 10, 1)
    assert read_registry(named, as_at=date(2026, 11, 2)).as_at == date(2026, 11, 2)


def test_a_copy_whose_day_cannot_be_told_is_refused(tmp_path):
    path = rewritten(tmp_path, lambda row: row | {"LastUpdated": ""})
    with pytest.raises(UnusableInput, match="the day of this copy cannot be told"):
        read_registry(path)
    path = rewritten(tmp_path, lambda row: row, name="StatementSummaries2026-asof-2026-13-45.csv")
    with pytest.raises(UnusableInput, match="2026-13-45 in the file's name is not a day"):
        read_registry(path)


def test_what_is_no_registry_download_says_which_columns_are_missing(tmp_path):
    path = rewritten(tmp_path, lambda row: row, drop=("OrganisationName", "StatementURL"))
    with pytest.raises(UnusableInput, match="it lacks the columns OrganisationName, StatementURL"):
        read_registry(path)
    path.write_bytes(b"PK\x03\x04\x00\xff" * 50)
    with pytest.raises(UnusableInput, match="not a download of the statement registry"):
        read_registry(path)


def test_a_download_without_a_usable_row_is_refused(tmp_path):
    path = rewritten(tmp_path, lambda row: row | {"StatementYear": "x"})
    with pytest.raises(UnusableInput, match="none of its 24 rows can be used"):
        read_registry(path)


def test_progress_ends_with_all_rows(monkeypatch):
    monkeypatch.setattr(registry, "PROGRESS_EVERY", 10)
    told = []
    read_registry(FICTITIOUS, progress=told.append)
    assert told == [10, 20, 25]
