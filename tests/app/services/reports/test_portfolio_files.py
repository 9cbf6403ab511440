"""Reports on all suppliers that a worker makes: asked once, kept for some days, and by whom and of what."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.risk_reports.files import portfolio_file
from app.services.reports import portfolio_files
from app.store import blobs
from app.store import report_files as store
from models import AuditEvent, ReportFile, WorkState


@pytest.fixture
def screened(world):
    world.screen_all()
    return world


def ask(world, form="pdf", language="en", top=3) -> ReportFile:
    return portfolio_files.ask(world.session, world.officer, world.council, form, language, top, clock.now())


def work(world, file, write=portfolio_file) -> bool:
    return portfolio_files.work(world.session, world.settings, file.id, clock.now, clock.today(), write)


def content(world, file) -> bytes:
    with portfolio_files.open_content(
        world.session, world.settings, world.officer, file, clock.now()
    ) as opened:
        return opened.read()


def events(world) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.action.startswith("report."))
    return list(world.session.scalars(query.order_by(AuditEvent.sequence)))


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_file_is_made_once_and_says_of_what(screened, form, begins, language) -> None:
    asked = ask(screened, form, language)
    assert ask(screened, form, language).id == asked.id, "whoever asks for the same waits for the same"
    with pytest.raises(FileNotFoundError):
        content(screened, asked)
    assert work(screened, asked) and not work(screened, asked)
    made = content(screened, asked)
    assert made.startswith(begins) and asked.sha256 == sha256(made).hexdigest() and asked.size == len(made)
    assert (asked.state, asked.as_at, asked.person) == (WorkState.DONE, clock.today(), screened.officer)
    assert asked.model_version and asked.progress == asked.progress_of == portfolio_files.STEPS
    assert ask(screened, form, language).id != asked.id, "what is asked later has later figures"
    assert events(screened) == ["report.asked", "report.exported", "report.asked"]


def test_without_a_screening_nothing_is_made_and_that_is_told(world) -> None:
    asked = ask(world)
    assert work(world, asked)
    assert (asked.state, asked.problem) == (WorkState.FAILED, portfolio_files.NOT_SCREENED)


def test_what_a_lost_worker_left_is_replaced(screened, standing_clock) -> None:
    asked = ask(screened)

    def lost(facts, form, language) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work(screened, asked, lost)
    screened.session.rollback()
    assert asked.state == WorkState.RUNNING and asked.progress == 1
    with open(__file__, "rb") as other:
        blobs.made_reports(screened.settings).keep(asked.blob, other)
    standing_clock.pass_by(minutes=31)
    portfolio_files.tidy(screened.session, screened.settings, clock.now())
    assert asked.state == WorkState.QUEUED
    assert work(screened, asked) and content(screened, asked).startswith(b"%PDF")


def test_a_file_goes_after_some_days(screened, standing_clock) -> None:
    asked = ask(screened)
    work(screened, asked)
    folder = screened.settings.data_dir / "made-reports"
    assert portfolio_files.removed_on(asked) == clock.today() + timedelta(days=7)
    standing_clock.pass_by(days=6)
    portfolio_files.tidy(screened.session, screened.settings, clock.now())
    assert content(screened, asked)
    standing_clock.pass_by(days=1, minutes=1)
    portfolio_files.tidy(screened.session, screened.settings, clock.now())
    assert asked.blob == "" and not [one for one in folder.rglob("*") if one.is_file()]
    with pytest.raises(FileNotFoundError):
        content(screened, asked)
    assert store.kept(screened.session, screened.council.id) == []
    assert events(screened)[-1] == "report.removed"
    portfolio_files.tidy(screened.session, screened.settings, clock.now())
    assert events(screened).count("report.removed") == 1
