from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.intake import UnusableInput, council, read_council_file

DATA = Path(__file__).parents[2] / "data"
PEOPLE = ("Example", "Doe", "Jane")


def read(tmp_path, text, mapping=None, encoding="utf-8"):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return read_council_file(path, mapping)


def accounted_for(file):
    return file.rows_read == (
        file.rows_loaded + file.blank_rows + file.repeated_headers + file.redacted_rows
        + file.people_withheld.rows + len(file.skipped)
    )  # fmt: skip


@pytest.fixture(scope="module")
def anytown():
    return read_council_file(DATA / "anytown_contracts_register.csv")


def test_register_is_read_whole(anytown):
    assert anytown.kind == "contracts"
    assert (anytown.rows_read, anytown.rows_loaded, len(anytown.suppliers)) == (49, 41, 39)
    assert (anytown.redacted_rows, anytown.blank_rows, anytown.repeated_headers) == (1, 2, 1)
    assert (anytown.people_withheld.rows, anytown.people_withheld.payees) == (2, 2)
    assert anytown.reasons == {council.A_TOTAL: 1, council.NO_SUPPLIER: 1}
    assert accounted_for(anytown)
    assert anytown.columns["supplier"] == "Contractor/ Provider"


def test_nothing_of_a_person_is_in_the_result(anytown):
    assert not any(word in repr(anytown) for word in PEOPLE)


def test_contracts_of_a_supplier(anytown):
    cleaning = anytown.suppliers[0]
    assert (cleaning.name, cleaning.company_number) == ("Northgate Cleaning Services Ltd", "29900001")
    assert cleaning.spend == Decimal("631150.00")
    assert [c.reference for c in cleaning.contracts] == ["A001", "A002"]
    first = cleaning.contracts[0]
    assert (first.cpv, first.value) == (("90911200",), Decimal("612400.00"))
    assert (first.start, first.end) == (date(2024, 4, 1), date(2027, 3, 31))


def test_credit_in_a_register_is_kept_apart(anytown):
    insurer = next(s for s in anytown.suppliers if s.name.startswith("Merrivale"))
    assert (insurer.spend, insurer.credits) == (Decimal("1180000.00"), Decimal("-4250.00"))


def test_countries_of_origin(anytown):
    stone = next(s for s in anytown.suppliers if s.name.startswith("Quillfen"))
    assert stone.contracts[0].sourcing_countries == ("IN", "CN")
    assert stone.contracts[0].delivery_countries == ()


def test_a_contract_without_a_readable_value_or_day_is_kept(anytown):
    lettings = next(s for s in anytown.suppliers if s.name.startswith("Kestrel"))
    assert (lettings.spend, lettings.contracts[0].value, lettings.contracts[0].end) == (None, None, None)
    (note,) = anytown.notes
    assert (note.line, note.what, note.value) == (59, f"start: {council.DATE_UNREADABLE}", "31/06/2026")


def test_charity_number_is_not_taken_for_a_company_number(anytown):
    charity = next(s for s in anytown.suppliers if s.name == "Anytown Community Action")
    assert charity.company_number == ""


SPEND = """Anytown Council,,,,
Date,Supplier Name,Supplier ID,Amount,Expense Type
01/04/2026,Larkmoor Homecare Ltd,7,"1,000.00",Home care
02/04/2026,LARKMOOR HOMECARE LIMITED,7,(250.00),Home care
03/04/2026,Fenwright Highways PLC,8,about £5,Roads
04/04/2026,Fenwright Highways PLC,8,,Roads
05/04/2026,Fenwright Highways PLC,8,5,Roads

06/04/2026,,9,77.00,Roads
Date,Supplier Name,Supplier ID,Amount,Expense Type
07/04/2026,REDACTED UNDER DP ACT,10,50,Fostering
08/04/2026,Mr J Example,11,60,Fostering
09/04/2026,MR J EXAMPLE,11,60,Fostering
,Grand Total,,"1,002.00",
"""


