"""Asking ClamAV whether a file holds something known to be harmful.

The file is streamed to `clamd` by its INSTREAM command, as clamd(8) describes: blocks, each after its length
as four bytes, and a block of no length at the end. clamd needs no access to the file.
"""

from __future__ import annotations

import socket
from typing import IO, Final

TIMEOUT_SECONDS: Final = 30
_BLOCK: Final = 64 * 1024


class NotScanned(Exception):
    """The scanner did not say whether the file is harmful; the text says why."""


class Unreachable(NotScanned):
    """The scanner could not be reached, so that asking about another file now is of no use."""


def scan(address: str, content: IO[bytes]) -> str | None:
    """The name of what was found in the content, or None. `address` is host:port. Raises `NotScanned`.

    The content is read once, from where it stands to its end.
    """
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS) as connection:
            _send(connection, content)
            reply = _read(connection)
    except OSError as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    return _verdict(reply)


def _send(connection: socket.socket, content: IO[bytes]) -> None:
    try:
        connection.sendall(b"zINSTREAM\0")
        while block := content.read(_BLOCK):
            connection.sendall(len(block).to_bytes(4, "big") + block)
        connection.sendall(b"\0\0\0\0")
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd closes early on a file beyond its own limit, and says so in its reply


def _read(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and (part := connection.recv(4096)):
        reply += part
    return reply.rstrip(b"\0").decode("utf-8", errors="replace")


def _verdict(reply: str) -> str | None:
    """clamd answers "stream: OK", "stream: NAME FOUND" or "... ERROR"."""
    said = reply.removeprefix("stream:").strip()
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise NotScanned(said or "the scanner closed the connection without an answer")
