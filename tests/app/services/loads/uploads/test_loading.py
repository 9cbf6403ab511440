"""A file that was added is read, loaded by the worker, undone or discarded; nothing is left half done."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.loads import load_undoing, uploads
from app.services.loads.uploads import Refused, Trouble
from models import AuditEvent, FileKind, ScreeningRun, SourceFile, UploadState, UploadStep
from support.uploads import CARER, CLEANER, kept_files, receive, stored, work


def test_a_small_file_is_read_at_once_and_loads_nothing(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    assert (found.state, found.kind, found.problem) == (UploadState.PREVIEW, FileKind.CONTRACTS, "")
    assert stored(session) == (0, 0, 0)
    counts = found.counts
    assert (counts["rows_read"], counts["rows_loaded"], counts["people_rows"]) == (3, 2, 1)
    assert (counts["numbers_valid"], counts["numbers_malformed"], counts["numbers_none"]) == (1, 1, 0)
    changes = found.preview["changes"]
    assert (changes["new"], changes["contracts_added"], changes["gone"]) == (2, 2, 0)
    assert changes["new_names"] == [CLEANER, CARER]
    assert "Jane" not in str(found.preview) + str(found.problems)


def test_a_large_or_packed_file_waits_for_the_worker(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register), "register.csv.gz")
    assert (found.state, found.step) == (UploadState.QUEUED, UploadStep.READ)
    assert work(session, settings, found)
    assert (found.state, found.counts["rows_read"]) == (UploadState.PREVIEW, 3)
    assert not work(session, settings, found), "a task that is delivered twice does nothing"


def test_loading_stores_screens_and_forgets_the_content(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    assert len(kept_files(settings)) == 1
    uploads.load(session, settings, officer, found, clock.now())
    assert (found.state, found.step) == (UploadState.QUEUED, UploadStep.LOAD)
    assert stored(session) == (0, 0, 0)
    assert work(session, settings, found)
    assert found.state == UploadState.DONE and stored(session) == (2, 2, 1)
    assert session.get_one(SourceFile, found.source_file_id).name == "register.csv"
    assert session.scalars(select(ScreeningRun)).one().supplier_id is None
    assert kept_files(settings) == [] and found.blob == "" and found.preview == {}
    said = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert said == ["upload.added", "upload.approved", "file.loaded"]


def test_an_undone_load_can_be_added_again(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    with pytest.raises(Refused) as refused:
        receive(session, settings, officer, register)
    assert refused.value.trouble is Trouble.ALREADY_LOADED and refused.value.file.id == found.source_file_id
    source = session.get_one(SourceFile, found.source_file_id)
    load_undoing.undo(session, officer, source, clock.now(), clock.today())
    session.refresh(found)
    assert (found.state, found.source_file_id, stored(session)) == (UploadState.UNDONE, None, (0, 0, 0))
    assert receive(session, settings, officer, register).state == UploadState.PREVIEW


def test_discarding_forgets_the_content(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    uploads.discard(session, settings, officer, found, clock.now())
    assert (found.state, kept_files(settings)) == (UploadState.DISCARDED, [])
    with pytest.raises(Refused):
        uploads.load(session, settings, officer, found, clock.now())


def test_a_lost_worker_is_noticed_and_an_old_file_forgotten(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register))
    for _turn in range(uploads.MOST_ATTEMPTS):
        found.state = UploadState.RUNNING
        found.attempts += 1
        session.commit()
        later = found.queued_at + uploads.STALE_AFTER + timedelta(minutes=1)
        uploads.queue_again_if_lost(session, settings, later)
    assert found.state == UploadState.FAILED and "never finished" in found.problem
    uploads.retry(session, settings, found, later)
    work(session, settings, found)
    assert found.state == UploadState.PREVIEW
    uploads.queue_again_if_lost(session, settings, found.queued_at + uploads.KEPT_FOR + timedelta(days=1))
    assert (found.state, kept_files(settings)) == (UploadState.DISCARDED, [])


def test_a_fault_while_loading_leaves_nothing_and_names_nobody(
    session, settings, officer, register, monkeypatch
) -> None:
    found = receive(session, settings, officer, register)
    uploads.load(session, settings, officer, found, clock.now())

    def fails(*given, **named):
        raise RuntimeError("row with Mrs Jane Example")

    monkeypatch.setattr(uploads.supplier_files, "store_file", fails)
    with pytest.raises(RuntimeError):
        uploads.work(session, settings, found.id, clock.now, clock.today())
    session.refresh(found)
    assert (found.state, found.problem, stored(session)) == (UploadState.FAILED, "RuntimeError", (0, 0, 0))


def test_the_content_may_be_gone(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register))
    for path in kept_files(settings):
        path.unlink()
    work(session, settings, found)
    assert found.state == UploadState.FAILED and "add it again" in found.problem
