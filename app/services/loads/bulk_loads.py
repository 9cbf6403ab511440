"""What the loaders of public bulk files have in common: the row that tells of the file, and the figures to
show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from app.intake import SkippedRow
from app.services.loads.supplier_files import to_mend
from app.store import suppliers as store
from models import FileKind, SourceFile


class BulkFile(Protocol):
    """A bulk file that was read."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def as_at(self) -> date: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def skipped(self) -> tuple[SkippedRow, ...]: ...
    @property
    def reasons(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a bulk file did: the file's row, figures by what they count, rows skipped by reason."""

    file: SourceFile
    facts: Mapping[str, int]
    skipped: Mapping[str, int]


def file_row(session: Session, kind: FileKind, read: BulkFile, kept: int, now: datetime) -> SourceFile:
    """The row that tells of the file, new or (the same bytes, read again) as it is now."""
    row = store.source_file(session, None, read.sha256) or SourceFile(sha256=read.sha256)
    row.kind, row.name, row.as_at, row.loaded_at = kind, read.name[:255], read.as_at, now
    row.rows_read, row.rows_loaded = read.rows_read, kept
    row.skipped = [to_mend(one) for one in read.skipped]
    told, skipped = len(read.skipped), sum(read.reasons.values())
    if skipped > told:
        row.skipped.append({"line": 0, "what": f"and {skipped - told:,} more rows, counted by reason only"})
    session.add(row)
    session.flush()
    return row
