"""Looking for the link on the front page: what is found, what is not, and what cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app import tasks
from app.extensions import celery, clock
from app.services.annual import annual_statements, front_page
from app.services.annual.front_page import NotReadable, Page, fetch, front_page_of, links, matched, same
from app.store import annual as store
from app.store import audit
from models import AnnualStatement, FrontPageCheck, LinkOutcome, StatementState
from support.naughty import NAUGHTY

HERE = "https://www.anytown.example/slavery"
PERMANENT = "https://fairhand.example/councils/anytown/statements/2026"


@dataclass
class Site:
    """A council's site on a free port of this machine: what it answers at each path."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def serve(self, path: str, body: str = "", status: int = 200, **headers: str) -> None:
        given = {"Content-Type": "text/html; charset=utf-8", **headers}
        self.answers[path] = (status, given, body.encode())


@pytest.fixture
def site() -> Iterator[Site]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = state.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def statement(world) -> AnnualStatement:
    """A published statement, as the database would hold it."""
    made = annual_statements.begin(
        world.session, world.officer, world.council, date(2026, 3, 31), "six_areas", clock.now()
    )
    made.state, made.published_at, made.published_url = StatementState.PUBLISHED, clock.now(), HERE
    world.session.commit()
    return made


def trying_out(world):
    """The settings with which addresses of this machine can be looked at."""
    return world.settings.model_copy(update={"webhooks_to_loopback": True})


def look(world, statement: AnnualStatement) -> FrontPageCheck:
    return front_page.check(
        world.session, trying_out(world), world.officer, statement, PERMANENT, clock.now()
    )


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{HERE}">Modern slavery</a>',
        "<p>unclosed <b><a class=x href=//anytown.example/slavery/>Modern slavery",
        "<a href='http://anytown.example/slavery#top'>Modern slavery</a>",
        '<map><area href="https://www.anytown.example/slavery" alt="Modern slavery"></map>',
        '<head><base href="https://www.anytown.example/x/"></head><a href="../slavery">Modern slavery</a>',
    ],
)
def test_a_link_is_found_however_it_is_written(link: str) -> None:
    page = Page("https://www.anytown.example/", f"<html><body>{link}</body></html>".encode())
    assert matched(page, {"statement": HERE, "permanent": PERMANENT}) == "statement"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Read {HERE}</p>",
        f"<!-- <a href='{HERE}'>x</a> -->",
        f"<script>document.write(\"<a href='{HERE}'>x</a>\")</script>",
        '<a href="/slavery-2019">x</a><a href="/slavery?year=2019">x</a>',
        '<a href="https://elsewhere.example/slavery">x</a>',
        f'<a data-href="{HERE}" href="">x</a>',
        "<a href='http://[broken'>x</a>",
    ],
)
def test_what_is_no_link_to_it_is_not_taken_for_one(html: str) -> None:
    page = Page("https://www.anytown.example/", f"<html><body>{html}</body></html>".encode())
    assert matched(page, {"statement": HERE, "permanent": PERMANENT}) == ""


def test_the_permanent_address_counts_too_and_an_empty_one_never_does() -> None:
    page = Page("https://www.anytown.example/", f'<a href="{PERMANENT}">x</a><a href="">y</a>'.encode())
    assert matched(page, {"statement": "", "permanent": PERMANENT}) == "permanent"
    assert matched(page, {"statement": "", "permanent": ""}) == ""


def test_letters_of_other_languages_in_an_address_are_the_same_escaped() -> None:
    assert same("https://anytown.example/caethwasiaeth-ô") == same(
        "https://www.anytown.example/caethwasiaeth-%C3%B4/"
    )


def test_nothing_and_nonsense_are_no_page() -> None:
    with pytest.raises(NotReadable):
        links(Page("https://www.anytown.example/", b""))
    with pytest.raises(NotReadable):
        links(Page("https://www.anytown.example/", b"<p>x</p>", "no-such-charset"))
    for text in NAUGHTY.values():
        page = Page("https://a.example/", f"<a href='{text}'>{text}</a>".encode("utf-8", "replace"))
        assert HERE not in links(page)


def test_a_page_is_fetched_over_redirects(site: Site) -> None:
    site.serve("/", status=301, Location="/en")
    site.serve("/en", status=302, Location=f"{site.url}/en/home")
    site.serve("/en/home", "<a href='x'>x</a>")
    page = fetch(f"{site.url}/#top", to_loopback=True)
    assert page.url == f"{site.url}/en/home"
    assert links(page) == {f"{site.url}/en/x"}


def test_what_cannot_be_read_says_why(site: Site) -> None:
    site.serve("/loop", status=302, Location="/loop")
    site.serve("/nowhere", status=302)
    site.serve("/inside", status=302, Location="https://10.0.0.1/")
    site.serve("/pdf", "%PDF", Content_Type="application/pdf")
    site.answers["/pdf"][1].pop("Content-Type")
    site.serve("/large", "x" * (front_page.MOST_BYTES + 1))
    for path, why in (
        ("/loop", "redirects"),
        ("/nowhere", "no address"),
        ("/inside", "internal network"),
        ("/pdf", "application/pdf"),
        ("/large", "larger"),
        ("/gone", "404"),
    ):
        with pytest.raises(NotReadable, match=why):
            fetch(site.url + path, to_loopback=True)
    for url in (site.url, "https://192.168.0.1/", "file:///etc/passwd", "https://localhost/"):
        with pytest.raises(NotReadable):
            fetch(url)


