from decimal import Decimal

import pytest

from app.intake.suppliers import MAX_CATEGORIES, OTHER_CATEGORIES, Category, Identity, Ledger, name_key


def ledger_of(*rows):
    """A ledger of (name, vendor id, company number) rows, each of 10 pounds for cleaning."""
    ledger = Ledger()
    for line, (name, vendor, number) in enumerate(rows, start=2):
        ledger.account(line, name, Identity(vendor, number)).pay_for(Category("Cleaning"), Decimal(10))
    return ledger.suppliers()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Larkmoor Ltd", "7", ""), ("LARKMOOR HOMECARE", "7", "")),
        (("Larkmoor Ltd", "", "29900002"), ("Larkmoor Care", "", "29900002")),
        (("Larkmoor Ltd", "7", "29900002"), ("Larkmoor Care", "8", "29900002")),
        (("The Outdoors School", "", ""), ("OUTDOORS SCHOOL THE", "", "")),
        (("Larkmoor Ltd", "7", ""), ("LARKMOOR LIMITED", "8", "")),
        (("Larkmoor Ltd", "7", "29900002"), ("Larkmoor Limited", "", "")),
        (("St Mary's Church", "7", ""), ("St Marys Church", "", "")),
    ],
)
def test_rows_of_one_supplier_are_added_up(first, second):
    (supplier,) = ledger_of(first, second)
    assert (supplier.lines, supplier.spend, supplier.first_line) == (2, Decimal(20), 2)
    assert [(c.category, c.value) for c in supplier.contracts] == [("Cleaning", Decimal(20))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("St Mary's Church", "7", ""), ("St Mary's Church", "8", "")),
        (("Larkmoor Ltd", "", "29900002"), ("Larkmoor Ltd", "", "29900003")),
        (("Larkmoor Ltd", "", ""), ("Larkmoor LLP", "", "")),
        (("Larkmoor (North) Ltd", "", ""), ("Larkmoor (South) Ltd", "", "")),
    ],
)
def test_what_may_be_two_stays_two(first, second):
    suppliers = ledger_of(first, second)
    assert len(suppliers) == 2
    assert len({supplier.key for supplier in suppliers}) == 2


def test_a_nameless_row_among_two_namesakes_is_given_to_neither():
    names = [("Larkmoor Ltd", "", "29900002"), ("Larkmoor Ltd", "", "29900003"), ("Larkmoor Ltd", "", "")]
    assert len(ledger_of(*names)) == 3


def test_name_is_the_most_frequent_spelling_and_the_ids_are_kept():
    (supplier,) = ledger_of(
        ("LARKMOOR LTD", "8", ""), ("Larkmoor Limited", "7", ""), ("Larkmoor Limited", "7", "29900002")
    )
    assert supplier.name == "Larkmoor Limited"
    assert supplier.other_names == ("LARKMOOR LTD",)
    assert (supplier.vendor_id, supplier.other_vendor_ids) == ("7", ("8",))
    assert (supplier.key, supplier.company_number) == ("7", "29900002")


def test_spellings_that_differ_in_capitals_only_are_one_name():
    (supplier,) = ledger_of(("Larkmoor Ltd", "7", ""), ("LARKMOOR LTD", "7", ""))
    assert (supplier.name, supplier.other_names) == ("Larkmoor Ltd", ())


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (("Larkmoor Ltd", "7", "29900002"), "7"),
        (("Larkmoor Ltd", "", "29900002"), "29900002"),
        (("The Larkmoor Ltd", "", ""), "larkmoor ltd"),
    ],
)
def test_key(row, key):
    assert ledger_of(row)[0].key == key


def test_credits_are_kept_apart():
    ledger = Ledger()
    account = ledger.account(2, "Larkmoor Ltd", Identity())
    account.pay_for(Category("Cleaning"), Decimal(100))
    account.pay_for(Category("Cleaning"), Decimal(-30))
    account.pay_for(Category("Windows"), Decimal(-5))
    (supplier,) = ledger.suppliers()
    assert (supplier.spend, supplier.credits) == (Decimal(100), Decimal(-35))
    assert [(c.category, c.value) for c in supplier.contracts] == [("Cleaning", 100), ("Windows", 0)]


def test_categories_are_largest_first_and_the_rest_is_added_up():
    ledger = Ledger()
    account = ledger.account(2, "Larkmoor Ltd", Identity())
    for number in range(MAX_CATEGORIES + 5):
        account.pay_for(Category(f"Category {number:02}"), Decimal(number))
    (supplier,) = ledger.suppliers()
    assert len(supplier.contracts) == MAX_CATEGORIES + 1
    assert supplier.contracts[0].category == "Category 24"
    assert supplier.contracts[-1].category == OTHER_CATEGORIES
    assert sum(c.value for c in supplier.contracts) == supplier.spend


def test_codes_of_a_category_are_read():
    ledger = Ledger()
    ledger.account(2, "Larkmoor Ltd", Identity()).pay_for(
        Category("Cleaning", "90911200-8", "101213 Cleaning"), Decimal(1)
    )
    (contract,) = ledger.suppliers()[0].contracts
    assert (contract.cpv, contract.proclass) == (("90911200",), "101213")


def test_a_description_that_one_supplier_has_gives_way_to_its_department():
    ledger = Ledger()
    for line, (name, text) in enumerate(
        [
            ("Larkmoor Ltd", "Taxi for a named child"),
            ("Larkmoor Ltd", "Agency staff"),
            ("Fenwright Ltd", "Agency staff"),
        ],
        start=2,
    ):
        category = Category(text, department="Education", is_narrative=True)
        ledger.account(line, name, Identity()).pay_for(category, Decimal(10))
    first, second = ledger.suppliers()
    assert {c.category for c in first.contracts} == {"Education", "Agency staff"}
    assert {c.category for c in second.contracts} == {"Agency staff"}


def test_name_key_of_a_name_without_words_of_its_own():
    assert name_key("The Co") != name_key("And Co")
