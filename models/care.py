"""Who looks after a supplier, what was decided about it and why, and what colleagues noted."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.screenings import StoredReport
from models.suppliers import Supplier


class SupplierCare(Timestamped, Base):
    """Who of the council looks after a supplier, what is to be done next, and until when.

    One row for each supplier that somebody took on or was given. `next_step` is in the officer's words;
    empty where what the judgement advises stands.
    """

    __tablename__ = "supplier_care"
    __table_args__ = (UniqueConstraint("supplier_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    next_step: Mapped[str] = mapped_column(String(300), default="")
    due_on: Mapped[date | None]

    supplier: Mapped[Supplier] = relationship()
    owner: Mapped[Person | None] = relationship()


class DecisionKind(StrEnum):
    """What an officer concludes from a report."""

    ACCEPT = "accept"
    ASK_MORE = "ask_more"
    ACTION_PLAN = "action_plan"
    ESCALATE = "escalate"


class SecondOpinion(StrEnum):
    """What the second person said of a decision that needs one."""

    AGREED = "agreed"
    DECLINED = "declined"


class Decision(Timestamped, Base):
    """What an officer decided about a supplier on the strength of a report, and why.

    A decision that needs a second person does not stand before that person, who is not the first, agreed.
    `withdrawn_at` takes it back; nothing is ever overwritten. The newest that stands counts.
    """

    __tablename__ = "decision"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    needs_second: Mapped[bool] = mapped_column(default=False)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_opinion: Mapped[SecondOpinion | None] = mapped_column(String(20))
    second_reason: Mapped[str] = mapped_column(Text, default="")
    second_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    report: Mapped[StoredReport | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id])

    @property
    def stands(self) -> bool:
        """Whether it counts: not taken back, and agreed where a second person is needed."""
        agreed = self.second_opinion == SecondOpinion.AGREED
        return self.withdrawn_at is None and (agreed or not self.needs_second)


class Deputy(Timestamped, Base):
    """While a person is away (both days included) another does what is theirs."""

    __tablename__ = "deputy"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])


class Note(Timestamped, Base):
    """What an officer wrote for colleagues about a supplier.

    Only the council's officers read notes; they are no part of any report. A note that its writer removed
    stays as an empty row, so that the log still says that there was one.
    """

    __tablename__ = "note"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    person: Mapped[Person] = relationship()
    mentions: Mapped[list[NoteMention]] = relationship(back_populates="note", order_by="NoteMention.id")


class NoteMention(Timestamped, Base):
    """A colleague whom a note is meant for; `seen_at` is when that colleague said that it was read."""

    __tablename__ = "note_mention"
    __table_args__ = (UniqueConstraint("note_id", "person_id"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seen_at: Mapped[datetime | None]

    note: Mapped[Note] = relationship(back_populates="mentions")
    person: Mapped[Person] = relationship()
