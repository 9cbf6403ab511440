"""Files beside answers: taken or refused, scanned, dated, taken over, handed out, and what they prove.

A file is stored before anything else on the page is looked at, so that no other mistake loses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Final

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services import file_kinds, runs, virus_scan
from app.services.answering import AlreadySubmitted
from app.settings import Settings
from app.store import audit, blobs, responses
from app.store import evidence as store
from models import EvidenceFile, Person, Response, ResponseStatus, ScanState
from questionnaires.dates import month_after

log = structlog.get_logger()

#: More files than this beside one question tell nobody more, and fill the disk.
MOST_FILES: Final = 10
_SCANNED_AT_ONCE: Final = 200


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


def attach(
    session: Session,
    settings: Settings,
    person: Person,
    response: Response,
    question_id: str,
    uploads: Sequence[Upload],
    now: datetime,
) -> list[Refusal]:
    """Store each file beside the question, or say why not. The same content twice is kept once."""
    _must_be_draft(response)
    refusals = []
    for upload in uploads:
        trouble = _attach_one(session, settings, person, response, question_id, upload, now)
        if trouble is not None:
            refusals.append(Refusal(upload.name, trouble))
    return refusals


def _attach_one(
    session: Session,
    settings: Settings,
    person: Person,
    response: Response,
    question_id: str,
    upload: Upload,
    now: datetime,
) -> Trouble | None:
    content = upload.content
    size = content.seek(0, 2)
    kind = _kind_or_trouble(settings, content, size)
    if isinstance(kind, Trouble):
        return kind
    sha256 = blobs.digest(content)
    beside = store.of_question(session, response.id, question_id)
    if any(file.sha256 == sha256 and file.scan != ScanState.REFUSED for file in beside):
        return None
    if len(beside) >= MOST_FILES:
        return Trouble.TOO_MANY
    state, found = _scanned(settings, content)
    if state is ScanState.REFUSED:
        audit.record(
            session,
            person,
            "evidence.refused",
            response,
            now,
            question=question_id,
            sha256=sha256,
            found=found,
        )
        session.commit()
        return Trouble.INFECTED
    blobs.blobs_of(settings).keep(sha256, content)
    file = EvidenceFile(
        response_id=response.id,
        question_id=question_id,
        sha256=sha256,
        name=file_kinds.tidy_name(upload.name, kind),
        kind=kind.name,
        size=size,
        uploaded_by_id=person.id,
        uploaded_at=now,
        scan=state,
        scanned_at=now if state is ScanState.PASSED else None,
    )
    _add(session, person, file, "evidence.attached", now)
    return None


def _kind_or_trouble(settings: Settings, content: IO[bytes], size: int) -> file_kinds.Kind | Trouble:
    if not size:
        return Trouble.EMPTY
    if size > settings.evidence_megabytes * 1024 * 1024:
        return Trouble.TOO_LARGE
    try:
        return file_kinds.kind_of(content) or Trouble.KIND
    except file_kinds.HasMacros:
        return Trouble.MACROS


def _scanned(settings: Settings, content: IO[bytes]) -> tuple[ScanState, str]:
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


def _add(session: Session, person: Person, file: EvidenceFile, action: str, now: datetime) -> None:
    """Add the row to a draft that is held, so that no file joins what is being submitted at this moment.

    That the same content arrived twice at one moment (a double click) is no problem.
    """
    _hold(session, file.response_id)
    session.add(file)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return
    audit.record(session, person, action, file, now, response=file.response_id, question=file.question_id)
    session.commit()


def _must_be_draft(response: Response) -> None:
    """By what was read: before files are looked at and scanned, which takes its time."""
    if response.status != ResponseStatus.DRAFT:
        raise AlreadySubmitted


def _hold(session: Session, response_id: int) -> None:
    """By the row itself, which stays a draft until the transaction ends."""
    if not responses.hold_draft(session, response_id):
        session.rollback()
        raise AlreadySubmitted


def date_undated(
    session: Session,
    person: Person,
    response: Response,
    question_id: str,
    dated_on: date,
    valid_until: date | None,
    now: datetime,
) -> None:
    """Give the files beside the question that have no date this one, and the day until which they hold."""
    _hold(session, response.id)
    for file in store.of_question(session, response.id, question_id):
        if file.dated_on is None:
            file.dated_on, file.valid_until = dated_on, valid_until
            audit.record(session, person, "evidence.dated", file, now, dated=dated_on.isoformat())
    session.commit()


def remove(session: Session, settings: Settings, person: Person, file: EvidenceFile, now: datetime) -> None:
    """Take a file away from a draft; its content goes too when nothing else has it."""
    _hold(session, file.response_id)
    sha256 = file.sha256
    audit.record(session, person, "evidence.removed", file, now, response=file.response_id)
    session.delete(file)
    session.commit()
    _forget_if_unused(session, settings, sha256)


def _forget_if_unused(session: Session, settings: Settings, sha256: str) -> None:
    if not store.is_content_used(session, sha256):
        blobs.blobs_of(settings).forget(sha256)


def reusable(session: Session, person: Person, response: Response, question_id: str) -> list[EvidenceFile]:
    """Files of earlier responses that this person may take over here: each content once, the newest."""
    here = {file.sha256 for file in store.of_question(session, response.id, question_id)}
    newest: dict[str, EvidenceFile] = {}
    for file in store.earlier_files(session, person.id, response):
        if file.sha256 not in here:
            newest.setdefault(file.sha256, file)
    return sorted(newest.values(), key=lambda file: file.question_id != question_id)  # this question's first


def reuse(
    session: Session,
    person: Person,
    response: Response,
    question_id: str,
    file_ids: Sequence[int],
    now: datetime,
) -> list[Refusal]:
    """Take over files of earlier responses, dates and scan included. Ids that are not offered do nothing."""
    _must_be_draft(response)
    refusals = []
    for earlier in reusable(session, person, response, question_id):
        if earlier.id not in file_ids:
            continue
        if len(store.of_question(session, response.id, question_id)) >= MOST_FILES:
            refusals.append(Refusal(earlier.name, Trouble.TOO_MANY))
            continue
        file = EvidenceFile(
            response_id=response.id,
            question_id=question_id,
            reused_from_id=earlier.id,
            uploaded_by_id=person.id,
            uploaded_at=earlier.uploaded_at,
            **{name: getattr(earlier, name) for name in _TAKEN_OVER},
        )
        _add(session, person, file, "evidence.reused", now)
    return refusals


_TAKEN_OVER: Final = ("sha256", "name", "kind", "size", "dated_on", "valid_until", "scan", "scanned_at")


def open_content(settings: Settings, file: EvidenceFile) -> IO[bytes]:
    """The content of a file that is open. Raises `FileNotFoundError`, also for one that is not open."""
    if not file.is_open:
        raise FileNotFoundError(file.sha256)
    return blobs.blobs_of(settings).open(file.sha256)


def record_download(session: Session, person: Person, file: EvidenceFile, now: datetime) -> None:
    """Write down that somebody had the file."""
    audit.record(session, person, "evidence.downloaded", file, now, person.council_id)
    session.commit()


def scan_waiting(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Scan what no scanner has seen yet; returns how many got an answer. Stops if clamd cannot be reached."""
    if not settings.clamav:
        return 0
    answered = 0
    for file in store.to_scan(session, _SCANNED_AT_ONCE):
        try:
            with blobs.blobs_of(settings).open(file.sha256) as content:
                found = virus_scan.scan(settings.clamav, content)
        except virus_scan.Unreachable as problem:
            log.warning("evidence.scanner_unreachable", problem=str(problem))
            break
        except (virus_scan.NotScanned, FileNotFoundError) as problem:
            log.warning("evidence.not_scanned", file=file.id, problem=str(problem))
            continue
        _settle(session, settings, file, found, now, today)
        answered += 1
    return answered


