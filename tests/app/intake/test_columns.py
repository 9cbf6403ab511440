import pytest

from app.intake import UnusableInput
from app.intake.columns import field_names, header_score, normalised, recognise, told_apart

DEVON = [
    "Body", "Name of Body", "Date", "Transaction number", "Amount", "Supplier name", "Supplier ID",
    "VAT reg no", "Expense area", "Expense type", "Expense code", "Creditor type", "source_file", " Amount ",
    "Costcuk",
]  # fmt: skip
EXETER = [
    "Directorate/Service Responsible", "CPV code(s)", "Contract Title", "Description", "Contract Ref:",
    "Contractor/\nProvider", "Company Reg No", "SME\nor VSCE\n(inc.\nReg. No.)",
    "Original Start/Commencement Date", "Current end date", "Renewal / Review Date",
    "F.A.T or OJEU  Ref / framework link/award notice link",
    "Est Total Awarded Contract value �'s (exc VAT) including allowed extensions and inflation",
    "Invitation\nto quote/\npublished\ninvitation to\ntender?", "VAT not recovered",
]  # fmt: skip


def found(header):
    return recognise(header).positions


def test_spend_file_with_the_amount_in_two_columns():
    positions = found(DEVON)
    assert positions["supplier"] == (5,)
    assert positions["vendor_id"] == (6,)
    assert positions["vat_number"] == (7,)
    assert positions["amount"] == (4, 13)
    assert positions["category"] == (9,)
    assert positions["creditor_type"] == (11,)
    assert positions["transaction"] == (3,)


def test_register_with_line_breaks_and_a_broken_pound_sign_in_its_headers():
    columns = recognise(EXETER)
    assert columns.positions == {
        "department": (0,), "cpv": (1,), "contract_title": (2,), "description": (3,), "reference": (4,),
        "supplier": (5,), "company_number": (6,), "sme": (7,), "start": (8,), "end": (9,), "amount": (12,),
    }  # fmt: skip
    assert columns.headers["supplier"] == "Contractor/ Provider"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # Local Government Transparency Code, as councils' data dictionaries word it.
        (
            ["Body name", "Transaction date", "Supplier (beneficiary)", "Net amount", "Irrecoverable VAT",
             "Procurement category", "Purpose of expenditure (narrative)"],
            {"date": 1, "supplier": 2, "amount": 3, "category": 5},
        ),
        (
            ["Expenses_Type", "Date", "SumOfAmount_Inc_VAT", "SumOfAmount_Exc_VAT", "Supplier_Name",
             "Supplier_ID"],
            {"category": 0, "date": 1, "amount": 3, "supplier": 4, "vendor_id": 5},
        ),
        (
            ["Reference number", "Title of agreement", "Local authority department responsible",
             "Description of the goods and/or services being provided", "Supplier name and details",
             "Sum to be paid over the length of the contract", "Start date", "End date"],
            {"reference": 0, "contract_title": 1, "department": 2, "description": 3, "supplier": 4,
             "amount": 5, "start": 6, "end": 7},
        ),
        (
            ["contract_id", "contract_description", "vendor", "product_category", "validity_start_date",
             "validity_end_date", "original_contract_value"],
            {"reference": 0, "description": 1, "supplier": 2, "category": 3, "start": 4, "end": 5,
             "amount": 6},
        ),
        (
            ["OrganisationName", "PaymentDate", "BeneficiaryName", "AmountNet", "VATRegNo"],
            {"date": 1, "supplier": 2, "amount": 3, "vat_number": 4},
        ),
        # Welsh, and both languages in one heading.
        (
            ["Enw\u2019r Cyflenwr", "Rhif y Cyflenwr", "Swm", "Dyddiad y Taliad", "Math o Wariant",
             "Rhif TAW"],
            {"supplier": 0, "vendor_id": 1, "amount": 2, "date": 3, "category": 4, "vat_number": 5},
        ),
        (
            ["Supplier / Cyflenwr", "Amount / Swm", "Service | Gwasanaeth", "Purpose / Diben"],
            {"supplier": 0, "amount": 1, "department": 2, "category": 3},
        ),
        (
            ["Teitl y contract", "Cyflenwr", "Rhif Cwmni", "Gwerth y contract", "Dyddiad dechrau",
             "Dyddiad dod i ben"],
            {"contract_title": 0, "supplier": 1, "company_number": 2, "amount": 3, "start": 4, "end": 5},
        ),
        # What must not be taken for another column.
        (
            ["Supplier", "Supplier Type", "VAT Amount", "Gross Amount", "Net Amount"],
            {"supplier": 0, "creditor_type": 1, "amount": 4},
        ),
        (
            ["Contract value", "Annual contract value", "Contractor", "Total contract value"],
            {"amount": 3, "supplier": 2},
        ),
    ],
)  # fmt: skip
def test_headings_of_councils(header, expected):
    assert {field: places[0] for field, places in found(header).items()} == expected


