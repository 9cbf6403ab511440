"""The report on all suppliers as a file: at once for few suppliers, by a worker for many, kept for some days.

A file that was made by a worker says who asked for it, when, and by which versions it was judged. Everybody
who may see the report may download it; each download is written down, as is each file made at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import IO, Final

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.background import background
from app.services.background.progress import Progress
from app.services.reports import portfolio
from app.services.reports.portfolio_facts import PortfolioFacts
from app.settings import Settings
from app.store import audit, blobs, suppliers
from app.store import report_files as store
from models import Council, Person, ReportFile, WorkState

#: Up to this many suppliers an officer waits for the file.
AT_ONCE: Final = 2_000
#: A file shows one day; whoever needs it longer has downloaded it.
KEPT_FOR: Final = timedelta(days=7)
#: What is left to do when a file is begun: gather, then write.
STEPS: Final = 2
NOT_SCREENED: Final = "not_screened"

#: The facts as a file of a form ("pdf", "docx", "xlsx") in a language ("en", "cy").
Write = Callable[[PortfolioFacts, str, str], bytes]


def in_background(session: Session, council_id: int) -> bool:
    """Whether a worker makes the files of this council."""
    return suppliers.count_suppliers(session, council_id) > AT_ONCE


def ask(
    session: Session, officer: Person, council: Council, form: str, language: str, top: int, now: datetime
) -> ReportFile:
    """Have a file made by a worker. The same that is under way already is returned, whoever asked for it."""
    same = store.under_way(session, council.id, form, language, top)
    if same is not None:
        return same
    asked = ReportFile(
        council_id=council.id,
        person_id=officer.id,
        form=form,
        language=language,
        top=top,
        blob=secrets.token_hex(32),
        state=WorkState.QUEUED,
        queued_at=now,
        progress_of=STEPS,
    )
    session.add(asked)
    audit.record(session, officer, "report.asked", asked, now, council.id, form=form, language=language)
    after_commit(session, "report.make", asked.id)
    session.commit()
    return asked


def work(
    session: Session,
    settings: Settings,
    file_id: int,
    now: Callable[[], datetime],
    today: date,
    write: Write,
) -> bool:
    """Make a file that was asked for; False if it is taken or made already."""

    def do(asked: ReportFile, tell: Progress) -> None:
        council = session.get_one(Council, asked.council_id)
        try:
            facts = portfolio.gather(session, council, asked.top, now(), today)
        except portfolio.NotScreened:
            background.fail(session, asked, NOT_SCREENED, now())
            session.commit()
            return
        tell("write", 1, STEPS)
        _keep(session, settings, asked, facts, write(facts, asked.form, asked.language), now())

    return background.work(session, ReportFile, file_id, now, do)


def _keep(
    session: Session,
    settings: Settings,
    asked: ReportFile,
    facts: PortfolioFacts,
    content: bytes,
    now: datetime,
) -> None:
    """Store the content, in place of what a worker that was lost may have left, and say that it is there."""
    kept = blobs.made_reports(settings)
    kept.forget(asked.blob)
    kept.keep(asked.blob, BytesIO(content))
    asked.sha256, asked.size = sha256(content).hexdigest(), len(content)
    asked.as_at, asked.model_version = facts.as_at, facts.model_version
    asked.state, asked.finished_at, asked.progress = WorkState.DONE, now, STEPS
    session.commit()


def open_content(
    session: Session, settings: Settings, officer: Person, file: ReportFile, now: datetime
) -> IO[bytes]:
    """The content, for an officer who downloads it, which is written down. Raises `FileNotFoundError`."""
    if file.state != WorkState.DONE or not file.blob:
        raise FileNotFoundError(f"report file {file.id}")
    content = blobs.made_reports(settings).open(file.blob)
    audit.record(
        session,
        officer,
        "report.exported",
        file,
        now,
        file.council_id,
        form=file.form,
        language=file.language,
        top=file.top,
        sha256=file.sha256,
        size=file.size,
    )
    session.commit()
    return content


def removed_on(file: ReportFile) -> date | None:
    """The day from which the file is no longer kept; None while it is not made."""
    return (file.finished_at + KEPT_FOR).date() if file.finished_at else None


def tidy(session: Session, settings: Settings, now: datetime) -> None:
    """Queue files again whose worker was lost, and remove those that are old."""
    background.queue_again_if_lost(session, ReportFile, "report.make", now)
    for old in store.finished_before(session, now - KEPT_FOR):
        key, old.blob = old.blob, ""
        audit.record(session, None, "report.removed", old, now, old.council_id, sha256=old.sha256)
        session.commit()
        blobs.made_reports(settings).forget(key)
