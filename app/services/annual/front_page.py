"""Is there a link to the statement on the council's front page? A look of the machine beside a person's.

It tells found, not found, or could not be read, with the day. It cannot tell whether the link is prominent,
and it keeps no statement from being approved or published. Addresses go through the guard that keeps requests
away from networks inside (`outside_addresses`); pages that a script draws are seen as they are sent.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from lxml import html
from lxml.etree import ParserError
from sqlalchemy.orm import Session

from app.services.outside import outside_addresses
from app.services.outside.outside_addresses import Refused
from app.settings import Settings
from app.store import annual as store
from app.store import audit
from models import AnnualStatement, FrontPageCheck, LinkOutcome, Person

MOST_BYTES: Final = 3_000_000
MOST_REDIRECTS: Final = 5
MOST_SECONDS: Final = 30.0
AGAIN_AFTER: Final = timedelta(days=6)
"""The beat comes by once a week; a look that is younger than this is not repeated."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "User-Agent": "Fairhand-LinkCheck/1",
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Encoding": "identity",
}


class NotReadable(Exception):
    """The page could not be read; the text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent, the address at which it was found at last, and what the server says it is."""

    url: str
    content: bytes
    charset: str = ""


# --- Reading ----------------------------------------------------------------------------------------------


def fetch(url: str, to_loopback: bool = False) -> Page:
    """A page of the web, a few redirects further on if need be. Raises `NotReadable`.

    Each address on the way is looked at like the first. `to_loopback` is for trying it out.
    """
    end, here = time.monotonic() + MOST_SECONDS, urldefrag(url)[0]
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            found = _get(here, to_loopback, end)
            if isinstance(found, Page):
                return found
            here = found
    except Refused as refused:
        raise NotReadable(str(refused)) from refused
    except (OSError, HTTPException, ValueError) as problem:
        raise NotReadable(f"{type(problem).__name__}: {problem}"[:300]) from problem
    raise NotReadable(f"more than {MOST_REDIRECTS} redirects")


def _get(url: str, to_loopback: bool, end: float) -> Page | str:
    """The page at an address, or the address to which it redirects."""
    opened, target = outside_addresses.connection(url, to_loopback)
    try:
        opened.request("GET", target, headers=_HEADERS)
        response = opened.getresponse()
        if response.status in _REDIRECTS:
            return _next(url, response.getheader("Location") or "")
        if response.status != 200:
            raise NotReadable(f"answered with HTTP status {response.status}")
        kind = response.headers.get_content_type()
        if kind not in ("text/html", "application/xhtml+xml"):
            raise NotReadable(f"is no page, but {kind}"[:300])
        return Page(url, _body(response, end), response.headers.get_content_charset() or "")
    finally:
        opened.close()


def _next(here: str, location: str) -> str:
    if not location.strip():
        raise NotReadable("redirects to no address")
    return quote(urldefrag(urljoin(here, location.strip()))[0], safe="%/:=&?~#+!$,;'@()*[]")


def _body(response: HTTPResponse, end: float) -> bytes:
    read = bytearray()
    while chunk := response.read1(65_536):
        read += chunk
        if len(read) > MOST_BYTES:
            raise NotReadable(f"is larger than {MOST_BYTES // 1_000_000} MB")
        if time.monotonic() > end:
            raise NotReadable(f"took longer than {MOST_SECONDS:.0f} seconds")
    return bytes(read)


def links(page: Page) -> set[str]:
    """The addresses to which a page links, made absolute. Raises `NotReadable` for what is no page."""
    try:
        tree = html.document_fromstring(page.content, parser=html.HTMLParser(encoding=page.charset or None))
    except (ParserError, ValueError, LookupError) as problem:
        raise NotReadable("is empty or cannot be read as a page") from problem
    base = next((str(one.get("href")) for one in tree.iter("base") if one.get("href")), "")
    start = _joined(page.url, base) or page.url
    found = (_joined(start, str(one.get("href") or "")) for one in tree.iter("a", "area"))
    return {one for one in found if one}


def _joined(start: str, address: str) -> str:
    try:
        return urljoin(start, address.strip())
    except ValueError:
        return ""


def same(one: str) -> tuple[str, str, str]:
    """What two addresses of the same page share: no scheme, no "www", no slash or "index" at the end."""
    try:
        parts = urlsplit(one)
    except ValueError:
        return ("", "", one)
    path = quote(parts.path, safe="%/:=&~+!$,;'@()*").rstrip("/")
    return ((parts.hostname or "").removeprefix("www."), path, parts.query)


def matched(page: Page, wanted: Mapping[str, str]) -> str:
    """Which of the addresses that are looked for the page links to: the first by name, "" for none."""
    there = {same(one) for one in links(page)}
    return next((name for name, url in wanted.items() if url and same(url) in there), "")


# --- Checking ---------------------------------------------------------------------------------------------


def front_page_of(statement: AnnualStatement, base_url: str) -> str:
    """The address of the council's front page: as the lead noted it, else the root of the site on which the
    statement is published; "" where that is ours or nothing is noted."""
    if statement.front_page_url:
        return statement.front_page_url
    try:
        parts = urlsplit(statement.published_url)
    except ValueError:
        return ""
    if not parts.hostname or parts.hostname == urlsplit(base_url).hostname:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def check(
    session: Session,
    settings: Settings,
    person: Person | None,
    statement: AnnualStatement,
    permanent: str,
    now: datetime,
) -> FrontPageCheck:
    """Look at the front page and note what came of it. `permanent` is the statement's address on this site.

    ValueError where no front page is known, so that there is nothing to look at.
    """
    url = front_page_of(statement, settings.base_url)
    if not url:
        raise ValueError("no front page is known")
    outcome, found_as, detail = LinkOutcome.NOT_READABLE, "", ""
    try:
        page = fetch(url, settings.webhooks_to_loopback)
        found_as = matched(page, {"statement": statement.published_url, "permanent": permanent})
        outcome = LinkOutcome.FOUND if found_as else LinkOutcome.NOT_FOUND
    except NotReadable as problem:
        detail = str(problem)[:300]
    row = FrontPageCheck(
        statement_id=statement.id,
        url=url,
        outcome=outcome,
        found_as=found_as,
        detail=detail,
        person_id=person.id if person else None,
        checked_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        person,
        "statement.front_page_checked",
        statement,
        now,
        statement.council_id,
        url=url,
        outcome=outcome.value,
    )
    session.commit()
    return row


def check_due(session: Session, settings: Settings, now: datetime) -> int:
    """Look at the front pages of all councils for the link to their newest published statement.

    A page that was looked at within the week is left alone; returns how many were looked at.
    """
    looked = 0
    for statement in store.newest_published(session):
        last = store.last_front_page_check(session, statement.id)
        is_due = last is None or now - last.checked_at >= AGAIN_AFTER
        if is_due and front_page_of(statement, settings.base_url):
            check(session, settings, None, statement, permanent_address(settings, statement), now)
            looked += 1
    return looked


def permanent_address(settings: Settings, statement: AnnualStatement) -> str:
    """Where a published statement stands on this site."""
    base = settings.base_url.rstrip("/")
    return f"{base}/councils/{statement.council.slug}/statements/{statement.year_end.year}"
