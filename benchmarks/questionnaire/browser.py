"""A browser without a window: cookies, forms, one connection a request, and a clock on every page."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

SECONDS = 60.0


@dataclass
class Reply:
    """One response."""

    status: int
    location: str
    text: str


@dataclass
class Log:
    """What all browsers of a run saw: the seconds of every page, and everything that was not as it should."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"GET": [], "POST": []})
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, method: str, seconds: float, status: int) -> None:
        """Write down one page."""
        self.seconds[method].append(seconds)
        self.statuses[f"{method} {status}"] += 1


class Browser:
    """One supplier's browser. It has an address of its own on the loopback network, as each supplier has in
    the world: invitations may be followed so many times an hour from one address.
    """

    def __init__(self, port: int, number: int, log: Log) -> None:
        self._port, self._log = port, log
        self._from = f"127.1.{number // 250}.{number % 250 + 1}"
        self._cookies: dict[str, str] = {}

    async def get(self, address: str) -> Reply:
        """A page, as it comes: redirects are for the caller to follow."""
        return await self._ask("GET", address, b"")

    async def post(self, address: str, fields: list[tuple[str, str]]) -> Reply:
        """A form that is sent."""
        return await self._ask("POST", address, urlencode(fields).encode())

    async def _ask(self, method: str, address: str, body: bytes) -> Reply:
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"{method} {target} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Connection: close",
            "Accept-Language: en",
        ]
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()))
        if method == "POST":
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        sent = "\r\n".join([*lines, "", ""]).encode() + body
        begin = time.perf_counter()
        raw = await asyncio.wait_for(self._exchange(sent), SECONDS)
        reply = self._read(raw)
        self._log.note(method, time.perf_counter() - begin, reply.status)
        return reply

    async def _exchange(self, sent: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self._from, 0))
        try:
            writer.write(sent)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()

    def _read(self, raw: bytes) -> Reply:
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        location = ""
        for line in rest:
            name, _, value = line.partition(":")
            if name.lower() == "location":
                location = value.strip()
            elif name.lower() == "set-cookie":
                cookie, _, kept = value.strip().partition(";")[0].partition("=")
                self._cookies[cookie] = kept
        return Reply(int(first.split()[1]), location, body.decode("utf-8", "replace"))
