"""Reports on mail that came back: what is read in them, and that nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.messages import bounces
from models import Delivery
from support.returned_mail import report

ID, JO = "<7.abc@council.example>", "jo@supplier.example"


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_message_recipient_and_why(kind) -> None:
    [found] = bounces.read(report(ID, JO, kind=kind))
    assert found == bounces.Report(ID, JO, Delivery.NO_MAILBOX, "5.1.1 550 5.1.1 User unknown")


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        ("5.1.1", Delivery.NO_MAILBOX),
        ("5.1.2", Delivery.NO_MAILBOX),
        ("5.1.10", Delivery.NO_MAILBOX),
        ("5.2.1", Delivery.NO_MAILBOX),
        ("5.2.2", Delivery.REFUSED),
        ("5.7.1", Delivery.REFUSED),
        ("5.1.8", Delivery.REFUSED),  # it is our own address that is found wrong
        ("5.0.0", Delivery.REFUSED),
        ("4.4.7", Delivery.REFUSED),  # tried for days, and given up
    ],
)
def test_only_an_address_that_does_not_exist_is_told_as_such(status, delivery) -> None:
    [found] = bounces.read(report(ID, JO, status=status))
    assert found.delivery == delivery


def test_delivered_is_read_and_what_is_not_settled_is_passed_over() -> None:
    [found] = bounces.read(report(ID, JO, action="delivered", status="2.0.0", said="250 OK"))
    assert found.delivery == Delivery.DELIVERED
    for action in ("delayed", "relayed", "expanded", ""):
        assert bounces.read(report(ID, JO, action=action)) == ()


def test_what_is_no_report_or_names_no_message_is_none() -> None:
    plain = b"From: jo@supplier.example\nSubject: Undelivered\nMessage-ID: <7.abc@council.example>\n\nHello"
    assert bounces.read(plain) == ()
    assert bounces.read(report("", JO)) == () and bounces.read(report(ID, "")) == ()
    assert bounces.read(report(ID, JO).replace(b"delivery-status;", b"disposition-notification;")) == ()
    assert bounces.read(report(ID, JO) + b" " * bounces.LARGEST) == ()


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=900))
def test_no_mail_however_broken_stops_the_reading(noise, at) -> None:
    whole = report(ID, JO)
    for written in (noise, whole[:at] + noise + whole[at:], whole[:at] + noise):
        assert all(isinstance(one, bounces.Report) for one in bounces.read(written))
