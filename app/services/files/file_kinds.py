"""What kind of document a file is, by its content; its name is never believed.

A general detector names any of a thousand kinds with some confidence. Here the question is narrower: is this
certainly one of the few kinds that councils can open and that carry no program? Hence the office formats are
looked into, and one with macros is told apart from one without.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Final
from zipfile import BadZipFile, ZipFile


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its name in the database, and the endings that its files may have."""

    name: str
    endings: tuple[str, ...]
    media_type: str


class HasMacros(Exception):
    """An office file that carries a program."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("pdf", (".pdf",), "application/pdf"),
        Kind("png", (".png",), "image/png"),
        Kind("jpeg", (".jpg", ".jpeg"), "image/jpeg"),
        Kind("docx", (".docx",), f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("pptx", (".pptx",), f"{_OFFICE}.presentationml.presentation"),
        Kind("odt", (".odt",), f"{_OPEN}.text"),
        Kind("ods", (".ods",), f"{_OPEN}.spreadsheet"),
        Kind("text", (".txt", ".csv"), "text/plain"),
    )
}
#: What a file chooser offers; only a convenience, since nothing is decided by it.
ACCEPTED: Final = ",".join(ending for kind in KINDS.values() for ending in kind.endings)

_BEGINNINGS: Final = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_MAIN_PARTS: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACRO_PARTS: Final = re.compile(r"(?:^|/)vbaproject\.bin$|^(?:basic|scripts)/.", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BLOCK: Final = 64 * 1024
_LONGEST_NAME: Final = 120


def kind_of(content: IO[bytes]) -> Kind | None:
    """The kind of the content, or None if it is none of `KINDS`. Raises `HasMacros`.

    The content is left at its beginning.
    """
    content.seek(0)
    beginning = content.read(8)
    content.seek(0)
    try:
        for mark, name in _BEGINNINGS:
            if beginning.startswith(mark):
                return KINDS[name]
        if beginning.startswith(b"PK\x03\x04"):
            return _office_kind(content)
        return KINDS["text"] if beginning and _is_text(content) else None
    finally:
        content.seek(0)


def _office_kind(content: IO[bytes]) -> Kind | None:
    try:
        with ZipFile(content) as archive:
            parts = archive.namelist()
            declared = _open_document_type(archive, parts)
    except (
        BadZipFile,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        return None  # not a sound archive, encrypted, or packed in a way that office programs do not use
    found = next((kind for kind in KINDS.values() if declared and kind.media_type == declared.strip()), None)
    if found is None and "[Content_Types].xml" in parts:
        found = next((KINDS[name] for part, name in _MAIN_PARTS.items() if part in parts), None)
    if found is not None and any(_MACRO_PARTS.search(part) for part in parts):
        raise HasMacros
    return found


def _open_document_type(archive: ZipFile, parts: list[str]) -> str:
    """What the first part of an OpenDocument file says it is; empty for other archives."""
    if "mimetype" not in parts:
        return ""
    with archive.open("mimetype") as part:
        return part.read(100).decode("ascii", "replace")


def _is_text(content: IO[bytes]) -> bool:
    """Whether every byte can be text, in UTF-8 or in the Windows code page that older programs write."""
    while block := content.read(_BLOCK):
        if _CONTROL.search(block):
            return False
    return True


def tidy_name(name: str, kind: Kind) -> str:
    """The name as it is shown and given to a download: no folders, no control or direction characters.

    It gets the ending of its kind, unless it has one of those already: what is called `policy.exe` and is
    text becomes `policy.exe.txt`.
    """
    last = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    plain = re.sub(r'[<>:"|?*\s]+', " ", plain).strip(" .") or "document"
    stem, dot, ending = plain.rpartition(".")
    if not dot or f".{ending.lower()}" not in kind.endings:
        stem, ending = plain, kind.endings[0][1:]
    return f"{stem[:_LONGEST_NAME].strip(' .') or 'document'}.{ending}"
