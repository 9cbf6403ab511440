"""Every page that anybody can reach, in both languages, at 320 pixels, with what hostile people wrote on it.

Each keeps to the rules of axe and to what of WCAG 2.2 axe does not look at, has one heading of the first
level and is in its language, with no script or style refused and none of somebody else's run. So is what
every form says in which something is wrong. The pages and the forms are those of the application: a new one
fails this until people reach it from another page, or it is excused here with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from flask import g
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
from werkzeug.exceptions import HTTPException

from app.extensions import db, limiter
from models import Person
from support.filler import Record
from support.hostile import Hostile
from support.lived_in import ORDER, LivedIn, Queue, fill_in, make_lived_in, sign_in
from support.phone_checks import what_phones_show
from support.world import make_world

LANGUAGES = ("en", "cy")
#: What would make a page long and shows nothing else.
LONGEST_TEXT = 200
BOXES = (
    "input[type=text], input[type=email], input[type=url], input[type=number], input:not([type]), textarea"
)

NO_PAGES = {
    "static": "files of the site",
    "public.brand": "a style sheet",
    "public.set_language": "only leads back",
    "public.health": "for machines",
    "officer.search_as_typed": "for the script of the search box",
    "officer.view_counts": "for the script of the queue",
    "officer.add_to_draft": "only leads on",
    "officer.choose_survivor": "only leads on",
    "officer.download_portfolio_file": "a file",
    "officer.upload_problems": "a file",
    "public.follow_link": "leads on, when it works; test_journeys.py",
    "supplier.plan_step_file": "a file",
    "supplier.follow_invitation": "only leads on",
    "supplier.follow_delegation": "only leads on",
}
"""Routes that are read, of which nothing is seen, and why."""

NOT_REACHED = {
    "officer.ask_tenderer": "only until the tenderer was asked; test_price_checks.py",
    "officer.explanation": "only until it was given; test_price_checks.py",
    "officer.more_time": "only until the explanation was given; test_price_checks.py",
    "officer.take_back_price": "only until the check was ended; test_price_checks.py",
    "officer.load_undo": "only while a load is undone; app/officer/test_upload_pages.py, no browser",
    "officer.undo_file": "only of the newest copy; app/officer/test_upload_pages.py, no browser",
    "officer.new_own_question": "only of a draft; test_own_questionnaires.py",
    "officer.own_condition": "only of a draft; test_own_questionnaires.py",
    "officer.own_question": "only of a draft; test_own_questionnaires.py",
    "officer.retire_questionnaire": "only of a published one; test_own_questionnaire_pages.py, no browser",
    "officer.portfolio_file": "only of a large portfolio; app/officer/test_report_files.py, no browser",
    "officer.reply_about_time": "only while a contact waits; test_contacts.py",
    "supplier.offer": "only until it was agreed to; test_sharing.py",
    "supplier.workbook_choices": "only of a workbook that is behind; test_workbooks.py",
}
"""Pages that only another test comes to, why, and which."""

TOLD_ELSEWHERE = {
    "council.change_rules": "only of a choice that is forged",
    "council.note_promise": "only of a promise that is kept by then",
    "council.place_statement": "only before it is published; app/council/test_approval_pages.py",
    "council.sign_statement": "only before it is published; app/council/test_approval_pages.py",
    "officer.ask_tenderer": "test_price_checks.py",
    "officer.bulk_assign": "only where nobody was picked; app/officer/test_bulk_pages.py",
    "officer.exclusion_ground": "only of a choice that is forged",
    "officer.explanation": "test_price_checks.py",
    "officer.reply_about_time": "test_contacts.py",
    "officer.word_templates": "only of a file that is no template; app/officer/test_pack_files.py",
    "supplier.question": "by kinds of questions; test_journeys.py",
}
"""Forms whose messages only another test sees, and why or which."""


@dataclass
class Visitor:
    """Somebody with a small phone and a language, who looks at pages and sends forms that are not right."""

    page: Page
    base: str
    language: str
    endpoint: Callable[[str, str], str | None]
    axe: Callable[[Page], None]
    wrong: list[str]
    seen: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._complaints: list[str] = []
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._complaints.append(message.text)

    def visit(self, address: str, refusing: set[str]) -> bool:
        """Look at a page and at what its forms say; False if it is none any more."""
        endpoint = self.endpoint(address, "get")
        reply = self.page.goto(self.base + address)
        if reply is None or reply.status != 200 or self.endpoint(self.page.url, "get") != endpoint:
            return False
        self.seen.add(str(endpoint))
        self.look(address)
        for action in self._actions():
            sent_to = self.endpoint(action, "post")
            if sent_to in refusing - self.refused:
                self._send_wrongly(address, action, str(sent_to))
        return True

    def look(self, where: str) -> None:
        """Note everything that is wrong on the page."""
        found = what_phones_show(self.page)
        try:
            self.axe(self.page)
        except AssertionError as report:
            found.append(str(report))
        if self.page.locator("h1").count() != 1:
            found.append("not exactly one heading of the first level")
        if self.page.locator("html").get_attribute("lang") != self.language:
            found.append("not in its language")
        found += self._complaints
        self._complaints.clear()
        self.wrong += [f"{self.language} {where}: {one}" for one in found]

    def _actions(self) -> list[str]:
        """Where the forms of the page lead, each once."""
        script = "forms => forms.map(one => one.getAttribute('action') ? one.action : location.href)"
        return list(dict.fromkeys(self.page.eval_on_selector_all("main form[method=post]", script)))

    def _send_wrongly(self, address: str, action: str, endpoint: str) -> None:
        """Empty all boxes, or if that is right fill them with what is not; look at what is said."""
        for text in ("", "x", "work " * 1500):
            self.page.goto(self.base + address)
            self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            form = self._form(action)
            if form is None:
                return
            for box in form.locator(BOXES).all():
                if box.is_visible() and box.is_enabled():
                    box.fill(text)
            plain = form.locator("button:not([name]), input[type=submit]:not([name])")
            with self.page.expect_navigation():
                (plain if plain.count() else form.locator("button")).first.click()
            if self.page.locator(".govuk-error-summary").count():
                self.refused.add(endpoint)
                self.look(f"{address} sent wrongly to {endpoint}")
                return

    def _form(self, action: str) -> Locator | None:
        forms = self.page.locator("main form[method=post]").all()
        same = [
            one
            for one in forms
            if one.evaluate("one => one.getAttribute('action') ? one.action : location.href") == action
        ]
        return same[0] if same and same[0].locator("button").count() else None


def _phone(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 320, "height": 640}, locale="en-GB").new_page()
    page.set_default_timeout(15_000)
    return page


def _endpoints(live_server) -> Callable[[str, str], str | None]:
    """A function that tells what answers an address of the site."""
    site = live_server.app.url_map.bind("localhost")

    def endpoint(address: str, method: str) -> str | None:
        try:
            return str(site.match(urlsplit(address).path or "/", method.upper())[0])
        except HTTPException:
            return None

    return endpoint


def _path(address: str) -> str:
    """The address without the name of the host."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _forget() -> None:
    # The test keeps one application context open, in which extensions would remember the last request.
    for name in ("_login_user", "council", "_flask_babel", "csrf_token", "csrf_valid"):
        g.pop(name, None)


