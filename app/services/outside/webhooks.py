"""Webhooks: a council's own systems are told that something changed, by id and band, never with answers.

A delivery is a row first, written with the change that it tells of, and leaves after the commit. What is not
taken is tried again with growing pauses; an address that fails too often is turned off, and the leads are
told.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.messages import mail
from app.services.outside import webhook_sending
from app.services.outside.webhook_sending import Outcome
from app.settings import Settings
from app.store import audit, people
from app.store import webhooks as store
from models import (
    ApiToken,
    Correction,
    DeliveryState,
    Invitation,
    Person,
    Role,
    ScreeningRun,
    SupplierMerge,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)

#: Pauses before the second and further attempts; after the last one a delivery is given up.
PAUSES: Final = tuple(timedelta(minutes=5**power) for power in range(5))
MOST_FAILURES: Final = 20
MOST_OF_COUNCIL: Final = 10
CHANGES_IN_A_MESSAGE: Final = 200
_LEASE: Final = timedelta(minutes=5)

Actor = Person | ApiToken


class TooMany(Exception):
    """The council has as many webhooks as it may have."""


def secret_of(settings: Settings, webhook: Webhook) -> str:
    """What signs the messages of a webhook: it is worked out from the service's key, and stored nowhere."""
    key = settings.secret_key.get_secret_value().encode()
    return "whsec_" + hmac.new(key, f"webhook:{webhook.salt}".encode(), sha256).hexdigest()


def make(
    session: Session,
    settings: Settings,
    actor: Actor,
    council_id: int,
    url: str,
    events: Collection[WebhookEvent],
    now: datetime,
) -> Webhook:
    """A webhook of the council. Raises `webhook_sending.Refused` for an address that it may not have, and
    `TooMany`."""
    webhook_sending.checked(url, settings.webhooks_to_loopback)
    if len(store.of_council(session, council_id)) >= MOST_OF_COUNCIL:
        raise TooMany
    webhook = Webhook(
        council_id=council_id,
        token_id=actor.id if isinstance(actor, ApiToken) else None,
        url=url,
        events=_ordered(events),
        salt=secrets.token_hex(16),
        made_at=now,
    )
    session.add(webhook)
    audit.record(
        session, actor, "webhook.made", webhook, now, council_id, url=url, events=list(webhook.events)
    )
    session.commit()
    return webhook


def change(
    session: Session,
    settings: Settings,
    actor: Actor,
    webhook: Webhook,
    now: datetime,
    url: str | None = None,
    events: Collection[WebhookEvent] | None = None,
    active: bool | None = None,
) -> None:
    """Change what is not None; turning it on forgets earlier failures. Raises `webhook_sending.Refused`."""
    before = {"url": webhook.url, "events": list(webhook.events), "active": webhook.is_active}
    if url is not None:
        webhook_sending.checked(url, settings.webhooks_to_loopback)
        webhook.url = url
    if events is not None:
        webhook.events = _ordered(events)
    if active is True:
        webhook.disabled_at, webhook.failures = None, 0
    elif active is False and webhook.disabled_at is None:
        webhook.disabled_at = now
    after = {"url": webhook.url, "events": list(webhook.events), "active": webhook.is_active}
    if after != before:
        audit.record(
            session, actor, "webhook.changed", webhook, now, webhook.council_id, before=before, after=after
        )
    session.commit()


def remove(session: Session, actor: Actor, webhook: Webhook, now: datetime) -> None:
    """Tell this address of nothing more; its deliveries stay to be looked at in the log."""
    webhook.removed_at = now
    audit.record(session, actor, "webhook.removed", webhook, now, webhook.council_id, url=webhook.url)
    session.commit()


def _ordered(events: Collection[WebhookEvent]) -> list[str]:
    return [event.value for event in WebhookEvent if event in events]


# --------------------------------------------------------------------------------------------- what is told


def tell(
    session: Session, council_id: int, event: WebhookEvent, data: Mapping[str, Any], now: datetime
) -> int:
    """Write a delivery to every webhook of the council that wants the event; the caller commits.

    Returns how many there are. `data` has ids and words of bands only: whoever reads it may be anybody.
    """
    webhooks = store.told_of(session, council_id, event)
    for webhook in webhooks:
        delivery = WebhookDelivery(
            webhook_id=webhook.id,
            event=event,
            payload="",
            state=DeliveryState.WAITING,
            queued_at=now,
            next_at=now,
        )
        session.add(delivery)
        session.flush()
        delivery.payload = json.dumps(
            {"id": delivery.id, "event": event.value, "at": _utc(now), "data": dict(data)}
        )
        after_commit(session, "webhooks.deliver", delivery.id)
    return len(webhooks)


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def tell_of_run(session: Session, run: ScreeningRun, now: datetime) -> None:
    """Tell of the bands that a screening changed, some hundreds of suppliers in a message."""
    event = WebhookEvent.BANDS_CHANGED
    if not store.told_of(session, run.council_id, event):
        return
    session.flush()
    changes = [
        {"supplier_id": supplier_id, "band_before": before, "band": band}
        for supplier_id, before, band in store.changed_bands(session, run.council_id, run.id)
    ]
    for start in range(0, len(changes), CHANGES_IN_A_MESSAGE):
        part = changes[start : start + CHANGES_IN_A_MESSAGE]
        tell(session, run.council_id, event, {"run_id": run.id, "changes": part}, now)


