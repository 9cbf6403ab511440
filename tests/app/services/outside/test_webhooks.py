"""Telling a council's own systems of changes: what is told, tried again, and given up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.outside import webhooks
from app.services.outside.webhook_sending import signature
from app.settings import Settings
from app.store import audit
from models import (
    Contract,
    Council,
    DeliveryState,
    OutboxMessage,
    Person,
    Role,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)
from support.two_councils import ask, submit, withdraw
from support.webhook_receiver import Receiver, receiver
from support.world import StandingClock, World


@pytest.fixture
def to_loopback(settings: Settings) -> Settings:
    return settings.model_copy(update={"webhooks_to_loopback": True})


@pytest.fixture
def listening() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def lead(world: World) -> Person:
    person = Person(email="lee@anytown.example", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


@pytest.fixture
def webhook(world: World, lead: Person, to_loopback: Settings, listening: Receiver) -> Webhook:
    return webhooks.make(
        world.session, to_loopback, lead, world.council.id, listening.url, tuple(WebhookEvent), clock.now()
    )


def _deliveries(world: World) -> list[WebhookDelivery]:
    query = select(WebhookDelivery).order_by(WebhookDelivery.id)
    return list(world.session.scalars(query.execution_options(populate_existing=True)))


def _deliver_all(world: World, settings: Settings) -> list[bool]:
    return [
        webhooks.deliver(world.session, settings, one.id, clock.now())
        for one in _deliveries(world)
        if one.state == DeliveryState.WAITING
    ]


def _tell(world: World) -> None:
    webhooks.tell(
        world.session, world.council.id, WebhookEvent.CORRECTION_OPENED, {"supplier_id": 1}, clock.now()
    )
    world.session.commit()


def _make_the_lawyer_clean(world: World) -> None:
    world.lawyer.contracts.append(
        Contract(council_id=world.council.id, title="Cleaning", cpv=["90919200"], value=Decimal(900_000))
    )
    world.session.commit()


def test_a_first_screening_changes_no_band_and_a_changed_one_is_told(
    world: World, webhook: Webhook, to_loopback: Settings, listening: Receiver
) -> None:
    world.screen_all()
    assert _deliveries(world) == []
    _make_the_lawyer_clean(world)
    world.screen_all()
    assert _deliver_all(world, to_loopback) == [True]

    ((headers, body),) = listening.messages
    told = json.loads(body)
    change = {"supplier_id": world.lawyer.id, "band_before": "low", "band": "high"}
    assert told == {
        "id": _deliveries(world)[0].id,
        "event": "bands.changed",
        "at": "2026-11-20T10:30:00Z",
        "data": {"run_id": 2, "changes": [change]},
    }
    moment = int(clock.now().timestamp())
    secret = webhooks.secret_of(to_loopback, webhook)
    assert headers["Fairhand-Signature"] == signature(secret, moment, body)
    assert headers["Fairhand-Event"] == "bands.changed"
    (delivery,) = _deliveries(world)
    assert (delivery.state, delivery.answered, delivery.attempts) == (DeliveryState.DELIVERED, 204, 1)

    world.screen_all()
    assert len(_deliveries(world)) == 1


def test_many_changes_go_in_several_messages(
    world: World, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "CHANGES_IN_A_MESSAGE", 1)
    world.screen_all()
    _make_the_lawyer_clean(world)
    for contract in world.cleaner.contracts:
        contract.cpv = ["79100000"]
    world.session.commit()
    world.screen_all()
    told = [json.loads(one.payload)["data"]["changes"] for one in _deliveries(world)]
    assert [change["supplier_id"] for (change,) in told] == [world.cleaner.id, world.lawyer.id]


def test_shared_answers_are_told_by_id_and_nothing_of_what_they_say(world: World, webhook: Webhook) -> None:
    world.screen_all()
    asked = ask(world, world.cleaner)
    response = submit(world, asked)
    shared = [one for one in _deliveries(world) if one.event == WebhookEvent.RESPONSE_SHARED]
    assert [json.loads(one.payload)["data"] for one in shared] == [
        {"supplier_id": world.cleaner.id, "response_id": response.id}
    ]
    withdraw(world, asked)
    assert [one for one in _deliveries(world) if one.event == WebhookEvent.RESPONSE_SHARED] == shared


def test_only_the_council_itself_is_told_and_only_of_what_it_wants(
    world: World, webhook: Webhook, lead: Person, to_loopback: Settings
) -> None:
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.commit()
    assert webhooks.tell(world.session, other.id, WebhookEvent.BANDS_CHANGED, {}, clock.now()) == 0
    webhooks.change(
        world.session, to_loopback, lead, webhook, clock.now(), events=[WebhookEvent.RESPONSE_SHARED]
    )
    council_id = world.council.id
    assert webhooks.tell(world.session, council_id, WebhookEvent.BANDS_CHANGED, {}, clock.now()) == 0
    assert webhooks.tell(world.session, council_id, WebhookEvent.RESPONSE_SHARED, {}, clock.now()) == 1


def test_what_is_not_taken_is_tried_again_with_growing_pauses_and_given_up(
    world: World,
    webhook: Webhook,
    to_loopback: Settings,
    listening: Receiver,
    standing_clock: StandingClock,
) -> None:
    listening.status = 503
    _tell(world)
    (delivery,) = _deliveries(world)
    waited = []
    while delivery.state == DeliveryState.WAITING:
        assert webhooks.deliver(world.session, to_loopback, delivery.id, clock.now()) is False
        assert webhooks.deliver(world.session, to_loopback, delivery.id, clock.now()) is False  # not due
        if delivery.state == DeliveryState.WAITING:
            waited.append((delivery.next_at - clock.now()).total_seconds() / 60)
            assert webhooks.send_due(world.session, clock.now()) == 0
            standing_clock.moment = delivery.next_at + timedelta(seconds=1)
            assert webhooks.send_due(world.session, clock.now()) == 1
    assert waited == [1, 5, 25, 125, 625]
    assert len(listening.messages) == 6
    assert len({body for _headers, body in listening.messages}) == 1
    assert (delivery.state, delivery.answered) == (DeliveryState.GIVEN_UP, 503)
    assert delivery.problem == "answered with HTTP status 503"
    assert webhook.failures == 6


def test_after_too_many_failures_it_is_turned_off_and_the_leads_are_told(
    world: World,
    webhook: Webhook,
    lead: Person,
    to_loopback: Settings,
    listening: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "MOST_FAILURES", 3)
    listening.status = 500
    for _number in range(4):
        _tell(world)
    _deliver_all(world, to_loopback)
    assert webhook.is_active is False
    assert len(listening.messages) == 3
    last = _deliveries(world)[-1]
    assert (last.state, last.problem) == (DeliveryState.GIVEN_UP, "the webhook is off")
    (message,) = world.session.scalars(select(OutboxMessage))
    assert message.to == lead.email
    assert listening.url in message.body
    assert "http://localhost/officer/api" in message.body
    assert audit.first_broken(world.session) is None

    _tell(world)
    assert len(_deliveries(world)) == 4
    listening.status = 200
    webhooks.change(world.session, to_loopback, lead, webhook, clock.now(), active=True)
    _tell(world)
    assert _deliver_all(world, to_loopback)[-1] is True
    assert webhook.failures == 0


def test_a_delivery_whose_worker_was_lost_is_taken_up_again(
    world: World, webhook: Webhook, to_loopback: Settings, standing_clock: StandingClock, listening: Receiver
) -> None:
    _tell(world)
    (delivery,) = _deliveries(world)
    assert webhooks.store.claim(world.session, delivery.id, clock.now(), clock.now() + timedelta(minutes=5))
    world.session.commit()
    assert webhooks.deliver(world.session, to_loopback, delivery.id, clock.now()) is False
    standing_clock.pass_by(minutes=6)
    assert webhooks.send_due(world.session, clock.now()) == 1
    assert webhooks.deliver(world.session, to_loopback, delivery.id, clock.now()) is True
    assert len(listening.messages) == 1


def test_nothing_is_told_of_what_was_taken_back(world: World, webhook: Webhook) -> None:
    webhooks.tell(world.session, world.council.id, WebhookEvent.BANDS_CHANGED, {}, clock.now())
    world.session.rollback()
    assert _deliveries(world) == []


def test_the_secret_depends_on_the_webhook_and_on_the_services_key(
    world: World, webhook: Webhook, lead: Person, to_loopback: Settings, listening: Receiver
) -> None:
    another = webhooks.make(
        world.session, to_loopback, lead, world.council.id, listening.url, tuple(WebhookEvent), clock.now()
    )
    other_key = Settings(
        **{**to_loopback.model_dump(), "secret_key": "another key, of forty characters or so"}
    )
    secrets = {
        webhooks.secret_of(to_loopback, webhook),
        webhooks.secret_of(to_loopback, another),
        webhooks.secret_of(other_key, webhook),
    }
    assert len(secrets) == 3
    assert webhooks.secret_of(to_loopback, webhook) == webhooks.secret_of(to_loopback, webhook)
    assert all(webhook.salt not in secret for secret in secrets)


def test_a_council_has_so_many_and_no_more(
    world: World, webhook: Webhook, lead: Person, to_loopback: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MOST_OF_COUNCIL", 1)
    with pytest.raises(webhooks.TooMany):
        webhooks.make(
            world.session, to_loopback, lead, world.council.id, webhook.url, tuple(WebhookEvent), clock.now()
        )
    webhooks.remove(world.session, lead, webhook, clock.now())
    webhooks.make(
        world.session, to_loopback, lead, world.council.id, webhook.url, tuple(WebhookEvent), clock.now()
    )
