"""Councils' own Word templates: uploaded by a lead, checked by filling them in, used from then on."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from datetime import datetime
from enum import StrEnum
from typing import Final
from zipfile import BadZipFile, ZipFile

from sqlalchemy.orm import Session

from app.documents.word import checking
from app.intake import office_archives
from app.services.files import file_kinds
from app.store import audit
from app.store import packs as store
from models import Person, WordKind, WordTemplate

LARGEST: Final = 2_000_000
_RISKY: Final = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_LINK: Final = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


class Refusal(StrEnum):
    """Why a file is not taken, before its placeholders are looked at."""

    TOO_LARGE = "too_large"
    NOT_WORD = "not_word"
    MACROS = "macros"
    LINKS = "links"


class Refused(Exception):
    """A file that is not taken as a template."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def look_at(content: bytes) -> None:
    """Raise `Refused` unless the file is a sound Word document that carries and loads nothing foreign."""
    if len(content) > LARGEST:
        raise Refused(Refusal.TOO_LARGE)
    try:
        kind = file_kinds.kind_of(io.BytesIO(content))
    except file_kinds.HasMacros:
        raise Refused(Refusal.MACROS) from None
    if kind is None or kind.name != "docx":
        raise Refused(Refusal.NOT_WORD)
    try:
        office_archives.check(content)
        with ZipFile(io.BytesIO(content)) as archive:
            parts = {
                name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))
            }
    except (office_archives.Unsafe, BadZipFile, zlib.error, ValueError, KeyError):
        raise Refused(Refusal.NOT_WORD) from None
    for name, part in parts.items():
        _look_at_part(name, part)


def _look_at_part(name: str, part: bytes) -> None:
    if _DOCTYPE.search(part):
        raise Refused(Refusal.NOT_WORD)
    if (name == "[Content_Types].xml" or name.endswith(".rels")) and _RISKY.search(part):
        raise Refused(Refusal.MACROS)
    if name.endswith(".rels"):
        for link in _LINK.findall(part):
            if b'"External"' in link and b"/hyperlink" not in link:
                raise Refused(Refusal.LINKS)


def add(
    session: Session, lead: Person, council_id: int, kind: WordKind, name: str, content: bytes, now: datetime
) -> WordTemplate:
    """Use a file as the template of a kind of document from now on; the one before is retired.

    Raises `Refused`, and `TemplateProblem` of `documents.word` for its placeholders. Nothing is written then.
    """
    look_at(content)
    checking.check(content, kind.value)
    for older in store.templates(session, council_id):
        if older.kind == kind:
            older.retired_at = now
    row = WordTemplate(
        council_id=council_id,
        kind=kind,
        name=file_kinds.tidy_name(name, file_kinds.KINDS["docx"]),
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=lead,
        uploaded_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, lead, "word_template.added", row, now, council_id, kind=kind.value, sha256=row.sha256
    )
    session.commit()
    return row


def retire(session: Session, lead: Person, row: WordTemplate, now: datetime) -> None:
    """Use the shipped template again; issued packs keep theirs."""
    if row.retired_at is not None:
        return
    row.retired_at = now
    audit.record(session, lead, "word_template.retired", row, now, row.council_id, kind=str(row.kind))
    session.commit()
