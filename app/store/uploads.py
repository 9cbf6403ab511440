"""Files that officers add, columns that they corrected, and loads that stand. All of one council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from models import (
    ColumnMapping,
    Contract,
    FileKind,
    FileLoad,
    LoadUndo,
    RowOwner,
    SourceFile,
    Upload,
    UploadState,
    WorkState,
)


def upload(session: Session, council_id: int, upload_id: int) -> Upload | None:
    """One upload of this council."""
    query = select(Upload).where(Upload.council_id == council_id, Upload.id == upload_id)
    return session.scalars(query).one_or_none()


def waiting(session: Session, council_id: int) -> Sequence[Upload]:
    """Uploads that were neither loaded nor discarded, newest first."""
    states = [UploadState.QUEUED, UploadState.RUNNING, UploadState.PREVIEW, UploadState.FAILED]
    query = select(Upload).where(Upload.council_id == council_id, Upload.state.in_(states))
    return session.scalars(query.order_by(Upload.id.desc())).all()


def of_file(session: Session, source_file_id: int) -> Sequence[Upload]:
    """The uploads from which this file was loaded."""
    return session.scalars(select(Upload).where(Upload.source_file_id == source_file_id)).all()


def claim(session: Session, upload_id: int, at: datetime) -> Upload | None:
    """Take a queued upload to work on; None when another worker has it or there is nothing to do."""
    taken = session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state == UploadState.QUEUED)
        .values(state=UploadState.RUNNING, queued_at=at, attempts=Upload.attempts + 1, problem="")
        .returning(Upload.id)
    ).one_or_none()
    return session.get(Upload, upload_id, populate_existing=True) if taken else None


def note_progress(session: Session, upload_id: int, done: int, total: int | None) -> None:
    """Write down how far the work is; a statement of its own, so that no object need be current."""
    session.execute(update(Upload).where(Upload.id == upload_id).values(progress=done, progress_of=total))


def stale(session: Session, before: datetime) -> Sequence[Upload]:
    """Uploads that a worker should long have finished."""
    states = [UploadState.QUEUED, UploadState.RUNNING]
    return session.scalars(select(Upload).where(Upload.state.in_(states), Upload.queued_at < before)).all()


def forgotten(session: Session, before: datetime) -> Sequence[Upload]:
    """Uploads whose content is still kept though nobody has done anything with them since this moment."""
    states = [UploadState.PREVIEW, UploadState.FAILED]
    query = select(Upload).where(Upload.state.in_(states), Upload.blob != "", Upload.queued_at < before)
    return session.scalars(query).all()


def mapping(session: Session, council_id: int, fingerprint: str) -> ColumnMapping | None:
    """What was said of files with this very header."""
    query = select(ColumnMapping).where(ColumnMapping.council_id == council_id)
    return session.scalars(query.where(ColumnMapping.fingerprint == fingerprint)).one_or_none()


def mappings(session: Session, council_id: int, kind: FileKind) -> Sequence[ColumnMapping]:
    """What was said of any file of this kind, the oldest first."""
    query = select(ColumnMapping).where(ColumnMapping.council_id == council_id, ColumnMapping.kind == kind)
    return session.scalars(query.order_by(ColumnMapping.said_at, ColumnMapping.id)).all()


def load_of_file(session: Session, council_id: int, source_file_id: int) -> FileLoad | None:
    """The newest load of this file; None for one that was loaded before loads could be undone."""
    query = select(FileLoad).where(FileLoad.council_id == council_id)
    query = query.where(FileLoad.source_file_id == source_file_id).order_by(FileLoad.id.desc())
    return session.scalars(query.limit(1)).one_or_none()


def loads_after(session: Session, load: FileLoad) -> Sequence[FileLoad]:
    """Loads of the same council that came later, the first of them first."""
    query = select(FileLoad).where(FileLoad.council_id == load.council_id, FileLoad.id > load.id)
    return session.scalars(query.order_by(FileLoad.id)).all()


def newest_load(session: Session, council_id: int) -> int:
    """The id of the council's newest load, 0 if there is none."""
    query = select(func.max(FileLoad.id)).where(FileLoad.council_id == council_id)
    return session.scalar(query) or 0


def in_force(session: Session, council_id: int, kind: FileKind) -> Sequence[SourceFile]:
    """The council's files of this kind whose contracts count now, newest first."""
    query = select(SourceFile).where(SourceFile.council_id == council_id, SourceFile.kind == kind)
    return session.scalars(query.where(SourceFile.in_force).order_by(SourceFile.id.desc())).all()


def undo_under_way(session: Session, council_id: int, source_file_id: int) -> LoadUndo | None:
    """The undo of this file's load that was asked for and is not finished."""
    query = select(LoadUndo).where(
        LoadUndo.council_id == council_id, LoadUndo.source_file_id == source_file_id
    )
    waiting = LoadUndo.state.in_((WorkState.QUEUED, WorkState.RUNNING))
    return session.scalars(query.where(waiting).order_by(LoadUndo.id.desc()).limit(1)).one_or_none()


def undo(session: Session, council_id: int, undo_id: int) -> LoadUndo | None:
    """One undo of this council."""
    query = select(LoadUndo).where(LoadUndo.council_id == council_id, LoadUndo.id == undo_id)
    return session.scalars(query).one_or_none()


def row_owners(session: Session, council_id: int) -> dict[str, RowOwner]:
    """What officers of the council said of rows without a number, by the key of the rows."""
    query = select(RowOwner).where(RowOwner.council_id == council_id).options(joinedload(RowOwner.person))
    return {one.row_key: one for one in session.scalars(query)}


def paid(session: Session, council_id: int) -> set[int]:
    """The suppliers, as files know them, of which a file of payments in force says what was spent."""
    record = func.coalesce(Contract.recorded_under_id, Contract.supplier_id)
    query = select(record).join(SourceFile, SourceFile.id == Contract.source_file_id)
    query = query.where(Contract.council_id == council_id, SourceFile.in_force.is_(True))
    return set(session.scalars(query.where(SourceFile.kind == FileKind.SPEND).distinct()))
