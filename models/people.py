"""Councils, the people who sign in, and the links that let them in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped

ERASED_DOMAIN: Final = "erased.invalid"
"""Where the addresses of erased people lead: RFC 2606 keeps the ending for what never exists."""


class Role(StrEnum):
    """What a person may do. An officer works for one council; a respondent answers for suppliers.

    A lead is an officer who may also change how the council's suppliers are judged. A councillor reads the
    council's progress, and nothing about a named supplier.
    """

    OFFICER = "officer"
    LEAD = "lead"
    COUNCILLOR = "councillor"
    RESPONDENT = "respondent"


class LinkPurpose(StrEnum):
    """A sign-in link works once; one to an invitation or to a colleague's part until it expires or ends."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    DELEGATION = "delegation"


class Council(Timestamped, Base):
    """A buyer. Every row that a council owns carries its id.

    `second_person` names what takes two people: kinds of decisions ("accept"), or one about a band
    ("accept:high"). `statement_rules` has the proposed rules of annual statements that the council applies,
    each with its first day (ISO 8601), `statement_months` its own limit for publishing them.
    """

    __tablename__ = "council"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    name_cy: Mapped[str] = mapped_column(String(160), default="")
    brand_colour: Mapped[str] = mapped_column(String(7), default="#00703c")
    safeguarding_contact: Mapped[str] = mapped_column(String(400), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    second_person: Mapped[list[Any]] = mapped_column(default=list)
    statement_rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    statement_months: Mapped[int | None]

    def name_in(self, language: str) -> str:
        """The council's name in a language ("en", "cy"); English where it gave no Welsh one."""
        return self.name_cy if language.startswith("cy") and self.name_cy else self.name


class Person(Timestamped, Base):
    """Somebody who signs in by a link sent to an e-mail address. No passwords are kept.

    `weekly_digest` says whether an officer wants the weekly e-mail, `digest_on` the day of the last one.
    Of somebody with an `erased_on` the row is left and nothing else: what they did refers to it.
    """

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(160), default="")
    role: Mapped[Role] = mapped_column(String(20))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    last_signed_in_at: Mapped[datetime | None]
    weekly_digest: Mapped[bool] = mapped_column(default=False)
    digest_on: Mapped[date | None]
    erased_on: Mapped[date | None]

    council: Mapped[Council | None] = relationship()

    # What a login manager asks of whoever signed in; plain attributes, so that no web is needed here.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.active

    @property
    def is_staff(self) -> bool:
        """Whether the person works on suppliers for a council; a councillor only looks."""
        return self.role in (Role.OFFICER, Role.LEAD)

    def get_id(self) -> str:
        """What the session keeps of the person."""
        return str(self.id)


class AccessLink(Timestamped, Base):
    """A link with a 256-bit token, of which only the SHA-256 is stored; it expires and can be revoked."""

    __tablename__ = "access_link"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(String(20))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
