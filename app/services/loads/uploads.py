"""Files that officers add in the browser: received, read, looked at, corrected, then loaded or discarded.

Nothing reaches the suppliers before somebody says "Load this file". The content is kept until then and no
longer, since spend files name people.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

import structlog
from sqlalchemy.orm import Session

from app.intake import UnusableInput
from app.intake.previews import OpenedFile
from app.queue import after_commit
from app.services.background import runs
from app.services.background.progress import Progress
from app.services.loads import namesakes, supplier_files, upload_choices, upload_reading
from app.settings import Settings
from app.store import audit, blobs
from app.store import suppliers as supplier_store
from app.store import uploads as store
from models import Council, FileKind, Person, SourceFile, Upload, UploadState, UploadStep

log = structlog.get_logger()

#: A plain text file up to this size is read while the officer waits: it takes well under a second.
READ_AT_ONCE: Final = 200_000
#: A file that nobody loaded is forgotten after this time.
KEPT_FOR: Final = timedelta(days=14)
STALE_AFTER: Final = timedelta(minutes=30)
MOST_ATTEMPTS: Final = 3
_LONGEST_NAME: Final = 120


class Trouble(StrEnum):
    """Why a file is not taken, or not loaded."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ALREADY_LOADED = "already_loaded"
    NOT_READY = "not_ready"
    """It is being worked on, or was loaded, discarded or undone before."""
    OUT_OF_DATE = "out_of_date"
    """Another file was loaded since the preview, which is made again."""


