"""Mail by GOV.UK Notify, against a small stand-in for its client."""

from __future__ import annotations

import sys

import pytest

from app.extensions import clock
from app.services.messages import mail
from app.settings import Settings
from support.fake_notify import FakeNotify, notify_id


@pytest.fixture
def with_notify() -> Settings:
    return Settings(
        secret_key="k" * 32,
        database_url="postgresql+psycopg://db.example/fairhand",
        base_url="https://slavery.council.example",
        notify_api_key="a-key",
        notify_template_id="f33517ff-2a88-4f6e-b855-c550268ce08a",
    )


def _queued(session, settings: Settings):
    message = mail.queue_message(
        session, settings, "c@supplier.example", "Hello", "https://link", clock.now()
    )
    assert session.info.pop("tasks_after_commit")  # it would leave after the commit
    session.commit()
    return message


def test_a_message_goes_to_notify_once_by_the_councils_template(session, with_notify, monkeypatch) -> None:
    notify = FakeNotify(monkeypatch)
    message = _queued(session, with_notify)
    body = message.body
    assert body.startswith("https://link\n")
    for _turn in range(2):
        assert mail.deliver(session, with_notify, message.id, clock.now())
    assert notify.taken == [
        {
            "email_address": "c@supplier.example",
            "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
            "personalisation": {"subject": "Hello", "body": body},
        }
    ]
    [(key, options)] = notify.made
    assert key == "a-key" and options["base_url"] == with_notify.notify_base_url
    assert "https://link" not in message.body
    assert message.handed_as == notify_id(1)


def test_a_refusal_is_kept_in_sight(session, with_notify, monkeypatch) -> None:
    notify = FakeNotify(monkeypatch)
    notify.refuses = True
    message = _queued(session, with_notify)
    assert not mail.deliver(session, with_notify, message.id, clock.now())
    assert "403: Invalid token" in message.problem and message.sent_at is None


def test_without_the_package_the_way_to_mend_it_is_said(session, with_notify, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "notifications_python_client", None)
    message = _queued(session, with_notify)
    assert not mail.deliver(session, with_notify, message.id, clock.now())
    assert "extra `notify`" in message.problem


def test_a_key_without_a_template_is_refused(with_notify) -> None:
    with pytest.raises(ValueError, match="FAIRHAND_NOTIFY_TEMPLATE_ID"):
        Settings(**with_notify.model_dump() | {"notify_template_id": ""})
