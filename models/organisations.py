"""Legal entities, shared by all councils."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped


class Organisation(Timestamped, Base):
    """A real legal entity: its official name and, where known, its Companies House number (8 characters)."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(300), index=True)
    company_number: Mapped[str | None] = mapped_column(String(8), unique=True)

    names: Mapped[list[OrganisationName]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="OrganisationName.id"
    )


class OrganisationName(Timestamped, Base):
    """Another name by which an organisation is known, and where that name was seen."""

    __tablename__ = "organisation_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(40))

    organisation: Mapped[Organisation] = relationship(back_populates="names")
