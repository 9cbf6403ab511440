"""Work whose worker was killed is begun again when the queue delivers its message to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.services.background import lost_work, runs
from app.services.reports import portfolio_files
from app.store import lost_work as store
from models import BulkAct, BulkState, ReportFile, RunStatus, ScreeningRun, Upload, WorkState
from support.world import World


@contextmanager
def delivered_again(task: Any) -> Iterator[None]:
    task.push_request(delivery_info={"redelivered": True})
    try:
        yield
    finally:
        task.pop_request()


@pytest.fixture
def file(world: World) -> ReportFile:
    """A report that a worker had begun when it was killed."""
    world.screen_all()
    asked = portfolio_files.ask(world.session, world.officer, world.council, "xlsx", "en", 2, clock.now())
    asked.state, asked.attempts = WorkState.RUNNING, 1
    world.session.commit()
    return asked


def test_a_first_delivery_leaves_what_another_worker_has(file: ReportFile, world: World) -> None:
    tasks.make_report_file(file.id)
    world.session.refresh(file)
    assert (file.state, file.attempts) == (WorkState.RUNNING, 1)


def test_delivered_again_it_is_made(file: ReportFile, world: World) -> None:
    with delivered_again(tasks.make_report_file):
        tasks.make_report_file(file.id)
    world.session.refresh(file)
    assert (file.state, file.attempts, file.problem) == (WorkState.DONE, 2, "")


def test_what_was_done_is_not_done_again(file: ReportFile, world: World) -> None:
    file.state = WorkState.DONE
    world.session.commit()
    assert not lost_work.take_over(world.session, ReportFile, file.id, clock.now())


def test_what_kills_every_worker_is_left_to_the_repair(file: ReportFile, world: World) -> None:
    file.attempts = lost_work.MOST_ATTEMPTS
    world.session.commit()
    with delivered_again(tasks.make_report_file):
        tasks.make_report_file(file.id)
    world.session.refresh(file)
    assert file.state == WorkState.RUNNING


def test_a_message_that_nobody_acknowledged_for_long_says_nothing_of_the_worker(
    file: ReportFile, world: World
) -> None:
    later = clock.now() + lost_work.SURELY_LOST_WITHIN + timedelta(minutes=1)
    assert not lost_work.take_over(world.session, ReportFile, file.id, later)
    assert lost_work.take_over(world.session, ReportFile, file.id, clock.now())


def test_a_screening_is_begun_again(world: World) -> None:
    queued = runs.queue_run(world.session, world.council.id, None, "file", clock.now(), clock.today())
    queued.status, queued.started_at, queued.attempts = RunStatus.RUNNING, clock.now(), 1
    world.session.commit()
    with delivered_again(tasks.run_screening):
        tasks.run_screening(queued.id)
    run = world.session.scalars(
        select(ScreeningRun).where(ScreeningRun.id == queued.id).execution_options(populate_existing=True)
    ).one()
    assert (run.status, run.attempts) == (RunStatus.DONE, 2)


@pytest.mark.parametrize("kind", store._COLUMNS, ids=lambda kind: kind.__name__)
def test_every_kind_of_row_is_known_and_none_is_invented(world: World, kind: Any) -> None:
    assert not store.give_back(world.session, kind, 99, clock.now())
    assert store.attempts(world.session, kind, 99) == 0


def test_the_words_for_states_are_those_of_the_models() -> None:
    assert {WorkState.RUNNING, RunStatus.RUNNING, BulkState.RUNNING} == {store._RUNNING}
    assert {WorkState.QUEUED, RunStatus.QUEUED, BulkState.QUEUED} == {store._QUEUED}
    assert {Upload, BulkAct} <= store._COLUMNS.keys()
