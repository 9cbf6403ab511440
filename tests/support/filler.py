"""Somebody who follows every link of a site and fills in every form it finds, with words that break things.

What to put where is learnt from the pages: a box takes a hostile text, and if the page says that it is not
understood something plainer, until the form is taken or nothing is left to try. So a form or a field that is
new is filled in without anybody saying so here.
"""

from __future__ import annotations

import io
import re
import traceback
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, quote_from_bytes, urldefrag, urlencode, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder, TestResponse

from app.extensions import db
from support.hostile import Hostile
from support.html_forms import Control, HtmlForm, forms_of, told
from support.kept_pages import Album
from support.naughty import encoded, runs_nothing
from support.written import texts_written

#: How often a form is sent that is refused, and how many pages of a kind are looked at.
TRIES, EACH = 11, 2
_PLAIN: Final = (
    "14/12/2026", "3", "01/04/2026", "name{n}@example.org", "https://www.example.org/{n}", "90919200", "2025",
    "Plain words", "01/04/2027",
)  # fmt: skip
_DATES: Final = (("14", "12", "2026"), ("1", "4", "2026"), ("1", "4", "2027"))
_PARTS: Final = ("day", "month", "year")
_FROM_TO: Final = re.compile(r"\b(?:from|o) ([\d.,]*\d) (?:to|i) [\d.,]*\d")
#: What ends or undoes something waits until nothing else is left to do.
_LATE: Final = re.compile(
    r"undo|take_back|remove|retire|discard|revoke|withdraw|end_|leave|reset|merge|reopen|dismiss|drop_|hide"
    r"|change_own_part|_step$|publish|issue|send_statement|enter_registry|conclude|supplier\.check|supplier\.offer"
    r"|supplier\.not_me"
)
File = tuple[str, bytes]


