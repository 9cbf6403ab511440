"""A small clamd that speaks INSTREAM over TCP, as clamd(8) describes it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: What the fake takes for a virus. (The usual test file would alarm scanners on the developer's machine.)
HARMFUL = b"harmful for this test"


@dataclass
class Clamd:
    """Where it listens, what it was sent, and the largest stream that it takes."""

    address: str = ""
    scanned: list[bytes] = field(default_factory=list)
    limit: int = 1_000_000


@contextmanager
def clamd() -> Iterator[Clamd]:
    """A scanner on a free port of this machine."""
    state = Clamd()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(self.rfile.read(4), "big"):
                content += self.rfile.read(length)
                if len(content) > state.limit:
                    self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            state.scanned.append(content)
            found = b"stream: Test.Harmful FOUND\0" if HARMFUL in content else b"stream: OK\0"
            self.wfile.write(found)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    state.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
