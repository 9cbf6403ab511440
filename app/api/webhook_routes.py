"""Webhooks: where the council's own systems want to be told of changes."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import url_for
from pydantic import Field
from pydantic import StringConstraints as Letters

from app import access
from app.api.fields import Given, Moment, Told
from app.api.operations import Reply, operation, settings
from app.extensions import clock, db
from app.problems import Mistake, Problem
from app.services.outside import webhook_sending, webhooks
from app.store import webhooks as store
from models import Scope, Webhook, WebhookDelivery, WebhookEvent

DELIVERIES_TOLD = 100

Event = Literal[
    "bands.changed", "response.shared", "correction.opened", "supplier.merged", "supplier.unmerged"
]
_Url = Annotated[str, Letters(pattern=r"^https?://[!-~]+$", max_length=webhook_sending.LONGEST_URL)]
_Events = Annotated[list[Event], Field(min_length=1, max_length=len(WebhookEvent))]


class WebhookGiven(Given):
    """A new webhook."""

    url: Annotated[_Url, Field(description="https, and no address of an internal network.")]
    events: _Events


class WebhookChange(Given):
    """What to change; what is left out stays."""

    url: _Url | None = None
    events: _Events | None = None
    active: Annotated[bool | None, Field(description="True turns it on again after failures.")] = None


class WebhookTold(Told):
    """A webhook."""

    id: int
    url: str
    events: list[Event]
    active: bool
    failures: Annotated[int, Field(description="Attempts that failed one after another.")]
    made_at: Moment
    disabled_at: Moment | None


class NewWebhookTold(WebhookTold):
    """A webhook that was just made, with the secret that signs its messages; it is told this once."""

    secret: str


class WebhooksTold(Told):
    """The council's webhooks."""

    webhooks: list[WebhookTold]


class DeliveryTold(Told):
    """A message to a webhook and what became of it."""

    id: int
    event: Event
    state: Literal["waiting", "delivered", "given_up"]
    queued_at: Moment
    attempts: int
    answered: Annotated[int | None, Field(description="The HTTP status of the last attempt.")]
    problem: str
    delivered_at: Moment | None


class DeliveriesTold(Told):
    """The newest deliveries, the newest first."""

    deliveries: list[DeliveryTold]


def _webhook_of_council(webhook_id: int) -> Webhook:
    found = store.webhook(db.session(), access.api_token().council_id, webhook_id)
    if found is None:
        raise Problem(404)
    return found


@operation("GET", "/webhooks", Scope.WEBHOOKS_WRITE, "Webhooks", WebhooksTold)
def list_webhooks() -> WebhooksTold:
    """List the council's webhooks."""
    found = store.of_council(db.session(), access.api_token().council_id)
    return WebhooksTold(webhooks=[WebhookTold.model_validate(_fields(one)) for one in found])


@operation(
    "POST",
    "/webhooks",
    Scope.WEBHOOKS_WRITE,
    "Webhooks",
    NewWebhookTold,
    body=WebhookGiven,
    status=201,
    refusals=(409,),
)
def add_webhook(body: WebhookGiven) -> Reply:
    """Ask to be told of events.

    The answer has the secret that signs the messages; it is told this once. 409 when the council has as many
    webhooks as it may have.
    """
    token, session = access.api_token(), db.session()
    events = [WebhookEvent(event) for event in body.events]
    try:
        made = webhooks.make(session, settings(), token, token.council_id, body.url, events, clock.now())
    except webhook_sending.Refused as refused:
        raise Problem(422, mistakes=[Mistake("/url", str(refused))]) from refused
    except webhooks.TooMany as error:
        detail = f"A council has {webhooks.MOST_OF_COUNCIL} webhooks at most."
        raise Problem(409, detail) from error
    told = NewWebhookTold.model_validate({**_fields(made), "secret": webhooks.secret_of(settings(), made)})
    path = url_for("api.get_webhook", webhook_id=made.id)
    return Reply(told, 201, {"Location": settings().base_url.rstrip("/") + path})


@operation("GET", "/webhooks/{webhook_id}", Scope.WEBHOOKS_WRITE, "Webhooks", WebhookTold)
def get_webhook(webhook_id: int) -> WebhookTold:
    """Read one webhook."""
    return WebhookTold.model_validate(_fields(_webhook_of_council(webhook_id)))


@operation(
    "PATCH", "/webhooks/{webhook_id}", Scope.WEBHOOKS_WRITE, "Webhooks", WebhookTold, body=WebhookChange
)
def change_webhook(webhook_id: int, body: WebhookChange) -> WebhookTold:
    """Change a webhook, or turn it off or on."""
    found = _webhook_of_council(webhook_id)
    events = [WebhookEvent(event) for event in body.events] if body.events else None
    try:
        webhooks.change(
            db.session(),
            settings(),
            access.api_token(),
            found,
            clock.now(),
            body.url,
            events,
            body.active,
        )
    except webhook_sending.Refused as refused:
        raise Problem(422, mistakes=[Mistake("/url", str(refused))]) from refused
    return WebhookTold.model_validate(_fields(found))


@operation("DELETE", "/webhooks/{webhook_id}", Scope.WEBHOOKS_WRITE, "Webhooks", None, status=204)
def remove_webhook(webhook_id: int) -> Reply:
    """Remove a webhook."""
    webhooks.remove(db.session(), access.api_token(), _webhook_of_council(webhook_id), clock.now())
    return Reply(None, 204)


@operation("GET", "/webhooks/{webhook_id}/deliveries", Scope.WEBHOOKS_WRITE, "Webhooks", DeliveriesTold)
def list_deliveries(webhook_id: int) -> DeliveriesTold:
    """List the newest deliveries to a webhook, and what became of them."""
    found = store.newest_deliveries(db.session(), _webhook_of_council(webhook_id).id, DELIVERIES_TOLD)
    return DeliveriesTold(deliveries=[_delivery(one) for one in found])


def _fields(row: Webhook) -> dict[str, object]:
    return {
        "id": row.id,
        "url": row.url,
        "events": list(row.events),
        "active": row.is_active,
        "failures": row.failures,
        "made_at": row.made_at,
        "disabled_at": row.disabled_at,
    }


def _delivery(row: WebhookDelivery) -> DeliveryTold:
    return DeliveryTold.model_validate(
        {
            "id": row.id,
            "event": str(row.event),
            "state": str(row.state),
            "queued_at": row.queued_at,
            "attempts": row.attempts,
            "answered": row.answered,
            "problem": row.problem,
            "delivered_at": row.delivered_at,
        }
    )
