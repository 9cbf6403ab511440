"""Identifiers as ledgers, registers and people write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import identifiers
from screening.identifiers import charity_number, company_number, country, domain, postcode, vat_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2781951", "02781951"),
        ("02781951", "02781951"),
        ("2781951.0", "02781951"),
        (" 0278 1951 ", "02781951"),
        ("SC 123456", "SC123456"),
        ("sc12345", "SC012345"),
        ("OC301540", "OC301540"),
        ("R0000123", "R0000123"),
        ("IP1234R", "IP01234R"),
        ("CE012345", "CE012345"),
        ("", ""),
        ("0", ""),
        ("00000000", ""),
        ("99999999", ""),
        ("123456789", ""),
        ("XX123456", ""),
        ("SC000000", ""),
        ("not known", ""),
        ("SC12345X", ""),
        # Digits of another script.
        ("\u0661\u0662\u0663\u0664\u0665\u0666\u0667", ""),
    ],
)
def test_company_number(text: str, number: str) -> None:
    assert company_number(text) == number


@given(st.integers(min_value=1, max_value=29_999_999))
def test_a_canonical_number_stays_as_it_is(number: int) -> None:
    canonical = company_number(str(number))
    assert len(canonical) == 8
    assert company_number(canonical) == canonical


def test_vat_number() -> None:
    # Check digits of 123 4567: 8x1 + 7x2 + 6x3 + 5x4 + 4x5 + 3x6 + 2x7 = 112, less 97 is 15, 97 - 15 = 82.
    assert vat_number("GB 123 4567 82") == "123456782"
    assert vat_number("123456782.0") == "123456782"
    assert vat_number("123456783") == ""
    assert vat_number("") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234567", "1234567"),
        ("1234567.0", "1234567"),
        ("234567", "234567"),
        ("1234567-1", "1234567-1"),
        ("1234567/12", "1234567-12"),
        ("1234567-0", "1234567"),
        ("Registered Charity No. 1234567", "1234567"),
        ("Charity number: SC012345", "SC012345"),
        ("sc12345", "SC012345"),
        ("SCO12345", "SC012345"),
        ("NIC 100123", "NIC100123"),
        ("SC112345", ""),
        ("NIC200123", ""),
        ("123456", ""),
        ("2234567", ""),
        ("12345", ""),
        ("exempt", ""),
        ("", ""),
    ],
)
def test_charity_number(text: str, number: str) -> None:
    assert charity_number(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ex1 1aa", "EX1 1AA"),
        ("EX11AA", "EX1 1AA"),
        ("EX1 OAA", "EX1 0AA"),
        ("SW1A 2AA", "SW1A 2AA"),
        ("GIR 0AA", "GIR 0AA"),
        ("75008", ""),
        ("Northgate", ""),
        ("", ""),
    ],
)
def test_postcode(text: str, code: str) -> None:
    assert postcode(text) == code


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.Northgate-Cleaning.example/contact?a=1", "northgate-cleaning.example"),
        ("www.northgate.example", "northgate.example"),
        ("northgate.example/", "northgate.example"),
        ("info@northgate.example", "northgate.example"),
        ("mailto:info@northgate.example", "northgate.example"),
        ("<info@northgate.example>; other@hill.example", "northgate.example"),
        ("http://northgate.example:8080", "northgate.example"),
        ("http://büro.example", "xn--bro-hoa.example"),
        # Everybody's.
        ("northgate@gmail.com", ""),
        ("https://facebook.com/northgate", ""),
        ("northgate.wordpress.com", ""),
        ("http://192.0.2.1/", ""),
        ("http://[", ""),
        ("localhost", ""),
        ("n/a", ""),
        ("", ""),
    ],
)
def test_domain(text: str, host: str) -> None:
    assert domain(text) == host


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GB", "GB"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Scotland", "GB"),
        ("GBR", "GB"),
        ("Germany", "DE"),
        ("Ireland", "IE"),
        ("Republic of Ireland", "IE"),
        ("Holland", "NL"),
        ("Turkey", "TR"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_country(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize("read", [company_number, charity_number, vat_number, postcode, domain, country])
@given(text=st.text(max_size=60))
def test_reading_never_fails_and_a_canonical_form_stays(read: Callable[[str], str], text: str) -> None:
    assert read(read(text)) == read(text)


def test_shared_domains_are_in_order() -> None:
    domains = identifiers._shared_domains()
    assert {"gmail.com", "facebook.com"} <= domains
    assert all(name == name.strip().lower() and "." in name for name in domains)
