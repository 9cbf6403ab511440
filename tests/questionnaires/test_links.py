"""Web addresses: public, whole and tidy, or a fault that says which of these is lacking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import links
from questionnaires.faults import Fault


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("https://www.example.org/policy", "https://www.example.org/policy"),
        (" HTTP://Example.ORG ", "http://example.org"),
        ("www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("https://example.org/My Policy.pdf", "https://example.org/My%20Policy.pdf"),
        ("https://example.org/My%20Policy.pdf", "https://example.org/My%20Policy.pdf"),
        ("https://tŷ.cymru/polisi", "https://xn--t-foa.cymru/polisi"),
        ("https://example.org/pôl", "https://example.org/p%C3%B4l"),
        ("https://example.org./x", "https://example.org/x"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ],
)
def test_addresses_that_are_taken(entry: str, address: str) -> None:
    assert links.read(entry) == address


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("javascript:alert(1)", "url_scheme"),
        ("javascript:alert", "url_scheme"),
        ("data:text/html,x", "url_scheme"),
        ("ftp://example.org", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("mailto:a@example.org", "url_scheme"),
        ("https://localhost/x", "url_host"),
        ("https://", "url_host"),
        ("https:///x", "url_host"),
        ("http://127.0.0.1/", "url_host"),
        ("http://2130706433/", "url_host"),
        ("http://0x7f.1/", "url_host"),
        ("http://[::1]/", "url_host"),
        ("http://[broken/", "url_host"),
        ("https://bank.example@evil.example/", "url_host"),
        ("https://a:b@evil.example/", "url_host"),
        ("https://example.org:99999/", "url_host"),
        ("https://ex ample.org/", "url_host"),
        ("https://-x.org/", "url_host"),
        ("https://a..org/", "url_host"),
        ("https://" + "a" * 64 + ".org", "url_host"),
        ("see our website", "url_host"),
        ("on request", "url_host"),
        ("https://example.org/" + "a" * 2000, "too_long"),
        ("https://example.org/" + "ŵ" * 1000, "too_long"),
    ],
)
def test_addresses_that_are_not(entry: str, code: str) -> None:
    fault = links.read(entry)
    assert isinstance(fault, Fault)
    assert fault.code == code


@given(
    st.text(st.characters(), max_size=200)
    | st.from_regex(r"(https?://)?[a-zŵ.-]{1,20}\.[a-z]{2,5}(/.*)?", fullmatch=True)
)
def test_whatever_is_taken_is_tidy_and_public(entry: str) -> None:
    read = links.read(entry)
    if isinstance(read, str):
        assert read.isascii()
        assert read.startswith(("http://", "https://"))
        assert not set(read) & set(' <>"\\\n\t')
        assert links.read(read) == read
