"""Councils' own Word templates: uploaded by a lead, checked by filling them in, used from then on."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from datetime import datetime
from enum import StrEnum
from typing import Final
from xml.parsers import expat
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from sqlalchemy.orm import Session

from app.documents.word import checking
from app.intake import office_archives
from app.services.files import file_kinds
from app.store import audit
from app.store import packs as store
from models import Person, WordKind, WordTemplate

LARGEST: Final = 2_000_000
_RISKY: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_RELATIONS: Final = ".rels"


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
                name: archive.read(name)
                for name in archive.namelist()
                if name.casefold().endswith((".xml", _RELATIONS))
            }
        for name, part in parts.items():
            _look_at_part(name.casefold(), part)
    except (office_archives.Unsafe, BadZipFile, zlib.error, ExpatError, ValueError, LookupError):
        raise Refused(Refusal.NOT_WORD) from None


def _look_at_part(name: str, part: bytes) -> None:
    """Read the XML as Word will, whatever its encoding, its quotes and its escapes."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if name == "[content_types].xml" or name.endswith(_RELATIONS):
        parser.StartElementHandler = _look_at_relation
    parser.Parse(part, True)


def _refuse_doctype(*_declared: object) -> None:
    raise Refused(Refusal.NOT_WORD)


def _look_at_relation(tag: str, attributes: dict[str, str]) -> None:
    """A relation, or the type of a part: it may name no program, and only a link may lead elsewhere."""
    if any(_RISKY.search(value) for value in attributes.values()):
        raise Refused(Refusal.MACROS)
    is_outside = tag.endswith(" Relationship") and attributes.get("TargetMode", "").casefold() == "external"
    if is_outside and not attributes.get("Type", "").endswith("/hyperlink"):
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
