"""How one address answers: fine, moved, gone, not at all, or to no program; and what its words are."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from app.services.guidance import link_looking
from app.services.guidance.link_looking import look, visible_words
from app.services.outside import outside_addresses
from models import LinkState
from support.link_server import LinkServer, link_server

PAGE = "<html><head><title>T</title></head><body><nav>Menu</nav><main><h1>Guide</h1>  Read\nit.</main></body>"


@pytest.fixture
def server():
    with link_server() as made:
        yield made


def test_a_page_that_answers_is_fine_and_has_a_checksum_of_its_words(server: LinkServer) -> None:
    url = server.put("/guide", PAGE)
    seen = look(url, to_loopback=True)
    assert (seen.state, seen.status, seen.moved_to) == (LinkState.FINE, 200, "")
    assert server.asked == [("HEAD", "/guide"), ("GET", "/guide")]
    server.put("/guide", PAGE.replace("Menu", "Another menu").replace("  Read\nit", "\n\nRead it"))
    assert look(url, to_loopback=True).sha256 == seen.sha256
    server.put("/guide", PAGE.replace("Read", "Do not read"))
    assert look(url, to_loopback=True).sha256 not in ("", seen.sha256)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (404, LinkState.BROKEN),
        (410, LinkState.BROKEN),
        (500, LinkState.NOT_ANSWERED),
        (502, LinkState.NOT_ANSWERED),
        (401, LinkState.NOT_CHECKABLE),
        (403, LinkState.NOT_CHECKABLE),
        (429, LinkState.NOT_CHECKABLE),
        (503, LinkState.NOT_CHECKABLE),
    ],
)
def test_a_refusal_of_programs_is_not_a_broken_link(
    server: LinkServer, status: int, state: LinkState
) -> None:
    seen = look(server.put("/guide", PAGE, status=status), to_loopback=True)
    assert (seen.state, seen.status, seen.sha256) == (state, status, "")
    assert str(status) in seen.problem


def test_a_redirect_for_good_is_a_move_and_one_for_now_is_none(server: LinkServer) -> None:
    there = server.put("/new", PAGE)
    moved = look(server.redirect("/old", "/new"), to_loopback=True)
    assert (moved.state, moved.moved_to) == (LinkState.MOVED, there) and moved.sha256
    for_now = look(server.redirect("/now", "/new", 302), to_loopback=True)
    assert (for_now.state, for_now.moved_to) == (LinkState.FINE, "")
    slash = look(server.redirect("/new/", "/new"), to_loopback=True)
    assert slash.state == LinkState.FINE


def test_a_page_that_is_gone_and_leads_to_the_front_page_has_moved(server: LinkServer) -> None:
    server.put("/", PAGE)
    assert look(server.redirect("/gone", "/", 302), to_loopback=True).state == LinkState.MOVED


def test_redirects_without_end_are_broken(server: LinkServer) -> None:
    seen = look(server.redirect("/round", "/round"), to_loopback=True)
    assert seen.state == LinkState.BROKEN and "redirects" in seen.problem
    assert len(server.asked) == link_looking.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "inside",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "http://hooks.example/",
        "",
    ],
)
def test_a_redirect_to_an_address_inside_is_not_followed(server: LinkServer, inside: str) -> None:
    seen = look(server.redirect("/out", inside), to_loopback=True)
    assert (seen.state, seen.status) == (LinkState.NOT_CHECKABLE, None)
    assert server.asked == [("HEAD", "/out")]


def test_this_machine_is_looked_at_by_nobody_who_does_not_try_it_out(server: LinkServer) -> None:
    for url in (server.put("/guide", PAGE), "https://127.0.0.1/", "https://localhost/", "ftp://a.example/"):
        assert look(url).state == LinkState.NOT_CHECKABLE
    assert server.asked == []


def test_a_name_that_means_nothing_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_kwargs: Any) -> list[Any]:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(outside_addresses, "getaddrinfo", unknown)
    seen = look("https://guides.example/")
    assert (seen.state, seen.status) == (LinkState.NOT_ANSWERED, None)


def test_a_server_that_is_not_there_does_not_answer(server: LinkServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert look(f"http://127.0.0.1:{port}/", to_loopback=True).state == LinkState.NOT_ANSWERED


def test_a_server_that_knows_no_head_is_asked_with_get(server: LinkServer) -> None:
    assert look(server.put("/guide", PAGE, drops_head=True), to_loopback=True).state == LinkState.FINE


def test_a_page_too_large_to_read_is_fine_without_a_checksum(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_looking, "MOST_BYTES", 100)
    seen = look(server.put("/guide", "word " * 200_000), to_loopback=True)
    assert (seen.state, seen.sha256) == (LinkState.FINE, "")


def test_a_page_that_takes_too_long_does_not_answer(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_looking, "MOST_SECONDS", -1.0)
    seen = look(server.put("/guide", PAGE), to_loopback=True)
    assert seen.state == LinkState.NOT_ANSWERED and server.asked == []


def test_a_file_has_the_checksum_of_its_bytes(server: LinkServer) -> None:
    url = server.put("/guide.pdf", "%PDF-1", headers={"Content-Type": "application/pdf"})
    first = look(url, to_loopback=True).sha256
    server.put("/guide.pdf", "%PDF-2", headers={"Content-Type": "application/pdf"})
    assert first and look(url, to_loopback=True).sha256 != first


def test_the_part_of_a_page_is_left_out_of_what_is_asked(server: LinkServer) -> None:
    assert look(server.put("/guide", PAGE) + "#part", to_loopback=True).state == LinkState.FINE
    assert {path for _method, path in server.asked} == {"/guide"}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (PAGE, "Guide Read it."),
        ("<p>All &amp; everything</p><script>x = 1</script><style>p {}</style>", "All & everything"),
        ("<head><title>T</title><body><p>Without an end of its head", "Without an end of its head"),
        ("<main><header>Top</header>Middle<footer>End</footer></main>After", "Middle"),
        ("</nav></main>Ends that never began", "Ends that never began"),
        ("", ""),
    ],
)
def test_the_words_that_a_reader_came_for(page: str, words: str) -> None:
    assert visible_words(page) == words