class Refused(Exception):
    """Nothing was changed."""

    def __init__(self, trouble: Trouble, file: SourceFile | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble, self.file = trouble, file


def receive(
    session: Session, settings: Settings, person: Person, name: str, content: IO[bytes], now: datetime
) -> Upload:
    """Keep a file and have it read: at once if it is small, else by the worker. Raises `Refused`."""
    council_id = person.council_id
    if council_id is None:
        raise LookupError(f"person {person.id} has no council")
    size = content.seek(0, 2)
    if not size:
        raise Refused(Trouble.EMPTY)
    if size > settings.upload_megabytes * 1024 * 1024:
        raise Refused(Trouble.TOO_LARGE)
    sha256 = blobs.digest(content)
    known = supplier_store.source_file(session, council_id, sha256)
    if known is not None and known.in_force:
        raise Refused(Trouble.ALREADY_LOADED, known)
    key = secrets.token_hex(32)
    blobs.pending_uploads(settings).keep(key, content)
    made = Upload(
        council_id=council_id,
        person_id=person.id,
        step=UploadStep.READ,
        state=UploadState.QUEUED,
        name=_tidy(name),
        sha256=sha256,
        size=size,
        blob=key,
        uploaded_at=now,
        queued_at=now,
    )
    session.add(made)
    audit.record(session, person, "upload.added", made, now, council_id, file=made.name, sha256=sha256)
    _read_again(session, settings, made, now)
    return made


def choose(
    session: Session,
    settings: Settings,
    person: Person,
    upload: Upload,
    said: upload_choices.Said,
    now: datetime,
) -> None:
    """Read the file under what the officer says of it, and remember that for files like it."""
    _must_be_previewed(upload)
    upload_choices.remember(session, person, upload, said, now)
    upload.mapping = said.to_json()
    audit.record(
        session, person, "upload.columns", upload, now, upload.council_id, kind=said.kind, buyer=said.buyer
    )
    _read_again(session, settings, upload, now)


def load(
    session: Session,
    settings: Settings,
    person: Person,
    upload: Upload,
    now: datetime,
    same: Collection[str] | None = None,
) -> None:
    """Have the file loaded by the worker. Raises `Refused` if the preview no longer says what will happen.

    `same` are the rows that the officer says are suppliers of their name (`namesakes.say`); None says nothing
    new of any.
    """
    _must_be_previewed(upload)
    if not upload.counts:
        raise Refused(Trouble.NOT_READY)
    if upload.based_on != store.newest_load(session, upload.council_id):
        _read_again(session, settings, upload, now)
        raise Refused(Trouble.OUT_OF_DATE)
    if same is not None:
        namesakes.say(session, person, upload, same, now)
    upload.mapping = upload_choices.as_previewed(upload).to_json()
    upload.step, upload.state, upload.attempts = UploadStep.LOAD, UploadState.QUEUED, 0
    upload.person_id, upload.queued_at = person.id, now
    upload.progress, upload.progress_of = 0, None
    audit.record(session, person, "upload.approved", upload, now, upload.council_id, file=upload.name)
    after_commit(session, "upload.work", upload.id)
    session.commit()


def discard(
    session: Session, settings: Settings, person: Person | None, upload: Upload, now: datetime
) -> None:
    """Forget a file that was not loaded."""
    if upload.state not in (UploadState.PREVIEW, UploadState.FAILED):
        raise Refused(Trouble.NOT_READY)
    upload.state, upload.finished_at = UploadState.DISCARDED, now
    audit.record(session, person, "upload.discarded", upload, now, upload.council_id, file=upload.name)
    _forget(session, settings, upload)


def retry(session: Session, settings: Settings, upload: Upload, now: datetime) -> None:
    """Read a file again that failed; it is loaded once somebody says so again."""
    if upload.state != UploadState.FAILED or not upload.blob:
        raise Refused(Trouble.NOT_READY)
    upload.finished_at = None
    _read_again(session, settings, upload, now)


def work(
    session: Session, settings: Settings, upload_id: int, now: Callable[[], datetime], today: date
) -> bool:
    """Do what a queued upload waits for. Safe to call twice: one that is taken or done is left alone (False).

    What is wrong with the file is written on the upload, which then stands as failed for people to see; any
    other fault too, and is raised again.
    """
    claimed = store.claim(session, upload_id, now())
    session.commit()
    if claimed is None:
        return False
    try:
        with _on_disk(settings, claimed) as path:
            if claimed.step == UploadStep.READ:
                upload_reading.read(session, claimed, OpenedFile(path), _teller(session, upload_id))
            else:
                _load(session, settings, claimed, OpenedFile(path), now(), today)
    except UnusableInput as problem:
        session.rollback()
        _fail(session, upload_id, str(problem), now())
    except Exception as error:
        session.rollback()
        _fail(session, upload_id, type(error).__name__, now())  # its text may quote a row, so a person
        raise
    return True


def queue_again_if_lost(session: Session, settings: Settings, now: datetime) -> None:
    """Queue uploads again whose worker was lost, and forget files that nobody loaded."""
    for lost in store.stale(session, now - STALE_AFTER):
        if lost.attempts >= MOST_ATTEMPTS:
            _fail(session, lost.id, f"The work was started {lost.attempts} times and never finished.", now)
            continue
        lost.state, lost.queued_at = UploadState.QUEUED, now
        after_commit(session, "upload.work", lost.id)
    session.commit()
    for old in store.forgotten(session, now - KEPT_FOR):
        discard(session, settings, None, old, now)


def _must_be_previewed(upload: Upload) -> None:
    if upload.state != UploadState.PREVIEW:
        raise Refused(Trouble.NOT_READY)


def _read_again(session: Session, settings: Settings, upload: Upload, now: datetime) -> None:
    upload.step, upload.state, upload.attempts, upload.queued_at = UploadStep.READ, UploadState.QUEUED, 0, now
    upload.progress, upload.progress_of = 0, None
    at_once = upload.size <= READ_AT_ONCE and not _is_packed(settings, upload)
    if not at_once:
        after_commit(session, "upload.work", upload.id)
    session.commit()
    if at_once:
        try:
            work(session, settings, upload.id, lambda: now, now.date())
        except Exception:
            log.exception("upload.failed", upload=upload.id)
        session.refresh(upload)


def _is_packed(settings: Settings, upload: Upload) -> bool:
    """Whether the content may unpack to far more than its size."""
    with blobs.pending_uploads(settings).open(upload.blob) as content:
        return content.read(2) in (b"PK", b"\x1f\x8b", b"\xd0\xcf")


def _load(
    session: Session, settings: Settings, upload: Upload, opened: OpenedFile, now: datetime, today: date
) -> None:
    """Load the file in one transaction and queue a screening of all suppliers."""
    choices, beside = upload_choices.of_upload(session, upload, opened)
    tell = _teller(session, upload.id)
    read = opened.read(choices, lambda rows: tell("", rows, upload.counts.get("rows_read")))
    tell("", 0, len(read.suppliers))
    council = session.get_one(Council, upload.council_id)
    upload.kind = FileKind(read.kind)
    source = supplier_files.store_file(session, council, read, now, _nobody, upload.person, beside)
    upload.source_file_id, upload.state, upload.finished_at = source.id, UploadState.DONE, now
    upload.preview = {}
    runs.queue_run(session, upload.council_id, None, "file", now, today)
    _forget(session, settings, upload)


def _nobody(step: str, done: int, total: int | None) -> None:
    """Storing is one transaction, so nobody could see how far it is."""


def _teller(session: Session, upload_id: int) -> Progress:
    def tell(step: str, done: int, total: int | None) -> None:
        store.note_progress(session, upload_id, done, total)
        session.commit()

    return tell


def _fail(session: Session, upload_id: int, problem: str, now: datetime) -> None:
    failed = session.get_one(Upload, upload_id, populate_existing=True)
    failed.state, failed.problem, failed.finished_at = UploadState.FAILED, problem[:1000], now
    audit.record(session, None, "upload.failed", failed, now, failed.council_id)
    session.commit()


def _forget(session: Session, settings: Settings, upload: Upload) -> None:
    """Remove the content once the row no longer names it."""
    key, upload.blob = upload.blob, ""
    session.commit()
    if key:
        blobs.pending_uploads(settings).forget(key)


@contextmanager
def _on_disk(settings: Settings, upload: Upload) -> Iterator[Path]:
    """The content as a file that has the upload's name."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / upload.name
        try:
            source = blobs.pending_uploads(settings).open(upload.blob)
        except FileNotFoundError:
            raise UnusableInput(f"{upload.name}: the file is no longer kept; add it again.") from None
        with source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield path


def _tidy(name: str) -> str:
    """The file's name as sent, without folders and control characters, its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in last).split()).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    if len(plain.encode()) > _LONGEST_NAME:
        plain = f"{(stem or ending).encode()[:80].decode(errors='ignore')}{dot}{ending[:10]}"
    return plain or "file"
