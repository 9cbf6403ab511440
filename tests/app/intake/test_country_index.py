"""Reading a council's own copy of a country index. All figures are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from app.intake.country_index import IndexKind, read_country_index, write_country_index
from app.intake.records import UnusableInput

COUNTRIES = [
    "Afghanistan", "Albania", "Brazil", "China", "Eritrea", "Germany", "India", "Kenya",
    "Côte d\u2019Ivoire", "Türkiye", "United Kingdom", "Viet Nam",
]  # fmt: skip
GSI_HEADER = [
    "Country",
    "Region",
    "Population",
    "Estimated prevalence of modern slavery (victims per 1,000 population)",
    "Estimated number of people in modern slavery",
    "Governance issues vulnerability score (%)",
    "Total vulnerability score (%)",
    "Government response total score (%)",
]


def _workbook(path: Path, rows: list[list[object]], header: list[str] = GSI_HEADER) -> Path:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Read me").write(0, 0, "Invented figures in the layout of the index")
    sheet = book.add_worksheet("Data")
    sheet.write(0, 0, "Summary")
    for line, row in enumerate([header, *rows], start=2):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.close()
    return path


def _gsi_rows() -> list[list[object]]:
    return [[name, "x", 1000, 2.5 + place, 99, 7, 40 + place, 55] for place, name in enumerate(COUNTRIES)]


def test_the_workbook_is_read_by_its_headers(tmp_path: Path) -> None:
    index = read_country_index(_workbook(tmp_path / "gsi.xlsx", _gsi_rows()), IndexKind.GSI)
    assert [row.code for row in index.rows] == sorted(
        ["AF", "AL", "BR", "CN", "CI", "ER", "DE", "IN", "KE", "TR", "GB", "VN"]
    )
    assert index.figures("prevalence")["AF"] == 2.5
    assert index.figures("vulnerability")["AL"] == 41  # the total, not the score of one dimension
    assert set(index.figures("response").values()) == {55}
    assert index.main == "prevalence" and index.skipped == ()


def test_rows_that_are_no_country_or_out_of_bounds_are_told_and_left_out(tmp_path: Path) -> None:
    rows = [*_gsi_rows(), ["Atlantis", "x", 1, 3, 1, 1, 50, 50], ["Norway", "x", 1, 3, 1, 1, 150, 50]]
    index = read_country_index(_workbook(tmp_path / "gsi.xlsx", rows), IndexKind.GSI)
    assert [(row.line, row.value) for row in index.skipped] == [(16, "Atlantis"), (17, "")]
    assert "NO" not in index.figures("prevalence")


def test_a_missing_figure_is_unknown_and_not_zero(tmp_path: Path) -> None:
    rows = [*_gsi_rows(), ["Norway", "x", 1, 0.5, 1, 1, "No data", "-"]]
    index = read_country_index(_workbook(tmp_path / "gsi.xlsx", rows), IndexKind.GSI)
    assert index.figures("prevalence")["NO"] == 0.5
    assert "NO" not in index.figures("vulnerability") and index.skipped == ()


def test_tiers_are_read_and_the_newest_year_counts(tmp_path: Path) -> None:
    tiers = ["1", "Tier 2", "2WL", "Tier 2 Watch List", "3", "2.0", "Special Case"]
    lines = [f"{name},{tiers[place % 7]},2024" for place, name in enumerate(COUNTRIES)]
    lines += ["Afghanistan,3,2025", "Afghanistan,2,2019", "Norway,4,2025", "Sweden,1,soon"]
    path = tmp_path / "tip.csv"
    path.write_text("\n".join(["country,tier,year", *lines]), encoding="utf-8")
    index = read_country_index(path, IndexKind.TIP)
    found = index.figures("tier")
    assert (found["AF"], found["AL"], found["BR"], found["CN"]) == (4.0, 2.0, 3.0, 3.0)
    assert found["DE"] == 2.0 and "IN" not in found  # a special case has no tier
    assert [row.line for row in index.skipped] == [len(lines), len(lines) + 1]


@pytest.mark.parametrize(
    ("header", "said"), [(["Country", "Region"], "prevalence"), (["a", "b"], '"country", "prevalence"')]
)
def test_another_table_is_refused_by_name(tmp_path: Path, header: list[str], said: str) -> None:
    path = _workbook(tmp_path / "other.xlsx", [["Kenya", "x"]], header)
    with pytest.raises(UnusableInput, match=said):
        read_country_index(path, IndexKind.GSI)


def test_too_few_countries_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="only 3 countries"):
        read_country_index(_workbook(tmp_path / "gsi.xlsx", _gsi_rows()[:3]), IndexKind.GSI)


def test_what_is_written_reads_the_same_again(tmp_path: Path) -> None:
    index = read_country_index(_workbook(tmp_path / "gsi.xlsx", _gsi_rows()), IndexKind.GSI)
    write_country_index(index, tmp_path / "kept" / "gsi.csv")
    again = read_country_index(tmp_path / "kept" / "gsi.csv", IndexKind.GSI)
    assert again.rows == index.rows
