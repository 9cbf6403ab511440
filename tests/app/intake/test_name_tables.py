"""Tables of names and of pairs: which column is which, and which row is which."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import xlsxwriter

from app.intake import UnusableInput
from app.intake.name_tables import NamedRow, Survey, read_pairs, read_queries, read_targets


def write(folder: Path, text: str, name: str = "names.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "heading", ["name", "Name", "query", "Organisation name", "CompanyName", "Supplier", "Payee"]
)
def test_the_column_of_names(tmp_path: Path, heading: str) -> None:
    table = read_queries(write(tmp_path, f"gid,{heading}\n7,Northgate Cleaning Ltd\n"))
    assert [row.name for row in table.rows()] == ["Northgate Cleaning Ltd"]
    assert table.columns == {"name": heading}


def test_queries_prefer_query_and_targets_name(tmp_path: Path) -> None:
    path = write(tmp_path, "query,name\nNorthgate Cleaning,Northgate Cleaning Services Limited\n")
    assert [row.name for row in read_queries(path).rows()] == ["Northgate Cleaning"]
    assert [row.name for row in read_targets(path).rows()] == ["Northgate Cleaning Services Limited"]


def test_evidence_is_read_into_one_spelling(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "CompanyName, CompanyNumber,RegAddress.PostCode,Previous names,Trading names\n"
        "NORTHGATE LTD,2781951,zz11zz,Old Gate Ltd; Gate & Sons | North,Northgate Care\n"
        "Eastgate Ltd,unknown,nowhere at all,,\n",
    )
    northgate, eastgate = read_targets(path).rows()
    assert northgate == NamedRow(
        0,
        "NORTHGATE LTD",
        company_number="02781951",
        postcode="ZZ1 1ZZ",
        aliases=("Northgate Care",),
        previous_names=("Old Gate Ltd", "Gate & Sons", "North"),
    )
    assert eastgate == NamedRow(1, "Eastgate Ltd")


def test_identifiers_of_every_kind(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "name,number,charity number,VAT No,website,email,country\n"
        "Northgate,sc12345,1234567,GB 123 4567 82,https://www.northgate.example/a,x@gate.example,Scotland\n"
        "Eastgate,,SC12345,123456783,,office@eastgate.example,Germany\n"
        "Southgate,,,,facebook.com/southgate,southgate@gmail.com,Atlantis\n",
    )
    northgate, eastgate, southgate = read_targets(path).rows()
    assert northgate == NamedRow(
        0,
        "Northgate",
        company_number="SC012345",
        charity_number="1234567",
        vat_number="123456782",
        domain="northgate.example",
        country="GB",
    )
    assert eastgate == NamedRow(
        1, "Eastgate", charity_number="SC012345", domain="eastgate.example", country="DE"
    )
    assert southgate == NamedRow(2, "Southgate")


def test_a_company_number_of_its_own_comes_before_a_bare_number(tmp_path: Path) -> None:
    path = write(tmp_path, "number,name,CRN\n7,Northgate,2781951\n")
    assert [row.company_number for row in read_queries(path).rows()] == ["02781951"]


def test_evidence_of_both_sides(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "left,right,left_number,right_number,left_website,right_email,right_vat_number,right_previous_names\n"
        "Northgate,North Gate,1,2,northgate.example,a@gate.example,123456782,Old Gate\n",
    )
    (pair,) = read_pairs(path).rows()
    assert pair.left == NamedRow(0, "Northgate", company_number="00000001", domain="northgate.example")
    assert pair.right == NamedRow(
        0,
        "North Gate",
        company_number="00000002",
        vat_number="123456782",
        domain="gate.example",
        previous_names=("Old Gate",),
    )


def test_rows_count_from_0_and_empty_lines_are_none(tmp_path: Path) -> None:
    table = read_queries(write(tmp_path, 'name\nNorthgate\n\n""\n  \nEastgate\n'))
    assert [(row.row, row.name) for row in table.rows()] == [
        (0, "Northgate"),
        (1, ""),
        (2, ""),
        (3, "Eastgate"),
    ]
    assert table.survey() == Survey(rows=4, blank=2, overlong=0)


def test_a_name_cut_at_its_comma_is_counted(tmp_path: Path) -> None:
    table = read_queries(write(tmp_path, 'name\nNorth, East and Sons\n"North, East and Sons"\n'))
    assert table.survey() == Survey(rows=2, blank=0, overlong=1)


def test_a_row_of_data_is_no_header(tmp_path: Path) -> None:
    table = read_queries(write(tmp_path, ",name\n0,Northgate\n1,Company\n"))
    assert [row.name for row in table.rows()] == ["Northgate", "Company"]


def test_gzip_and_workbooks(tmp_path: Path) -> None:
    packed = tmp_path / "names.csv.gz"
    packed.write_bytes(gzip.compress(b"name\nNorthgate\n"))
    workbook = xlsxwriter.Workbook(str(tmp_path / "names.xlsx"))
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["name", "company number"])
    sheet.write_row(1, 0, ["Northgate", 2781951])
    workbook.close()
    assert [row.name for row in read_targets(packed).rows()] == ["Northgate"]
    assert list(read_targets(tmp_path / "names.xlsx").rows()) == [NamedRow(0, "Northgate", "02781951")]


def test_no_column_of_names(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r'names.csv: no column of names.*"query".*"Colour", "Weight"'):
        read_queries(write(tmp_path, "Colour,Weight\nred,3\n"))


def test_the_two_sides_of_a_pair(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,left,left_number,right,right_company_number,Postcode right\n"
        "a,Northgate Ltd,2781951,Northgate Limited,sc12345,zz1 1zz\n"
        "b,Eastgate\n",
    )
    table = read_pairs(path)
    first, second = table.rows()
    assert first.left == NamedRow(0, "Northgate Ltd", "02781951")
    assert first.right == NamedRow(0, "Northgate Limited", "SC012345", "ZZ1 1ZZ")
    assert second.cells == ("b", "Eastgate", "", "", "", "")
    assert [first.is_blank, second.is_blank] == [False, True]
    assert table.survey() == Survey(rows=2, blank=1, overlong=0)


def test_pairs_need_both_sides(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match='"left" and "right" are needed'):
        read_pairs(write(tmp_path, "left,name\nNorthgate,Northgate\n"))
