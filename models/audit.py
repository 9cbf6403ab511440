"""The append-only record of who did what, chained by hash, and the messages that were sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AuditHead(Base):
    """One row: the length of the chain and its last hash. Updating it first makes writers queue."""

    __tablename__ = "audit_head"

    sequence: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


class AuditEvent(Base):
    """Who did what to which row and when; `hash` covers the event and the hash before it."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject", "subject_id"),)

    sequence: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(300))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Delivery(StrEnum):
    """What became of a message after it was handed over, as far as anybody has said."""

    UNKNOWN = ""
    DELIVERED = "delivered"
    NO_MAILBOX = "no_mailbox"
    REFUSED = "refused"
    TECHNICAL = "technical"


#: What means that a message did not reach its mailbox and that nobody tries any more.
CAME_BACK: Final = frozenset({Delivery.NO_MAILBOX, Delivery.REFUSED, Delivery.TECHNICAL})


class OutboxMessage(Base):
    """A message to be sent by e-mail. With no mail server configured it stays here to be looked at.

    `sent_at` is when it was handed over to a mail server or to GOV.UK Notify, which is not yet "delivered".
    `handed_as` is the id under which they know it: the Message-ID, or Notify's own id. `delivery` is what
    became of it and `fate_at` when that was learnt; `told_at` is when the council was told that it came back.
    `look_at` is when Notify is asked next (None: no more), after `looks` times. `problem` is what whoever
    refused it said.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_look_at", "look_at"),)

    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    handed_as: Mapped[str] = mapped_column(String(254), default="", server_default="", index=True)
    delivery: Mapped[Delivery] = mapped_column(String(20), default=Delivery.UNKNOWN, server_default="")
    fate_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    looks: Mapped[int] = mapped_column(default=0, server_default="0")
