"""The pages of a walk: which of them are looked at, how they come again, and what they repeat."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask, Response, request
from werkzeug.test import Client

from support.kept_pages import Album, KeptPage, Playback
from support.same_order import in_another_order

NAMES = {"/": "public.home", "/a": "officer.a", "/b": "officer.b", "/help": "public.help"}


def _endpoint(address: str, _method: str) -> str | None:
    return NAMES.get(address.partition("?")[0])


def _album(*bodies: tuple[str, str]) -> Album:
    """The album of somebody who got these bodies at these addresses."""
    site, album = Flask("site"), Album()
    pages = dict(bodies)

    @site.get("/<path:address>")
    def page(address: str) -> Response:
        answer = Response(pages.get(request.full_path.rstrip("?"), "p { color: red }"))
        answer.headers["Content-Security-Policy"] = "default-src 'self'"
        return answer

    client = site.test_client()
    for address, _body in bodies:
        reply = client.get(address)
        album.keep(
            "ann", reply, BeautifulSoup(reply.text, "lxml", multi_valued_attributes=None), client, _endpoint
        )
    return album


def _page(inside: str, top: str = "<a href='/'></a><a href='/help'></a>") -> str:
    return f"<header class='govuk-template__header'>{top}</header><main>{inside}</main>"


def test_what_differs_in_numbers_and_words_is_looked_at_once() -> None:
    form = "<form action='/b/{0}'><input name='pick-{0}'></form><p class='govuk-body'>Supplier {0}</p>"
    album = _album(*((f"/a?n={n}", _page(form.format(n))) for n in (1, 22, 333)))
    assert len(album.pages) == 3 and len(album.one_of_each()) == 1


def test_every_state_of_a_page_is_looked_at() -> None:
    told = "<div class='govuk-error-summary'><ul><li><a href='#{0}'>{1}</a></li></ul></div>"
    bodies = [
        "<p class='govuk-body'></p>",
        "<p class='govuk-body fh-late'></p>",
        "<p class='govuk-body'></p><form action='/b'><input name='one'></form>",
        "<p class='govuk-body'></p><form action='/b'><input name='two'></form>",
        told.format("name", "Write a name"),
        told.format("name", "Write a shorter name"),
        told.format("day", "Write a name"),
    ]
    album = _album(*((f"/a?n={n}", _page(body)) for n, body in enumerate(bodies)))
    chosen = {one.address for one in album.one_of_each()}
    # The first shows nothing that the second does not.
    assert chosen == {f"/a?n={n}" for n in range(1, len(bodies))}


def test_pages_come_again_as_they_were_with_what_they_load() -> None:
    album = _album(("/a?n=1", "<link rel='stylesheet' href='/x.css'>one"), ("/a?n=2", "two"))
    playback = Playback(album.parts)
    browser = Client(playback)
    assert browser.get("/a?n=1").status_code == 404
    for page, text in zip(album.pages, ("one", "two"), strict=True):
        reply = browser.get(playback.show(page))
        assert text in reply.text
        assert reply.headers["Content-Security-Policy"] == "default-src 'self'"
    assert browser.get("/x.css").text == "p { color: red }"


def test_links_in_another_order_or_missing_are_told() -> None:
    def wrong(*tops: str) -> list[str]:
        return in_another_order(
            _album(*((f"/{name}", _page("", top)) for name, top in zip("ab", tops, strict=True))).pages
        )

    home, help_, mail = "<a href='/'></a>", "<a href='/help'></a>", "<a href='mailto:a@b.example'></a>"
    assert wrong(home + help_, home + help_) == []
    assert wrong(home + help_ + mail, help_) == [], "those may be left out"
    assert wrong(home + help_, help_ + home) and wrong(home + help_, home) and wrong(home, home + help_)


def test_what_is_kept_says_who_got_it() -> None:
    page = KeptPage("ann", "officer.a", "POST", "/a", {}, "", frozenset(), ())
    assert str(page) == "ann: POST /a (officer.a)"
