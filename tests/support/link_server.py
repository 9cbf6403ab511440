"""A server of pages on a free port of this machine, which answers as a test says and keeps what is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """How one path answers. `drops_head` closes the connection on HEAD, as some servers do."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drops_head: bool = False


@dataclass
class LinkServer:
    """Where it listens, its pages by path, and the requests as (method, path)."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, path: str, body: str = "", **more) -> str:
        """Put a page of HTML at a path; returns its whole address."""
        headers = {"Content-Type": "text/html; charset=utf-8", **more.pop("headers", {})}
        self.pages[path] = Page(body.encode(), headers=headers, **more)
        return self.address + path

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        """Let a path redirect; returns its whole address."""
        self.pages[path] = Page(status=status, headers={"Location": to})
        return self.address + path


@contextmanager
def link_server() -> Iterator[LinkServer]:
    """A server that listens until the block ends."""
    state = LinkServer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            state.asked.append((self.command, self.path))
            page = state.pages.get(self.path, Page(status=404))
            if self.command == "HEAD" and page.drops_head:
                self.close_connection = True
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(page.body)

        do_GET = do_HEAD = _answer

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
