"""How long a council keeps what, what was removed by that, and suppliers of which nothing is removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import Supplier


class RetentionPeriod(Timestamped, Base):
    """A lead said how long a kind of data is kept, and why. The newest row of a kind counts.

    `kind` is one of `app.services.retention.kinds`. `months` is empty where nothing of the kind is removed,
    which is also so while no lead has said anything.
    """

    __tablename__ = "retention_period"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    months: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class RetentionRun(Timestamped, Base):
    """One time at which the periods of a council were applied, and how many rows of each kind went.

    `council_id` is empty for what all councils of an installation share. `forget` are contents of files
    (SHA-256) whose last row went in the same transaction, and that are still to be removed from the store.
    """

    __tablename__ = "retention_run"

    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    forget: Mapped[list[Any]] = mapped_column(default=list)


class SupplierHold(Timestamped, Base):
    """Nothing of a supplier is removed while this stands: a dispute, an audit, a claim."""

    __tablename__ = "supplier_hold"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Text, default="")

    supplier: Mapped[Supplier] = relationship()
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
