"""Reports on all suppliers that were made as files, kept for some days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.background import InBackground
from models.base import Base, Timestamped
from models.people import Person


class ReportFile(InBackground, Timestamped, Base):
    """A report on all suppliers of a council as a file: who asked for it, of what day and version it is.

    `form` is "pdf", "docx" or "xlsx", `top` how many suppliers at the head of the queue it tells of. `blob`
    is where the content is kept ("" before it is made and after it was removed).
    """

    __tablename__ = "report_file"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(2))
    top: Mapped[int]
    as_at: Mapped[date | None]
    model_version: Mapped[str] = mapped_column(String(40), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    blob: Mapped[str] = mapped_column(String(64), default="")

    person: Mapped[Person] = relationship()
