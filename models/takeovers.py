"""A new contact who takes over from the one who answered for the same organisation before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.responses import Invitation, Response


class ContactTakeover(Timestamped, Base):
    """The contact of an invitation asks to start from answers that somebody else gave for the organisation.

    `earlier` are those answers, which the council that asked may read. `name` and `role` are what the contact
    declared on `asked_at`. `decided_at` is when an officer said whether the council knows who they are (None:
    it waits); `known_by` is how it knows, and empty where it does not.
    """

    __tablename__ = "contact_takeover"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), unique=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(160))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    known_by: Mapped[str] = mapped_column(String(20), default="", server_default="")

    invitation: Mapped[Invitation] = relationship()
    earlier: Mapped[Response] = relationship()
    decided_by: Mapped[Person | None] = relationship()
