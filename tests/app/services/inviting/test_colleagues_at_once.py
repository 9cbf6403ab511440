"""Two of a supplier's people at one moment, on connections of their own: declaring while a section is sent
back, handing on while the response is submitted, and asking two people to declare."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from app.store import audit
from app.store import colleagues as store
from models import (
    AuditEvent,
    Delegation,
    Invitation,
    OutboxMessage,
    Person,
    ResponseStatus,
    SectionReturn,
)
from support.world import answer_everything

#: How long a thread that should be waiting is given to show that it does not wait.
MOMENT = 0.3


@pytest.fixture
def own_session(world, app) -> Callable[[], AbstractContextManager[Session]]:
    """Sessions as other requests have them: on connections of their own."""
    engine = create_engine(world.session.get_bind().url)

    @contextmanager
    def opened() -> Iterator[Session]:
        with app.app_context(), Session(engine) as session:
            yield session

    yield opened
    engine.dispose()


@pytest.fixture
def declarer(world, invitation) -> int:
    """Everything is answered, and a colleague is asked to declare; the colleague's id."""
    answer_everything(world, invitation)
    asked, _link = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        "",
        "di@supplier.example",
        "Di",
        clock.now(),
    )
    return asked.person_id


@pytest.fixture
def section(invitation) -> str:
    return answering.questionnaire_of(invitation.response).sections[0].id


def as_request(sessions, invitation_id: int, person_id: int, act: Callable[..., Any]) -> Any:
    """What a request does that has read the response as a draft before, or the name of what refused it."""
    with sessions() as session:
        there, person = session.get_one(Invitation, invitation_id), session.get_one(Person, person_id)
        assert there.response.status == ResponseStatus.DRAFT
        try:
            return act(session, person, there)
        except (answering.AlreadySubmitted, answering.SentBack) as refused:
            return type(refused).__name__


def submit(session, person, there) -> str:
    now, today = clock.now(), clock.today()
    return str(answering.submit(session, person, there, "Di Rector", "Director", now, today).reference)


def counted(world, table, *where) -> int:
    world.session.rollback()
    return world.session.scalar(select(func.count()).select_from(table).where(*where))


def test_no_section_is_sent_back_once_the_response_is_submitted(
    world, invitation, declarer, section, own_session, monkeypatch
) -> None:
    """The submission is decided and not yet committed when the section is sent back."""
    world.session.commit()
    invitation_id, settings = invitation.id, world.settings
    sending: list[Any] = []
    validate = answering.answering.validate

    def send_back(session, person, there) -> str:
        colleagues.send_back(session, settings, person, there, section, "Once more", clock.now())
        return "sent back"

    def validate_while_another_sends_back(*arguments: Any) -> Any:
        problems = validate(*arguments)
        pool = ThreadPoolExecutor(1)
        sending.append(pool.submit(as_request, own_session, invitation_id, declarer, send_back))
        pool.shutdown(wait=False)
        threading.Event().wait(MOMENT)
        assert not sending[0].done(), "a section was sent back while the response was being submitted"
        return problems

    monkeypatch.setattr(answering.answering, "validate", validate_while_another_sends_back)
    assert as_request(own_session, invitation_id, declarer, submit).startswith("FH-")
    assert sending[0].result() == "AlreadySubmitted"
    assert counted(world, SectionReturn) == 0
    assert counted(world, OutboxMessage, OutboxMessage.body.contains("Once more")) == 0
    assert audit.first_broken(world.session) is None


def test_no_response_is_submitted_while_a_section_is_sent_back(
    world, invitation, declarer, section, own_session, monkeypatch
) -> None:
    """The section is sent back, and not yet committed, when somebody submits."""
    world.session.commit()
    invitation_id = invitation.id
    submitting: list[Any] = []
    record = colleagues.audit.record

    def record_while_another_submits(session, person, action, *args, **kwargs):
        if action == "section.sent_back":
            pool = ThreadPoolExecutor(1)
            submitting.append(pool.submit(as_request, own_session, invitation_id, declarer, submit))
            pool.shutdown(wait=False)
            threading.Event().wait(MOMENT)
            assert not submitting[0].done(), "it was submitted while a section was being sent back"
        return record(session, person, action, *args, **kwargs)

    def send_back(session, person, there) -> str:
        colleagues.send_back(session, world.settings, person, there, section, "Once more", clock.now())
        return "sent back"

    monkeypatch.setattr(colleagues.audit, "record", record_while_another_submits)
    assert as_request(own_session, invitation_id, declarer, send_back) == "sent back"
    assert submitting[0].result() == "SentBack"
    world.session.expire_all()
    assert invitation.response.status == ResponseStatus.DRAFT
    assert len(store.open_returns(world.session, invitation.response_id)) == 1


def test_of_two_who_are_asked_to_declare_at_one_moment_one_is(
    world, invitation, own_session, monkeypatch
) -> None:
    world.session.commit()
    invitation_id, owner, settings = invitation.id, invitation.contact_id, world.settings
    barrier = threading.Barrier(2)

    def asked(email: str) -> Callable[[], Any]:
        def ask(session, person, there):
            barrier.wait()
            return colleagues.ask(session, settings, person, there, "", email, "", clock.now())[0].id

        return lambda: as_request(own_session, invitation_id, owner, ask)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(asked(f"{name}@supplier.example")) for name in ("di", "ed")]
    assert len({one.result() for one in both}) == 2
    standing = counted(world, Delegation, Delegation.revoked_at.is_(None))
    assert standing == 1, "two people were to declare"
    assert counted(world, AuditEvent, AuditEvent.action == "delegation.withdrawn") == 1


def test_what_was_sent_back_is_settled_once(world, invitation, declarer, section, own_session) -> None:
    di = world.session.get_one(Person, declarer)
    returned = colleagues.send_back(
        world.session, world.settings, di, invitation, section, "Once more", clock.now()
    )
    world.session.commit()
    invitation_id, owner, returned_id = invitation.id, invitation.contact_id, returned.id
    settings, barrier = world.settings, threading.Barrier(2)

    def settle(session, person, there) -> None:
        back = session.get_one(SectionReturn, returned_id)
        assert back.settled_at is None
        barrier.wait()
        colleagues.settle(session, settings, person, there, back, clock.now())

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(as_request, own_session, invitation_id, owner, settle) for _ in range(2)]:
            assert one.result() is None
    assert counted(world, AuditEvent, AuditEvent.action == "section.settled") == 1
    assert counted(world, OutboxMessage, OutboxMessage.subject.contains("has been dealt with")) == 1
