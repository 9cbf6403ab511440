"""Tasks leave after the commit and only then."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import queue
from app.extensions import celery


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[int, ...]]]:
    gone: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(celery, "send_task", lambda name, args: gone.append((name, args)))
    return gone


def test_a_commit_sends_each_task_once(session: Session, sent: list) -> None:
    session.execute(text("select 1"))
    queue.after_commit(session, "screening.run", 7)
    assert sent == []
    session.commit()
    session.execute(text("select 1"))
    session.commit()
    assert sent == [("screening.run", (7,))]


def test_a_rollback_sends_nothing_ever(session: Session, sent: list) -> None:
    session.execute(text("select 1"))
    queue.after_commit(session, "screening.run", 7)
    session.rollback()
    session.execute(text("select 1"))
    session.commit()
    assert sent == []
