"""Answers that stand ready to be confirmed: from an earlier response, another service, or a workbook."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person


class ProposalSource(StrEnum):
    """Where a proposed answer comes from."""

    EARLIER_RESPONSE = "earlier_response"
    FIND_A_TENDER = "find_a_tender"
    WORKBOOK = "workbook"


class ProposalOutcome(StrEnum):
    """What became of a proposed answer: taken as it was, or another answer was given in its place."""

    CONFIRMED = "confirmed"
    REPLACED = "replaced"


class ProposedAnswer(Timestamped, Base):
    """An answer that nobody has given in this response yet: it counts only once a person confirms it.

    `content` is an answer as JSON, as in `Answer`. `source_name` is what people know the source by (the
    reference of a response, the name of a file), `dated_on` the day from which the answer is. A proposal is
    open until it is settled; of several open ones for a question the newest is shown.
    """

    __tablename__ = "proposed_answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(80))
    content: Mapped[dict[str, Any]]
    source: Mapped[ProposalSource] = mapped_column(String(20))
    source_name: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[ProposalOutcome | None] = mapped_column(String(20))

    proposed_by: Mapped[Person | None] = relationship()
