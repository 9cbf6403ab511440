"""Tables of labour: found by their headers in English and Welsh, whatever the kind of file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from app.documents.labour_template import labour_csv, labour_xlsx
from app.intake import UnusableInput
from app.intake.labour import FIELDS, MOST_ROWS, LabourRow, read_labour

HEADERS = (
    "Kind of work",
    "Hours of work a year",
    "Workers (optional)",
    "Lowest statutory rate",
    "Pay an hour",
)


def written(folder: Path, text: str, name: str = "labour.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    "header",
    [
        "Kind of work,Hours of work a year,Workers,Lowest statutory rate,Pay an hour",
        "Role;Annual hours;Staff;Age band;Hourly rate, in pounds",
        "Math o waith\tOriau o waith y flwyddyn\tGweithwyr\tCyfradd statudol isaf\tTâl yr awr (dewisol)",
    ],
)
def test_columns_are_known_by_their_names(tmp_path, header) -> None:
    separator = next(one for one in "\t;," if one in header)
    row = separator.join(
        ("Cleaning,  evenings" if separator != "," else "Cleaning", "10 000", "4", "", "12.71")
    )
    found = read_labour(written(tmp_path, f"{header}\n\n{row}\n"))
    label = "Cleaning, evenings" if separator != "," else "Cleaning"
    cells = {"label": label, "hours": "10 000", "workers": "4", "band": "", "rate": "12.71"}
    assert found == (LabourRow(3, cells),)


def test_a_workbook_with_a_title_above_the_table(tmp_path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Prices")
        for row, cells in enumerate([["Lot 2"], [], HEADERS, ["Driving", 1800, 1, "", 13.45]]):
            sheet.write_row(row, 0, cells)
    (tmp_path / "labour.xlsx").write_bytes(target.getvalue())
    [row] = read_labour(tmp_path / "labour.xlsx")
    assert row.line == 4 and float(row.cells["hours"]) == 1800 and float(row.cells["rate"]) == 13.45


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "no column called “kind of work”"),
        ("Role,Pay\nCleaning,12\n", "no column called “hours of work a year”"),
        ("Role,Hours\n", "no rows below the header"),
        ("Role,Hours\n" + "x,1\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} kinds of work"),
        ("%PDF-1.7", "this is a PDF"),
    ],
)
def test_what_is_no_table_of_labour_is_refused_with_a_reason(tmp_path, text, told) -> None:
    path = tmp_path / "labour.csv"
    path.write_bytes(text.encode())
    with pytest.raises(UnusableInput, match=told):
        read_labour(path)


def test_the_templates_are_read_back(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(labour_csv(HEADERS))
    with pytest.raises(UnusableInput, match="no rows below"):
        read_labour(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_bytes(labour_csv(HEADERS) + b"Cleaning,10,,,\r\n")
    [row] = read_labour(tmp_path / "a.csv")
    assert tuple(row.cells) == FIELDS and row.cells["hours"] == "10"
    (tmp_path / "a.xlsx").write_bytes(labour_xlsx(HEADERS, ["Adults"], 3, "Labour", ["A note"], "Notes"))
    with pytest.raises(UnusableInput, match="no rows below"):
        read_labour(tmp_path / "a.xlsx")
