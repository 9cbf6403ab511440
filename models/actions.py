"""What is to be done about a supplier's risk, by whom and until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.care import Decision
from models.people import Person
from models.suppliers import Supplier

if TYPE_CHECKING:
    from models.evidence import ActionFile


class ActionSide(StrEnum):
    """Who does it: the council, or the supplier."""

    COUNCIL = "council"
    SUPPLIER = "supplier"


class ActionState(StrEnum):
    """An action is open until its owner says that it is done; it is closed when an officer has looked."""

    OPEN = "open"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class EntryKind(StrEnum):
    """What was done with an action, one entry for each time."""

    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    DATE_ASKED = "date_asked"
    DATE_CHANGED = "date_changed"
    DATE_DECLINED = "date_declined"


class ActionPlan(Timestamped, Base):
    """A plan agreed with, or asked of, one supplier: the finding that called for it, and its actions.

    The supplier sees the plan from `shared_at` on. Its actions name the findings of the report.
    `workers_heard` says how workers were asked, `remedy` what those harmed get back, `if_nothing` what
    follows if nothing happens. It is closed while none of its actions is open or waits for an officer.
    """

    __tablename__ = "action_plan"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    root_cause: Mapped[str] = mapped_column(Text, default="")
    workers_heard: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    if_nothing: Mapped[str] = mapped_column(Text, default="")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    decision: Mapped[Decision | None] = relationship()
    opened_by: Mapped[Person] = relationship()
    actions: Mapped[list[Action]] = relationship(back_populates="plan", order_by="Action.id")


class Action(Timestamped, Base):
    """One step of a plan.

    `person_id` is the officer who owns a step of the council; `owner_words` says who of the supplier owns
    one of the supplier's (a role rather than a name). `finding` is the factor of the report that it answers,
    `evidence_wanted` what would show that it is done. `wanted_due_on` is the day that the supplier asks for,
    until an officer has answered. `reminded_on` is the day of the last reminder, or on which its owner was
    first told. What was reported and settled last stands here; `entries` keep every time.
    """

    __tablename__ = "action"

    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    finding: Mapped[str] = mapped_column(String(60), default="")
    side: Mapped[ActionSide] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_words: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date] = mapped_column(index=True)
    evidence_wanted: Mapped[str] = mapped_column(String(400), default="")
    state: Mapped[ActionState] = mapped_column(String(20), index=True)
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_words: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_words: Mapped[str] = mapped_column(Text, default="")
    wanted_due_on: Mapped[date | None]
    reminded_on: Mapped[date | None]

    plan: Mapped[ActionPlan] = relationship(back_populates="actions")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    reported_by: Mapped[Person | None] = relationship(foreign_keys=[reported_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    entries: Mapped[list[ActionEntry]] = relationship(back_populates="action", order_by="ActionEntry.id")
    files: Mapped[list[ActionFile]] = relationship(back_populates="action", order_by="ActionFile.id")

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and its owner has not said that it is done."""
        return self.state == ActionState.OPEN and self.due_on < today


class ActionEntry(Timestamped, Base):
    """What one side did with an action, in its words. Entries are added and never changed.

    `link` and `document_on` are the address and the day of a document that shows that the action is done.
    `due_before` and `due_after` are the days of an entry about the due date.
    """

    __tablename__ = "action_entry"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(String(20))
    side: Mapped[ActionSide] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(1024), default="")
    document_on: Mapped[date | None]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    written_at: Mapped[datetime]

    action: Mapped[Action] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()
