"""Legal entities with their names and parents, shared by all councils."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped


class NameKind(StrEnum):
    """What a further name of an organisation is."""

    PREVIOUS = "previous"
    """Its registered name until a day in the past."""
    TRADING = "trading"
    """A name that it trades under."""
    CONFIRMED = "confirmed"
    """The name in one council's records, which a person there confirmed to mean this organisation."""


class Organisation(Timestamped, Base):
    """A real legal entity: its official name and, where known, its Companies House number (8 characters).

    `postcode` is that of its registered office and `company_status` what Companies House says of it; both are
    empty unless its company data were loaded.
    """

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(300), index=True)
    company_number: Mapped[str | None] = mapped_column(String(8), unique=True)
    postcode: Mapped[str] = mapped_column(String(12), default="")
    company_status: Mapped[str] = mapped_column(String(70), default="")

    names: Mapped[list[OrganisationName]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="OrganisationName.id"
    )


class OrganisationName(Timestamped, Base):
    """Another name by which an organisation is known, and where that name was seen.

    `source` is "companies_house" or "officer", `as_at` the day of the copy it was read from. `used_until` is
    the day on which a previous name was given up. A confirmed name is that of one council, by one person, and
    lives as long as the confirmed match that it came from. A company may bear one name twice in its life.
    """

    __tablename__ = "organisation_name"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[NameKind] = mapped_column(String(20), index=True)
    source: Mapped[str] = mapped_column(String(40))
    as_at: Mapped[date | None]
    used_until: Mapped[date | None]
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), unique=True)

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class OrganisationParent(Timestamped, Base):
    """A company that another company controls, as a table of parents says: one link of the chain upwards.

    Companies are named by their Companies House numbers, since most of them are of no further interest.
    `child_name` and `parent_name` are empty where the table gives numbers only.
    """

    __tablename__ = "organisation_parent"
    __table_args__ = (UniqueConstraint("child_number", "parent_number", "source"),)

    child_number: Mapped[str] = mapped_column(String(8), index=True)
    parent_number: Mapped[str] = mapped_column(String(8), index=True)
    child_name: Mapped[str] = mapped_column(String(300), default="")
    parent_name: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(40))
    as_at: Mapped[date | None]
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"), index=True)
