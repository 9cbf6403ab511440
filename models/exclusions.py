"""The register of exclusion grounds (Procurement Act 2023): apart from every score, decided by people."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import Supplier


class ExclusionStatus(StrEnum):
    """How far a ground has been looked into. Only a person moves it, and never past the supplier's say."""

    ALLEGED = "alleged"
    ASKED = "asked"
    """The supplier was asked to explain."""
    EXPLAINED = "explained"
    SELF_CLEANING = "self_cleaning"
    """What the supplier did about it was considered (section 58)."""
    DECIDED = "decided"
    ENDED = "ended"


class ExclusionOutcome(StrEnum):
    """What a person decided, "" until then."""

    NONE = ""
    EXCLUDED = "excluded"
    NOT_EXCLUDED = "not_excluded"


class ExclusionGround(Timestamped, Base):
    """One ground that may apply to a supplier of a council, and how it was looked into.

    `ground` is an id of the list of grounds, `concerns` whom it is about (the supplier, or a connected or
    associated person). `event_on` is the day of the conviction, order, conduct or entry; `ends_on` the day on
    which a debarment is expected to end. `considered` holds what was found for each matter of section 58.
    `continuing` says whether the circumstances continue or are likely to occur again (section 57).
    """

    __tablename__ = "exclusion_ground"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    ground: Mapped[str] = mapped_column(String(60))
    concerns: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    event_on: Mapped[date]
    ends_on: Mapped[date | None]
    status: Mapped[ExclusionStatus] = mapped_column(String(20), default=ExclusionStatus.ALLEGED)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    asked_on: Mapped[date | None]
    reply_due: Mapped[date | None]
    replied_on: Mapped[date | None]
    explanation: Mapped[str] = mapped_column(Text, default="")
    considered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    considered_on: Mapped[date | None]
    outcome: Mapped[ExclusionOutcome] = mapped_column(String(20), default=ExclusionOutcome.NONE)
    continuing: Mapped[bool | None]
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")

    supplier: Mapped[Supplier] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