@dataclass
class Record:
    """What was found: pages by endpoint, what became of each form and each field."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: set[str] = field(default_factory=set)
    """Endpoints that gave something other than a page."""
    sent: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    kept: dict[tuple[str, str], int] = field(default_factory=Counter)
    """(endpoint, field) -> how often a hostile text of it was kept."""
    unkept: dict[tuple[str, str], int] = field(default_factory=Counter)
    refusing: set[str] = field(default_factory=set)
    """Endpoints of forms that say what is wrong in them."""
    refused: dict[str, list[str]] = field(default_factory=dict)
    """Endpoint -> what the last page said that refused a form, of those that never were taken."""
    texts: Counter[str] = field(default_factory=Counter)
    """The names of the hostile texts that were kept."""
    problems: list[str] = field(default_factory=list)
    """Everything that must not be: errors of ours, scripts of others, texts shown otherwise."""


@dataclass
class Experience:
    """What everybody knows who works on a site: which forms were sent how often, what each box takes."""

    turns: Counter[Any] = field(default_factory=Counter)
    takes: dict[tuple[str, str], int] = field(default_factory=dict)
    least: dict[tuple[str, str], str] = field(default_factory=dict)
    """The least number that a message says a box takes."""


@dataclass
class Filler:
    """One person at work on a site; `after` does what a worker would do after each form."""

    site: Flask
    client: FlaskClient
    engine: Engine
    record: Record
    hostile: Hostile
    after: Callable[[], None]
    experience: Experience
    files: Sequence[File] = ()
    each: dict[str, int] = field(default_factory=dict)
    rounds: int = 1
    batters: bool = True
    """Whether each form is sent once with hostile words in everything, its choices and hidden fields too."""
    passed_over: frozenset[str] = frozenset()
    who: str = ""
    album: Album | None = None
    """Where every page is kept that is got, also what a form says that is refused."""

    def __post_init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._late: deque[tuple[HtmlForm, str]] = deque()
        self._known: set[str] = set()
        self._visits: Counter[str] = Counter()

    def walk(self, starts: Iterable[str]) -> None:
        """Until no page is left that is new, and no form."""
        for start in starts:
            self._waiting.append(start)
            self._known.add(start)
        while self._waiting or self._late:
            if self._waiting:
                self.visit(self._waiting.popleft())
            else:
                self.send(*self._late.popleft())

    def endpoint(self, address: str, method: str) -> str | None:
        """What answers this address; None if it is not of this site."""
        parts = urlsplit(address)
        if parts.netloc not in ("", "localhost") or parts.scheme not in ("", "http", "https"):
            return None
        try:
            return str(self.site.url_map.bind("localhost").match(parts.path or "/", method.upper())[0])
        except HTTPException:
            return None

    def visit(self, address: str) -> None:
        """Look at a page of a kind that was not seen often enough, and fill in its forms."""
        endpoint = self.endpoint(address, "get")
        if endpoint is None or endpoint in self.passed_over:
            return
        if self._visits[endpoint] >= self.each.get(endpoint, EACH):
            return
        self._visits[endpoint] += 1
        self._take_in(self._get(address), address)

    def _get(self, address: str) -> TestResponse:
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        return self._without_failing(f"GET {address}", lambda: self.client.get(target or "/"))

    def _take_in(self, reply: TestResponse, address: str) -> None:
        """Note a page, keep its links in mind and send its forms."""
        endpoint = self.endpoint(address, "get")
        if reply.status_code in (301, 302, 303):
            self._remember(reply.location)
            return
        if reply.status_code != 200 or endpoint is None:
            return
        if reply.mimetype != "text/html":
            self.record.others.add(endpoint)
            return
        page = self.check(reply, address)
        if address not in self.record.pages[endpoint]:
            self.record.pages[endpoint].append(address)
        for link in page.select("a[href]"):
            self._remember(str(link["href"]), address)
        for form in forms_of(page, address):
            self._begin(form, address)

    def _remember(self, href: str, base: str = "/") -> None:
        if href.startswith("?"):
            href = urlsplit(base).path + href
        link = urldefrag(href)[0]
        parts = urlsplit(link)
        known = f"{parts.path}?{'&'.join(sorted(name for name, _value in parse_qsl(parts.query)))}"
        if link and known not in self._known and parts.netloc in ("", "localhost"):
            self._known.add(known)
            self._waiting.append(link)

    def check(self, reply: TestResponse, address: str) -> BeautifulSoup:
        """The page runs nothing of what people wrote, and shows it as it is."""
        page = BeautifulSoup(reply.get_data(as_text=True), "lxml", multi_valued_attributes=None)
        if not runs_nothing(page):
            self.record.problems.append(f"{address} runs what is not ours")
        self.record.problems += [f"{address} shows {one}" for one in self.hostile.shown_wrongly(page)]
        if self.album is not None and reply.status_code == 200:
            self.album.keep(self.who, reply, page, self.client, self.endpoint)
        return page

    def _without_failing(self, what: str, call: Callable[[], TestResponse]) -> TestResponse:
        """The answer; where there is none but an error of ours, that is noted and the work goes on."""
        try:
            reply = call()
        except Exception:
            self.record.problems.append(f"{what}\n{traceback.format_exc(limit=-6)}")
            db.session().rollback()
            request = EnvironBuilder().get_request()
            return TestResponse((), "500 Internal Server Error", Headers(), request)
        if reply.status_code >= 500:
            self.record.problems.append(f"{what}: {reply.status}")
        return reply

    def _begin(self, form: HtmlForm, address: str) -> None:
        endpoint = self.endpoint(form.action, form.method)
        if endpoint is None or endpoint in self.passed_over:
            return
        key = (endpoint, form.method, form.names)
        if self.experience.turns[key] >= self.rounds:
            return
        self.experience.turns[key] += 1
        if form.method == "post" and _LATE.search(endpoint):
            self._late.append((form, address))
        else:
            self.send(form, address)

    def send(self, form: HtmlForm, address: str) -> None:
        """Send a form until it is taken, each time with something else where it was not."""
        endpoint = self.endpoint(form.action, form.method) or ""
        turn = self.experience.turns[endpoint, form.method, form.names]
        if turn == 1 and self.batters:
            reply = self._post(form, self._battering(form), {})
            self.record.sent[endpoint][reply.status_code] += 1
            if reply.status_code in (302, 303):
                self._remember(reply.location)
        offered = self._files_for(address) if any(one.kind == "file" for one in form.controls) else []
        plan = Counter(
            {one.name: self.experience.takes.get((endpoint, one.name), 0) for one in form.controls}
        )
        for _turn in range(TRIES):
            fields, files, marks = self._fill(endpoint, form, plan, turn, offered)
            with texts_written(self.engine) as written:
                reply = self._post(form, fields, files)
            self.record.sent[endpoint][reply.status_code] += 1
            if reply.status_code != 200 or reply.mimetype != "text/html":
                self._note(endpoint, marks, written)
                if reply.status_code in (302, 303):
                    self.experience.takes |= {
                        (endpoint, one.name): plan[one.name]
                        for one in form.controls
                        if plan[one.name] > 1 and (one.is_written or one.kind == "file")
                    }
                    self.record.refused.pop(endpoint, None)
                    self._remember(reply.location)
                    self._take_in(self._get(reply.location), reply.location)
                return
            page = self.check(reply, form.action)
            newer = [one for one in forms_of(page, form.action) if one.names == form.names]
            about = told(page)
            if about and form.method == "post":
                self.record.refusing.add(endpoint)
            wrong = _meant([one for one in form.controls if any(map(one.is_meant_by, about))], form)
            if (about and endpoint not in self.record.sent) or 302 not in self.record.sent[endpoint]:
                self.record.refused[endpoint] = [
                    " ".join(one.get_text().split()) for one in page.select(".govuk-error-summary li")
                ]
            if not about or not newer:
                self._note(endpoint, marks, written)
                if form.method == "get":
                    return
                for other in forms_of(page, form.action):  # a further step of it
                    if other.names != form.names:
                        self._begin(other, form.action)
                return
            form = newer[0]
            plan.update(one.name for one in wrong)
            self._learn(endpoint, page, wrong)

    def _files_for(self, address: str) -> list[File]:
        """Those that the page itself gives out to be filled in, then those of every kind."""
        found = []
        page = BeautifulSoup(self._get(address).get_data(as_text=True), "lxml")
        for link in sorted({str(one["href"]) for one in page.select("main a[href]")}):
            if re.search("file|template", self.endpoint(link, "get") or ""):
                reply = self._get(link)
                name = re.search('filename="?([^";]+)', reply.headers.get("Content-Disposition", ""))
                found += [(name[1], reply.get_data())] if name else []
        return [*found, *self.files]

    def _learn(self, endpoint: str, page: BeautifulSoup, wrong: list[Control]) -> None:
        for link in page.select(".govuk-error-summary a[href^='#']"):
            about, least = str(link["href"]).lstrip("#"), _FROM_TO.search(link.get_text())
            if "Not a valid" in link.get_text():
                self.record.problems.append(f"{endpoint} speaks of machines: {link.get_text()}")
            for one in wrong:
                if least and one.is_meant_by(about):
                    self.experience.least[endpoint, one.name] = least[1].replace(",", "")

    def _note(self, endpoint: str, marks: dict[str, list[str]], written: list[str]) -> None:
        for name, numbers in marks.items():
            for mark in numbers:
                kept = self.hostile.kept_as(mark, written)
                if kept and not self.hostile.is_whole(mark, kept):
                    self.record.problems.append(
                        f"{endpoint} keeps {name}, {self.hostile.kind_of(mark)}, as {kept[0][:300]!r}"
                    )
                (self.record.kept if kept else self.record.unkept)[endpoint, name] += 1
                if kept:
                    self.record.texts[self.hostile.kind_of(mark)] += 1

    def _battering(self, form: HtmlForm) -> list[tuple[str, str]]:
        """Everything hostile that can be, choices and hidden fields too."""
        fields = []
        for one in form.controls:
            if one.name == "csrf_token":
                fields.append((one.name, one.values[0]))
            elif one.kind != "file":
                fields += [(one.name, self.hostile.any()) for _value in one.values[:3]]
        return [*fields, *((name, self.hostile.any()) for name, _value in form.buttons[:1] if name)]

    def _fill(
        self, endpoint: str, form: HtmlForm, plan: Counter[str], turn: int, offered: list[File]
    ) -> tuple[list[tuple[str, str]], dict[str, File], dict[str, list[str]]]:
        fields: list[tuple[str, str]] = []
        files: dict[str, File] = {}
        marks: dict[str, list[str]] = {}
        for one in form.controls:
            tries = plan[one.name]
            if one.kind == "file":
                if offered:
                    files[one.name] = offered[tries % len(offered)]
            elif one.is_written and tries > 1 and (endpoint, one.name) in self.experience.least:
                fields.append((one.name, self.experience.least[endpoint, one.name]))
            elif one.is_written:
                values, marks[one.name] = self._words(one, tries, _part(one, form))
                fields += [(one.name, value) for value in values]
            elif one.kind in ("radio", "select"):
                options = [value for value in one.values if value] or one.values
                fields.append((one.name, options[(turn - 1 + tries) % len(options)]))
            elif one.kind == "checkbox":
                fields += [(one.name, value) for value in (one.values if turn % 2 else one.values[:1])]
            else:
                fields += [(one.name, value) for value in one.values]
        if form.buttons:
            by_plainness = sorted(form.buttons, key=lambda button: button[0] != "")
            fields.append(by_plainness[(turn - 1) % len(form.buttons)])
        fields = [(name, value) for name, value in fields if name]
        return fields, files, marks

    def _words(self, control: Control, tries: int, part: int | None) -> tuple[list[str], list[str]]:
        """What is written into the boxes of a name, and the marks of what is hostile in them."""
        if tries < 2:
            pairs = [self.hostile.next(short=tries > 0) for _box in control.values]
            return [text for text, _mark in pairs], [mark for _text, mark in pairs]
        if len(control.values) == 3:  # the three boxes of a date
            return list(_DATES[tries % len(_DATES)]), []
        if part is not None:
            return [_DATES[tries % len(_DATES)][part]], []
        plain = _PLAIN[(tries - 2) % len(_PLAIN)]
        return [plain.format(n=self.hostile.number()) for _box in control.values], []

    def _post(self, form: HtmlForm, fields: list[tuple[str, str]], files: dict[str, File]) -> TestResponse:
        # Some forms may be sent so many times an hour from one address.
        number = self.hostile.number()
        remote = {"REMOTE_ADDR": f"127.{1 + number // 62500 % 250}.{number // 250 % 250}.{number % 250 + 1}"}
        parts = urlsplit(form.action)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent: dict[str, Any]
        if form.method == "get":
            query = "&".join(f"{name}={quote_from_bytes(encoded(value)[:3000])}" for name, value in fields)
            target, sent = f"{parts.path}?{query}", {}
        elif files:
            data: dict[str, Any] = defaultdict(list)
            for name, value in fields:
                data[name].append(encoded(value).decode("utf-8", "replace"))
            for name, (file_name, content) in files.items():
                data[name].append((io.BytesIO(content), file_name))
            sent = {"data": data, "content_type": "multipart/form-data"}
        else:
            body = "&".join(
                f"{urlencode({name: ''})}{quote_from_bytes(encoded(value))}" for name, value in fields
            )
            sent = {"data": body, "content_type": "application/x-www-form-urlencoded"}

        def open_() -> TestResponse:
            reply = self.client.open(target, method=form.method.upper(), environ_overrides=remote, **sent)
            self.after()
            return reply

        reply = self._without_failing(f"{form.method} {target} with {fields} {list(files)}", open_)
        if "own=1" in str(reply.headers):
            self.record.problems.append(f"{target} let somebody else write its headers")
        return reply


def _part(control: Control, form: HtmlForm) -> int | None:
    """0, 1 or 2 for the box of a day, a month or a year of a date that has three boxes of three names."""
    for place, word in enumerate(_PARTS):
        stem = control.name.removesuffix(word)
        if stem != control.name and all(f"{stem}{other}" in form.names for other in _PARTS):
            return place
    return None


def _meant(wrong: list[Control], form: HtmlForm) -> list[Control]:
    """These and, where one is a part of a date, its other parts."""
    stems = {re.sub(r"(day|month|year)$", "", one.name) for one in wrong if _part(one, form) is not None}
    parts = {f"{stem}{part}" for stem in stems for part in _PARTS}
    return [*wrong, *(one for one in form.controls if one.name in parts and one not in wrong)]
