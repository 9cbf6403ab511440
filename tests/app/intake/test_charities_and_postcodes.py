"""Charity numbers and postcodes of suppliers: read where they are plain, kept only of bodies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.intake import CouncilFile, SupplierInput, addresses, read_council_file, values
from support.council_files import written

SPEND = ("Supplier Name", "Amount", "Charity Number", "Supplier Postcode", "Creditor Type")
REGISTER = ("Contract Title", "Supplier Name", "Company/Charity Number", "SME/VCSE", "Contract Value")


def read(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...]) -> CouncilFile:
    return read_council_file(written(folder / "file.csv", header, rows))


def only(folder: Path, header: tuple[str, ...], row: tuple[str, ...]) -> SupplierInput:
    (found,) = read(folder, header, row).suppliers
    return found


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1121596", "1121596"),
        ("Charity no. 1121596", "1121596"),
        ("1121596.0", "1121596"),
        ("SC012345", "SC012345"),
        ("SC0 12345", "SC012345"),
        ("NIC100123", "NIC100123"),
        ("N/A", ""),
        ("12", ""),
    ],
)
def test_the_three_registers_of_charities_are_told_in_their_own_column(tmp_path, cell, number) -> None:
    assert only(tmp_path, SPEND, ("Harbour Hospice", "10", cell, "", "")).charity_number == number


@pytest.mark.parametrize(
    ("cell", "kind", "numbers"),
    [
        ("1121596", "VCSE", ("", "1121596")),
        ("01234567", "VCSE", ("01234567", "")),
        ("SC012345", "Charity", ("SC012345", "")),
        ("1121596", "SME", ("01121596", "")),
        ("", "VCSE 1121596", ("", "1121596")),
        ("", "SME 1121596", ("", "")),
        ("01234567", "Charity 1121596", ("01234567", "1121596")),
    ],
)
def test_a_column_of_both_kinds_of_number_is_read_by_what_the_row_is_called(
    tmp_path, cell, kind, numbers
) -> None:
    file = read(tmp_path, REGISTER, ("Advice", "Harbour Hospice", cell, kind, "100"))
    (found,) = file.suppliers
    assert (found.company_number, found.charity_number) == numbers
    assert file.malformed_numbers == 0


def test_digits_in_a_column_of_company_numbers_alone_are_no_charity_number(tmp_path) -> None:
    header = ("Contract Title", "Supplier Name", "Company Number", "SME/VCSE", "Contract Value")
    found = only(tmp_path, header, ("Advice", "Harbour Hospice", "1121596", "VCSE", "100"))
    assert (found.company_number, found.charity_number) == ("", "")


@pytest.mark.parametrize(
    ("name", "charity", "kind", "kept"),
    [
        ("Larkmoor Homecare Ltd", "", "", True),
        ("Larkmoor Homecare Limited", "", "BUSN", True),
        ("Harbour Hospice", "1121596", "", True),
        ("Harbour Hospice CIO", "", "CHTY", True),
        ("Rosie's Garden Care", "", "", False),
        ("Rosie's Garden Care Ltd", "", "SOLE", False),
        ("Feather & Quill", "", "Partnership", False),
        ("St Brannock's Church", "", "", False),
    ],
)
def test_a_postcode_is_kept_of_bodies_only(tmp_path, name, charity, kind, kept) -> None:
    found = only(tmp_path, SPEND, (name, "10", charity, "ex11jn", kind))
    assert found.postcode == ("EX1 1JN" if kept else "")


def test_one_row_that_calls_it_a_sole_trader_is_enough(tmp_path) -> None:
    rows = [("Rosie's Garden Care Ltd", "10", "", "EX1 1JN", kind) for kind in ("LTD", "SOLE", "LTD")]
    (found,) = read(tmp_path, SPEND, *rows).suppliers
    assert found.postcode == ""


def test_nothing_is_kept_of_a_person(tmp_path) -> None:
    file = read(tmp_path, SPEND, ("Mr John Doe", "10", "", "EX1 1JN", ""))
    assert (file.suppliers, file.people_withheld.rows) == ((), 1)
    assert "EX1" not in repr(file) and "Doe" not in repr(file)


def test_the_postcode_that_most_rows_have_counts_and_what_is_none_is_left_out(tmp_path) -> None:
    cells = ("EX1 1JN", "EX2 4AB", "EX2 4AB", "somewhere")
    rows = [("Larkmoor Homecare Ltd", "10", "", cell, "") for cell in cells]
    (found,) = read(tmp_path, SPEND, *rows).suppliers
    assert found.postcode == "EX2 4AB"


def test_the_place_of_the_work_is_not_taken_for_the_suppliers(tmp_path) -> None:
    header = ("Contract Title", "Supplier Name", "Company Number", "Contract Value", "Postcode", "Region")
    file = read(tmp_path, header, ("Work", "Larkmoor Ltd", "01234567", "1", "EX1 1JN", "South West"))
    assert "postcode" not in file.columns and file.suppliers[0].postcode == ""


@pytest.mark.parametrize(
    ("identifier", "party", "number"),
    [
        ({"scheme": "GB-CHC", "id": "1121596"}, "GB-CFS-1", "1121596"),
        ({"scheme": "GB-SC", "id": "SC012345"}, "GB-CFS-1", "SC012345"),
        ({"scheme": "GB-SC", "id": "012345"}, "GB-CFS-1", "SC012345"),
        ({"scheme": "GB-NIC", "id": "100123"}, "GB-CFS-1", "NIC100123"),
        ({"scheme": "GB-NIC", "id": "NIC100123"}, "GB-CFS-1", "NIC100123"),
        ({}, "GB-CHC-1121596", "1121596"),
        ({"scheme": "GB-CHC", "id": "not one"}, "GB-CFS-1", ""),
    ],
)
def test_notices_give_charity_numbers_by_scheme_and_the_address(tmp_path, identifier, party, number) -> None:
    supplier = {"id": party, "name": "Harbour Hospice Ltd", "roles": ["supplier"], "identifier": identifier}
    supplier["address"] = {"postalCode": "ex1 1jn", "streetAddress": "1 Quay"}
    release = {
        "ocid": "ocds-b5fd17-1",
        "date": "2026-03-11T11:05:27Z",
        "buyer": {"name": "Anytown Council"},
        "parties": [supplier],
        "awards": [{"id": "1", "title": "Advice", "suppliers": [{"id": party, "name": supplier["name"]}]}],
    }
    path = tmp_path / "notices.json"
    path.write_text(json.dumps({"releases": [release]}), encoding="utf-8")
    (found,) = read_council_file(path).suppliers
    assert (found.charity_number, found.postcode) == (number, "EX1 1JN")


def test_two_numbers_beside_a_word_are_neither() -> None:
    assert values.charity_number_beside("VCSE 1121596") == "1121596"
    assert values.charity_number_beside("VCSE 1121596 or 1121597") == ""
    assert values.charity_number_beside("VCSE 01121596") == ""


@pytest.mark.parametrize(
    "words", ["SOLE", "Sole trader", "INDV", "Self-employed", "Foster carers", "Unigolion"]
)
def test_words_for_people(words) -> None:
    assert addresses.is_persons(words)
    assert addresses.may_be_kept(["01234567"], "", [words])


@pytest.mark.parametrize("words", ["LTD", "BUSN", "CHTY", "Wholesale", "Console supplier", ""])
def test_words_for_others(words) -> None:
    assert not addresses.is_persons(words)
