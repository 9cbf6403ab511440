"""A council's vendors and contracts, and the files they were read from."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.organisations import Organisation
from models.people import Person

Pounds = Numeric(14, 2)


class FileKind(StrEnum):
    """What a loaded file is; the last four are shared by all councils."""

    CONTRACTS = "contracts"
    SPEND = "spend"
    REGISTRY = "registry"
    """A copy of the statement registry."""
    COMPANIES = "companies"
    """Companies House's basic company data: current and previous names."""
    PARENTS = "parents"
    """A table of companies and the companies that control them."""
    MADE_UP = "made_up"
    """Statements of organisations that do not exist, of the example alone. Its day is not that of any copy of
    the registry."""


class SourceFile(Timestamped, Base):
    """A file that was loaded: what was read, what was skipped and why. Nothing is skipped in silence.

    `people_withheld` and `redacted` count rows whose payee looks like a person or was blacked out by the
    publisher. `skipped` is a list of `{"line": int, "what": str}`; it never holds the name of a person.
    `council_id` is empty for copies of public registers, which all councils share. `in_force` is false for a
    council's file whose contracts a later file of its kind replaced.
    """

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("council_id", "sha256"),)

    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    as_at: Mapped[date | None]
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_loaded: Mapped[int] = mapped_column(default=0)
    people_withheld: Mapped[int] = mapped_column(default=0)
    redacted: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    loaded_at: Mapped[datetime]
    in_force: Mapped[bool] = mapped_column(default=True, server_default=true())


class NoNumber(StrEnum):
    """What a supplier is that has no company number, since none is given to its kind."""

    SOLE_TRADER = "sole_trader"
    PARTNERSHIP = "partnership"
    """People in business together; a limited liability partnership has a number."""
    CHARITY = "charity"
    """A charity, trust, church or club that is not a company."""
    PUBLIC_BODY = "public_body"
    OVERSEAS = "overseas"
    """Registered in another country, and not at Companies House."""
    OTHER = "other"


PEOPLE: Final = (NoNumber.SOLE_TRADER, NoNumber.PARTNERSHIP)
"""Kinds that are people in the eyes of the law: their address may be their home."""


class Supplier(Timestamped, Base):
    """One council's vendor record, resolved to an organisation or not yet.

    `key` is stable between files: the vendor id, else the company number, else the cleaned name.
    `spend` and `credits` are pounds without VAT over the period of the file. `charity_number` is that of any
    of the three registers of charities. `postcode` is kept of bodies that are plainly no person only.
    `no_number` says that an officer knows that there is no company number, and what the supplier is; it is
    empty where there is one, or nobody knows.

    A supplier that was merged into another (`merged_into_id`) keeps its row and its key, so that the next
    file finds it, and is in no list and no figure. The other's `spend` and `credits` then count both, and
    `own_spend` and `own_credits` are what files say of that other alone (None while nothing is merged into it
    or nothing is known).
    """

    __tablename__ = "supplier"
    __table_args__ = (UniqueConstraint("council_id", "key"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(300), index=True)
    vendor_id: Mapped[str] = mapped_column(String(60), default="")
    company_number: Mapped[str] = mapped_column(String(8), default="", index=True)
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    charity_number: Mapped[str] = mapped_column(String(12), default="")
    postcode: Mapped[str] = mapped_column(String(8), default="")
    no_number: Mapped[str] = mapped_column(String(20), default="")
    spend: Mapped[Decimal | None] = mapped_column(Pounds)
    credits: Mapped[Decimal] = mapped_column(Pounds, default=Decimal(0))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    own_spend: Mapped[Decimal | None] = mapped_column(Pounds)
    own_credits: Mapped[Decimal | None] = mapped_column(Pounds)

    organisation: Mapped[Organisation | None] = relationship()
    contracts: Mapped[list[Contract]] = relationship(
        back_populates="supplier",
        cascade="all, delete-orphan",
        order_by="Contract.id",
        foreign_keys="Contract.supplier_id",
    )
    stated_facts: Mapped[list[StatedFacts]] = relationship(
        back_populates="supplier", cascade="all, delete-orphan", order_by="StatedFacts.id"
    )


class FactsOfContract:
    """What is known of who does the work, and for whom: "" and None mean that nobody has said.

    The words are those of the judgement: `agency_labour` and `migrant_workers` "none", "some", "most" or
    "yes"; `subcontracting_tiers` "none", "one", "more" or "yes"; `workforce_skill` "skilled", "mixed" or
    "low". `health_service_england` marks a contract for the health service in England (SI 2025/1212);
    `notice` is the day of the notice that invites suppliers.
    """

    agency_labour: Mapped[str] = mapped_column(String(10), default="")
    migrant_workers: Mapped[str] = mapped_column(String(10), default="")
    subcontracting_tiers: Mapped[str] = mapped_column(String(10), default="")
    workforce_skill: Mapped[str] = mapped_column(String(10), default="")
    health_service_england: Mapped[bool | None]
    notice: Mapped[date | None]


class Contract(FactsOfContract, Timestamped, Base):
    """A contract of the register, or a year's spend under one category where only spend is known.

    An empty list of countries means "not known". The facts are those of the register; what an officer said
    of the contract is in `StatedFacts` and goes first. `recorded_under_id` is the supplier under which the
    file names it, where that one was merged into this contract's supplier.
    """

    __tablename__ = "contract"
    __table_args__ = (Index("ix_contract_ends", "council_id", "end", "supplier_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    recorded_under_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    source_file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"), index=True)
    reference: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(400), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(200), default="")
    cpv: Mapped[list[Any]] = mapped_column(default=list)
    proclass: Mapped[str] = mapped_column(String(6), default="")
    sic: Mapped[list[Any]] = mapped_column(default=list)
    value: Mapped[Decimal | None] = mapped_column(Pounds)
    start: Mapped[date | None]
    end: Mapped[date | None]
    delivery_countries: Mapped[list[Any]] = mapped_column(default=list)
    sourcing_countries: Mapped[list[Any]] = mapped_column(default=list)

    supplier: Mapped[Supplier] = relationship(back_populates="contracts", foreign_keys=[supplier_id])


class StatedFacts(FactsOfContract, Timestamped, Base):
    """What an officer said of a contract, in place of all that the register says of these facts.

    Rows of contracts are replaced with each new register, so a contract is known by `contract_key`, made of
    what the register calls it, and what an officer said lasts.
    """

    __tablename__ = "stated_facts"
    __table_args__ = (UniqueConstraint("supplier_id", "contract_key"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    contract_key: Mapped[str] = mapped_column(String(64))
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime]

    supplier: Mapped[Supplier] = relationship(back_populates="stated_facts")
    stated_by: Mapped[Person] = relationship()
