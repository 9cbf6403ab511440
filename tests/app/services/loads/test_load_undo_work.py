"""Large loads are undone by a worker: once, wholly or not at all, and again when the worker was lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.intake import read_council_file
from app.services.background import background
from app.services.background.progress import silent
from app.services.loads import load_undo_work, load_undoing, supplier_files
from app.services.loads.load_undoing import Refusal, Refused
from models import AuditEvent, Contract, Council, LoadUndo, Person, Role, SourceFile, Supplier, WorkState
from support.council_files import REGISTER, contract, written

MANY = load_undo_work.AT_ONCE


@pytest.fixture
def council(session) -> Council:
    made = Council(slug="anytown", name="Anytown Council")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def lead(session, council) -> Person:
    made = Person(email="lead@anytown.example", name="Lea Lead", role=Role.LEAD, council_id=council.id)
    session.add(made)
    session.commit()
    return made


def load(session, council, folder: Path, rows, name: str = "a.csv") -> SourceFile:
    read = read_council_file(written(folder / name, REGISTER, rows))
    source = supplier_files.store_file(session, council, read, clock.now(), silent, None, False)
    session.commit()
    return source


@pytest.fixture
def large(session, council, tmp_path) -> SourceFile:
    rows = [contract(number, f"Fictitious Supplier {number} Ltd") for number in range(MANY)]
    return load(session, council, tmp_path, rows)


def begin(session, person, source) -> LoadUndo:
    return load_undo_work.begin(session, person, source, clock.now(), clock.today())


def work(session, undo_id) -> bool:
    return load_undo_work.work(session, undo_id, clock.now, clock.today())


def number(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def events(session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)))


def test_a_small_load_is_undone_at_once(session, council, lead, tmp_path) -> None:
    source = load(session, council, tmp_path, [contract(1, "Northgate Cleaning Services Ltd")])
    asked = begin(session, lead, source)
    assert (asked.state, asked.source_file_id, asked.name) == (WorkState.DONE, None, "a.csv")
    assert load_undoing.Effect(**asked.effect).contracts_out == 1
    assert (number(session, Contract), number(session, Supplier), number(session, SourceFile)) == (0, 0, 0)


def test_a_large_one_waits_for_the_worker_and_is_undone_once(session, lead, large) -> None:
    asked = begin(session, lead, large)
    assert (asked.state, asked.progress_of) == (WorkState.QUEUED, 2 * MANY)
    assert number(session, Supplier) == MANY, "nothing is undone in the request"
    assert begin(session, lead, large).id == asked.id, "a double click asks for the same"
    assert work(session, asked.id)
    assert number(session, Supplier) == number(session, Contract) == 0
    assert (asked.state, asked.progress) == (WorkState.DONE, 2 * MANY)
    assert not work(session, asked.id), "a task that is delivered twice does nothing"
    assert events(session)[-2:] == ["file.undo_asked", "file.undone"]


def test_what_came_in_between_is_told_and_nothing_is_changed(session, council, lead, large, tmp_path) -> None:
    asked = begin(session, lead, large)
    load(session, council, tmp_path, [contract(1, "Fictitious Supplier 1 Ltd")], "later.csv")
    assert work(session, asked.id)
    assert (asked.state, asked.refused) == (WorkState.FAILED, Refusal.NOT_IN_FORCE)
    assert number(session, Supplier) == MANY
    assert events(session)[-1] == "load_undo.failed"
    with pytest.raises(Refused):
        begin(session, lead, large)


def test_a_lost_worker_is_followed_by_another_and_not_for_ever(session, lead, large, standing_clock) -> None:
    asked = begin(session, lead, large)
    for _attempt in range(background.MOST_ATTEMPTS):
        asked.state = WorkState.RUNNING
        asked.attempts += 1
        session.commit()
        standing_clock.pass_by(minutes=31)
        assert load_undo_work.queue_again_if_lost(session, clock.now()) == 1
    assert asked.state == WorkState.FAILED and "never finished" in asked.problem
    again = begin(session, lead, large)
    assert again.id != asked.id
    again.state, again.queued_at = WorkState.RUNNING, clock.now() - timedelta(hours=1)
    session.commit()
    load_undo_work.queue_again_if_lost(session, clock.now())
    assert work(session, again.id) and number(session, Supplier) == 0


def test_a_fault_leaves_everything_as_it_was_and_is_seen(session, lead, large, monkeypatch) -> None:
    asked = begin(session, lead, large)

    def broken(*_given) -> None:
        raise RuntimeError("Mrs Jane Example")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(load_undoing, "_restore_files", broken)
        work(session, asked.id)
    assert (asked.state, asked.problem) == (WorkState.FAILED, "RuntimeError"), "no row is quoted"
    assert number(session, Contract) == MANY


def test_only_who_may_undo_asks_for_it(session, council, large) -> None:
    other = Person(email="bob@anytown.example", role=Role.OFFICER, council_id=council.id)
    session.add(other)
    session.commit()
    with pytest.raises(Refused) as refused:
        begin(session, other, large)
    assert refused.value.why is Refusal.NOT_ALLOWED
    session.rollback()
    assert number(session, LoadUndo) == 0
