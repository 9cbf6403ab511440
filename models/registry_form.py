"""What a council's lead answers to the form of the government's registry, and what was entered there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person


class RegistryAnswer(Timestamped, Base):
    """The lead's answer to one field of the registry's form, in place of what the records say.

    `field` is an id of `screening.registry_form`. `value` is a list of texts: the ids of what is ticked, or
    the one text that was written; empty where the lead left the field empty.
    """

    __tablename__ = "registry_answer"
    __table_args__ = (UniqueConstraint("statement_id", "field"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    value: Mapped[list[Any]] = mapped_column(default=list)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class RegistryEntry(Timestamped, Base):
    """All answers as somebody entered them in the registry; from then on they stand, until they are opened
    again to be amended there. `content` maps the fields to their values."""

    __tablename__ = "registry_entry"

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str] = mapped_column(String(64))
    entered_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
