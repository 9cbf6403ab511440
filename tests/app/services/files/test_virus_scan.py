"""Talking to clamd: what it says of a file, and what happens when it says nothing."""

from __future__ import annotations

import io
import socket

import pytest

from app.services.files import virus_scan
from support.clamd import HARMFUL, clamd


def test_a_file_is_streamed_whole_and_nothing_is_found() -> None:
    content = bytes(range(256)) * 1000
    with clamd() as scanner:
        assert virus_scan.scan(scanner.address, io.BytesIO(content)) is None
        assert scanner.scanned == [content]


def test_what_is_found_is_named() -> None:
    with clamd() as scanner:
        assert virus_scan.scan(scanner.address, io.BytesIO(b"some text, " + HARMFUL)) == "Test.Harmful"


def test_a_scanner_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(virus_scan.Unreachable):
        virus_scan.scan(address, io.BytesIO(b"text"))


def test_a_file_beyond_the_scanners_own_limit_is_not_scanned() -> None:
    with clamd() as scanner:
        scanner.limit = 100
        with pytest.raises(virus_scan.NotScanned):
            virus_scan.scan(scanner.address, io.BytesIO(b"x" * 300_000))
        assert scanner.scanned == []
