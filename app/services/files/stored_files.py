"""Files that people send as evidence, whatever they lie beside: examined, scanned, kept once, handed out.

What a file belongs to, who may see it and what follows from it is said where its rows are made: beside
answers `app.services.answers.evidence`, beside steps of plans `app.services.plans.action_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Any, Final, TypeVar

import structlog
from sqlalchemy.orm import Session

from app.services.files import file_kinds, virus_scan
from app.settings import Settings
from app.store import blobs
from app.store import evidence as store
from models import ActionFile, EvidenceFile, ScanState, StoredFile

log = structlog.get_logger()

#: More files than this beside one question or step tell nobody more, and fill the disk.
MOST_FILES: Final = 10
#: How many files that wait are scanned at one time.
SCANNED_AT_ONCE: Final = 200

File = TypeVar("File", EvidenceFile, ActionFile)


class Trouble(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    MACROS = "macros"
    INFECTED = "infected"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it: its name, and its content, which can be read from any place."""

    name: str
    content: IO[bytes]


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, by its name as sent."""

    name: str
    trouble: Trouble


@dataclass(frozen=True)
class Examined:
    """A content that may be kept as far as its size and kind go."""

    name: str
    kind: file_kinds.Kind
    size: int
    sha256: str
    content: IO[bytes]

    def columns(self, scan: ScanState, now: datetime) -> dict[str, Any]:
        """What a row of `models.StoredFile` says of it, once the scanner has spoken."""
        return {
            "sha256": self.sha256,
            "name": file_kinds.tidy_name(self.name, self.kind),
            "kind": self.kind.name,
            "size": self.size,
            "uploaded_at": now,
            "scan": scan,
            "scanned_at": now if scan is ScanState.PASSED else None,
        }


def examined(settings: Settings, upload: Upload) -> Examined | Trouble:
    """A file as it was sent, with what its content is; or what is wrong with it."""
    size = upload.content.seek(0, 2)
    if not size:
        return Trouble.EMPTY
    if size > settings.evidence_megabytes * 1024 * 1024:
        return Trouble.TOO_LARGE
    try:
        kind = file_kinds.kind_of(upload.content)
    except file_kinds.HasMacros:
        return Trouble.MACROS
    if kind is None:
        return Trouble.KIND
    return Examined(upload.name, kind, size, blobs.digest(upload.content), upload.content)


def scanned(settings: Settings, content: IO[bytes]) -> tuple[ScanState, str]:
    """What the scanner says, and the name of what it found. A scanner that does not answer says "wait"."""
    if not settings.clamav:
        return ScanState.NO_SCANNER, ""
    content.seek(0)
    try:
        found = virus_scan.scan(settings.clamav, content)
    except virus_scan.NotScanned as problem:
        log.warning("evidence.not_scanned", problem=str(problem))
        return ScanState.WAITING, ""
    return (ScanState.PASSED, "") if found is None else (ScanState.REFUSED, found)


def keep(settings: Settings, file: Examined) -> None:
    """Store the content."""
    blobs.blobs_of(settings).keep(file.sha256, file.content)


def open_content(settings: Settings, file: StoredFile) -> IO[bytes]:
    """The content of a file that is open. Raises `FileNotFoundError`, also for one that is not open."""
    if not file.is_open:
        raise FileNotFoundError(file.sha256)
    return blobs.blobs_of(settings).open(file.sha256)


def forget_if_unused(session: Session, settings: Settings, sha256: str) -> None:
    """Remove a content that nothing has any more."""
    if not store.is_content_used(session, sha256):
        blobs.blobs_of(settings).forget(sha256)


def scan_each(settings: Settings, files: Iterable[File], settle: Callable[[File, str | None], None]) -> int:
    """Scan files that no scanner has seen; `settle` keeps each answer (None: all is well).

    Returns how many got an answer. Stops if the scanner cannot be reached.
    """
    answered = 0
    for file in files:
        try:
            with blobs.blobs_of(settings).open(file.sha256) as content:
                found = virus_scan.scan(settings.clamav, content)
        except virus_scan.Unreachable as problem:
            log.warning("evidence.scanner_unreachable", problem=str(problem))
            break
        except (virus_scan.NotScanned, FileNotFoundError) as problem:
            log.warning("evidence.not_scanned", file=file.id, problem=str(problem))
            continue
        settle(file, found)
        answered += 1
    return answered