def test_where_the_front_page_is(statement: AnnualStatement) -> None:
    assert front_page_of(statement, "https://fairhand.example") == "https://www.anytown.example/"
    assert front_page_of(statement, "https://www.anytown.example:8000") == "", "ours is not theirs"
    statement.front_page_url = "https://anytown.example/cymraeg"
    assert front_page_of(statement, "https://fairhand.example") == "https://anytown.example/cymraeg"
    statement.front_page_url = ""
    for text in NAUGHTY.values():
        statement.published_url = f"https://{text}"
        assert isinstance(front_page_of(statement, "https://fairhand.example"), str)
    statement.published_url = ""
    assert front_page_of(statement, "https://fairhand.example") == ""


@pytest.mark.database
def test_what_came_of_it_is_kept_with_its_day(world, statement, site: Site) -> None:
    statement.front_page_url = f"{site.url}/"
    state = statement.state
    for body, status, outcome, found_as in (
        (f"<a href='{PERMANENT}'>x</a>", 200, LinkOutcome.FOUND, "permanent"),
        ("<a href='/'>x</a>", 200, LinkOutcome.NOT_FOUND, ""),
        ("", 503, LinkOutcome.NOT_READABLE, ""),
    ):
        site.serve("/", body, status)
        row = look(world, statement)
        assert (row.outcome, row.found_as, row.url) == (outcome, found_as, f"{site.url}/")
        assert store.last_front_page_check(world.session, statement.id) is row
    assert "503" in row.detail
    assert statement.state == state and statement.homepage_seen_on is None, "a person's look stays theirs"
    events = audit.of_subjects(world.session, world.council.id, [("annual_statement", statement.id)])
    assert [one.detail["outcome"] for one in events[:3]] == ["not_readable", "not_found", "found"]


@pytest.mark.database
def test_the_beat_looks_once_a_week_at_the_newest_published_one(world, statement, site: Site) -> None:
    earlier = annual_statements.begin(
        world.session, world.officer, world.council, date(2025, 3, 31), "six_areas", clock.now()
    )
    draft = annual_statements.begin(
        world.session, world.officer, world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    earlier.state = StatementState.PUBLISHED
    for one in (earlier, draft, statement):
        one.front_page_url = f"{site.url}/"
    world.session.commit()
    site.serve("/", "<p>Welcome</p>")
    settings = trying_out(world)
    assert front_page.check_due(world.session, settings, clock.now()) == 1
    assert front_page.check_due(world.session, settings, clock.now() + timedelta(days=5)) == 0
    assert front_page.check_due(world.session, settings, clock.now() + timedelta(days=7)) == 1
    for one in (earlier, draft):
        assert store.last_front_page_check(world.session, one.id) is None


def test_nothing_is_looked_at_where_no_front_page_is_known(world, statement) -> None:
    statement.published_url = ""
    with pytest.raises(ValueError, match="front page"):
        look(world, statement)
    assert front_page.check_due(world.session, trying_out(world), clock.now()) == 0


def test_the_beat_calls_it_unless_it_is_turned_off(app, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(front_page, "check_due", lambda *given: asked.append(given))
    entry = celery.conf.beat_schedule["front_pages"]
    assert entry["task"] == tasks.look_at_front_pages.name
    settings = app.config["SETTINGS"]
    for mode, wanted, times in (("embedded", True, 0), ("production", False, 0), ("production", True, 1)):
        changed = settings.model_copy(update={"mode": mode, "link_checks": wanted})
        monkeypatch.setitem(app.config, "SETTINGS", changed)
        tasks.look_at_front_pages()
        assert len(asked) == times


def test_the_button_tells_what_was_seen(world, statement, site: Site, sign_in, monkeypatch) -> None:
    asked = []

    def looked(*given: object) -> FrontPageCheck:
        asked.append(given)
        return FrontPageCheck(outcome=LinkOutcome.FOUND)

    client, address = sign_in(world.officer), f"/statement/{statement.id}/approval"
    assert client.post(f"{address}/front-page").status_code == 403, "an officer is no lead"
    assert "The machine has not looked yet." in client.get(address).get_data(as_text=True)
    site.serve("/", "<p>Welcome</p>")
    statement.front_page_url = f"{site.url}/"
    world.session.commit()
    look(world, statement)
    page = client.get(address).get_data(as_text=True)
    assert "No link to the statement was found on the front page as it was sent" in page
    monkeypatch.setattr(front_page, "check", looked)
    world.officer.role = "lead"
    world.session.commit()
    answer = client.post(f"{address}/front-page", follow_redirects=True)
    assert "A link to the statement was found" in answer.get_data(as_text=True) and len(asked) == 1
