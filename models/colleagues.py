"""Who helps to answer: sections handed to colleagues, who is to declare, and sections sent back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.responses import Invitation


class DelegatedTask(StrEnum):
    """What a colleague was asked to do."""

    SECTION = "section"
    DECLARATION = "declaration"


class Delegation(Timestamped, Base):
    """The owner of an invitation asks a colleague to answer one section, or to check and declare.

    `section_id` is empty for a declaration. The owner stays accountable for the whole response.
    """

    __tablename__ = "delegation"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    task: Mapped[DelegatedTask] = mapped_column(String(20))
    section_id: Mapped[str] = mapped_column(String(80), default="")
    sent_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship()
    person: Mapped[Person] = relationship()


class SectionReturn(Timestamped, Base):
    """Whoever is to declare sent a section back, with a note; open until somebody has dealt with it."""

    __tablename__ = "section_return"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    section_id: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    returned_by: Mapped[Person] = relationship()
