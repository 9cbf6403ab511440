"""Suppliers that are one organisation: pairs that were proposed, and merges, which can be undone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import Supplier


class DuplicateProposal(Timestamped, Base):
    """Two suppliers of one council that may be one organisation; `first_id` is always the smaller id.

    `evidence` is the strongest sign: "company_number", "organisation", "vat_number", "previous_name" or
    "name". `probability` is that of the two names alone. `reasons` are sentences (plain JSON), all signs
    together. `pounds` is the spend of both, by which the list is ranked. A pair that a person said is not the
    same has `dismissed_at` and stays for good; the others are looked for again after each screening.
    """

    __tablename__ = "duplicate_proposal"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
        Index("ix_duplicate_proposal_open", "council_id", "dismissed_at", "pounds"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    evidence: Mapped[str] = mapped_column(String(20))
    probability: Mapped[float] = mapped_column(Float)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    pounds: Mapped[Decimal] = mapped_column(Numeric(16, 2), default=Decimal(0))
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dismissed_reason: Mapped[str] = mapped_column(Text, default="")

    first: Mapped[Supplier] = relationship(foreign_keys=[first_id], passive_deletes=True)
    second: Mapped[Supplier] = relationship(foreign_keys=[second_id], passive_deletes=True)
    dismissed_by: Mapped[Person | None] = relationship()


class SupplierMerge(Timestamped, Base):
    """One supplier was taken into another, by whom and why, with every cell that this changed.

    `changes` is a list of `{"table", "id", "before", "after"}` in the order in which they were made; undoing
    goes backwards through it. Contracts are not in it: each says itself under which record it came.
    `counts` is how many rows of each table were moved. `kept` lists, after an undo, what could not be put
    back since somebody had changed it: `{"table", "id"}`.
    """

    __tablename__ = "supplier_merge"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_reason: Mapped[str] = mapped_column(Text, default="")
    kept: Mapped[list[Any]] = mapped_column(default=list)

    survivor: Mapped[Supplier] = relationship(foreign_keys=[survivor_id])
    absorbed: Mapped[Supplier] = relationship(foreign_keys=[absorbed_id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
