import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from app.intake import UnusableInput
from app.intake.tables import read_table

DATA = Path(__file__).parents[2] / "data"


def score(cells):
    """A header here is a row with "Supplier" and "Amount"."""
    return 2 * len({"Supplier", "Amount"} & {cell.strip() for cell in cells})


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_finds_separator_and_header_below_title_rows(tmp_path, separator):
    rows = [["Anytown Council", ""], ["", ""], ["Supplier", "Amount"], ["Larkmoor Ltd", "1"]]
    path = write(tmp_path / "t.csv", "\n".join(separator.join(row) for row in rows))
    table = read_table(path, score)
    assert table.header == ("Supplier", "Amount")
    assert table.header_line == 3
    assert list(table.rows()) == [(4, ["Larkmoor Ltd", "1"])]
    assert list(table.rows()) == [(4, ["Larkmoor Ltd", "1"])], "rows can be read twice"


def test_line_numbers_are_those_of_an_editor_where_cells_hold_line_breaks(tmp_path):
    path = write(tmp_path / "t.csv", 'Supplier,Amount\n"Two\nlines",1\n\nOne,2,more\nshort\n')
    assert list(read_table(path, score).rows()) == [
        (2, ["Two\nlines", "1"]),
        (4, []),
        (5, ["One", "2", "more"]),
        (6, ["short"]),
    ]


def test_a_header_may_hold_line_breaks(tmp_path):
    path = write(tmp_path / "t.csv", '"Supplier\n",Amount\nA,1\n')
    table = read_table(path, score)
    assert (table.header, table.header_line) == (("Supplier\n", "Amount"), 1)
    assert list(table.rows()) == [(3, ["A", "1"])]


def test_without_a_header_the_fullest_row_is_shown_as_the_columns_seen(tmp_path):
    path = write(tmp_path / "t.csv", "A title\nWho,What,When\nx,y,z\n")
    assert read_table(path, score).header == ("Who", "What", "When")


def make_workbook(path):
    with xlsxwriter.Workbook(str(path)) as book:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Payments!$B$4:$B$5"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Notes").write(0, 0, "Read me")
        short = book.add_worksheet("Pivot")
        short.write_row(0, 0, ["Supplier", "Amount"])
        sheet = book.add_worksheet("Payments")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "Payments over £500")
        sheet.write_row(2, 0, ["Supplier", "Amount", "Date", "Paid", "Number"])
        for row in (3, 4):
            sheet.write_row(row, 0, ["Tŷ Glan Ltd", 1793.5])
            sheet.write_datetime(row, 2, date(2026, 4, 1), day)
            sheet.write_boolean(row, 3, True)
            sheet.write_number(row, 4, 5512051)
    return path


def test_reads_the_sheet_that_holds_the_table_and_names_the_others(tmp_path):
    table = read_table(make_workbook(tmp_path / "t.xlsx"), score)
    assert (table.sheet, table.unread_sheets) == ("Payments", ("Notes", "Pivot"))
    assert (table.header[:2], table.header_line) == (("Supplier", "Amount"), 3)
    line, cells = next(table.rows())
    assert line == 4
    assert cells == ["Tŷ Glan Ltd", "1793.5", "2026-04-01", "Yes", "5512051"]


def test_reads_xls():
    table = read_table(
        DATA / "anytown_payments.xls", lambda cells: sum(cell == "Supplier Name" for cell in cells)
    )
    assert (table.sheet, table.header_line) == ("Payments", 3)
    assert next(table.rows()) == (
        4,
        ["Quillfen Stone Imports Ltd", "2026-04-02", "1250.5", "Paving", "7001"],
    )


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Taliadau">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_reads_ods(tmp_path):
    def row(*cells):
        texts = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{texts}</table:table-row>"

    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", ODS.format(rows=row("Supplier", "Amount") + row("Tŷ Glan", "£1")))
    table = read_table(path, score)
    assert (table.sheet, list(table.rows())) == ("Taliadau", [(2, ["Tŷ Glan", "£1"])])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n \n", "the file has no rows"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\r\n<!DOCTYPE html><html>", "this is a web page"),
        (b"PK\x03\x04 no workbook", "the workbook cannot be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "the workbook cannot be opened"),
        (b'Supplier,Amount\nA,"1\n' + b"x" * 200_000, "line 2: .* opened and never closed"),
    ],
)
def test_says_in_one_line_what_is_wrong_with_a_file(tmp_path, content, message):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=message) as caught:
        list(read_table(path, score).rows())
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnusableInput, match=r"nowhere\.csv: cannot be opened"):
        read_table(tmp_path / "nowhere.csv", score)
