"""Reaching addresses that somebody gave, and no address inside: one look at a name, one connection.

A name is resolved once, every address that it has must be a public one, and the connection goes to the very
address that was looked at: a name that changes its mind in between (DNS rebinding) leads nowhere. Proxies of
the environment and redirects are not followed.
"""

from __future__ import annotations

import ssl
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import IPPROTO_TCP, SOCK_STREAM, create_connection, gaierror, getaddrinfo, socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

SECONDS: Final = 10.0
LONGEST_URL: Final = 1024
#: Addresses that carry an IPv4 address, by which a private one could be reached (RFC 6052, 3056, 4380).
_CARRIERS: Final = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

IpAddress = IPv4Address | IPv6Address


class Refused(Exception):
    """Nothing may go to this address; the text says why, in one line."""


class NotResolved(Refused):
    """The name of the host means nothing, at this moment or at all."""


def checked(url: str, to_loopback: bool = False) -> SplitResult:
    """The parts of an address that may be reached. Raises `Refused`; nothing is looked up yet.

    It is https, without a name or a password in it. `to_loopback` also allows http, to this machine only.
    """
    if len(url) > LONGEST_URL or not url.isascii() or any(letter <= " " for letter in url):
        raise Refused(f"write the address in ASCII letters without spaces, {LONGEST_URL} at most")
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise Refused("the address cannot be read") from error
    if not parts.hostname:
        raise Refused("the address names no host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("leave names, passwords and fragments out of the address")
    literal = _literal(parts.hostname)
    is_inside = parts.hostname == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "https" and not (to_loopback and parts.scheme == "http" and is_inside):
        raise Refused("the address must begin with https://")
    if literal is not None or is_inside:
        _must_be_public(literal, to_loopback)
    return parts


def _literal(host: str) -> IpAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _must_be_public(address: IpAddress | None, to_loopback: bool) -> None:
    """Raise `Refused` for an address inside; None is the name "localhost"."""
    if address is None or address.is_loopback:
        if to_loopback:
            return
        raise Refused("the address leads to this machine")
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            _must_be_public(address.ipv4_mapped, to_loopback)
            return
        if any(address in carrier for carrier in _CARRIERS):
            raise Refused("the address leads to an internal network")
    if not address.is_global or address.is_multicast or address.is_reserved:
        raise Refused("the address leads to an internal network")


def resolve(host: str, port: int, to_loopback: bool = False) -> str:
    """The address to connect to. Raises `Refused` if the name has none, or any that is not public."""
    try:
        found = getaddrinfo(host, port, type=SOCK_STREAM, proto=IPPROTO_TCP)
    except (gaierror, UnicodeError, OSError) as error:
        raise NotResolved("the name of the host cannot be resolved") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        _must_be_public(ip_address(address), to_loopback)
    if not addresses:
        raise NotResolved("the name of the host cannot be resolved")
    return addresses[0]


def connection(url: str, to_loopback: bool = False) -> tuple[HTTPConnection, str]:
    """A connection, not yet opened, to the one address that was looked at, and the target to ask it for.

    Raises `Refused`.
    """
    parts = checked(url, to_loopback)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    address = resolve(host, port, to_loopback)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    pinned = _PinnedHttps if parts.scheme == "https" else _PinnedHttp
    return pinned(host, port, address), target


class _PinnedHttp(HTTPConnection):
    """A connection to one address, whatever the name of the host means by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = _open(self._address, self.port)


class _PinnedHttps(HTTPSConnection):
    """The same with TLS; the certificate must be that of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = _open(self._address, self.port)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _open(address: str, port: int) -> socket:
    return create_connection((address, port), timeout=SECONDS)
