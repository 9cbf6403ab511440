"""What suppliers say is wrong in a council's report on them, and what the council answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Council, Person
from models.responses import Invitation
from models.screenings import StoredReport
from models.suppliers import Supplier


class CorrectionAbout(StrEnum):
    """What a supplier says is wrong; it tells the officer where the fact is mended."""

    STATEMENT_MATCH = "statement_match"
    CONTRACT = "contract"
    COMPANY = "company"
    """The name or the company number."""
    SECTOR = "sector"
    COUNTRY = "country"
    ANSWER_READING = "answer_reading"
    """How an answer was read."""
    WEIGHT_OF_FACTOR = "weight_of_factor"
    """How much a factor counts."""
    BAND = "band"
    OTHER = "other"


class StatementClaim(StrEnum):
    """What a supplier says of the transparency statement that was found for it, or was not."""

    NOT_OURS = "not_ours"
    OURS = "ours"
    PARENTS = "parents"
    """The supplier is covered by the statement of its parent."""
    NO_DUTY = "no_duty"
    """Its turnover is below that of section 54 of the Modern Slavery Act 2015."""


class CorrectionState(StrEnum):
    """Open until the council replied or the supplier took it back; an answer to a reply opens it again."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CorrectionSide(StrEnum):
    """Who wrote a message of a correction."""

    SUPPLIER = "supplier"
    COUNCIL = "council"


class Correction(Timestamped, Base):
    """A supplier disputes one line of what a council's report says about it.

    `line` and `line_cy` are that line as it was shown, in English and in Welsh, and `key` names it. `report`
    is the report that it stands in (its model version and its run tell the day), None if nothing was screened
    yet. `claim` is only set for a statement, with `organisation` (whose statement it is) and `link`. `due_on`
    is the day by which the council should have replied. Accepting changes no fact by itself.
    """

    __tablename__ = "correction"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    about: Mapped[CorrectionAbout] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(120))
    line: Mapped[str] = mapped_column(Text)
    line_cy: Mapped[str] = mapped_column(Text)
    claim: Mapped[StatementClaim | None] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(1024), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    state: Mapped[CorrectionState] = mapped_column(String(20), default=CorrectionState.OPEN, index=True)
    closed_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship()
    supplier: Mapped[Supplier] = relationship()
    invitation: Mapped[Invitation] = relationship()
    report: Mapped[StoredReport | None] = relationship()
    made_by: Mapped[Person] = relationship()
    messages: Mapped[list[CorrectionMessage]] = relationship(
        back_populates="correction", order_by="CorrectionMessage.id", cascade="all, delete-orphan"
    )

    def line_in(self, language: str) -> str:
        """The line in a language ("en", "cy")."""
        return self.line_cy if language.startswith("cy") else self.line

    @property
    def is_open(self) -> bool:
        """Whether the council owes a reply."""
        return self.state == CorrectionState.OPEN

    @property
    def reply(self) -> CorrectionMessage | None:
        """The newest reply of the council."""
        replies = [one for one in self.messages if one.side == CorrectionSide.COUNCIL]
        return replies[-1] if replies else None

    def is_overdue(self, today: date) -> bool:
        """Whether the council should have replied by now."""
        return self.is_open and self.due_on < today


class CorrectionMessage(Timestamped, Base):
    """One message of a correction; it is never changed.

    `outcome` is what a reply of the council decided, `done` what an officer says was mended.
    """

    __tablename__ = "correction_message"

    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"), index=True)
    side: Mapped[CorrectionSide] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[CorrectionState | None] = mapped_column(String(20))
    done: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    correction: Mapped[Correction] = relationship(back_populates="messages")
    written_by: Mapped[Person] = relationship()
