"""Files that officers add in the browser, and what is kept so that a load can be undone as a whole."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.background import InBackground
from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import FileKind, SourceFile


class UploadState(StrEnum):
    """Where a file that an officer added has got to."""

    QUEUED = "queued"
    RUNNING = "running"
    PREVIEW = "preview"
    """It was read and waits for a person to say "Load this file"."""
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"
    UNDONE = "undone"


class UploadStep(StrEnum):
    """What the worker does, or last did, with the file."""

    READ = "read"
    LOAD = "load"


class Upload(Timestamped, Base):
    """A contracts register, a spend file or procurement notices that an officer added; nothing is loaded yet.

    `blob` is where the content is kept until the file is loaded or discarded ("" afterwards: spend files name
    people). `mapping` is what the officer said of the file: `{"kind", "columns", "buyer", "beside"}`, all of
    them optional. `counts` and `preview` are what was read, `problems` its rows with something to mend; like
    `SourceFile.skipped` they never name a person. `problem` says in one line why the file cannot be used.
    `based_on` is the newest load of the council when the file was compared with what is stored.
    """

    __tablename__ = "upload"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    step: Mapped[UploadStep] = mapped_column(String(10))
    state: Mapped[UploadState] = mapped_column(String(10), index=True)
    kind: Mapped[FileKind | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    blob: Mapped[str] = mapped_column(String(64), default="")
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problems: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    problem: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[int] = mapped_column(default=0)
    progress_of: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    based_on: Mapped[int] = mapped_column(default=0)
    source_file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"), index=True)
    uploaded_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    source_file: Mapped[SourceFile | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether a worker has it or is about to."""
        return self.state in (UploadState.QUEUED, UploadState.RUNNING)


class ColumnMapping(Timestamped, Base):
    """What a council's officers said of the columns of files with one header.

    `fingerprint` is the SHA-256 of the header's words. `fields` maps a column's words to the field that it
    holds ("" for none) where people said otherwise than the names of columns do.
    """

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("council_id", "fingerprint"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    kind: Mapped[FileKind] = mapped_column(String(20))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class RowOwner(Timestamped, Base):
    """That rows of files which name a supplier without a number are of one that the council has.

    An officer said so, since the names are the same. Both are known by their keys (`Supplier.key`), which
    last from file to file, also while a load is undone: `row_key` is that under which the rows would make a
    supplier of their own.
    """

    __tablename__ = "row_owner"
    __table_args__ = (UniqueConstraint("council_id", "row_key"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    row_key: Mapped[str] = mapped_column(String(320))
    owner_key: Mapped[str] = mapped_column(String(320))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class FileLoad(Timestamped, Base):
    """One load of a file, with what it changed: enough to put all of it back.

    `before` is compressed JSON (`app.services.loads.load_snapshots`). The row goes when the load is undone.
    `person_id` is empty for a load by the command line. A file that was replaced and loaded again has one row
    for each time.
    """

    __tablename__ = "file_load"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    loaded_at: Mapped[datetime]
    before: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    source_file: Mapped[SourceFile] = relationship()
    person: Mapped[Person | None] = relationship()


class LoadUndo(InBackground, Timestamped, Base):
    """That somebody asked for a load to be undone, and what came of it.

    `name` is the file's, which may be gone afterwards: then `source_file_id` is empty. `effect` is what was
    taken back, `app.services.loads.load_undoing.Effect` as a mapping. `refused` says why nothing was undone,
    if that was no longer possible when its turn came.
    """

    __tablename__ = "load_undo"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source_file_id: Mapped[int | None] = mapped_column(
        ForeignKey("source_file.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(255))
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict)
    refused: Mapped[str] = mapped_column(String(20), default="")

    person: Mapped[Person] = relationship()
