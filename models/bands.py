"""What officers say of the bands that the judgement advises."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.screenings import StoredReport


class BandDecision(Timestamped, Base):
    """An officer confirmed the band of a report, or put another in its place, with a reason.

    The report itself never changes. `advised` is its band and `band` what the officer decided; the newest
    decision that nobody took back (`withdrawn_at`) stands, as of the screening of its report.
    """

    __tablename__ = "band_decision"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    advised: Mapped[str] = mapped_column(String(20))
    band: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    report: Mapped[StoredReport] = relationship()