def test_spend_file(tmp_path):
    file = read(tmp_path, SPEND)
    assert file.kind == "spend"
    assert accounted_for(file)
    assert [(s.line, s.what, s.value) for s in file.skipped] == [
        (5, council.AMOUNT_UNREADABLE, ""),
        (6, council.NO_AMOUNT, ""),
        (9, council.NO_SUPPLIER, ""),
        (14, council.A_TOTAL, ""),
    ]
    assert (file.people_withheld.rows, file.people_withheld.payees) == (2, 1)
    assert (file.redacted_rows, file.repeated_headers, file.blank_rows) == (1, 1, 1)
    care, roads = file.suppliers
    assert (care.spend, care.credits, care.lines) == (Decimal("1000.00"), Decimal("-250.00"), 2)
    assert [(c.category, c.value) for c in roads.contracts] == [("Roads", Decimal("5.00"))]
    assert file.period == (date(2026, 4, 1), date(2026, 4, 5))
    assert not any(word.casefold() in repr(file).casefold() for word in ("example", "redacted under"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_give_the_same_suppliers(tmp_path, encoding):
    text = "Payee,Amount\nCaffé Larkmoor Ltd,£5.00\n"
    (supplier,) = read(tmp_path, text, encoding=encoding).suppliers
    assert (supplier.name, supplier.spend) == ("Caffé Larkmoor Ltd", Decimal("5.00"))


def test_amounts_in_two_columns_of_one_name(tmp_path):
    text = "Supplier,Amount, Amount \nLarkmoor Ltd,,5.00\nLarkmoor Ltd,7.00,\n"
    assert read(tmp_path, text).suppliers[0].spend == Decimal("12.00")


def test_a_slipped_row_shows_no_name(tmp_path):
    file = read(tmp_path, "Supplier,Amount,Note\nLarkmoor Ltd,Doe Jane Miss,5\n")
    assert file.skipped[0].value == ""
    assert read(tmp_path, "Supplier,Amount\nLarkmoor Ltd,£1.2.3\n").skipped[0].value == "£1.2.3"


def test_a_company_number_makes_a_name_an_organisation(tmp_path):
    text = "Supplier,Company number,Amount\nMr J Example,{},5\n"
    assert read(tmp_path, text.format("29900001")).people_withheld.rows == 0
    assert read(tmp_path, text.format("N/A")).people_withheld.rows == 1


def test_a_plain_list_of_suppliers(tmp_path):
    file = read(tmp_path, "Supplier\nLarkmoor Homecare Ltd\nFenwright Highways PLC\n")
    assert [(s.name, s.spend, s.contracts) for s in file.suppliers] == [
        ("Larkmoor Homecare Ltd", None, ()),
        ("Fenwright Highways PLC", None, ()),
    ]


def test_unknown_country_is_noted_and_the_others_are_kept(tmp_path):
    file = read(tmp_path, "Supplier,Contract title,Country of origin\nLarkmoor Ltd,Gloves,Narnia; Malaysia\n")
    assert file.suppliers[0].contracts[0].sourcing_countries == ("MY",)
    assert [(n.what, n.value) for n in file.notes] == [(f"sourcing_countries: {council.COUNTRY_UNKNOWN}", "")]


def test_mapping_overrules_the_names(tmp_path):
    text = "Who,Supplier,Amount\nLarkmoor Ltd,Housing,5\n"
    assert read(tmp_path, text, {"supplier": "Who"}).suppliers[0].name == "Larkmoor Ltd"


def test_unknown_supplier_column_is_one_clear_line(tmp_path):
    with pytest.raises(UnusableInput, match='Columns seen: "Who", "How much"') as caught:
        read(tmp_path, "Who,How much\nLarkmoor Ltd,5\n")
    assert "\n" not in str(caught.value)


def test_workbook_and_text_give_the_same_suppliers(tmp_path):
    book = read_council_file(DATA / "anytown_payments.xls")
    text = read(
        tmp_path,
        "Supplier Name;Payment Date;Net Amount;Expense Type;Supplier No\n"
        "Quillfen Stone Imports Ltd;02/04/2026;1,250.50;Paving;7001\n"
        "Tollbridge Fuels Ltd;09/04/2026;(99.99);Fuel;7002\n"
        "Tollbridge Fuels Ltd;09/05/2026;20,000.00;Fuel;7002\n",
    )
    assert [s.spend for s in book.suppliers] == [Decimal("1250.50"), Decimal("20000.00")]
    plain = [(s.key, s.name, s.spend, s.credits, s.contracts) for s in text.suppliers]
    assert [(s.key, s.name, s.spend, s.credits, s.contracts) for s in book.suppliers] == plain
    assert book.period == text.period
    assert (book.sheet, book.unread_sheets) == ("Payments", ("Notes",))


def test_progress_ends_with_all_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(council, "PROGRESS_EVERY", 4)
    path = tmp_path / "file.csv"
    path.write_text(SPEND)
    told = []
    read_council_file(path, progress=told.append)
    assert told == [4, 8, 12, 12]
