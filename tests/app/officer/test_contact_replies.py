"""What contacts said of being asked, on the officer's pages, and the reply to a wish for more time."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.inviting import contact_requests
from app.services.inviting.contact_requests import NotMine, TimeReason

WANTED = date(2026, 12, 31)


@pytest.fixture
def wished(world, invitation):
    contact_requests.ask_more_time(
        world.session, world.settings, invitation.contact, invitation, WANTED, TimeReason.HELP, clock.now()
    )
    return invitation


def test_the_wish_stands_on_the_suppliers_page_and_in_my_work(world, wished, sign_in) -> None:
    client, supplier = sign_in(world.officer), world.cleaner.id
    for address in (f"/officer/suppliers/{supplier}", f"/officer/suppliers/{supplier}/answers"):
        text = client.get(address).text
        assert "asks for time until 31 December 2026" in text and "need help" in text
        assert f"/officer/suppliers/{supplier}/more-time" in text
    everything = client.get(f"/officer/suppliers/{supplier}/all").text
    assert everything.count("asks for time until") == 1
    assert "asks for more time" in client.get("/officer/my-work").text


@pytest.mark.parametrize(
    ("form", "due", "said"),
    [
        ({"answer": "yes"}, WANTED, "has more time"),
        ({"answer": "other", "until": "20/12/2026"}, date(2026, 12, 20), "has more time"),
        ({"answer": "no"}, date(2026, 12, 11), "the day stays as it is"),
    ],
)
def test_an_officer_replies(world, wished, sign_in, form, due, said) -> None:
    client, address = sign_in(world.officer), f"/officer/suppliers/{world.cleaner.id}/more-time"
    assert said in client.post(address, data=form, follow_redirects=True).text
    world.session.refresh(wished)
    assert (wished.due_on, wished.wanted_due_on) == (due, None)
    assert "Nobody asks for more time" in client.get(address, follow_redirects=True).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose an answer"),
        ({"answer": "other"}, "Enter a day such as 14/12/2026"),
        ({"answer": "other", "until": "11/12/2026"}, "Enter a day after 11 December 2026"),
    ],
)
def test_a_reply_must_say_what(world, wished, sign_in, form, said) -> None:
    client = sign_in(world.officer)
    text = client.post(f"/officer/suppliers/{world.cleaner.id}/more-time", data=form).text
    assert said in text and "There is a problem" in text
    assert wished.wanted_due_on == WANTED


def test_that_nobody_is_asked_stands_on_the_page_until_somebody_is(world, invitation, sign_in) -> None:
    contact_requests.decline(
        world.session, world.settings, invitation.contact, invitation, NotMine.LEFT, clock.now()
    )
    client, supplier = sign_in(world.officer), world.cleaner.id
    text = client.get(f"/officer/suppliers/{supplier}").text
    assert "said that they are not the person to answer" in text and "no longer work there" in text
    assert "the one asked is not the right person" in client.get("/officer/my-work").text
    assert "not the right person" in client.get(f"/officer/suppliers/{supplier}/timeline").text


def test_an_address_that_takes_no_mail_is_named(world, invitation, sign_in) -> None:
    from sqlalchemy import select

    from models import OutboxMessage

    message = world.session.scalars(
        select(OutboxMessage).where(OutboxMessage.to == invitation.contact.email)
    ).first()
    message.problem, message.attempts = "SMTPRecipientsRefused: 550 no such user", 5
    world.session.commit()
    text = sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/answers").text
    assert "could not be delivered" in text and "550 no such user" in text
