"""Where messages may go, how they are signed, and what is told of an attempt."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from app.services.outside import outside_addresses
from app.services.outside.outside_addresses import Refused, checked, resolve
from app.services.outside.webhook_sending import post, signature
from support.webhook_receiver import receiver

INSIDE = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:0:a00:1::",
]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://name:secret@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example/a b",
        "https://hooks.example:port/",
        "https://[::1/",
        "https://hooks.example/\n",
        "https://localhost/x",
        "//hooks.example/x",
        "https://hooks.example/" + "x" * 1024,
        *(f"https://[{one}]/x" if ":" in one else f"https://{one}/x" for one in INSIDE),
    ],
)
def test_an_address_that_a_webhook_may_not_have(url: str) -> None:
    with pytest.raises(Refused):
        checked(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example/x",
        "https://hooks.example:8443/x?y=z",
        "https://9.9.9.9/",
        "https://[2620:fe::fe]/",
    ],
)
def test_an_address_that_a_webhook_may_have(url: str) -> None:
    assert checked(url).hostname


def test_this_machine_is_allowed_by_the_setting_alone_and_other_insides_never() -> None:
    assert checked("http://127.0.0.1:8080/x", to_loopback=True).port == 8080
    for url in ("http://hooks.example/", "https://10.0.0.1/", "http://10.0.0.1/", "https://169.254.169.254/"):
        with pytest.raises(Refused):
            checked(url, to_loopback=True)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_means_an_address_inside_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(*_args: Any, **_kwargs: Any) -> list[Any]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", 443))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(outside_addresses, "getaddrinfo", found)
    with pytest.raises(Refused):
        resolve("hooks.example", 443)


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up, which could give another address, does not happen."""
    asked, opened = [], []

    def found(host: str, port: int, **_kwargs: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", port))]

    def refuse(address: tuple[str, int], timeout: float) -> socket.socket:
        opened.append(address)
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr(outside_addresses, "getaddrinfo", found)
    monkeypatch.setattr(outside_addresses, "create_connection", refuse)
    outcome = post("https://hooks.example/x", b"{}", "secret", 1, {})
    assert (asked, opened) == (["hooks.example"], [("9.9.9.9", 443)])
    assert outcome.status is None
    assert "nobody listens" in outcome.problem


def test_a_name_that_means_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_kwargs: Any) -> list[Any]:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(outside_addresses, "getaddrinfo", unknown)
    outcome = post("https://hooks.example/x", b"{}", "secret", 1, {})
    assert (outcome.status, outcome.is_success) == (None, False)
    assert outcome.problem == "the name of the host cannot be resolved"


def test_the_signature_is_the_published_one() -> None:
    """HMAC-SHA256 by OpenSSL: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_x"""
    expected = "b3438763ab46d9634b9844c8722818eaf523f803db1327484c6067462a5fd6d1"
    assert signature("whsec_x", 1_700_000_000, b'{"a":1}') == f"t=1700000000,v1={expected}"


def test_what_a_receiver_answers_decides_and_redirects_are_not_followed() -> None:
    with receiver() as listening:
        for status, success in ((200, True), (204, True), (302, False), (404, False), (500, False)):
            listening.status = status
            outcome = post(listening.url, b'{"a":1}', "s", 5, {"X-Kind": "test"}, to_loopback=True)
            assert (outcome.status, outcome.is_success) == (status, success)
    assert len(listening.messages) == 5
    headers, body = listening.messages[0]
    assert body == b'{"a":1}'
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Kind"] == "test"
    assert headers["Fairhand-Signature"] == signature("s", 5, b'{"a":1}')


def test_without_the_setting_nothing_goes_to_this_machine() -> None:
    with receiver() as listening:
        outcome = post(listening.url, b"{}", "s", 5, {})
    assert outcome.status is None
    assert listening.messages == []
