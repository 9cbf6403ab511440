"""A visitor who follows every link of a site and sends every form empty, as far as one person may."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from playwright.sync_api import Error, Page
from werkzeug.exceptions import HTTPException

#: Pages of one kind that are looked at: two show what differs between rows, more shows nothing new.
EACH = 2

BOXES = "input[type=text], input[type=email], input[type=url], input[type=number], textarea"
CHOICES = "input[type=radio], input[type=checkbox], input[type=file], select"


@dataclass
class Visit:
    """What a visitor saw: how often each endpoint, and the endpoints whose form was sent empty."""

    pages: Counter[str] = field(default_factory=Counter)
    refused_forms: set[str] = field(default_factory=set)


@dataclass
class Visitor:
    """Follows links of one site in a page that is signed in, and calls `look` on every page."""

    app: Flask
    page: Page
    url: str
    look: Callable[[Page], None]
    passed_over: frozenset[str] = frozenset()
    each: int = EACH
    seen: Visit = field(default_factory=Visit)

    def walk(self, starts: Iterable[str], forms: bool = True) -> Visit:
        """Visit everything that can be reached from some addresses, and all of those."""
        given = list(starts)
        waiting, known = deque(given), set(given)
        while waiting:
            address = waiting.popleft()
            endpoint = self._endpoint(address)
            if endpoint is None or endpoint in self.passed_over:
                continue
            if address not in given and self.seen.pages[endpoint] >= self.each:
                continue
            if not self._open(address):
                self.seen.pages[endpoint] += 1
                continue
            self.seen.pages[endpoint] += 1
            self._look()
            for link in self._links():
                if link not in known:
                    known.add(link)
                    waiting.append(link)
            if forms and (address in given or endpoint not in self.seen.refused_forms):
                self._send_empty(endpoint, address)
        return self.seen

    def _endpoint(self, address: str) -> str | None:
        """The endpoint that answers a GET of an address of this site; None for any other."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self.url:
            return None
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(parts.path or "/", "GET")
        except HTTPException:
            return None
        return str(endpoint)

    def _open(self, address: str) -> bool:
        """Go there; False if it is a file to download and no page."""
        try:
            response = self.page.goto(address)
        except Error as problem:
            if "Download is starting" in str(problem) or "ERR_ABORTED" in str(problem):
                return False
            raise
        assert response is not None and response.status < 400, f"{address}: {response and response.status}"
        return "text/html" in response.headers.get("content-type", "")

    def _links(self) -> list[str]:
        found = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        return [urldefrag(link)[0] for link in found]

    def _look(self) -> None:
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has not exactly one h1"
        self.look(self.page)

    def _send_empty(self, endpoint: str, address: str) -> None:
        """Empty the boxes of the page's first form that has any, send it, and look at what is said."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        form = self.page.locator(f"main form[method=post]:has({BOXES}, {CHOICES})").first
        if form.count() == 0 or form.locator("button").count() == 0:
            return
        for box in form.locator(BOXES).all():
            if box.is_visible() and box.is_enabled():
                box.fill("")
        self.seen.refused_forms.add(endpoint)
        with self.page.expect_navigation():
            form.locator("button").first.click()
        self.page.wait_for_load_state()
        assert "Internal Server Error" not in self.page.content(), f"{address} sent empty"
        self._look()
