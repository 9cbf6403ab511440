"""Looking at one address of the guidance library: whether it answers, has moved, and what its words are.

Polite and careful: HEAD before GET, a few redirects that are each looked at like a new address, at most two
megabytes, and half a minute for all of it. A server that lets no program in is told apart from a page that
is gone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from app.services.outside.outside_addresses import NotResolved, Refused, connection
from models import LinkState

MOST_REDIRECTS: Final = 5
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_SECONDS: Final = 30.0
_CHUNK: Final = 64 * 1024
_HEADERS: Final = {
    "User-Agent": "Fairhand-LinkCheck/1",
    "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "identity",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD: Final = frozenset({301, 308})
_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Look:
    """What came of it. `sha256` is that of the visible words, "" where there are none or too many."""

    state: LinkState
    status: int | None = None
    problem: str = ""
    moved_to: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    kind: str
    body: bytes | None


class _TooSlow(Exception):
    pass


def look(url: str, to_loopback: bool = False) -> Look:
    """Look at an address. Whatever goes wrong is told in the result. `to_loopback` is for trying it out."""
    end = time.monotonic() + MOST_SECONDS
    here, _fragment = urldefrag(url)
    start, for_good = here, True
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            answer = _answer(here, to_loopback, end)
            if answer.status not in _REDIRECTS:
                return _judged(answer, start, here, for_good)
            here = _next(here, answer.location)
            for_good = for_good and answer.status in _FOR_GOOD
    except NotResolved as problem:
        return Look(LinkState.NOT_ANSWERED, problem=str(problem))
    except Refused as problem:
        return Look(LinkState.NOT_CHECKABLE, problem=str(problem))
    except (_TooSlow, OSError, HTTPException, ValueError) as problem:
        return Look(LinkState.NOT_ANSWERED, problem=_short(problem))
    return Look(LinkState.BROKEN, problem=f"more than {MOST_REDIRECTS} redirects")


def _short(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:300]


def _next(here: str, location: str) -> str:
    """The address that a redirect names, made absolute and ASCII."""
    if not location:
        raise Refused("it redirects to no address")
    target, _fragment = urldefrag(urljoin(here, location.strip()))
    return quote(target, safe="%/:=&?~#+!$,;'@()*[]")


def _answer(url: str, to_loopback: bool, end: float) -> _Answer:
    """A redirect if HEAD is answered with one, else what GET gives: some servers know no HEAD, or drop it."""
    try:
        first = _ask("HEAD", url, to_loopback, end)
    except (OSError, HTTPException):
        first = None
    return first if first and first.status in _REDIRECTS else _ask("GET", url, to_loopback, end)


def _ask(method: str, url: str, to_loopback: bool, end: float) -> _Answer:
    """One request; the body, of a GET alone, is None if it is larger than what is read."""
    if time.monotonic() > end:
        raise _TooSlow(f"took longer than {MOST_SECONDS:.0f} seconds")
    opened, target = connection(url, to_loopback)
    try:
        opened.request(method, target, headers=_HEADERS)
        response = opened.getresponse()
        is_read = method == "GET" and response.status not in _REDIRECTS
        body = _body(response, end) if is_read else None
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        return _Answer(response.status, response.getheader("Location") or "", kind, body)
    finally:
        opened.close()


def _body(response: HTTPResponse, end: float) -> bytes | None:
    """At most `MOST_BYTES`; None for more."""
    read = bytearray()
    while chunk := response.read1(_CHUNK):
        read += chunk
        if len(read) > MOST_BYTES:
            return None
        if time.monotonic() > end:
            raise _TooSlow(f"took longer than {MOST_SECONDS:.0f} seconds")
    return bytes(read)


def _judged(answer: _Answer, start: str, here: str, for_good: bool) -> Look:
    status = answer.status
    if 200 <= status < 300:
        has_moved = _place(here) != _place(start) and (for_good or _is_front(here) > _is_front(start))
        state = LinkState.MOVED if has_moved else LinkState.FINE
        return Look(state, status, moved_to=here if has_moved else "", sha256=_digest(answer))
    if status in _GONE:
        return Look(LinkState.BROKEN, status, f"answered with HTTP status {status}")
    if status >= 500 and status != 503:
        return Look(LinkState.NOT_ANSWERED, status, f"answered with HTTP status {status}")
    return Look(LinkState.NOT_CHECKABLE, status, f"answered with HTTP status {status}")


def _place(url: str) -> tuple[str, str, str]:
    """An address without what makes no other page of it: www, a slash at the end."""
    parts = urlsplit(url)
    return (parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query)


def _is_front(url: str) -> bool:
    """Whether an address is the front page of a site: where many servers send who asks for a page gone."""
    return urlsplit(url).path.rstrip("/") == ""


def _digest(answer: _Answer) -> str:
    """The checksum of the visible words of a page, or of the file that it is."""
    if not answer.body:
        return ""
    if answer.kind in ("text/html", "application/xhtml+xml"):
        words = visible_words(answer.body.decode("utf-8", "replace"))
        return sha256(words.encode()).hexdigest() if words else ""
    return sha256(answer.body).hexdigest()


class _Words(HTMLParser):
    """Collects the words of a page, apart from those of its frame, and of its `main` by themselves."""

    UNSEEN: Final = frozenset(
        (
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "head",
            "nav",
            "header",
            "footer",
            "form",
            "button",
        )
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = 0
        self._main = 0
        self.all: list[str] = []
        self.main: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":  # the end of the head may be left out
            self._unseen = 0
        self._unseen += tag in self.UNSEEN
        self._main += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in self.UNSEEN), 0)
        self._main = max(self._main - (tag == "main"), 0)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.all.append(data)
            if self._main:
                self.main.append(data)


def visible_words(page: str) -> str:
    """The words of a page that a reader came for, with single spaces: those of its `main`, if it has one."""
    parser = _Words()
    parser.feed(page)
    parser.close()
    main = " ".join(" ".join(parser.main).split())
    return main or " ".join(" ".join(parser.all).split())
