"""The guidance library: what a council changed in it, how its links answered, and concerns counted."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person


class GuidanceEntry(Timestamped, Base):
    """An entry that a council added, or what it did to a shipped one, whose id stands in `shipped`.

    `is_changed` tells that the words of this row take the place of the shipped ones; a row that only hides
    a shipped entry has none. `dated` is when it was published, as YYYY, YYYY-MM or YYYY-MM-DD, or "".
    """

    __tablename__ = "guidance_entry"
    __table_args__ = (UniqueConstraint("council_id", "shipped"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    shipped: Mapped[str | None] = mapped_column(String(60))
    is_changed: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    title_cy: Mapped[str] = mapped_column(String(200), default="")
    publisher: Mapped[str] = mapped_column(String(160), default="")
    url: Mapped[str] = mapped_column(String(1024), default="")
    dated: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    note_cy: Mapped[str] = mapped_column(Text, default="")
    audiences: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    hidden_at: Mapped[datetime | None]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person] = relationship()


class GuidanceReading(Timestamped, Base):
    """A lead read an entry (again) and it is still right. `entry` is its public id, of the newest reading."""

    __tablename__ = "guidance_reading"
    __table_args__ = (UniqueConstraint("council_id", "entry"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    entry: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(1024))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class LinkState(StrEnum):
    """How an address answered. A server that lets no program in is not a broken link."""

    FINE = "fine"
    MOVED = "moved"
    BROKEN = "broken"
    NOT_ANSWERED = "not_answered"
    NOT_CHECKABLE = "not_checkable"


class LinkCheck(Timestamped, Base):
    """The newest check of an address, for all councils: it says nothing of who links to it.

    `since` is when the address began to answer in this way, `sha256` that of the words that it last showed,
    and `changed_at` when they were last found to differ from those before; None if they never were.
    """

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(1024), unique=True)
    state: Mapped[LinkState] = mapped_column(String(20))
    since: Mapped[datetime]
    checked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    moved_to: Mapped[str] = mapped_column(String(1024), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime | None]


class ConcernRoute(StrEnum):
    """To whom a concern was passed on."""

    EMERGENCY = "emergency"
    SAFEGUARDING = "safeguarding"
    POLICE = "police"
    HELPLINE = "helpline"
    LABOUR_ENFORCEMENT = "labour_enforcement"


class ConcernCount(Timestamped, Base):
    """How many concerns were passed on in a month by one route: a number and nothing else."""

    __tablename__ = "concern_count"
    __table_args__ = (UniqueConstraint("council_id", "month", "route"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    month: Mapped[date]
    route: Mapped[ConcernRoute] = mapped_column(String(30))
    count: Mapped[int] = mapped_column(default=0)
