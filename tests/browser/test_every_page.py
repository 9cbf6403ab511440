"""Every page that anybody gets, in both languages, as it was then, with what hostile people wrote on it.

Each keeps to the rules of axe and to what of WCAG 2.2 axe does not look at, on a narrow phone and with large
text, has one heading of the first level and is in its language, with no script or style refused and none of
somebody else's run. So is what every form says in which something is wrong. The pages are those of the walk
that tries every form (`support/walks.py`): a new one fails this until people reach it from another page, or
it is excused here with the reason.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from support import axe_rules
from support.axe_rules import what_axe_finds
from support.kept_pages import KeptPage, Part, Playback
from support.large_text import what_large_text_loses
from support.phone_checks import what_phones_show
from support.same_order import in_another_order
from support.walks import Walk, Walking

PHONE = {"width": 320, "height": 640}
SCREEN = {"width": 1280, "height": 900}

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
    "officer.load_undo": "only while a load is undone; app/officer/test_upload_pages.py, no browser",
    "officer.more_time": "only until the explanation was given; test_price_checks.py",
    "officer.own_condition": "only of a draft; test_own_questionnaires.py",
    "officer.own_question": "only of a draft; test_own_questionnaires.py",
    "officer.portfolio_file": "only of a large portfolio; app/officer/test_report_files.py, no browser",
    "officer.retire_questionnaire": "only of a published one; test_own_questionnaire_pages.py, no browser",
    "supplier.workbook_choices": "only of a workbook that is behind; test_workbooks.py",
}
"""Pages that only another test comes to, why, and which."""

# What the page tells by itself, beside what `what_phones_show` measures.
_TOLD = """language => {
    const found = [];
    if (document.querySelectorAll('h1').length !== 1) found.push('not exactly one first heading');
    if (document.documentElement.lang !== language) found.push('not in its language');
    const strict = '[required], [pattern], [min], [max], [type=email], [type=url], [type=number]';
    for (const one of document.querySelectorAll('main form[method=post]')) {
        const where = one.getAttribute('action') || location.pathname;
        if (!one.noValidate && one.querySelector(strict)) found.push('the browser refuses a form: ' + where);
        if (!one.querySelector('[name=csrf_token]')) found.push('a form without its token: ' + where);
    }
    return found;
}"""


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for all pages

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


@dataclass
class Reader:
    """Somebody with a browser, who looks at kept pages in a language."""

    page: Page
    base: str
    playback: Playback
    language: str

    def __post_init__(self) -> None:
        self._complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._hear_error)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complaints.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self._complaints.append(str(error))

    def look(self, kept: KeptPage) -> list[str]:
        """Everything that is wrong with a page."""
        self.page.set_viewport_size(PHONE)
        reply = self.page.goto(self.base + self.playback.show(kept))
        if reply is None or reply.status != 200:
            return [f"{self.language} {kept}: does not come again"]
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = what_phones_show(self.page)
        found += self.page.evaluate(_TOLD, self.language)
        found += what_axe_finds(self.page, axe_rules.ADDRESS)
        self.page.set_viewport_size(SCREEN)
        found += what_large_text_loses(self.page)
        found += self._complaints
        self._complaints.clear()
        return [f"{self.language} {kept}: {one}" for one in found]


@pytest.fixture(params=["en", "cy"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def walked(walk: Walking, language: str) -> Walk:
    return walk(language)


@pytest.fixture
def reader(walked: Walk, language: str, chromium: Browser) -> Iterator[Reader]:
    """A browser that is shown the pages of the walk."""
    script = Part("text/javascript", axe_rules.SCRIPT.encode())
    playback = Playback(walked.album.parts | {axe_rules.ADDRESS: script})
    server = make_server("127.0.0.1", 0, playback, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, name="playback")
    thread.start()
    context = chromium.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield Reader(page, f"http://127.0.0.1:{server.port}", playback, language)
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_and_every_form_that_is_not_right(app: Flask, walked: Walk, reader: Reader) -> None:
    pages = walked.album.one_of_each()
    wrong = [one for page in pages for one in reader.look(page)]
    seen = {page.endpoint for page in pages}
    others = {one for record in walked.records.values() for one in record.others}
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    missed = {one for one in readable if not one.startswith("api.")} - seen - others - set(NO_PAGES)
    wrong += [f"nobody comes to {one}" for one in sorted(missed - set(NOT_REACHED))]
    wrong += [f"{one} is reached and needs no excuse" for one in sorted(seen & set(NOT_REACHED))]
    refusing = {one for record in walked.records.values() for one in record.refusing}
    told = {page.endpoint for page in pages if any(trait[0] == "wrong" for trait in page.traits)}
    wrong += [f"what {one} says was not seen" for one in sorted(refusing - told)]
    wrong += [f"{who}: {one}" for who, record in walked.records.items() for one in record.problems]
    assert not wrong, f"{len(wrong)} things:\n" + "\n".join(wrong)


def test_what_every_page_repeats_is_the_same_on_each(walked: Walk) -> None:
    """WCAG 3.2.3 and 3.2.6: people find the menu, the languages and the help again where they were."""
    wrong = in_another_order(walked.album.pages)
    assert not wrong, "\n".join(wrong)
