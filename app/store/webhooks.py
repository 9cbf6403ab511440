"""Webhooks of councils and their deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from models import DeliveryState, StoredReport, Webhook, WebhookDelivery, WebhookEvent


def of_council(session: Session, council_id: int) -> Sequence[Webhook]:
    """The council's webhooks, the oldest first, those that are off too, those removed not."""
    query = select(Webhook).where(Webhook.council_id == council_id, Webhook.removed_at.is_(None))
    return session.scalars(query.order_by(Webhook.id)).all()


def webhook(session: Session, council_id: int, webhook_id: int) -> Webhook | None:
    """One webhook of this council that was not removed."""
    query = select(Webhook).where(Webhook.council_id == council_id, Webhook.id == webhook_id)
    return session.scalars(query.where(Webhook.removed_at.is_(None))).one_or_none()


def told_of(session: Session, council_id: int, event: WebhookEvent) -> list[Webhook]:
    """The council's webhooks that are to be told of an event."""
    return [one for one in of_council(session, council_id) if one.is_active and event.value in one.events]


def delivery(session: Session, delivery_id: int) -> WebhookDelivery | None:
    """A delivery with its webhook."""
    query = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    return session.scalars(query.options(joinedload(WebhookDelivery.webhook))).one_or_none()


def claim(session: Session, delivery_id: int, now: datetime, until: datetime) -> bool:
    """Take a delivery that is due; False when another worker has it, or it is not due, or done with.

    It is due again at `until`, should the worker be lost.
    """
    taken = session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.state == DeliveryState.WAITING)
        .where(WebhookDelivery.next_at <= now)
        .values(next_at=until, attempts=WebhookDelivery.attempts + 1)
        .returning(WebhookDelivery.id),
        execution_options={"synchronize_session": False},
    ).first()
    return taken is not None


def overdue(session: Session, before: datetime, limit: int = 500) -> Sequence[int]:
    """Ids of deliveries that should have been tried before then: their task was lost."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.next_at < before
    )
    return session.scalars(query.order_by(WebhookDelivery.id).limit(limit)).all()


def newest_deliveries(session: Session, webhook_id: int, limit: int) -> Sequence[WebhookDelivery]:
    """The newest deliveries to a webhook, the newest first."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return session.scalars(query.order_by(WebhookDelivery.id.desc()).limit(limit)).all()


def changed_bands(session: Session, council_id: int, run_id: int) -> list[tuple[int, str, str]]:
    """(supplier id, band before, band) of each supplier to which a run gave another band than it had.

    Before is the newest report of an earlier run; a supplier without one has no changed band.
    """
    new, old = aliased(StoredReport), aliased(StoredReport)
    before = (
        select(func.max(StoredReport.id))
        .where(StoredReport.supplier_id == new.supplier_id, StoredReport.run_id < run_id)
        .correlate(new)
        .scalar_subquery()
    )
    query = (
        select(new.supplier_id, old.band, new.band)
        .join(old, old.id == before)
        .where(new.council_id == council_id, new.run_id == run_id, new.current.is_(True))
        .where(old.band != new.band)
        .order_by(new.supplier_id)
    )
    return [(supplier_id, earlier, band) for supplier_id, earlier, band in session.execute(query)]
