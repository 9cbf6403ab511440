"""The pages that people got who walked through a site, kept as they came, to be looked at afterwards.

What a page shows often ends with the next step: a question that can be answered once, what a form says that
is not right. So each page is kept at the moment it was got, with everything that it loads, and `Playback`
shows it again in a browser, at its own address and with its own headers, when the state has long ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

#: Elements that load something, and the attribute that names it; the last is for the script of the queue.
_LOADING = (("link", "href"), ("script", "src"), ("img", "src"), ("ul", "data-views"))
_NUMBERS = re.compile(r"[0-9a-f]{8}[0-9a-f-]{8,}|\d[\d,.]*")
#: What is the same on every page of an audience, by its selector.
LANDMARKS = {
    "the top": "header.govuk-template__header",
    "the help for suppliers": ".fh-help",
    "the foot": "footer.govuk-template__footer",
}
Trait = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Something that pages load: a style sheet, a script, the counts of a list."""

    mimetype: str
    content: bytes


@dataclass(frozen=True)
class KeptPage:
    """A page as somebody got it."""

    who: str
    endpoint: str
    """What made it: after a form that was refused, what takes the form."""
    method: str
    address: str
    headers: dict[str, str]
    html: str
    traits: frozenset[Trait]
    landmarks: tuple[tuple[str, tuple[str, ...]], ...]
    """What every page repeats: the name of each place, and where its links lead, in order."""

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.address} ({self.endpoint})"


@dataclass
class Album:
    """All pages of a walk, in order, and by their addresses what they load."""

    pages: list[KeptPage] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)

    def keep(
        self,
        who: str,
        reply: TestResponse,
        page: BeautifulSoup,
        client: FlaskClient,
        endpoint_of: Callable[[str, str], str | None],
    ) -> None:
        """Keep a page, and what it loads that was not kept yet."""
        request = reply.request
        address = request.full_path.rstrip("?")
        endpoint = str(endpoint_of(request.path, request.method.lower()))
        policy = {name: value for name, value in reply.headers.items() if name.lower().endswith("policy")}
        self.pages.append(
            KeptPage(
                who,
                endpoint,
                request.method,
                address,
                policy,
                reply.get_data(as_text=True),
                _traits(endpoint, page),
                _landmarks(page, endpoint_of),
            )
        )
        for tag, attribute in _LOADING:
            for one in page.find_all(tag, attrs={attribute: True}):
                wanted = str(one[attribute])
                if wanted not in self.parts and not urlsplit(wanted).netloc:
                    loaded = client.get(wanted, buffered=True)
                    self.parts[wanted] = Part(loaded.mimetype, loaded.get_data())

    def one_of_each(self) -> list[KeptPage]:
        """As few pages as show everything that any page shows, in the order in which they came.

        What pages show is their traits, so the hundredth supplier is left out, and a supplier with whom
        something is the matter that no other page shows is not.
        """
        left = set().union(*(one.traits for one in self.pages))
        having: dict[Trait, list[int]] = {}
        for number, one in enumerate(self.pages):
            for trait in one.traits:
                having.setdefault(trait, []).append(number)
        gains = [len(one.traits) for one in self.pages]
        chosen = []
        while left:
            best = max(range(len(gains)), key=gains.__getitem__)
            chosen.append(best)
            for trait in self.pages[best].traits & left:
                for number in having[trait]:
                    gains[number] -= 1
            left -= self.pages[best].traits
        return [self.pages[number] for number in sorted(chosen)]


def _traits(endpoint: str, page: BeautifulSoup) -> frozenset[Trait]:
    """By what this page differs from others of its kind: forms and their fields, messages, components."""
    main = page.find("main")
    if main is None:
        return frozenset({("page", endpoint)})
    found: set[Trait] = {("page", endpoint)}
    for tag in main.find_all(True):
        found.update(("component", endpoint, name) for name in str(tag.get("class", "")).split())
    for form in main.find_all("form"):
        names = {_alike(str(one.get("name", ""))) for one in form.find_all(["input", "select", "textarea"])}
        action = _alike(urlsplit(str(form.get("action", ""))).path) or endpoint
        found.add(("form", action, *sorted(names)))
    for summary in main.select(".govuk-error-summary"):
        for message in summary.find_all("li"):
            found.add(("message", _alike(message.get_text())))
            found.update(("wrong", endpoint, _alike(str(one["href"]))) for one in message.find_all(href=True))
    return frozenset(found)


def _alike(text: str) -> str:
    """The text without the numbers, by which alone many differ."""
    return _NUMBERS.sub("#", " ".join(text.split()))


def _landmarks(
    page: BeautifulSoup, endpoint_of: Callable[[str, str], str | None]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Where the links lead that are repeated on every page, by the place in which they are."""
    return tuple(
        (name, tuple(_leads_to(str(link["href"]), endpoint_of) for link in page.select(f"{place} a[href]")))
        for name, place in LANDMARKS.items()
    )


def _leads_to(href: str, endpoint_of: Callable[[str, str], str | None]) -> str:
    return endpoint_of(href, "get") or urlsplit(href).scheme or "the page itself"


class Playback:
    """A WSGI application that shows kept pages, one after another, as the site showed them."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self._parts = parts
        self._page: KeptPage | None = None

    def show(self, page: KeptPage) -> str:
        """Have this page at its address, which is given back, until the next is shown."""
        self._page = page
        return page.address

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = Request(environ).full_path.rstrip("?")
        part, page = self._parts.get(address), self._page
        if part is not None:
            answer = Response(part.content, mimetype=part.mimetype, headers={"Cache-Control": "max-age=3600"})
        elif page is not None and address == page.address:
            answer = Response(page.html, mimetype="text/html", headers=page.headers)
        else:
            answer = Response(status=404)
        return answer(environ, start_response)
