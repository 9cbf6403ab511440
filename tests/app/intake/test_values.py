from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake import values


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        (" £880,000.00 ", "880000.00"),
        ("�880,000.00", "880000.00"),
        ("(1,234.50)", "-1234.50"),
        ("(£500.00)", "-500.00"),
        ("-1,234", "-1234.00"),
        ("\N{MINUS SIGN}1,234", "-1234.00"),
        ("£-500", "-500.00"),
        ("-£500", "-500.00"),
        ("1,234.50-", "-1234.50"),
        ("1,234.50CR", "-1234.50"),
        ("1,234.50 DR", "1234.50"),
        ("GBP 12", "12.00"),
        ("1793.3999999999999", "1793.40"),
        (".5", "0.50"),
        ("0", "0.00"),
        (" £-   ", "0.00"),
        ("1.2m", "1200000.00"),
        ("£2 million", "2000000.00"),
        ("500k", "500000.00"),
        ("1.2E+06", "1200000.00"),
        ("1.234,50", "1234.50"),
        ("1234,50", "1234.50"),
        ("1 234 567.00", "1234567.00"),
        ("1\N{NO-BREAK SPACE}234.00", "1234.00"),
    ],
)
def test_amounts(text, pounds):
    assert str(values.amount(text)) == pounds


@pytest.mark.parametrize(
    "text",
    ["", " ", "TBC", "rolling", "1,0000.00", "12,34", "£10,000 - £20,000", "£80 per annum", "€100", "$5",
     "1.2.3", "see note 1", "01/04/2026", "9" * 40, "1e30", "12%"],
)  # fmt: skip
def test_what_is_not_plainly_an_amount_is_none(text):
    expected = Decimal("12.34") if text == "12,34" else None
    assert values.amount(text) == expected


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_any_amount_survives_the_ways_of_writing_it(pence):
    amount = (Decimal(pence) / 100).quantize(values.PENNY)
    size = f"{abs(amount):,.2f}"
    assert values.amount(f"{amount}") == amount
    assert values.amount(f" £{size} " if pence >= 0 else f"(£{size})") == amount
    assert values.amount(size if pence >= 0 else f"{size}-") == amount


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text):
    values.amount(text)
    values.day(text)
    values.cpv_codes(text)
    values.company_number(text)
    values.vat_number(text)
    values.says_nothing(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01/04/2026", date(2026, 4, 1)),
        ("1/4/26", date(2026, 4, 1)),
        ("01.04.2026", date(2026, 4, 1)),
        ("01-04-2026 00:00", date(2026, 4, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("2026-04-01T12:30:00Z", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("1 April 2026", date(2026, 4, 1)),
        ("1st Apr 2026", date(2026, 4, 1)),
        ("01-Apr-26", date(2026, 4, 1)),
        ("Wednesday, 1 April 2026", date(2026, 4, 1)),
        ("1 Ebrill 2026", date(2026, 4, 1)),
        ("2 Mehefin 2026", date(2026, 6, 2)),
        ("5 Medi 2026", date(2026, 9, 5)),
        ("46113", date(2026, 4, 1)),
        ("01/04/69", date(2069, 4, 1)),
        ("01/04/70", date(1970, 4, 1)),
    ],
)
def test_dates(text, expected):
    assert values.day(text) == expected


@pytest.mark.parametrize(
    "text", ["", "TBC", "Rolling", "31/06/2028", "04/28/2026", "01/06/206", "April 2026", "2026", "1/1/1066"]
)
def test_what_is_no_british_day_is_none(text):
    assert values.day(text) is None


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_any_day_survives_the_ways_of_writing_it(day):
    for form in ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%y"):
        assert values.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("71314000, 09000000-3, 09300000-2, 71314000-2", ("71314000", "09000000", "09300000")),
        ("�71410000-5 : Urban planning services", ("71410000",)),
        ("50000000-5, 71315000-09, 249620000-5, 79132-000-8, 387300001", ("50000000", "71315000")),
        ("78140000,78180000, 83120000", ("78140000", "78180000", "83120000")),
        ("7131200", ()),
        ("", ()),
    ],
)
def test_cpv_codes(text, codes):
    assert values.cpv_codes(text) == codes


def test_proclass_and_sic_codes():
    assert values.proclass_code("321010 - Works") == "321010"
    assert values.proclass_code("Works") == ""
    assert values.sic_codes("81210 - cleaning; 81299") == ("81210", "81299")
    assert values.sic_codes("8121") == ()


@pytest.mark.parametrize(
    ("text", "charity", "number"),
    [
        ("5512051", False, "05512051"),
        ("sc 166891", False, "SC166891"),
        ("18497R", False, "IP18497R"),
        ("IP20558R", True, "IP20558R"),
        ("05512051 / 5512051", False, "05512051"),
        ("19059R/28232R", False, ""),
        ("1100990", False, "01100990"),
        ("1100990", True, ""),
        ("06053326", True, "06053326"),
        ("N/A", False, ""),
        ("None", False, ""),
    ],
)
def test_company_numbers(text, charity, number):
    assert values.company_number(text, charity) == number


def test_vat_numbers_need_their_check_digits():
    assert values.vat_number("GB 980 7806 84") == "980780684"
    assert values.vat_number("980780685") == ""
    assert values.vat_number("n/a") == ""


@pytest.mark.parametrize("text", ["", "  ", "TBC", "n/a", " rolling ", "Ongoing.", "Not  applicable", "�"])
def test_says_nothing(text):
    assert values.says_nothing(text)


@pytest.mark.parametrize("text", ["0", "31/06/2028", "Devon", "£5"])
def test_says_something(text):
    assert not values.says_nothing(text)
