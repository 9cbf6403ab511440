"""Files beside answers: taken or refused, scanned, dated, taken over, handed out, and what they prove.

A file is stored before anything else on the page is looked at, so that no other mistake loses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services.answers.answering import AlreadySubmitted
from app.services.background import runs
from app.services.files import stored_files
from app.services.files.stored_files import MOST_FILES as MOST_FILES
from app.services.files.stored_files import Refusal as Refusal
from app.services.files.stored_files import Trouble as Trouble
from app.services.files.stored_files import Upload as Upload
from app.services.files.stored_files import open_content as open_content
from app.settings import Settings
from app.store import audit, responses
from app.store import evidence as store
from models import EvidenceFile, Person, Response, ResponseStatus, ScanState
from questionnaires.dates import month_after


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
    sent = stored_files.examined(settings, upload)
    if isinstance(sent, Trouble):
        return sent
    beside = store.of_question(session, response.id, question_id)
    if any(file.sha256 == sent.sha256 and file.scan != ScanState.REFUSED for file in beside):
        return None
    if len(beside) >= MOST_FILES:
        return Trouble.TOO_MANY
    state, found = stored_files.scanned(settings, sent.content)
    if state is ScanState.REFUSED:
        audit.record(
            session,
            person,
            "evidence.refused",
            response,
            now,
            question=question_id,
            sha256=sent.sha256,
            found=found,
        )
        session.commit()
        return Trouble.INFECTED
    stored_files.keep(settings, sent)
    file = EvidenceFile(
        response_id=response.id,
        question_id=question_id,
        uploaded_by_id=person.id,
        **sent.columns(state, now),
    )
    _add(session, person, file, "evidence.attached", now)
    return None


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
    stored_files.forget_if_unused(session, settings, sha256)


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
            **{name: getattr(earlier, name) for name in TAKEN_OVER},
        )
        _add(session, person, file, "evidence.reused", now)
    return refusals


TAKEN_OVER: Final = ("sha256", "name", "kind", "size", "dated_on", "valid_until", "scan", "scanned_at")
"""What a file that is taken over from an earlier response keeps of that one."""


def record_download(session: Session, person: Person, file: EvidenceFile, now: datetime) -> None:
    """Write down that somebody had the file."""
    audit.record(session, person, "evidence.downloaded", file, now, person.council_id)
    session.commit()


def scan_waiting(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Scan what no scanner has seen yet; returns how many got an answer. Stops if clamd cannot be reached."""
    if not settings.clamav:
        return 0
    files = store.to_scan(session, stored_files.SCANNED_AT_ONCE)
    return stored_files.scan_each(
        settings, files, lambda file, found: _settle(session, settings, file, found, now, today)
    )


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
        stored_files.forget_if_unused(session, settings, sha256)


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
