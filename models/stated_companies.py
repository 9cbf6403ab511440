"""Which company a supplier is, or that it is none, where a person of the council said so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import SourceFile, Supplier


class StatedCompany(Timestamped, Base):
    """The company number of a supplier by an officer's word, which no later file overwrites.

    Where the officer said that there is none, `company_number` is empty and `no_number` says what the
    supplier is.

    The newest that was not taken back counts; nothing is ever overwritten. `number_before` and
    `organisation_before_id` are what stood before. `file_number` is what a file said since, and
    `source_file_id` which: told to people, and taken only where the officer's word is taken back.
    """

    __tablename__ = "stated_company"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    company_number: Mapped[str] = mapped_column(String(8))
    no_number: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    number_before: Mapped[str] = mapped_column(String(8), default="")
    organisation_before_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    file_number: Mapped[str] = mapped_column(String(8), default="")
    source_file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"))

    supplier: Mapped[Supplier] = relationship()
    stated_by: Mapped[Person] = relationship(foreign_keys=[stated_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])
    source_file: Mapped[SourceFile | None] = relationship()

    @property
    def file_says(self) -> str:
        """The other number that a file in force gives, "" if none does."""
        in_force = self.source_file is not None and self.source_file.in_force
        return self.file_number if in_force and self.file_number != self.company_number else ""
