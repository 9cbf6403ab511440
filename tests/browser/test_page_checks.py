"""What is looked for on every page is found where it is: pages with a fault each, and one without any."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from support.axe_rules import what_axe_finds
from support.kept_pages import KeptPage, Playback
from support.large_text import what_large_text_loses
from support.phone_checks import what_phones_show

STYLE = "body { font-size: 1rem } td, p { width: 10rem }"


class Shown:
    """Shows whatever is between the ends of a page, always from the same site."""

    def __init__(self, page: Page, playback: Playback, base: str) -> None:
        self.page, self._playback, self._base = page, playback, base

    def __call__(self, inside: str, style: str = STYLE) -> Page:
        html = (
            f"<!DOCTYPE html><html lang='en'><head><title>A page</title><style>{style}</style></head>"
            f"<body><main><h1>A page</h1>{inside}</main></body></html>"
        )
        kept = KeptPage("nobody", "page", "GET", "/page", {}, html, frozenset(), ())
        self.page.goto(self._base + self._playback.show(kept))
        return self.page


@pytest.fixture
def shown(desktop: Page) -> Iterator[Shown]:
    playback = Playback({})
    server = make_server("127.0.0.1", 0, playback, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Shown(desktop, playback, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_without_a_fault_has_none(shown: Shown) -> None:
    page = shown("<p>Words <a href='/'>and a link</a>.</p>")
    assert what_axe_finds(page) == [] == what_phones_show(page)
    assert what_large_text_loses(page) == []


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<p style='height: 20px; overflow: hidden'>One line only</p>", "cut off"),
        ("<p style='width: 70rem'>A very wide line</p>", "pixels wider"),
        (
            "<div style='position: relative; height: 4em'><span>One two three</span>"
            "<span style='position: absolute; left: 110px; top: 0'>four</span></div>",
            "lies over",
        ),
    ],
)
def test_what_is_lost_in_large_text_is_found(shown: Shown, inside: str, fault: str) -> None:
    found = what_large_text_loses(shown(inside))
    assert any(fault in one for one in found), found


def test_colours_are_compared_again_only_where_they_are_others(shown: Shown) -> None:
    faint = "<p style='color: #bbb'>Faint</p>"
    assert what_axe_finds(shown("<p>Black</p>")) == []
    assert "color-contrast" in what_axe_finds(shown(faint))[0]
    assert what_axe_finds(shown(faint)) == [], "the same colours were compared twice"
    for other in (
        "<p style='color: #bbb; font-size: 1.1rem'>Faint</p>",
        f"<div style='background: #eee'>{faint}</div>",
        f"<div style='position: absolute'>{faint}</div>",
    ):
        assert "color-contrast" in what_axe_finds(shown(other))[0], other


def test_everything_else_is_looked_at_on_each_page(shown: Shown) -> None:
    for _turn in range(2):
        assert "image-alt" in what_axe_finds(shown("<img src='data:,' width='40' height='40'>"))[0]
