"""Text files as published: plain or gzipped, UTF-8 with or without a mark, cp1252, UTF-16, or a mixture."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.intake.records import UnusableInput

GZIP_MARK = b"\x1f\x8b"
SAMPLE_BYTES = 65_536
# A year's spend of a large county is 30 MB of text; more than this is no council's table but a trap.
MAX_TEXT_BYTES = 500_000_000
# A row of a register has some hundred bytes, a package of notices in one line some millions.
MAX_LINE_BYTES = 100_000_000
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_OLD_MAC_BYTES = 50_000_000


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes on disk, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def opening(path: Path) -> bytes:
    """The first bytes of the text, unpacked. Raises OSError, or UnusableInput for a broken archive."""
    return _sample(path)


def is_text(path: Path) -> bool:
    """Whether the content may be text: UTF-16, or hardly any control characters."""
    sample = _sample(path)
    return bool(_utf_16(sample)) or len(_CONTROL.findall(sample)) * 100 <= len(sample)


def encoding_of(path: Path) -> str:
    """Name of the encoding `lines` will read: "utf-8", "utf-16", or "cp1252" where a line is not UTF-8."""
    if encoding := _utf_16(_sample(path)):
        return encoding
    with _opened(path) as stream:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for block in _blocks(stream, path):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def lines(path: Path) -> Iterator[str]:
    """Lines of the text, line ends kept, in a single pass with little memory.

    A line that is not valid UTF-8 is read as cp1252: files joined from monthly exports mix the two, and a
    line of cp1252 that happens to be valid UTF-8 does not occur in practice. A replacement character that
    the publisher already has in the file stays as it is.

    Raises UnusableInput when the file cannot be unpacked or is larger than `MAX_TEXT_BYTES`.
    """
    sample = _sample(path)
    with _opened(path) as stream:
        if encoding := _utf_16(sample):
            buffered = io.BufferedReader(_Guarded(stream, path), SAMPLE_BYTES)
            yield from io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline="")
            return
        raw = _old_mac_lines(stream, path) if _is_old_mac(sample) else _raw_lines(stream, path)
        first = True
        for line in raw:
            yield _decoded(line.removeprefix(codecs.BOM_UTF8) if first else line)
            first = False


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP_MARK
    # A GzipFile is read like any binary file, but its stub does not say so.
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _sample(path: Path) -> bytes:
    with _opened(path) as stream:
        return next(_blocks(stream, path), b"")


def _utf_16(sample: bytes) -> str:
    """The UTF-16 variant of the sample, or "" if it is another encoding."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a mark: Latin letters leave every second byte zero.
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    return ""


def _is_old_mac(sample: bytes) -> bool:
    return b"\r" in sample and b"\n" not in sample


def _old_mac_lines(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    """Lines of a file whose lines end in a carriage return alone, as a text export of old Excel for Mac."""
    blocks, size = [], 0
    for block in _blocks(stream, path):
        blocks.append(block)
        size += len(block)
        if size > _MAX_OLD_MAC_BYTES:
            raise UnusableInput(f"{path.name}: the lines cannot be told apart; save the table as CSV again.")
    whole = b"".join(blocks).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return iter(whole.splitlines(keepends=True))


def _raw_lines(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    buffered = io.BufferedReader(_Guarded(stream, path), SAMPLE_BYTES)
    while line := buffered.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES:
            raise UnusableInput(
                f"{path.name}: a line is longer than {MAX_LINE_BYTES:,} bytes; this is no table."
            )
        yield line


def _blocks(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    guarded = _Guarded(stream, path)
    while block := guarded.read(SAMPLE_BYTES):
        yield block


class _Guarded(io.RawIOBase):
    """A binary stream that stops at `MAX_TEXT_BYTES` and turns a broken archive into a clear message."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        super().__init__()
        self._stream = stream
        self._path = path
        self._read = 0

    def readable(self) -> bool:
        return True

    # The stub asks for any writable buffer; `BufferedReader` gives these two.
    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            block = self._stream.read(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise UnusableInput(
                f"{self._path.name}: the compressed file is damaged or cut short ({error})."
            ) from error
        self._read += len(block)
        if self._read > MAX_TEXT_BYTES:
            raise UnusableInput(
                f"{self._path.name}: the table is larger than {MAX_TEXT_BYTES:,} bytes; split it."
            )
        buffer[: len(block)] = block
        return len(block)