def _settle(
    session: Session, settings: Settings, file: EvidenceFile, found: str | None, now: datetime, today: date
) -> None:
    """Keep the scanner's answer; a submitted response is screened again, for what documents it changed."""
    was_open, sha256 = file.is_open, file.sha256
    file.scan = ScanState.PASSED if found is None else ScanState.REFUSED
    file.scanned_at = now
    if found is not None:
        audit.record(session, None, "evidence.refused", file, now, sha256=sha256, found=found)
    if file.is_open != was_open and store.response_of(session, file).status == ResponseStatus.SUBMITTED:
        for asked in responses.readers_of(session, file.response_id):
            runs.queue_run(session, asked.council_id, asked.supplier_id, "evidence_scanned", now, today)
    session.commit()
    if found is not None:
        _forget_if_unused(session, settings, sha256)


def documented_on(response: Response, question_id: str, valid_for_months: int, as_at: date) -> date | None:
    """The date of the newest file that documents the answer on a day; None if none does.

    A file documents when it may be opened, has a date that has come, is not past the day until which it says
    it holds, and is not older than evidence for this question may be.
    """
    dates = [
        file.dated_on
        for file in response.evidence
        if file.question_id == question_id
        and file.is_open
        and file.dated_on is not None
        and file.dated_on <= as_at <= (file.valid_until or as_at)
        and as_at <= month_after(file.dated_on, valid_for_months)
    ]
    return max(dates, default=None)
