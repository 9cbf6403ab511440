"""A council's own questionnaires: drafted, published, frozen from then on, and retired."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person


class QuestionnaireState(StrEnum):
    """A draft can be changed. A published one cannot and is asked; a retired one is only read."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CouncilQuestionnaire(Timestamped, Base):
    """One version of a questionnaire of a council's own: a version of the standard one and what it adds.

    `content` is what `questionnaires.own` reads; `sha256` is that of its canonical form and of its id and
    version, set when it is published and checked whenever it is read. `revision` counts the changes of a
    draft, so that of two people who change it at once one is told.
    """

    __tablename__ = "council_questionnaire"
    __table_args__ = (UniqueConstraint("council_id", "slug", "version"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    slug: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    base: Mapped[str] = mapped_column(String(60))
    base_version: Mapped[int]
    content: Mapped[dict[str, Any]]
    state: Mapped[QuestionnaireState] = mapped_column(String(20), default=QuestionnaireState.DRAFT)
    revision: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64), default="")
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    retired_at: Mapped[datetime | None]

    published_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    @property
    def questionnaire_id(self) -> str:
        """The id by which responses name it."""
        return f"council_{self.council_id}_{self.slug}"
