"""Merging two suppliers and undoing it is told to a real receiver, signed, as the document says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from jsonschema_rs import Draft202012Validator
from sqlalchemy import select

from app.api.webhook_messages import MESSAGES
from app.extensions import clock
from app.services.outside import webhooks
from app.services.outside.webhook_sending import SIGNATURE_HEADER, signature
from app.settings import Settings
from models import DeliveryState, Webhook, WebhookDelivery, WebhookEvent
from support.merging import add_twin, merge, undo
from support.webhook_receiver import Receiver, receiver
from support.world import World

OF_MERGES = (WebhookEvent.SUPPLIER_MERGED, WebhookEvent.SUPPLIER_UNMERGED)


@pytest.fixture
def to_loopback(settings: Settings) -> Settings:
    return settings.model_copy(update={"webhooks_to_loopback": True})


@pytest.fixture
def listening() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def webhook(world: World, to_loopback: Settings, listening: Receiver) -> Webhook:
    return webhooks.make(
        world.session, to_loopback, world.officer, world.council.id, listening.url, OF_MERGES, clock.now()
    )


def waiting(world: World) -> list[WebhookDelivery]:
    query = select(WebhookDelivery).where(WebhookDelivery.state == DeliveryState.WAITING)
    return list(world.session.scalars(query.order_by(WebhookDelivery.id)))


def test_a_merge_and_its_undo_are_told_signed_and_by_id_alone(
    world: World, webhook: Webhook, to_loopback: Settings, listening: Receiver, app: Flask
) -> None:
    twin = add_twin(world)
    made = merge(world.session, world.officer, world.cleaner, twin)
    undo(world.session, world.officer, made)
    for one in waiting(world):
        assert webhooks.deliver(world.session, to_loopback, one.id, clock.now())
    ids = {"merge_id": made.id, "supplier_id": world.cleaner.id, "merged_supplier_id": twin.id}
    told = [json.loads(body) for _headers, body in listening.messages]
    assert [(one["event"], one["data"]) for one in told] == [
        ("supplier.merged", ids),
        ("supplier.unmerged", ids),
    ]
    secret = webhooks.secret_of(to_loopback, webhook)
    document = app.test_client().get("/api/openapi.json").json
    for (headers, body), message in zip(listening.messages, told, strict=True):
        moment = int(headers[SIGNATURE_HEADER].partition(",")[0].removeprefix("t="))
        assert headers[SIGNATURE_HEADER] == signature(secret, moment, body)
        assert headers["Fairhand-Event"] == message["event"]
        assert b"NORTHGATE" not in body.upper()
        content = document["webhooks"][message["event"]]["post"]["requestBody"]["content"]
        schema = {**content["application/json"]["schema"], "components": document["components"]}
        Draft202012Validator(schema).validate(message)


def test_nothing_is_told_of_a_merge_that_was_refused(world: World, webhook: Webhook) -> None:
    twin = add_twin(world)
    world.cleaner.company_number = "07654321"
    world.session.commit()
    with pytest.raises(Exception, match="two_numbers"):
        merge(world.session, world.officer, world.cleaner, twin)
    world.session.rollback()
    assert waiting(world) == []


def test_every_event_has_its_message_in_the_document(app: Flask) -> None:
    document = app.test_client().get("/api/openapi.json").json
    assert set(MESSAGES) == set(WebhookEvent)
    assert set(document["webhooks"]) == {event.value for event in WebhookEvent}
    for event, told in document["webhooks"].items():
        name = told["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert document["components"]["schemas"][name]["properties"]["event"]["const"] == event
