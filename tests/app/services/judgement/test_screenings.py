"""Screening runs: every supplier once, reproducible, claimed by one worker, failing in plain sight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.background import runs
from app.services.judgement import screenings
from app.store import queue as queue_store
from app.store import screenings as queue
from app.store.queue_conditions import QueueFilter
from models import AuditEvent, Council, RunStatus, ScreeningRun, StoredReport


def _queued(world, supplier_id: int | None = None) -> ScreeningRun:
    run = runs.new_run(world.session, world.council.id, supplier_id, "test", clock.now(), clock.today())
    world.session.commit()
    return run


def _current_ids(world) -> set[int]:
    suppliers = [world.cleaner.id, world.lawyer.id, world.builder.id]
    reports = queue.current_reports(world.session, world.council.id, suppliers)
    return {report.id for report in reports.values()}


def _actions(world) -> list[str]:
    return list(world.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)))


def test_every_supplier_has_one_current_report_and_a_rank_of_its_own(world) -> None:
    world.screen_all()
    world.screen_all()
    rows, total = queue_store.page(world.session, world.council.id, QueueFilter(), clock.today(), 0, 10)
    assert total == 3
    assert [row.rank for row in rows] == [1, 2, 3]
    assert {row.supplier.id for row in rows} == {world.cleaner.id, world.lawyer.id, world.builder.id}


def test_the_queue_is_in_the_order_of_the_judgement(world) -> None:
    import screening
    from screening import codec

    world.screen_all()
    rows, _total = queue_store.page(world.session, world.council.id, QueueFilter(), clock.today(), 0, 10)
    reports = [codec.load_report(row.report.text.report_json) for row in rows]
    assert [report.identity for report in screening.rank(reports)] == [report.identity for report in reports]


def test_a_stored_report_is_recomputed_to_the_byte(world) -> None:
    world.screen_all()
    for report in world.session.scalars(select(StoredReport)):
        assert screenings.recompute(report)


def test_a_run_is_done_once(world) -> None:
    run = _queued(world)
    assert screenings.run(world.session, run.id, clock.now) is True
    assert screenings.run(world.session, run.id, clock.now) is False
    assert run.status == RunStatus.DONE and run.suppliers == 3 and run.model_version


def test_a_fault_stands_on_the_run_and_changes_no_report(world, monkeypatch: pytest.MonkeyPatch) -> None:
    world.screen_all()
    before = _current_ids(world)
    monkeypatch.setattr(screenings.screening, "screen", lambda case, **more: 1 / 0)
    run = _queued(world)
    with pytest.raises(ZeroDivisionError):
        screenings.run(world.session, run.id, clock.now)
    assert run.status == RunStatus.FAILED
    assert run.problem == "ZeroDivisionError", "the text of a fault may quote a name"
    assert _actions(world)[-1] == "screening.failed"
    after = _current_ids(world)
    assert after == before
    monkeypatch.undo()
    assert screenings.run(world.session, run.id, clock.now) is True


def test_a_lost_run_is_queued_again_and_in_the_end_given_up(world, standing_clock) -> None:
    run = _queued(world)
    for _turn in range(runs.MOST_ATTEMPTS):
        queue.claim_run(world.session, run.id, clock.now())
        world.session.commit()
        standing_clock.pass_by(minutes=runs.STALE_AFTER / timedelta(minutes=1) + 1)
        assert runs.queue_again_if_lost(world.session, clock.now()) == 1
    assert run.status == RunStatus.FAILED and "never finished" in run.problem
    assert _actions(world)[-2:] == ["screening.queued_again", "screening.failed"]
    assert runs.queue_again_if_lost(world.session, clock.now()) == 0


def test_a_single_run_touches_one_supplier(world) -> None:
    world.screen_all()
    run = _queued(world, world.lawyer.id)
    assert screenings.run(world.session, run.id, clock.now)
    reports = world.session.scalars(select(StoredReport).where(StoredReport.run_id == run.id)).all()
    assert [report.supplier_id for report in reports] == [world.lawyer.id]
    assert (reports[0].rank_before, reports[0].moved) == (reports[0].rank_after, [])


def test_a_run_never_reads_another_councils_supplier(world) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    run = runs.new_run(world.session, other.id, world.lawyer.id, "test", clock.now(), clock.today())
    world.session.commit()
    with pytest.raises(LookupError):
        screenings.run(world.session, run.id, clock.now)


def test_a_failure_is_shown_until_a_later_run_went_well(world, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenings.screening, "screen", lambda case, **more: 1 / 0)
    run = _queued(world, world.cleaner.id)
    with pytest.raises(ZeroDivisionError):
        screenings.run(world.session, run.id, clock.now)
    council, supplier = world.council.id, world.cleaner.id
    assert queue.open_run(world.session, council, supplier) == run
    assert queue.open_run(world.session, council, None) is None
    monkeypatch.undo()
    world.screen_all()
    assert queue.open_run(world.session, council, supplier) is None


def test_a_supplier_screened_meanwhile_keeps_its_later_report(world, monkeypatch: pytest.MonkeyPatch) -> None:
    world.screen_all()
    whole, single = _queued(world), _queued(world, world.cleaner.id)
    real = screenings.store.put_in_force

    def answered_meanwhile(session, work) -> None:
        if work.id == whole.id:
            screenings.run(session, single.id, clock.now)
        real(session, work)

    monkeypatch.setattr(screenings.store, "put_in_force", answered_meanwhile)
    assert screenings.run(world.session, whole.id, clock.now)
    suppliers = [world.cleaner.id, world.lawyer.id]
    reports = queue.current_reports(world.session, world.council.id, suppliers)
    assert [reports[supplier].run_id for supplier in suppliers] == [single.id, whole.id]


def test_what_a_lost_attempt_wrote_is_discarded(world, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenings.store, "put_in_force", lambda session, work: 1 / 0)
    run = _queued(world)
    with pytest.raises(ZeroDivisionError):
        screenings.run(world.session, run.id, clock.now)
    assert world.session.scalars(select(StoredReport)).all() == []
    monkeypatch.undo()
    assert screenings.run(world.session, run.id, clock.now)
    assert len(_current_ids(world)) == len(world.session.scalars(select(StoredReport)).all()) == 3
