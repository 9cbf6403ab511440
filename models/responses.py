"""Questionnaires as answered: invitations of councils, responses of organisations, their answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.evidence import EvidenceFile
from models.organisations import Organisation
from models.people import Council, Person
from models.suppliers import Supplier


class ResponseStatus(StrEnum):
    """A draft can be changed; a submitted response cannot. An erased one is empty but for its days."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ERASED = "erased"


class Response(Timestamped, Base):
    """One organisation's answers to a version of a questionnaire: answered once, shown to who asked.

    `context` is what was known before anybody answered (`questionnaires.Context` as JSON; empty: nothing). It
    stands here and not on the invitations, because all who asked share one path through the questions.
    `earlier_id` is the submitted response whose answers were proposed when this one began, or whose standard
    part this is (`app.services.answers.standard_part`). `evidence_looked_on` is the day on which it was last
    looked whether evidence beside the answers runs out.
    """

    __tablename__ = "response"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    questionnaire: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[ResponseStatus] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    declared_name: Mapped[str] = mapped_column(String(160), default="")
    declared_role: Mapped[str] = mapped_column(String(160), default="")
    submitted_at: Mapped[datetime | None]
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"))
    evidence_looked_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="response", cascade="all, delete-orphan")
    invitations: Mapped[list[Invitation]] = relationship(back_populates="response")
    evidence: Mapped[list[EvidenceFile]] = relationship(
        order_by=EvidenceFile.id, cascade="all, delete-orphan"
    )


class Answer(Timestamped, Base):
    """The answer to one question as it stands; the audit log keeps who changed it and when."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("response_id", "question_id"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(80))
    content: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]

    response: Mapped[Response] = relationship(back_populates="answers")
    answered_by: Mapped[Person | None] = relationship()


class Invitation(Timestamped, Base):
    """A council asks a supplier to answer. Each council sees a response only through its own invitation.

    It sees the answers once the supplier has agreed (`agreed_at`) and until the supplier ends that
    (`withdrawn_at`). `revoked_at` is when asking ended: the council asks no longer, or the contact said that
    it is not the one to ask (`declined_why`). `reminded_on` is the day of the last reminder that an answer is
    wanted. `wanted_due_on` is until when the contact asks to have time and `wanted_why` the reason; None once
    the council has replied. `released_at` is when the council's period for keeping the answers was over: it
    is revoked then, and the answers go once nobody else keeps them.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("supplier_id", "response_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sent_at: Mapped[datetime]
    due_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reminded_on: Mapped[date | None]
    wanted_due_on: Mapped[date | None]
    wanted_why: Mapped[str] = mapped_column(String(20), default="", server_default="")
    declined_why: Mapped[str] = mapped_column(String(20), default="", server_default="")
    released_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship()
    supplier: Mapped[Supplier] = relationship()
    contact: Mapped[Person] = relationship()
    response: Mapped[Response] = relationship(back_populates="invitations")

    @property
    def is_shared(self) -> bool:
        """Whether the council may read the answers."""
        return self.agreed_at is not None and self.withdrawn_at is None and self.revoked_at is None


class ResponseLook(Timestamped, Base):
    """Somebody of the council that asked opened the submitted answers; one row for a person and a day."""

    __tablename__ = "response_look"
    __table_args__ = (UniqueConstraint("invitation_id", "person_id", "looked_on"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    looked_on: Mapped[date]
    looked_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()
    person: Mapped[Person] = relationship()
