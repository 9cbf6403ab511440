"""Published transparency statements, the organisations they cover, and matches of suppliers to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.suppliers import SourceFile, Supplier


class MatchDecision(StrEnum):
    """Who says that supplier and organisation are the same: the matcher, an officer, or nobody yet."""

    AUTOMATIC = "automatic"
    POSSIBLE = "possible"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Statement(Timestamped, Base):
    """One published statement (Modern Slavery Act 2015, s.54) as its registry row describes it.

    `address` is the page of the registry's summary, else of the statement itself, and identifies it.
    `areas` holds the six areas of s.54(5) as true or false. The approver's name is never kept.
    `parent_name` is the organisation that submitted a group's statement, as the rows of the others name it.
    """

    __tablename__ = "statement"

    address: Mapped[str] = mapped_column(String(1024), unique=True)
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"), index=True)
    statement_url: Mapped[str] = mapped_column(String(1024), default="")
    year: Mapped[int | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    approver_role: Mapped[str] = mapped_column(String(160), default="")
    approved_on: Mapped[date | None]
    is_group: Mapped[bool] = mapped_column(default=False)
    parent_name: Mapped[str] = mapped_column(String(300), default="")
    turnover: Mapped[str] = mapped_column(String(60), default="")
    years_producing: Mapped[str] = mapped_column(String(60), default="")
    areas: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sectors: Mapped[list[Any]] = mapped_column(default=list)

    source_file: Mapped[SourceFile] = relationship()
    organisations: Mapped[list[StatementOrganisation]] = relationship(
        back_populates="statement", cascade="all, delete-orphan"
    )


class StatementOrganisation(Timestamped, Base):
    """An organisation that a statement covers; a group statement covers several."""

    __tablename__ = "statement_organisation"
    __table_args__ = (UniqueConstraint("statement_id", "name"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    company_number: Mapped[str] = mapped_column(String(8), default="", index=True)
    postcode: Mapped[str] = mapped_column(String(12), default="")
    sector_type: Mapped[str] = mapped_column(String(40), default="")

    statement: Mapped[Statement] = relationship(back_populates="organisations")


class Match(Timestamped, Base):
    """Supplier and organisation of a statement, thought or decided to be the same (or not).

    `reasons` is a list of `{"text": template, "values": {...}}`; `probability` is in [0, 1]. `found_by` says
    by what the organisation was found ("number", "name", "previous_name", "known_name", "group",
    "suggestion"). `member` names the company of the organisation's group that the supplier is, where a table
    of parents says that it is one. `kind` stays what it was when a person decided.
    """

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("supplier_id", "statement_organisation_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    statement_organisation_id: Mapped[int] = mapped_column(
        ForeignKey("statement_organisation.id"), index=True
    )
    probability: Mapped[float]
    kind: Mapped[str] = mapped_column(String(20))
    found_by: Mapped[str] = mapped_column(String(20), default="")
    member: Mapped[str] = mapped_column(String(300), default="")
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    proposed: Mapped[MatchDecision] = mapped_column(String(20))
    decision: Mapped[MatchDecision] = mapped_column(String(20))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    organisation: Mapped[StatementOrganisation] = relationship()
    decided_by: Mapped[Person | None] = relationship()


class NoStatement(Timestamped, Base):
    """An officer looked and says that a supplier has no statement: on a day, with the registry copy of then.

    `copy_date` is the day of the newest copy, None if none was loaded; `words` say where else was looked.
    `rejected` are the ids of the matches that this rejected, which taking it back gives back. It counts until
    `withdrawn_at`.
    """

    __tablename__ = "no_statement"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    copy_date: Mapped[date | None]
    words: Mapped[str] = mapped_column(String(1000))
    rejected: Mapped[list[Any]] = mapped_column(default=list)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
    decided_by: Mapped[Person] = relationship()
