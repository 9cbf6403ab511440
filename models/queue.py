"""The officers' queue as the database keeps it: its rows, saved views, and what was done to many at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.screenings import StoredReport
from models.suppliers import Supplier

#: Text that sorts by Unicode code points, as Python and SQLite do; PostgreSQL needs to be told.
OrderKey = String(400).with_variant(String(400, collation="C"), "postgresql")


class QueueEntry(Base):
    """One supplier in its council's queue: all that the queue sorts, searches and counts by, in a small row.

    It is written when a report is put in force and says nothing that the report, the supplier, its contracts
    and the names of its organisation do not say: it can be thrown away and built again. `order_key` is the
    report's total order as one text, ascending; a place is how many entries of the council come before it,
    plus one. `pence` is the spend, None if not known; `order_spend` is that negated, what is not known last.
    `order_name` is the folded name. `places_moved` is how far the last screening moved the supplier (up is
    positive), `moved` its sign: 1, 0 or -1. `search` holds every name and number, folded. `contracts_placed`
    are contracts with a known country.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        UniqueConstraint("supplier_id"),
        Index("ix_queue_entry_order", "council_id", "order_key"),
        Index("ix_queue_entry_spend", "council_id", "order_spend", "order_key"),
        Index("ix_queue_entry_name", "council_id", "order_name", "order_key"),
        Index(
            "ix_queue_entry_counts",
            *("council_id", "band", "sector", "statement_status", "moved"),
            *("pence", "contracts", "contracts_placed"),
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    order_key: Mapped[str] = mapped_column(OrderKey)
    order_spend: Mapped[int] = mapped_column(BigInteger)
    order_name: Mapped[str] = mapped_column(OrderKey)
    band: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str] = mapped_column(String(60))
    statement_status: Mapped[str] = mapped_column(String(20))
    moved: Mapped[int]
    places_moved: Mapped[int]
    pence: Mapped[int | None] = mapped_column(BigInteger)
    contracts: Mapped[int]
    contracts_placed: Mapped[int]
    search: Mapped[str] = mapped_column(Text)

    supplier: Mapped[Supplier] = relationship(passive_deletes=True)
    report: Mapped[StoredReport] = relationship(passive_deletes=True)


class SavedView(Timestamped, Base):
    """A filter of the queue under a name: of one officer, or shared with all officers of the council.

    `query` is the filter as the address says it, without a page number.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("council_id", "person_id", "name"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shared: Mapped[bool]
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship()


class BulkKind(StrEnum):
    """What can be done to many suppliers at once."""

    ASSIGN = "assign"
    ASK = "ask"


class BulkState(StrEnum):
    """Queued, then running, then done or visibly failed; one that is done may be undone."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


class BulkAct(Timestamped, Base):
    """What one officer did to many suppliers at once, with what is needed to take it back.

    `settings` is what was chosen (owner, days, words; plain JSON). `before` maps a supplier's id, as text, to
    what stood there before. `left_out` maps it to why nothing was done. `done` counts suppliers dealt with,
    left out ones too, and `undone` those that the undo put back.
    """

    __tablename__ = "bulk_act"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[BulkKind] = mapped_column(String(20))
    state: Mapped[BulkState] = mapped_column(String(20), index=True)
    acted_at: Mapped[datetime]
    settings: Mapped[dict[str, Any]]
    supplier_ids: Mapped[list[Any]]
    before: Mapped[dict[str, Any]]
    left_out: Mapped[dict[str, Any]]
    done: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
