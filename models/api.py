"""Programs of a council that read and write through the API: their tokens, writes, and webhooks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Council, Person


class Scope(StrEnum):
    """What a token may do. None of them reaches officers' notes, decisions' reasons or other councils."""

    SUPPLIERS_READ = "suppliers:read"
    REPORTS_READ = "reports:read"
    RESPONSES_READ = "responses:read"
    STATEMENTS_READ = "statements:read"
    CONTRACTS_WRITE = "contracts:write"
    RUNS_WRITE = "runs:write"
    WEBHOOKS_WRITE = "webhooks:write"


class ApiToken(Timestamped, Base):
    """A bearer token of a council, of which only the SHA-256 and the first letters are kept.

    `scopes` are values of `Scope`. `prefix` is shown, so that people can tell tokens apart.
    """

    __tablename__ = "api_token"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    prefix: Mapped[str] = mapped_column(String(20))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship()
    made_by: Mapped[Person] = relationship()

    #: What the audit log calls whoever acts with a token, in the place of a person's role.
    role = "token"

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything: not revoked, not expired."""
        return self.revoked_at is None and now < self.expires_at


class ApiWrite(Timestamped, Base):
    """What a request with an idempotency key was answered, so that the same request acts once.

    `body_sha256` is that of method, path and body: the same key with another request is refused.
    """

    __tablename__ = "api_write"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key: Mapped[str] = mapped_column(String(80))
    body_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]]
    done_at: Mapped[datetime] = mapped_column(index=True)


class WebhookEvent(StrEnum):
    """What a webhook can be told of."""

    BANDS_CHANGED = "bands.changed"
    RESPONSE_SHARED = "response.shared"
    CORRECTION_OPENED = "correction.opened"
    SUPPLIER_MERGED = "supplier.merged"
    SUPPLIER_UNMERGED = "supplier.unmerged"


class Webhook(Timestamped, Base):
    """An address of a council's own system that is told of events.

    The secret that signs is not kept: it follows from the service's secret key and `salt`. `failures` counts
    attempts that failed one after another; after too many the webhook is off (`disabled_at`) until somebody
    turns it on again. `token_id` is that of the program that made it, empty where a person did.
    """

    __tablename__ = "webhook"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    token_id: Mapped[int | None] = mapped_column(ForeignKey("api_token.id"))
    url: Mapped[str] = mapped_column(String(1024))
    events: Mapped[list[Any]]
    salt: Mapped[str] = mapped_column(String(64))
    failures: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship()

    @property
    def is_active(self) -> bool:
        """Whether it is told of events."""
        return self.disabled_at is None and self.removed_at is None


class DeliveryState(StrEnum):
    """A delivery waits (also between attempts), was taken, or was given up."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class WebhookDelivery(Timestamped, Base):
    """One message to a webhook and what became of it. `payload` is the body that is sent, to the byte.

    `next_at` is when it is tried next, or may be taken up again should the worker that has it be lost;
    `answered` is the HTTP status of the last attempt, `problem` why that one did not succeed.
    """

    __tablename__ = "webhook_delivery"

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"), index=True)
    event: Mapped[WebhookEvent] = mapped_column(String(30))
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[DeliveryState] = mapped_column(String(20), index=True)
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    delivered_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