@pytest.fixture
def filled(
    live_server, monkeypatch: pytest.MonkeyPatch, standing_clock
) -> Iterator[tuple[LivedIn, dict[str, Record]]]:
    """The site of a council in the middle of its work, with hostile words wherever somebody can write."""
    monkeypatch.setattr(limiter, "enabled", False)
    queue = Queue(monkeypatch)
    live_server.app.before_request_funcs.setdefault(None, []).insert(0, _forget)
    with live_server.app.app_context():
        lived = make_lived_in(make_world(db.session(), live_server.settings))
        queue.do_all()
        hostile = Hostile(longest=LONGEST_TEXT)
        yield lived, fill_in(live_server.app, lived, hostile, queue.do_all, rounds=1)


def _enter(page: Page, live_server, person: Person | None, language: str) -> None:
    """Have the browser signed in as somebody, who reads a language."""
    client = sign_in(live_server.app, live_server.settings, person)
    client.get(f"/language/{language}")
    page.context.clear_cookies()
    cookies = [
        {"name": one.key, "value": one.value, "url": live_server.url} for one in client._cookies.values()
    ]
    page.context.add_cookies(cookies)


def test_every_page_and_every_form_that_is_not_right(live_server, filled, chromium: Browser, axe) -> None:
    lived, records = filled
    endpoint = _endpoints(live_server)
    wrong: list[str] = []
    refusing = {one for record in records.values() for one in record.refusing}
    visitors = [Visitor(_phone(chromium), live_server.url, one, endpoint, axe, wrong) for one in LANGUAGES]
    for who in ORDER:
        for visitor in visitors:
            _enter(visitor.page, live_server, lived.people.get(who), visitor.language)
            for name, addresses in records[who].pages.items():
                if name not in visitor.seen:
                    any(visitor.visit(_path(one), refusing) for one in addresses)
    for visitor in visitors:
        visitor.page.context.close()
    others = {one for record in records.values() for one in record.others}
    readable = {
        rule.endpoint for rule in live_server.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    for visitor in visitors:
        missed = (
            {one for one in readable if not one.startswith("api.")} - visitor.seen - others - set(NO_PAGES)
        )
        wrong += [f"{visitor.language}: nobody comes to {one}" for one in sorted(missed - set(NOT_REACHED))]
        silent = refusing - visitor.refused - set(TOLD_ELSEWHERE)
        wrong += [f"{visitor.language}: what {one} says was not seen" for one in sorted(silent)]
    assert not wrong, f"{len(wrong)} things:\n" + "\n".join(wrong)
