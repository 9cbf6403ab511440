"""Web addresses that a person gives: checked and tidied, never fetched."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from questionnaires.cleaning import one_line
from questionnaires.faults import Fault, plain

LONGEST: Final = 2000
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_KEPT_AS_IS: Final = "%/:=&?~#+!$,;'@()*[]"


def read(entry: str) -> str | Fault:
    """The address, in ASCII and with https:// put before one that has no scheme, or what is wrong with it.

    Taken are http and https addresses of a named host with a dot. Not taken are addresses of machines by
    number (they do not lead the public anywhere, but may lead a program into a private network) and addresses
    with a user name before the host (they look like another site than they are).
    """
    line = one_line(entry)
    if len(line) > LONGEST:
        return Fault("too_long", {"limit": plain(LONGEST), "length": plain(len(line))})
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9])", line):
        line = f"https://{line}"
    try:
        parts = urlsplit(line)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Fault("url_host")
    if parts.scheme not in ("http", "https"):
        return Fault("url_scheme")
    name = _ascii_host(host)
    if name is None or parts.username is not None or parts.password is not None:
        return Fault("url_host")
    where = name if port is None else f"{name}:{port}"
    path, query, fragment = (quote(part, safe=_KEPT_AS_IS) for part in parts[2:])
    address = urlunsplit((parts.scheme, where, path, query, fragment))
    if len(address) > LONGEST:
        return Fault("too_long", {"limit": plain(LONGEST), "length": plain(len(address))})
    return address


def _ascii_host(host: str) -> str | None:
    """The host as DNS has it, if it is a public name: two labels or more, the last one not a number."""
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return name if re.search(r"[a-z]", labels[-1]) else None
