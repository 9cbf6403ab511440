"""Mail: queued with the change it tells of, sent once, its text not kept, a refusal kept in sight."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.messages import mail
from app.settings import Settings
from models import Delivery, OutboxMessage


class PostOffice:
    """Stands in for `smtplib.SMTP` and keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.calls: list[str] = []
        self.refuses = False
        self.envelope_from: str | None = "nobody yet"
        self.refused: dict[str, tuple[int, bytes]] = {}

    def __call__(self, host: str, port: int, timeout: float) -> PostOffice:
        self.calls.append(f"{host}:{port}")
        return self

    def __enter__(self) -> PostOffice:
        return self

    def __exit__(self, *problem: Any) -> None:
        self.calls.append("bye")

    def starttls(self, *, context: ssl.SSLContext) -> None:
        checks = context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname
        self.calls.append("tls" if checks else "tls with anybody")

    def login(self, user: str, password: str) -> None:
        self.calls.append(f"login {user}")

    def send_message(self, message: EmailMessage, from_addr: str | None = None) -> None:
        self.envelope_from = from_addr
        if self.refuses:
            raise smtplib.SMTPRecipientsRefused(self.refused)
        self.taken.append(message)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    office = PostOffice()
    monkeypatch.setattr(smtplib, "SMTP", office)
    return office


@pytest.fixture
def with_server() -> Settings:
    return Settings(
        secret_key="k" * 32,
        database_url="postgresql+psycopg://db.example/fairhand",
        base_url="https://slavery.council.example",
        smtp_host="mail.council.example",
        smtp_user="fairhand",
        mail_from="procurement@council.example",
    )


def _message(session, settings: Settings) -> OutboxMessage:
    queued = mail.queue_message(session, settings, "c@supplier.example", "Hello", "https://link", clock.now())
    session.info.clear()  # nothing is sent by a worker here
    session.commit()
    return queued


def test_a_message_is_sent_once_over_tls_and_its_text_is_not_kept(session, with_server, office) -> None:
    message = _message(session, with_server)
    for _turn in range(2):
        assert mail.deliver(session, with_server, message.id, clock.now())
    [sent] = office.taken
    assert (sent["To"], sent["From"]) == ("c@supplier.example", "procurement@council.example")
    assert "https://link" in sent.get_content()
    assert sent["Date"].datetime == clock.now().replace(microsecond=0)
    assert sent["Message-ID"].endswith("@council.example>") and sent["Auto-Submitted"] == "auto-generated"
    assert office.calls == ["mail.council.example:587", "tls", "login fairhand", "bye"]
    assert "https://link" not in message.body and message.sent_at == clock.now()


def test_a_worker_leaves_a_message_alone_that_another_has_in_hand(session, with_server, office) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("beside SQLite there is one worker, which takes one message after the other")
    message, engine = _message(session, with_server), create_engine(session.get_bind().url)
    take = office.send_message

    def taken_while_another_comes(*given: Any, **named: Any) -> None:
        with Session(engine) as other:
            mail.deliver(other, with_server, message.id, clock.now())
        take(*given, **named)

    office.send_message = taken_while_another_comes  # type: ignore[method-assign]
    assert mail.deliver(session, with_server, message.id, clock.now())
    assert len(office.taken) == 1
    engine.dispose()


def test_a_refusal_is_kept_and_given_up_after_some_tries(session, with_server, office) -> None:
    office.refuses = True
    message = _message(session, with_server)
    for _turn in range(mail.MOST_ATTEMPTS + 2):
        assert not mail.deliver(session, with_server, message.id, clock.now())
    assert message.attempts == mail.MOST_ATTEMPTS
    assert "SMTPRecipientsRefused" in message.problem and message.sent_at is None


def test_without_a_server_a_message_stays_in_the_outbox(session, settings) -> None:
    mail.queue_message(session, settings, "c@supplier.example", "Hello", "text", clock.now())
    assert "tasks_after_commit" not in session.info


def test_a_message_is_in_both_languages_once_each(app, session) -> None:
    from flask_babel import format_date

    text = mail.bilingual(lambda: format_date(clock.today(), "d MMMM y"))
    assert "20 November 2026" in text and "20 Tachwedd 2026" in text
    assert mail.bilingual(lambda: "same") == "same"


def test_mail_goes_back_to_the_address_for_that_and_bears_a_name_nobody_can_guess(
    session, with_server, office
) -> None:
    message = _message(session, with_server)
    mail.deliver(session, with_server, message.id, clock.now())
    assert office.envelope_from is None  # as the message says that it is from
    back = Settings(**with_server.model_dump() | {"mail_return_to": "returned@council.example"})
    again = _message(session, back)
    mail.deliver(session, back, again.id, clock.now())
    assert office.envelope_from == "returned@council.example"
    assert [sent["Message-ID"] for sent in office.taken] == [message.handed_as, again.handed_as]
    other = Settings(**with_server.model_dump() | {"secret_key": "m" * 32})
    assert mail._message_id(other, message) != mail._message_id(with_server, message) == message.handed_as


@pytest.mark.parametrize(
    ("codes", "delivery", "tries"),
    [
        ([550], Delivery.NO_MAILBOX, 1),
        ([554], Delivery.REFUSED, 1),
        ([450], Delivery.TECHNICAL, mail.MOST_ATTEMPTS),
    ],
)
def test_a_refusal_for_good_ends_the_tries_at_once(
    session, with_server, office, codes, delivery, tries
) -> None:
    office.refused = {f"{n}@supplier.example": (code, b"no") for n, code in enumerate(codes)}
    office.refuses, message = True, _message(session, with_server)
    for _turn in range(mail.MOST_ATTEMPTS + 2):
        assert not mail.deliver(session, with_server, message.id, clock.now())
    assert (message.delivery, message.attempts, message.sent_at) == (delivery, tries, None)
    assert message.fate_at == clock.now()