def test_every_name_is_in_its_compared_form_and_stands_under_one_field():
    owners = {}
    for field, names in field_names().items():
        for name in (name for group in names.groups for name in group):
            assert normalised(name) == name, f"{name!r} under {field} is never met in this form"
            assert name not in owners, f"{name!r} stands under {field} and {owners.get(name)}"
            owners[name] = field


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Supplier\r\nName ", "supplier name"),
        ("SupplierName", "supplier name"),
        ("CPVCode(s)", "cpv code s"),
        ("Enw\u2019r cyflenwr", "enwr cyflenwr"),
        ("Amount (£)", "amount"),
        ("Tŷ_Cwmnïau", "ty cwmniau"),
        ("�'s", "s"),
    ],
)
def test_normalised(header, words):
    assert normalised(header) == words


def test_reader_takes_the_first_filled_column_and_survives_short_rows():
    read = recognise(DEVON).reader("amount")
    row = [""] * 15
    row[13] = " 4,722.41 "
    assert read(row) == "4,722.41"
    row[4] = "697.00"
    assert read(row) == "697.00"
    assert read(["18", "Devon"]) == ""
    assert recognise(DEVON).reader("cpv")(row) == ""


def test_an_unknown_supplier_column_lists_the_columns_and_the_way_out():
    with pytest.raises(UnusableInput) as caught:
        recognise(["Who\nwas paid?", "Amount", ""])
    assert str(caught.value) == (
        'The supplier column cannot be told. Columns seen: "Who was paid?", "Amount". '
        'Name it with --map supplier="Who was paid?".'
    )


def test_an_override_names_a_column_as_published_or_as_it_reads():
    header = ["Who was paid?", "Amount", "Supplier"]
    assert recognise(header, {"supplier": "Who was paid?"}).positions["supplier"] == (0,)
    assert recognise(header, {"supplier": "WHO WAS PAID"}).positions["supplier"] == (0,)


def test_an_overridden_column_is_not_read_as_something_else_too():
    columns = recognise(["Supplier", "Amount", "Value"], {"description": "Amount"})
    assert columns.positions == {"supplier": (0,), "description": (1,), "amount": (2,)}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"supplier": "Payee"}, 'the file has no column "Payee". Columns seen: "Supplier", "Amount"'),
        ({"suplier": "Supplier"}, 'there is no field "suplier"; use "supplier", "vendor_id"'),
        ({"supplier": "£"}, 'the file has no column "£"'),
    ],
)
def test_an_override_that_fits_nothing_says_so(mapping, message):
    with pytest.raises(UnusableInput) as caught:
        recognise(["Supplier", "Amount"], mapping)
    assert message in str(caught.value)


def test_columns_chosen_by_position_go_before_names():
    header = ["Supplier", "Amount", "Amount", "Payee"]
    chosen = told_apart(header, {0: "", 2: "", 3: "supplier", 9: "date", -1: "date"})
    assert chosen.positions == {"supplier": (3,), "amount": (1,)}
    assert told_apart(header, {}).positions["amount"] == (1, 2)
    assert told_apart(header, {0: "supplier", 3: "supplier"}).positions["supplier"] == (0, 3)
    assert "supplier" not in told_apart(["Who"], {})
    with pytest.raises(UnusableInput):
        recognise(header, None, {0: "", 3: ""})


def test_header_score_tells_headers_from_titles_and_data():
    assert header_score(DEVON) > header_score(["Supplier", "Amount"]) > 0
    assert header_score(["Contractors", "", ""]) == 2, "a list of suppliers may have one column"
    assert header_score(["Contracts register as at 30 September 2026", ""]) == 0
    assert header_score(["Larkmoor Homecare Ltd", "£1,000.00", "01/04/2026"]) == 0
    assert header_score(["Amount", "", ""]) == 0
    assert header_score(["Who", "How much"], {"supplier": "Who"}) >= 100