def tell_of_response(session: Session, invitation: Invitation, now: datetime) -> None:
    """Tell a council that it may read a supplier's answers now."""
    data = {"supplier_id": invitation.supplier_id, "response_id": invitation.response_id}
    tell(session, invitation.council_id, WebhookEvent.RESPONSE_SHARED, data, now)


def tell_of_correction(session: Session, correction: Correction, now: datetime) -> None:
    """Tell a council that a supplier disputes a line of its report; not which, and not in whose words."""
    data = {"supplier_id": correction.supplier_id, "correction_id": correction.id}
    tell(session, correction.council_id, WebhookEvent.CORRECTION_OPENED, data, now)


def tell_of_merge(session: Session, made: SupplierMerge, now: datetime) -> None:
    """Tell a council that two of its suppliers are one now, or two again."""
    undone = made.undone_at is not None
    event = WebhookEvent.SUPPLIER_UNMERGED if undone else WebhookEvent.SUPPLIER_MERGED
    data = {
        "merge_id": made.id,
        "supplier_id": made.survivor_id,
        "merged_supplier_id": made.absorbed_id,
    }
    tell(session, made.council_id, event, data, now)


# ----------------------------------------------------------------------------------------------- delivering


def deliver(session: Session, settings: Settings, delivery_id: int, now: datetime) -> bool:
    """Try a delivery that is due, once. True when it was taken; safe to call twice.

    The row is claimed and the claim committed before anything is sent, so that two workers do not both send.
    """
    claimed = store.claim(session, delivery_id, now, now + _LEASE)
    session.commit()
    delivery = store.delivery(session, delivery_id) if claimed else None
    if delivery is None:
        return False
    webhook = delivery.webhook
    if not webhook.is_active:
        delivery.state, delivery.problem = DeliveryState.GIVEN_UP, "the webhook is off"
        session.commit()
        return False
    outcome = webhook_sending.post(
        webhook.url,
        delivery.payload.encode(),
        secret_of(settings, webhook),
        int(now.timestamp()),
        {"Fairhand-Event": delivery.event, "Fairhand-Delivery": str(delivery.id)},
        settings.webhooks_to_loopback,
    )
    _note(session, settings, delivery, outcome, now)
    session.commit()
    return outcome.is_success


def _note(
    session: Session, settings: Settings, delivery: WebhookDelivery, outcome: Outcome, now: datetime
) -> None:
    webhook = delivery.webhook
    delivery.answered, delivery.problem = outcome.status, outcome.problem[:300]
    if outcome.is_success:
        delivery.state, delivery.delivered_at, webhook.failures = DeliveryState.DELIVERED, now, 0
        return
    if delivery.attempts > len(PAUSES):
        delivery.state = DeliveryState.GIVEN_UP
    else:
        delivery.next_at = now + PAUSES[delivery.attempts - 1]
    webhook.failures += 1
    if webhook.failures >= MOST_FAILURES and webhook.disabled_at is None:
        webhook.disabled_at = now
        audit.record(
            session,
            None,
            "webhook.turned_off",
            webhook,
            now,
            webhook.council_id,
            failures=webhook.failures,
            problem=delivery.problem,
        )
        _tell_leads(session, settings, webhook, now)


def _tell_leads(session: Session, settings: Settings, webhook: Webhook, now: datetime) -> None:
    address = f"{settings.base_url.rstrip('/')}/officer/api"
    subject = mail.bilingual_subject(lambda: _("A webhook was turned off"))
    body = mail.bilingual(lambda: _turned_off_text(webhook, address, now))
    for person in people.officers(session, webhook.council_id):
        if person.role == Role.LEAD:
            mail.queue_message(session, settings, person.email, subject, body, now)


def _turned_off_text(webhook: Webhook, address: str, now: datetime) -> str:
    return "\n\n".join(
        [
            _(
                "Fairhand told %(url)s of changes and was not answered %(number)s times one after another. "
                "It was turned off on %(day)s and is told of nothing more.",
                url=webhook.url,
                number=webhook.failures,
                day=format_date(now, "d MMMM y"),
            ),
            _("When the receiver works again, turn it on here:"),
            address,
        ]
    )


def send_due(session: Session, now: datetime) -> int:
    """Ask for every delivery that is due, also those whose worker was lost; returns how many there are."""
    due = store.overdue(session, now)
    for delivery_id in due:
        after_commit(session, "webhooks.deliver", delivery_id)
    session.commit()
    return len(due)
