"""The officer's page on which the address of a contact is corrected, and where it is reached from."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.store import outbox
from models import Delivery, OutboxMessage


@pytest.fixture
def returned(world, invitation):
    query = select(OutboxMessage).where(OutboxMessage.to == invitation.contact.email)
    message = world.session.scalars(query.order_by(OutboxMessage.id.desc())).first()
    message.sent_at = clock.now()
    outbox.settle(world.session, message.id, Delivery.NO_MAILBOX, "5.1.1 <b>User</b> unknown", clock.now())
    world.session.commit()
    return invitation


def test_the_suppliers_page_and_my_work_lead_to_it(world, returned, sign_in) -> None:
    client, here = sign_in(world.officer), f"/officer/suppliers/{world.cleaner.id}"
    for address in (f"{here}/answers", "/officer/my-work"):
        assert f'href="{here}/address"' in client.get(address).text
    said = client.get(f"{here}/answers").text
    assert "there is no such mailbox" in said and "&lt;b&gt;User&lt;/b&gt; unknown" in said


def test_the_right_address_is_asked_and_nothing_is_left_to_correct(world, returned, sign_in) -> None:
    client, here = sign_in(world.officer), f"/officer/suppliers/{world.cleaner.id}/address"
    page = client.get(here).text
    assert returned.contact.email in page
    sent = client.post(here, data={"email": "new@northgate.example", "due_on": "14/12/2026"})
    assert sent.status_code == 302
    after = client.get(sent.location).text
    assert "Sent again, to new@northgate.example." in after and "no such mailbox" not in after
    assert client.get(here).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"), [("email", "nobody"), ("email", "ann@anytown.example"), ("due_on", "1/1/2020")]
)
def test_what_is_wrong_is_said_beside_it(world, returned, sign_in, field, value) -> None:
    client = sign_in(world.officer)
    form = {"email": "new@northgate.example", "due_on": "14/12/2026"} | {field: value}
    page = client.post(f"/officer/suppliers/{world.cleaner.id}/address", data=form).text
    assert f'href="#{field}"' in page
    world.session.expire_all()
    assert returned.revoked_at is None


@pytest.mark.parametrize(
    ("delivery", "words"),
    [(Delivery.REFUSED, "the mailbox did not take it"), (Delivery.TECHNICAL, "for a technical reason")],
)
def test_each_reason_is_told_in_both_languages(world, returned, sign_in, delivery, words) -> None:
    query = select(OutboxMessage).where(OutboxMessage.delivery == Delivery.NO_MAILBOX)
    world.session.scalars(query).one().delivery = delivery
    world.session.commit()
    client, here = sign_in(world.officer), f"/officer/suppliers/{world.cleaner.id}/address"
    assert words in client.get(here).text
