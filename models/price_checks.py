"""Prices of tenders held against the wage floor, and the tenderer's chance to explain."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import Supplier


class PriceCheckState(StrEnum):
    """How far the hearing of the tenderer is. A sum alone concludes nothing."""

    COMPUTED = "computed"
    EXPLANATION_ASKED = "explanation_asked"
    EXPLANATION_RECEIVED = "explanation_received"
    CONCLUDED = "concluded"


class PriceConclusion(StrEnum):
    """What was concluded about one tender's price: five different things, never merged."""

    NOT_LOW = "not_low"
    """The council does not consider the price abnormally low."""
    EXPLAINED = "explained"
    """The tenderer has shown that it can perform the contract for the price: no ground to disregard it."""
    LOW_KEPT = "low_kept"
    """Abnormally low, and the tender stays in."""
    LOW_DISREGARDED = "low_disregarded"
    """Abnormally low, and the tender is disregarded for it."""
    REQUIREMENTS_NOT_MET = "requirements_not_met"
    """The tender does not meet a requirement: another ground, which says nothing about the price."""


class PriceCheck(Timestamped, Base):
    """One tender's price against the wage floor, what the tenderer was asked and said, and the conclusion.

    `inputs` and `result` are a `Price` and a `Result` of `screening.price_check` as plain JSON, `versions`
    the tables behind the sum: it can be made again. They are never changed; a correction is a new check. The
    tenderer need be no supplier of the council. `asked_on` is the day that it was told that its price looks
    abnormally low, `explain_by` the last day to explain. `conclusion` is empty before there is one, and again
    when it was taken back.
    """

    __tablename__ = "price_check"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    tenderer: Mapped[str] = mapped_column(String(300))
    procurement: Mapped[str] = mapped_column(String(300))
    inputs: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]]
    state: Mapped[PriceCheckState] = mapped_column(String(30), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    asked_on: Mapped[date | None]
    explain_by: Mapped[date | None]
    asked_words: Mapped[str] = mapped_column(Text, default="")
    received_on: Mapped[date | None]
    explanation: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[PriceConclusion | None] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text, default="")
    concluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    concluded_at: Mapped[datetime | None]

    supplier: Mapped[Supplier | None] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    concluded_by: Mapped[Person | None] = relationship(foreign_keys=[concluded_by_id])

    def is_heard(self, today: date) -> bool:
        """Whether the tenderer has explained, or was asked and its time is over."""
        time_is_over = self.explain_by is not None and self.explain_by < today
        return self.received_on is not None or (self.asked_on is not None and time_is_over)
