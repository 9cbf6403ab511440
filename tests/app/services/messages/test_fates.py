"""What became of messages: Notify is asked seldom and for a few days, reports are read once."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from app.extensions import clock
from app.services.messages import fates, mail
from app.settings import Settings
from models import Delivery, OutboxMessage
from support.fake_notify import FakeNotify, notify_id
from support.returned_mail import deliver, report

JO = "jo@supplier.example"


@pytest.fixture
def with_notify() -> Settings:
    return Settings(
        secret_key="k" * 32,
        database_url="postgresql+psycopg://db.example/fairhand",
        base_url="https://slavery.council.example",
        notify_api_key="a-key",
        notify_template_id="f33517ff-2a88-4f6e-b855-c550268ce08a",
    )


@pytest.fixture
def with_folder(with_notify, tmp_path) -> Settings:
    smtp = {"notify_api_key": "", "smtp_host": "mail.council.example", "mail_from": "p@council.example"}
    return Settings(**with_notify.model_dump() | smtp | {"bounce_maildir": tmp_path / "returned"})


@pytest.fixture
def notify(monkeypatch) -> FakeNotify:
    return FakeNotify(monkeypatch)


def _handed_over(session, settings: Settings) -> OutboxMessage:
    message = mail.queue_message(session, settings, JO, "Hello", "https://link", clock.now())
    session.info.clear()
    session.commit()
    assert mail.deliver(session, settings, message.id, clock.now())
    return message


def _held(session, name: str = "<1.secret@council.example>") -> OutboxMessage:
    message = OutboxMessage(
        to=JO, subject="Hello", body="", queued_at=clock.now(), sent_at=clock.now(), handed_as=name
    )
    session.add(message)
    session.commit()
    return message


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        ("delivered", Delivery.DELIVERED),
        ("permanent-failure", Delivery.NO_MAILBOX),
        ("temporary-failure", Delivery.REFUSED),
        ("technical-failure", Delivery.TECHNICAL),
    ],
)
def test_what_notify_says_is_kept_and_it_is_asked_no_more(
    session, with_notify, notify, standing_clock, status, delivery
) -> None:
    message = _handed_over(session, with_notify)
    assert message.delivery == Delivery.UNKNOWN  # handed over, and no more than that
    assert fates.ask_notify(session, with_notify, clock.now()) == 0 and notify.asked == []
    notify.statuses[notify_id(1)] = status
    standing_clock.pass_by(minutes=6)
    assert fates.ask_notify(session, with_notify, clock.now()) == 1
    assert (message.delivery, message.fate_at, message.look_at) == (delivery, clock.now(), None)
    assert message.problem == ("" if status == "delivered" else status)
    standing_clock.pass_by(days=2)
    assert fates.ask_notify(session, with_notify, clock.now()) == 0
    assert notify.asked == [notify_id(1)]


def test_a_message_under_way_is_asked_of_less_and_less_often_and_then_no_more(
    session, with_notify, notify, standing_clock
) -> None:
    message = _handed_over(session, with_notify)
    sent, asked = clock.now(), []
    while message.look_at is not None:
        standing_clock.moment = message.look_at
        asked.append(clock.now() - sent)
        fates.ask_notify(session, with_notify, clock.now())
        assert len(notify.asked) == len(asked) <= 20
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert pauses == sorted(pauses) and len(asked) == 8
    assert (
        timedelta(days=3) < asked[-1] < timedelta(days=7)
    )  # Notify tries for three days, forgets after seven
    assert message.delivery == Delivery.UNKNOWN


def test_notify_out_of_reach_is_left_alone_until_the_next_turn(
    session, with_notify, notify, standing_clock
) -> None:
    first, second = _handed_over(session, with_notify), _handed_over(session, with_notify)
    notify.statuses = {notify_id(1): 503, notify_id(2): "delivered"}
    standing_clock.pass_by(minutes=6)
    assert fates.ask_notify(session, with_notify, clock.now()) == 0
    assert notify.asked == [notify_id(1)] and (first.looks, second.looks) == (0, 0)
    notify.statuses[notify_id(1)] = "delivered"
    assert fates.ask_notify(session, with_notify, clock.now()) == 2


def test_a_message_that_notify_has_forgotten_stays_unknown(
    session, with_notify, notify, standing_clock
) -> None:
    message = _handed_over(session, with_notify)
    notify.statuses[notify_id(1)] = 404
    standing_clock.pass_by(minutes=6)
    fates.ask_notify(session, with_notify, clock.now())
    assert (message.delivery, message.look_at) == (Delivery.UNKNOWN, None)


def test_a_report_settles_its_message_and_is_removed(session, with_folder) -> None:
    message = _held(session)
    path = deliver(with_folder.bounce_maildir, report(message.handed_as, JO.upper()))
    assert fates.read_returned(session, with_folder, clock.now()) == 1
    assert (message.delivery, message.fate_at) == (Delivery.NO_MAILBOX, clock.now())
    assert "User unknown" in message.problem and not path.exists()
    assert fates.read_returned(session, with_folder, clock.now()) == 0


@pytest.mark.parametrize(
    ("name", "recipient"),
    [("<1.guessed@council.example>", JO), ("<1.secret@council.example>", "x@y.example")],
)
def test_what_names_no_message_of_ours_or_another_recipient_is_kept_for_people(
    session, with_folder, name, recipient
) -> None:
    message = _held(session)
    path = deliver(with_folder.bounce_maildir, report(name, recipient))
    assert fates.read_returned(session, with_folder, clock.now()) == 0
    assert message.delivery == Delivery.UNKNOWN and not path.exists()
    [kept] = (with_folder.bounce_maildir / "cur").iterdir()
    assert kept.name == f"{path.name}:2,S" and kept.read_bytes() == report(name, recipient)


def test_a_message_said_to_be_delivered_can_still_come_back_and_not_the_other_way(
    session, with_folder
) -> None:
    message, folder = _held(session), with_folder.bounce_maildir
    for action, status, stands in (
        ("delivered", "2.0.0", Delivery.DELIVERED),
        ("failed", "5.1.1", Delivery.NO_MAILBOX),
        ("delivered", "2.0.0", Delivery.NO_MAILBOX),
    ):
        deliver(folder, report(message.handed_as, JO, action=action, status=status))
        fates.read_returned(session, with_folder, clock.now())
        assert message.delivery == stands


def test_without_the_folder_nothing_is_read(session, with_folder) -> None:
    assert fates.read_returned(session, with_folder, clock.now()) == 0
    assert not with_folder.bounce_maildir.exists()
