"""Messages queued for sending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import CAME_BACK, Delivery, OutboxMessage


def newest_messages(session: Session, limit: int = 50) -> Sequence[OutboxMessage]:
    """The newest messages, first the newest."""
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)).all()


def to_look_at(session: Session, now: datetime, limit: int) -> Sequence[OutboxMessage]:
    """Messages of which Notify is to be asked by now, those that wait longest first."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.look_at <= now, OutboxMessage.delivery == Delivery.UNKNOWN)
        .where(OutboxMessage.handed_as != "")
        .order_by(OutboxMessage.look_at, OutboxMessage.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def look_again(session: Session, message: OutboxMessage, at: datetime | None) -> None:
    """Write when Notify is asked next of a message; None: no more."""
    message.looks, message.look_at = message.looks + 1, at
    session.flush()


def handed_as(session: Session, name: str) -> OutboxMessage | None:
    """The message that was handed over under this name."""
    return session.scalars(select(OutboxMessage).where(OutboxMessage.handed_as == name)).first()


def settle(session: Session, message_id: int, delivery: Delivery, said: str, now: datetime) -> int:
    """Write what became of a message: 1, or 0 where it is settled already.

    A message that was delivered can still come back, from a server behind the one that took it.
    """
    unsettled = [Delivery.UNKNOWN] if delivery not in CAME_BACK else [Delivery.UNKNOWN, Delivery.DELIVERED]
    changed = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.delivery.in_(unsettled))
        .values(
            delivery=delivery,
            fate_at=now,
            look_at=None,
            problem=said[:500] if delivery in CAME_BACK else "",
        )
        .returning(OutboxMessage.id)
    ).first()
    session.expire_all()
    return int(changed is not None)


def untold(session: Session, limit: int) -> Sequence[OutboxMessage]:
    """Messages that came back and of which nobody was told, the oldest first."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.delivery.in_(CAME_BACK), OutboxMessage.told_at.is_(None))
        .order_by(OutboxMessage.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def note_told(session: Session, message_id: int, now: datetime) -> bool:
    """Write that the council was told of a message that came back; False if it was before."""
    changed = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.told_at.is_(None))
        .values(told_at=now)
        .returning(OutboxMessage.id),
        execution_options={"synchronize_session": False},
    ).first()
    return changed is not None


def is_dead(session: Session, email: str) -> bool:
    """Whether the last that is known of mail to an address is that there is no such mailbox."""
    query = (
        select(OutboxMessage.delivery)
        .where(OutboxMessage.to == email, OutboxMessage.delivery != Delivery.UNKNOWN)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none() == Delivery.NO_MAILBOX
