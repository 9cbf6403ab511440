"""What a council changes of the weights of the judgement: drafted, its effect looked at, then saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.screenings import RunStatus


class WeightRevision(Timestamped, Base):
    """Changes of weights that belong together; the saved ones, in the order of saving, are what applies.

    `lines` is a list of `{"name", "before", "after", "reason"}`; None stands for the shipped value. `status`
    is that of computing the effect on the council's own ranking, `done` of `total` suppliers so far, and
    `effect` the outcome. Nothing applies until `saved_at`; nothing is removed after that. `undoes` is the
    saved revision that this one takes back.
    """

    __tablename__ = "weight_revision"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("weight_revision.id"))
    lines: Mapped[list[Any]] = mapped_column(default=list)
    base_sha256: Mapped[str] = mapped_column(String(64), default="")
    """Stands for the council's weights when the effect was computed: a later change asks for a new look."""
    status: Mapped[RunStatus] = mapped_column(String(20), default=RunStatus.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(Text, default="")
    queued_at: Mapped[datetime]
    saved_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
